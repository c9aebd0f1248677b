"""What goes wrong in the program itself.

    VariorumError                 the command, its settings or its input can't be used; the text names the remedy
    ├── SettingsError             variorum.toml, or a file that it names
    ├── InputError                a file given on the command line
    ├── ExtractionError           the worker processes that read pages can't be started
    ├── ExecutorError             the processes or the cluster that work is handed to can't be used
    │   └── DeadlyWorkError       one piece of work, over which processes or workers died time and again
    ├── ModelError                an embedding model that can't be had
    ├── CacheError                the folder of converted models
    ├── SiteError                 the folder of the report
    ├── DeskError                 the review desk, or what was sent to it
    ├── NotComparedError          articles changed and were not compared since
    └── SharingError              a run whose work can't be shared

The other packages draw theirs in `scraper.errors`, `compare.errors` and `db.errors`.
"""


class VariorumError(Exception):
    """Base of the program's own errors. The command line prints the text and exits with 2."""


class SettingsError(VariorumError):
    """A settings file can't be read or holds something unknown."""


class InputError(VariorumError):
    """A file or address given on the command line can't be used."""


class ExtractionError(VariorumError):
    """The processes that read pages can't be started, or have been ended."""


class ExecutorError(VariorumError):
    """The processes or the cluster that work is handed to can't be reached, died, or run another program."""


class DeadlyWorkError(ExecutorError):
    """A piece of work was given up, since whoever was at it died, time and again; other pieces may be done."""


class ModelError(VariorumError):
    """An embedding model is missing or damaged."""


class CacheError(VariorumError):
    """A model that was converted can't be kept."""


class SiteError(VariorumError):
    """The report can't be written."""


class DeskError(VariorumError):
    """The review desk can't be served, or a form that it got can't be used."""


class NotComparedError(VariorumError):
    """Results can't be shown before what changed since is compared."""


class SharingError(VariorumError):
    """This process can't share the work of a run: the database is one machine's, or it would find something else."""
