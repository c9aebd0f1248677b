"""What a machine is told to run every night: by which interpreter, in which folder, with which settings, and when."""

from __future__ import annotations

import shlex
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final

from variorum.errors import InputError
from variorum.settings import CONFIG_NAME, Settings

NO_LINE_HOLDS: Final = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of what breaks a line, or has no place in UTF-8; no unit, crontab or workflow can name it."""


@dataclass(frozen=True, slots=True)
class Job:
    """`variorum nightly`, once a day at `at`. All paths are absolute; `folder` is where the settings file lies."""

    python: Path
    folder: Path
    config: Path
    at: time

    def command(self, verb: str) -> tuple[str, ...]:
        """The verb as a list of arguments. `-P` keeps folders of the working folder from being taken for packages."""
        return (str(self.python), "-P", "-m", "variorum", "--config", str(self.config), verb)

    def shell(self, verb: str) -> str:
        """The verb as a shell takes it."""
        return shlex.join(self.command(verb))


def job_of(settings: Settings, config: Path | None, *, at: time) -> Job:
    """The job for these settings, read from `config` or from the current folder. Raises InputError where a path can't
    stand in one line of text."""
    python = Path(sys.executable)  # not resolved: a virtual environment is found by the link's own place
    job = Job(python.absolute(), settings.folder.resolve(), (config or Path(CONFIG_NAME)).resolve(), at)
    for path in (job.python, job.folder, job.config):
        if any(unicodedata.category(sign) in NO_LINE_HOLDS for sign in str(path)):
            raise InputError(f"{str(path)!r}: a path with such a character can't be scheduled; rename the folder")
    return job


def what_is_missing(settings: Settings, job: Job) -> Iterator[str]:
    """What keeps the night from running so far, each with its remedy."""
    if not job.config.is_file():
        yield f"note: there is no {job.config} yet; write it with: variorum init"
    elif not settings.fetch.contact.strip():
        yield f"note: contact under [fetch] in {job.config} is empty; no night runs before it is set"
    if not settings.path(settings.outlets).is_file():
        yield f"note: there is no {settings.path(settings.outlets).resolve()} yet; write it with: variorum init"
