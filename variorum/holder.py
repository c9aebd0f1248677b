"""Who is at work on a database, asked without taking part."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

_PROCESS: Final = re.compile(r"process (\d+)")


def holder_of(database: Path) -> str | None:
    """What holds the lock, as "process 1234"; None where nothing does.

    The file beside the lock names a process; one that was killed leaves it behind. So the lock itself is tried where
    that process, or another that has its number now, lives: for an instant, since a run that began in it would find the
    database in use.
    """
    file = database.with_name(f"{database.name}.holder")
    try:
        told = file.read_text(encoding="utf-8").strip()
    except OSError:
        return None  # not there, or removed this moment
    found = _PROCESS.search(told)
    if found and not _lives(int(found[1])):
        return None
    from filelock import FileLock, Timeout

    lock = FileLock(database.with_name(f"{database.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return told
    except OSError:
        return told  # another user's lock: its process lives
    lock.release()
    return None


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True
