"""`python -m variorum` is `variorum`."""

from variorum.cli import main

main(prog_name="variorum")
