"""A folder that changes at one moment as a whole: what is new is written into a twin beside it, which takes its place.

The twin shares the files that are the same (hard links), so it costs what changed and no second copy. What others put
into the folder (a CNAME, pictures, .git) goes along.

A marker lies in the twin while it is made and written. Without one it is what readers had until the last switch, or
what they were about to get: others' files in it are looked after, where with one all of it may go.

After a switch a list lies in the twin of what it lacks, so that the next report need not compare the two folders: an
archive of years has millions of files. What was put into an event's folder shows in the folder's own time.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from variorum.ownfiles import MANIFEST, UNFINISHED, OwnFiles, entry_of, files_of, listed_lines, own_files
from variorum.sitefolder import remove_file
from variorum.sitepaths import files_of_stem, is_stem

MARKER: Final = ".variorum-twin"
BEHIND: Final = ".variorum-behind.json"
LISTS: Final = frozenset({MARKER, BEHIND, MANIFEST, UNFINISHED})
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
class Behind:
    """What a twin lacks of the folder that took its place.

    `live` tells which folder that is. `differing` are entries of this program's files, `others` what others put there,
    as `_others` tells it. `switched_ns` is the file system's time before the switch, and `cleared_ns` before what
    others had put into the twin was taken out: an event's folder that nothing changed since was looked through.
    """

    live: str
    differing: list[str]
    others: list[str]
    switched_ns: int
    cleared_ns: int


class Twins:
    """The folder that is read, and the one that is written."""

    def __init__(self, live: Path, twin: Path) -> None:
        self.live, self.twin = live, twin
        self._own = OwnFiles()
        self._behind: Behind | None = None

    @classmethod
    def of(cls, folder: Path) -> Twins:
        live = folder.resolve()
        return cls(live, live.with_name(f".{live.name}.next"))

    def make_equal(self, doubtful: Iterable[str] = ()) -> OwnFiles:
        """Make the twin hold what this program wrote into the live folder, and nothing else. Returns these files.
        `doubtful` are events' files that may not lie there as they were written, by what their paths begin with. Raises
        OSError."""
        self.live.mkdir(parents=True, exist_ok=True)
        whole = self.twin.is_dir() and not (self.twin / MARKER).exists()
        self._own = own = own_files(self.live)
        self._behind = behind = _behind(self.live, self.twin) if whole else None
        since = 0 if behind is None else behind.cleared_ns
        others = _others(self.twin, own, since) if self.twin.is_dir() else []
        if whole:
            self._give_back(others)
        self.twin.mkdir(exist_ok=True)
        (self.twin / MARKER).write_bytes(b"")
        (self.twin / BEHIND).unlink(missing_ok=True)
        shutil.copymode(self.live, self.twin)
        _remove(self.twin, others)
        entries = own.entries() if behind is None else sorted({*behind.differing, *doubtful, *own.pages()})
        live, twin = str(self.live), str(self.twin)
        for entry in chain(entries, (MANIFEST, UNFINISHED)):
            if _is_shared(live, twin, entry):
                continue
            held = entry in own or entry in LISTS
            if held and is_stem(entry) and (self.live / entry).is_dir():
                (self.twin / entry).mkdir(parents=True, exist_ok=True)
            for path in files_of(entry):
                if held:
                    share(f"{live}/{path}", f"{twin}/{path}")
                else:
                    remove_file(self.twin, path)
        return own

    def switch(self) -> bool:
        """Let the twin take the live folder's place, with what others put there. False where no folder can, here.

        Raises OSError.
        """
        if self.live == Path.cwd() or self.live in Path.cwd().parents:
            return False  # whoever stands in it would stay in what becomes the twin
        marker = self.twin / MARKER
        differing = {entry_of(line) for line in listed_lines(marker) if line}
        _renew(self.twin / MANIFEST)
        switched_ns = _now(marker)
        known = () if self._behind is None else self._behind.others
        others = _others(self.live, self._own, 0 if self._behind is None else self._behind.switched_ns, known)
        if files := [path for path in others if not path.endswith("/")]:
            now = own_files(self.twin)
            for path in files:
                if path not in now:
                    share(self.live / path, self.twin / path)
        marker.unlink()
        try:
            exchange(self.live, self.twin)
        except OSError as error:
            if error.errno in NOT_HERE:
                marker.write_bytes(b"")  # what others have in it was only lent to it
                return False
            raise
        cleared_ns = _now(self.twin / BEHIND)
        late = _others(self.twin, self._own, switched_ns, others)
        self._give_back(late)
        _remove(self.twin, late)
        self._tell(Behind(_known_by(self.live), sorted(differing), others, switched_ns, cleared_ns))
        return True

    def stay(self) -> None:
        """Nothing was written into the twin: remember that it lacks nothing."""
        if self._behind is not None:
            self._tell(replace(self._behind, differing=[]))
            (self.twin / MARKER).unlink()

    def _tell(self, behind: Behind) -> None:
        """Leave in the twin, at last, what it lacks of the live folder. It is written in its place: what a kill leaves
        of it can't be read, where another file would be taken for somebody's."""
        path = self.twin / BEHIND
        try:
            path.write_text(json.dumps(asdict(behind)), encoding="ascii")  # names that are no UTF-8 too
        except OSError:  # readers have the site; the next report compares the whole folders
            path.unlink(missing_ok=True)

    def copy_back(self) -> None:
        """Bring the live folder up to date file by file. Raises OSError."""
        before, now = own_files(self.live), own_files(self.twin)
        for path in now.paths():
            share(self.twin / path, self.live / path)
        for path in before.paths(without=now):
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


def share(source: str | Path, target: str | Path) -> None:
    """Make `target` the same file as `source`, whole or not at all; a copy where the file system has no links. Where
    there is no source, there is no target. Raises OSError."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # it stands there, or its folder does not, or there is no source, or there are no links
        _replace(Path(source), Path(target))


def _replace(source: Path, target: Path) -> None:
    if not os.path.lexists(source):
        target.unlink(missing_ok=True)
        return
    if not os.path.lexists(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
        else:
            return
    elif _same(source.lstat(), target.lstat()):
        return
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


def _known_by(live: Path) -> str:
    """What tells a live folder from what was put in its place, a copy or an earlier state: the list of its files is
    written anew before each switch."""
    listed = (live / MANIFEST).stat()
    return f"{live.stat().st_ino} {listed.st_size} {listed.st_mtime_ns}"


def _behind(live: Path, twin: Path) -> Behind | None:
    """What a twin without a marker lacks of the live folder; None where nobody knows, or a clock was set back."""
    path = twin / BEHIND
    try:
        found = Behind(**json.loads(path.read_bytes()))
        return found if found.live == _known_by(live) and _now(path) >= found.cleared_ns else None
    except (OSError, TypeError, ValueError):
        return None


def _now(path: Path) -> int:
    """The file system's time in nanoseconds, by touching a file. Not the time of writing, which anybody can set."""
    path.touch()
    return path.stat().st_ctime_ns


def _renew(path: Path) -> None:
    """Make another file of the same bytes."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(path.read_bytes())
    temporary.replace(path)


def _others(folder: Path, own: OwnFiles, since: int = 0, known: Iterable[str] = ()) -> list[str]:
    """What lies in the folder and is not ours: files by their paths with forward slashes, and empty folders with one at
    their ends. Links are not followed. An event's folder that nothing was put into or taken from `since` then (in
    nanoseconds) is passed by, unless something `known` lay in it."""
    around = {path.rsplit("/", depth)[0] for path in known for depth in range(1, path.count("/") + 1)}
    return list(_not_ours(str(folder), own, "", since, around))


def _not_ours(folder: str, own: OwnFiles, inside: str, since: int, around: Collection[str]) -> Iterator[str]:
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
                path = f"{inside}{entry.name}"
                if path in around or path not in own or entry.stat(follow_symlinks=False).st_ctime_ns >= since:
                    below.append(entry.name)
            elif f"{inside}{entry.name}" not in own:
                yield f"{inside}{entry.name}"
    for name in below:
        yield from _not_ours(folder, own, f"{inside}{name}/", since, around)


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
