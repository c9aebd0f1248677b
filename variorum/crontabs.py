"""`schedule cron`: one line for a crontab."""

from __future__ import annotations

import shlex
from typing import Final

from variorum.errors import InputError
from variorum.scheduling import Job

OUTPUT: Final = "nightly.txt"
"""What the last night printed, in the folder of the settings; each night writes it anew."""
LONGEST_COMMAND: Final = 990
"""Characters of a command that every cron takes: Vixie's and Debian's hold 1,000 of them with their end."""


def crontab(job: Job) -> str:
    """The line with comments above it. Raises InputError where cron could not hold it.

    Nothing in it rests on what else the crontab sets: paths are absolute, and the text encoding is given.
    """
    nightly = f"PYTHONUTF8=1 nice -n 10 {job.shell('nightly')} >{OUTPUT} 2>&1"
    # 1 is a night that got done, though an outlet failed; whatever is above it is mailed.
    command = _escaped(f"cd {shlex.quote(str(job.folder))} && {{ {nightly}; [ $? -le 1 ] || cat {OUTPUT}; }}")
    if len(command) > LONGEST_COMMAND:
        raise InputError(
            f"the crontab line would have {len(command)} characters, and cron takes {LONGEST_COMMAND}; move the folder"
            " to a shorter path, or use: variorum schedule systemd"
        )
    return f"""\
# Variorum, every night at {job.at:%H:%M} by this machine's clock. Install it beside what your crontab holds already:
#   (crontab -l 2>/dev/null; variorum schedule cron) | crontab -
# The night's output is in {_comment(job)}, that of a night that could not be done is mailed too.
{job.at.minute} {job.at.hour} * * * {command}
"""


def _comment(job: Job) -> str:
    return str(job.folder / OUTPUT)


def _escaped(command: str) -> str:
    """As cron hands it to the shell unchanged: a bare % would end the command."""
    return command.replace("%", "\\%")
