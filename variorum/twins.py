"""A folder that changes at one moment as a whole: what is new is written into a twin beside it, which takes its place.

The twin shares the files that are the same (hard links), so it costs what changed and no second copy. What others put
into the folder (a CNAME, pictures, .git) goes along.

A marker lies in the twin while it is made and written. Without one it is what readers had until the last switch, or
what they were about to get: others' files in it are looked after, where with one all of it may go.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from variorum.sitefolder import MANIFEST, UNFINISHED, own_files, remove_file

MARKER: Final = ".variorum-twin"
LISTS: Final = frozenset({MARKER, MANIFEST, UNFINISHED})
RENAME_EXCHANGE: Final = 2  # of Linux' <linux/fs.h>
RENAME_SWAP: Final = 2  # of macOS' <sys/stdio.h>
AT_FDCWD: Final = -100
NOT_HERE: Final = frozenset({errno.EXDEV, errno.EBUSY, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM})
"""What a system, a file system or a folder answers that can't be exchanged: a mount point, part of an image."""
NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.ENOSYS})


@dataclass(frozen=True, slots=True)
class Twins:
    """The folder that is read, and the one that is written."""

    live: Path
    twin: Path

    @classmethod
    def of(cls, folder: Path) -> Twins:
        live = folder.resolve()
        return cls(live, live.with_name(f".{live.name}.next"))

    def make_equal(self) -> None:
        """Make the twin hold what this program wrote into the live folder, and nothing else. Raises OSError."""
        self.live.mkdir(parents=True, exist_ok=True)
        if self.twin.is_dir() and not (self.twin / MARKER).exists():
            self._give_back()
        self.twin.mkdir(exist_ok=True)
        (self.twin / MARKER).write_bytes(b"")
        shutil.copymode(self.live, self.twin)
        own = own_files(self.live)
        for path in _files(self.twin):
            if path not in own and path not in LISTS:
                (self.twin / path).unlink()
        for path in (*sorted(own), MANIFEST, UNFINISHED):
            share(self.live / path, self.twin / path)

    def switch(self) -> bool:
        """Let the twin take the live folder's place, with what others put there. False where no folder can, here.

        Raises OSError.
        """
        if self.live == Path.cwd() or self.live in Path.cwd().parents:
            return False  # whoever stands in it would stay in what becomes the twin
        now = own_files(self.twin)
        for path in _others(self.live):
            if path not in now:
                share(self.live / path, self.twin / path)
        _prune(self.twin)
        (self.twin / MARKER).unlink()
        try:
            exchange(self.live, self.twin)
        except OSError as error:
            if error.errno in NOT_HERE:
                return False
            raise
        self._give_back()
        return True

    def copy_back(self) -> None:
        """Bring the live folder up to date file by file. Raises OSError."""
        before, now = own_files(self.live), own_files(self.twin)
        for path in sorted(now):
            share(self.twin / path, self.live / path)
        for path in sorted(before - now):
            remove_file(self.live, path)
        share(self.twin / MANIFEST, self.live / MANIFEST)
        (self.live / UNFINISHED).unlink(missing_ok=True)

    def _give_back(self) -> None:
        """Take out of the twin what others put into it while it was live, or is linked there."""
        own = own_files(self.live)
        for path in _others(self.twin):
            there, here = self.twin / path, self.live / path
            if path in own:
                there.unlink()  # it stood where a page of ours stands now
            elif not os.path.lexists(here) or there.lstat().st_mtime_ns > here.lstat().st_mtime_ns:
                here.parent.mkdir(parents=True, exist_ok=True)
                there.replace(here)
            else:
                there.unlink()
        _prune(self.twin)


def share(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, whole or not at all; a copy where the file system has no links. Where
    there is no source, there is no target. Raises OSError."""
    if not os.path.lexists(source):
        target.unlink(missing_ok=True)
        return
    if os.path.lexists(target) and _same(source.lstat(), target.lstat()):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(source, temporary, follow_symlinks=False)
    temporary.replace(target)


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    linked = (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
    return linked or (one.st_size, one.st_mtime_ns, one.st_mode) == (other.st_size, other.st_mtime_ns, other.st_mode)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change names at one moment. Raises OSError; ENOSYS where the system can't."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    names = (os.fsencode(one), os.fsencode(other))
    if library is not None and sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    elif library is not None and sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, RENAME_SWAP)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


def _files(folder: Path) -> Iterator[str]:
    """Every file below the folder, by its path with forward slashes; links are not followed."""
    top = str(folder)
    for around, folders, names in os.walk(top):
        # By strings: every night walks the files of years, and a Path of each would take most of the time.
        inside = "" if around == top else f"{around[len(top) + 1 :].replace(os.sep, '/')}/"
        linked = [name for name in folders if (Path(around) / name).is_symlink()]
        yield from (inside + name for name in (*names, *linked))


def _others(folder: Path) -> list[str]:
    """Files that this program did not write."""
    own: Collection[str] = own_files(folder) | LISTS
    return [path for path in _files(folder) if path not in own]


def _prune(folder: Path) -> None:
    """Remove the empty folders below it."""
    top = str(folder)
    for around, folders, names in os.walk(top, topdown=False):
        # What held only empty folders is empty by now: of those that held something before, the system is asked again.
        if around != top and not names and not (folders and any(Path(around).iterdir())):
            Path(around).rmdir()
