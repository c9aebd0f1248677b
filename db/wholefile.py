"""Files that are there as a whole or not at all: written beside their place, flushed to disk, then moved in."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import BackupError

PART = ".part"
"""How the name of a file ends that is being written. Where the process was killed, one may stay behind."""


@contextmanager
def written_beside(path: Path, *, replace: bool) -> Iterator[Path]:
    """A new, empty file in the folder of `path`, which is made; it takes the place of `path` where the block ends well.

    Raises BackupError where `path` exists and is not to be replaced, or where the disk refuses; then, and where the
    block raises, `path` is as it was.
    """
    refuse_existing(path, replace=replace)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(exist_ok=False)  # with the rights that other new files get
    try:
        yield part
        with told(path):
            flush(part)
            if replace:
                part.replace(path)
            else:
                _move_to_free_name(part, path)
            flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def refuse_existing(path: Path, *, replace: bool) -> None:
    """Raises BackupError where something is at `path`, unless it is a file that may be replaced."""
    if path.is_dir():
        raise BackupError(f"{path}: is a folder; name a file in it")
    if not replace and os.path.lexists(path):
        raise BackupError(f"{path}: exists already; name another file, or write over it with --force")


def need_room(folder: Path, size: int) -> None:
    """Raises BackupError where the disk of `folder`, or of what there is above it, has not `size` bytes free."""
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < size:
        raise BackupError(
            f"{folder}: the disk has {free / 1e6:,.0f} MB free, and {size / 1e6:,.0f} MB are needed;"
            " free some space, or name a file on another disk"
        )


def flush(path: Path) -> None:
    """Have the system write a file, or a folder's list of names, to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Refusals of the system as BackupError, naming the file."""
    try:
        yield
    except FileExistsError as error:
        raise BackupError(f"{error.filename2 or error.filename or path}: exists already; name another file") from error
    except OSError as error:
        raise BackupError(
            f"{path}: can't be written ({error.strerror or error}); free some space there, or name another file"
        ) from error


def _move_to_free_name(part: Path, path: Path) -> None:
    """Move, unless another process took the name meanwhile: a link is refused there, a rename would write over it."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links; the name was free when the writing began
        part.rename(path)
