"""Work for an executor, which has to be a module's own; this one imports little, for every process imports it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


def doubled(common: int, item: int) -> int:
    return 2 * item + common


def process_of(common: None, item: int) -> int:
    return os.getpid()


def marking(marks: Path, item: None) -> None:
    (marks / str(os.getpid())).touch()


def dying_once(marks: Path, item: int) -> int:
    """Ends its process at item 3, where nobody did before."""
    mark = marks / "died"
    if item == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def dying(common: None, item: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def napping(common: None, item: int) -> int:
    time.sleep(0.1)
    return item


def loaded(common: None, item: int) -> list[str]:
    """Modules that are loaded in the process."""
    return sorted(sys.modules)


def failing(common: None, item: int) -> int:
    if item == 2:
        raise KeyError("the word")
    return item
