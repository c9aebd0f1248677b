"""The review desk: a local web page on which people judge flags and differences.

serving ── app ── guarding      one server, its pages, and who may see them
            ├── desk            what is decided, kept and undone
            │    ├── inventory  everything that can be reviewed, as it was last read
            │    └── tickets    what a form is about, signed, by its words
            ├── choosing        which of it a person wants to see
            ├── contexts, blinding
            │                   an item beside what the others wrote; without outlets' names
            └── views           what the templates print
"""
