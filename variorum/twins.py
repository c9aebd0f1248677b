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
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from variorum.ownfiles import MANIFEST, UNFINISHED, OwnFiles, files_of, own_files
from variorum.sitefolder import remove_file
from variorum.sitepaths import files_of_stem, is_stem

MARKER: Final = ".variorum-twin"
LISTS: Final = frozenset({MARKER, MANIFEST, UNFINISHED})
BESIDE: Final = frozenset(path.rpartition("/")[2] for path in files_of_stem("events/x")[1:])
"""What lies in an event's folder."""
NOTHING: Final = frozenset[str]()
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
        whole = self.twin.is_dir() and not (self.twin / MARKER).exists()
        own = own_files(self.live)
        others = _others(self.twin, own) if self.twin.is_dir() else []
        if whole:
            self._give_back(others)
        self.twin.mkdir(exist_ok=True)
        (self.twin / MARKER).write_bytes(b"")
        shutil.copymode(self.live, self.twin)
        _remove(self.twin, others)
        live, twin = str(self.live), str(self.twin)
        for entry in chain(own.entries(), (MANIFEST, UNFINISHED)):
            if not _is_shared(live, twin, entry):
                for path in files_of(entry):
                    share(self.live / path, self.twin / path)

    def switch(self) -> bool:
        """Let the twin take the live folder's place, with what others put there. False where no folder can, here.

        Raises OSError.
        """
        if self.live == Path.cwd() or self.live in Path.cwd().parents:
            return False  # whoever stands in it would stay in what becomes the twin
        if others := [path for path in _others(self.live, own_files(self.live)) if not path.endswith("/")]:
            now = own_files(self.twin)
            for path in others:
                if path not in now:
                    share(self.live / path, self.twin / path)
        (self.twin / MARKER).unlink()
        try:
            exchange(self.live, self.twin)
        except OSError as error:
            if error.errno in NOT_HERE:
                return False
            raise
        others = _others(self.twin, own_files(self.twin))
        self._give_back(others)
        _remove(self.twin, others)
        return True

    def copy_back(self) -> None:
        """Bring the live folder up to date file by file. Raises OSError."""
        before, now = own_files(self.live), own_files(self.twin)
        for path in now.paths():
            share(self.twin / path, self.live / path)
            before.discard(path)
        for path in before.paths():
            remove_file(self.live, path)
        share(self.twin / MANIFEST, self.live / MANIFEST)
        (self.live / UNFINISHED).unlink(missing_ok=True)

    def _give_back(self, others: Collection[str]) -> None:
        """Of these files in the twin, take out what others put there while it was live, or is linked there."""
        if not others:
            return
        ours, stale = own_files(self.live), own_files(self.twin)
        for path in others:
            there, here = self.twin / path, self.live / path
            if path.endswith("/") or path in ours or path in stale:
                continue  # nothing of theirs, or where a page of ours stands now
            if not os.path.lexists(here) or there.lstat().st_mtime_ns > here.lstat().st_mtime_ns:
                here.parent.mkdir(parents=True, exist_ok=True)
                there.replace(here)


def _is_shared(live: str, twin: str, entry: str) -> bool:
    """Are the entry's files in both folders, and the same as far as the system tells? This is asked of every event each
    night: the listing of its folder has the numbers of its files, where each would have to be asked for otherwise."""
    own, other = f"{live}/{entry}", f"{twin}/{entry}"
    try:
        if not is_stem(entry):
            return _same(os.lstat(own), os.lstat(other))
        return _same(os.lstat(f"{own}.html"), os.lstat(f"{other}.html")) and _numbers(own) == _numbers(other)
    except OSError:
        return False


def _numbers(folder: str) -> dict[str, int]:
    """Of what lies in the folder, by name: where two have the same on one device, they are one file."""
    with os.scandir(folder) as found:
        return {entry.name: entry.inode() for entry in found}


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


def _others(folder: Path, own: OwnFiles) -> list[str]:
    """What lies in the folder and is not ours: files by their paths with forward slashes, and empty folders with one at
    their ends. Links are not followed."""
    return list(_not_ours(str(folder), own, ""))


def _not_ours(folder: str, own: OwnFiles, inside: str) -> Iterator[str]:
    # By strings and not path objects, and an event's folder by its names alone: every file of the site is passed
    # several times a night, and what a listing tells besides names costs more than they do.
    known = BESIDE if inside.rstrip("/") in own else LISTS if not inside else NOTHING
    names = os.listdir(f"{folder}/{inside}")  # noqa: PTH208
    if not names and inside:
        yield inside
    if known.issuperset(names):
        return
    below: list[str] = []
    with os.scandir(f"{folder}/{inside}") as found:
        for entry in found:
            if entry.name in known:
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.name)
            elif f"{inside}{entry.name}" not in own:
                yield f"{inside}{entry.name}"
    for name in below:
        yield from _not_ours(folder, own, f"{inside}{name}/")


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove these files, and the folders that are empty then."""
    for path in paths:
        if not path.endswith("/"):
            (folder / path).unlink(missing_ok=True)
        for around in (folder / path, *(folder / path).parents):
            if around == folder:
                break
            if around.is_dir() and not around.is_symlink() and not any(around.iterdir()):
                around.rmdir()
