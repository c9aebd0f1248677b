"""How much disk the database and the report take, and whether what is free will do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

LEAST_FREE: Final = 500_000_000
"""Bytes that any disk of ours needs free: the write-ahead log of a large night, pages on their way, a log file."""
NIGHTS_AHEAD: Final = 14
"""Days for whose growth of the database there has to be room: time for somebody to do something about it."""
LEAST_DAYS: Final = 7.0  # over which growth is reckoned: the first night brings all that lies about
FILES_COUNTED: Final = 20_000
"""Files of the report whose size is asked for; of more it is said that there are. Each takes some microseconds."""


@dataclass(frozen=True, slots=True)
class Disk:
    """One file system that ours lies on. Bytes; `needed` free for the time ahead."""

    path: Path
    free: int
    needed: int

    @property
    def is_short(self) -> bool:
        return self.free < self.needed


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes. `database` without its write-ahead log; None where a server does not tell. `site_whole`: every file of the
    report was counted. `disks` are those of this machine, the database's first."""

    database: int | None
    log: int
    site: int
    site_whole: bool
    disks: tuple[Disk, ...]


def disk_use(database: Path | None, size: int | None, site: Path, began: datetime | None, now: datetime) -> DiskUse:
    """`database` is the SQLite file, None for a server's, whose `size` it told. `began`: when the ledger did."""
    held = _size(database) if database is not None else size
    log = _size(database.with_name(f"{database.name}-wal")) if database is not None else 0
    written, whole = _folder_size(site)
    growth = _growth(held or 0, began, now)
    places = ([(database.parent, growth)] if database is not None else []) + [(site, written)]
    return DiskUse(held, log, written, whole, tuple(_disks(places)))


def _growth(size: int, began: datetime | None, now: datetime) -> int:
    """Bytes by which a database of this size will grow in NIGHTS_AHEAD days, as it did so far."""
    days = LEAST_DAYS if began is None else max((now - began) / timedelta(days=1), LEAST_DAYS)
    return int(NIGHTS_AHEAD * size / days)


def _disks(places: list[tuple[Path, int]]) -> Iterator[Disk]:
    """Each file system once, with what all on it need. The report may be written anew beside the one that stands."""
    needs: dict[int, tuple[Path, int]] = {}
    for place, need in places:
        there = next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())
        device = there.stat().st_dev
        first, before = needs.get(device, (there, LEAST_FREE))
        needs[device] = first, before + need
    for path, needed in needs.values():
        yield Disk(path, shutil.disk_usage(path).free, needed)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _folder_size(folder: Path) -> tuple[int, bool]:
    """Bytes of the files below, and whether all were counted. What vanishes meanwhile counts nothing."""
    size = files = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        if files == FILES_COUNTED:
                            return size, False
                        files, size = files + 1, size + entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:
            continue  # no report was written yet, or a night is removing pages
    return size, True
