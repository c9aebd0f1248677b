"""The invented pages as files, for a report whose links to its sources must work from disk."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from variorum.demo.press import press
from variorum.demo.stories import Night, Story


@dataclass(frozen=True, slots=True)
class Sources:
    """What `write_sources` left in the folder: relative paths of its files, sorted, and how many it had to write."""

    paths: tuple[str, ...]
    written: int

    @property
    def unchanged(self) -> int:
        return len(self.paths) - self.written


def source_path(url: str) -> str:
    """Where below the sources' folder the page of that address is written: HOST/…/SLUG.html, with forward slashes.

    Raises ValueError for an address without a host.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"{url!r} names no host")
    return f"{parts.hostname}/{_file_of(parts.path)}"


def write_sources(night: Night, folder: Path, *, stories: Sequence[Story] | None = None) -> Sources:
    """Write every invented page as it stands after that night into `folder`, touching only what changed.

    Links lead to other written pages, or to '#' where there is none. Raises NewsroomError for unusable stories,
    OSError where the folder can't be written.
    """
    pages = {
        f"{host}/{_file_of(path)}": document.body
        for host, documents in press(night, stories=stories, link=_between_files).items()
        for path, document in documents.items()
        if document.is_page
    }
    written = sum(_write(folder / path, body) for path, body in pages.items())
    return Sources(tuple(sorted(pages)), written)


def _write(file: Path, body: bytes) -> bool:
    if file.is_file() and file.read_bytes() == body:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    return True


def _file_of(path: str) -> str:
    trimmed = re.sub(r"\.html?$", "", path.strip("/"))
    return f"{trimmed or 'index'}.html"


def _between_files(page: str, target: str, pages: Collection[str]) -> str:
    if target not in pages:
        return "#"
    return posixpath.relpath(_file_of(target), posixpath.dirname(_file_of(page)) or ".")
