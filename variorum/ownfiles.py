"""Which files of the report's folder this program wrote: only these are ever removed or overwritten.

An event's files are listed as one, by what their paths begin with: an archive of years has millions of them, and lists
of them are read and held several times a night.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from variorum.sitepaths import FORMER, OWN, files_of_stem, is_stem, stem_of

#: Lists the files that this program wrote.
MANIFEST: Final = ".variorum-pages.json"
#: Lists, on a line each, the files that a report is about to touch, until the manifest names them. A list that grows by
#: lines, since writing the whole manifest anew for each of thousands of files would take longer than the files.
UNFINISHED: Final = ".variorum-pages.new"


class OwnFiles:
    """A set of paths, with forward slashes. An entry is a path, or what the paths of an event's files begin with."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._entries: set[str] = set()
        for entry in entries:
            self.add(entry)

    def add(self, entry: str) -> None:
        """What is no file of the report is left out."""
        if is_stem(entry):
            self._entries.add(entry)
        elif is_own(entry):
            self._entries.add(stem_of(entry) or entry)

    def __contains__(self, entry: str) -> bool:
        return (stem_of(entry) or entry) in self._entries

    def __bool__(self) -> bool:
        return bool(self._entries)

    def entries(self) -> list[str]:
        """Sorted."""
        return sorted(self._entries)

    def pages(self) -> list[str]:
        """Those that are no event's, sorted."""
        return sorted(entry for entry in self._entries if not is_stem(entry))

    def paths(self, *, without: OwnFiles | None = None) -> Iterator[str]:
        """Sorted by entry, but for those of other entries."""
        others = set() if without is None else without._entries
        for entry in sorted(self._entries - others):
            yield from files_of(entry)


def entry_of(path: str) -> str:
    """The entry that a path of the report stands in."""
    return stem_of(path) or path


def files_of(entry: str) -> tuple[str, ...]:
    """The paths that an entry stands for."""
    return files_of_stem(entry) if is_stem(entry) else (entry,)


def own_files(folder: Path) -> OwnFiles:
    """Files written earlier, also by a report that was broken off. What a damaged or foreign list names is not ours,
    and so is never removed."""
    own = OwnFiles(_listed(folder / MANIFEST))
    for line in listed_lines(folder / UNFINISHED):
        own.add(line)
    return own


def manifest(own: OwnFiles) -> bytes:
    return (json.dumps(own.entries(), indent=0) + "\n").encode()


def is_own(path: str) -> bool:
    return bool(OWN.fullmatch(path) or FORMER.fullmatch(path))


def _listed(path: Path) -> list[str]:
    if not path.is_file():
        return []
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return []
    return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []


def listed_lines(path: Path) -> list[str]:
    """The lines of a list of touched files, none where there is no such list."""
    return path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []
