"""The report's folder: only files that changed are touched, and only those that this program wrote are ever removed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from variorum.errors import SiteError
from variorum.ownfiles import MANIFEST, UNFINISHED, OwnFiles, files_of, manifest, own_files
from variorum.sitepaths import OWN

DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

RenderedFile = tuple[str, bytes]
"""A path relative to the report's folder, with forward slashes, and the file's bytes."""
Placed = Callable[[str, os.stat_result], None]
"""Is told of each file that lies in its place with the bytes that were given, and what the system knows of it."""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """How many files were written, left as they were, and removed, and how many events were rendered for it. `failed`
    tells of each event that could not be rendered what went wrong."""

    written: int
    unchanged: int
    removed: int
    rendered: int = 0
    failed: tuple[str, ...] = ()


def nobody(path: str, found: os.stat_result) -> None:
    """Nobody wants to know."""


def write_site(
    pages: Iterable[RenderedFile], out: Path, *, stands: Iterable[str] = (), placed: Placed = nobody
) -> SiteSummary:
    """Write the files whose bytes changed, each one whole or not at all, and remove pages that this program wrote
    earlier and that are no longer among them. Other files in the folder are left alone.

    `stands` are paths of the report whose files are known to be as they should, or what the paths of an event's files
    begin with, for all of them; it is read after `pages`. `placed` is told of each of `pages`.

    Raises SiteError for a folder that can't be written, naming the path and the remedy.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        summary = update_files(pages, out, out / UNFINISHED, own_files(out), stands, placed)
        (out / UNFINISHED).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, out) from error
    return summary


def unwritable(error: OSError, out: Path) -> SiteError:
    where = error.filename or out
    if error.errno in DISK_FULL:
        return SiteError(f"{where}: the disk is full; what readers have is whole: free some space, then run this again")
    return SiteError(
        f"{where}: the report can't be written ({error.strerror or error}); "
        "make the folder writable, or name another with --out or the key 'site' in variorum.toml"
    )


def update_files(
    pages: Iterable[RenderedFile],
    folder: Path,
    touched: Path,
    before: OwnFiles,
    stands: Iterable[str] = (),
    placed: Placed = nobody,
) -> SiteSummary:
    """Bring the folder's files up to date. Each path stands in the list `touched` before its file changes. `before` are
    the files of this program there. Raises OSError."""
    now = OwnFiles()
    written = unchanged = removed = 0
    with touched.open("a", encoding="utf-8", newline="\n") as begun:
        for path, content in pages:
            if not OWN.fullmatch(path):
                raise ValueError(f"{path!r} is no file of the report")
            now.add(path)
            if _holds(folder / path, content):
                unchanged += 1
            else:
                tell(begun, path)
                replace_file(folder / path, content)
                written += 1
            placed(path, (folder / path).lstat())
        for entry in stands:
            if entry not in now:
                now.add(entry)
                unchanged += len(files_of(entry))
        for path in before.paths(without=now):
            tell(begun, path)
            removed += remove_file(folder, path)
    replace_file(folder / MANIFEST, manifest(now))
    return SiteSummary(written=written, unchanged=unchanged, removed=removed)


def tell(begun: TextIO, path: str) -> None:
    """Add a path to the open list, on disk as far as another process can see. It stands behind what a line that was
    broken off left."""
    begun.write(f"\n{path}\n")
    begun.flush()


def replace_file(path: Path, content: bytes) -> bool:
    """Give the file this content, whole or not at all. False where it has it already."""
    if _holds(path, content):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return True


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def remove_file(folder: Path, path: str) -> bool:
    """Remove a file that this program wrote, and the folder of its event once nothing is left there. False where the
    file is gone already."""
    if not (folder / path).is_file():
        return False
    (folder / path).unlink()
    around = (folder / path).parent
    if path.count("/") > 1 and not any(around.iterdir()):
        around.rmdir()
    return True
