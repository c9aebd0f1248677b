"""What earlier reports rendered and what of it stands, so that a report renders only events whose files can differ.

Everything that an event's files are made from is in its stamp: the program, what holds for the whole report, what is
stored of the event, and the labels of the outlets that were asked for while it was rendered. Where the stamp is the
same and the files lie in the folder as they were written, they are left as they are. What is remembered lies in the
database, so that it goes back in time with it where a backup is restored. Files that another database, an earlier
backup or a person put there have another size or time of writing, and are rendered anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import platform
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from db.records import Rendered
from db.store import Store
from variorum.eventrender import RenderedEvent
from variorum.gathering import EventPart
from variorum.inputs import Report
from variorum.settings import Show

PACKAGES: Final = ("scraper", "compare", "db", "templates", "variorum")
SOURCES: Final = (".py", ".html", ".css", ".js", ".json", ".toml", ".xml", ".svg")
PRINTERS: Final = ("Jinja2", "MarkupSafe", "pydantic", "pydantic-core")
"""The libraries whose version can change the bytes of an event's files."""
AT_ONCE: Final = 500
"""Events of which is read or written in one transaction what was rendered: some MB."""


class Rendering:
    """One report's look at what earlier ones rendered into its folder, and what it adds to that.

    `changed` are the events to render. It grows while `standing` is read, where what is remembered of an event is
    damaged; `paths` are then the files of those that stand. With `whole` none does.
    """

    def __init__(
        self, store: Store, folder: Path, report: Report, show: Show, events: Mapping[str, str], *, whole: bool = False
    ) -> None:
        """`events` has the stamp of every event of the report, from before anything else of them was read."""
        self._store, self._folder, self._report = store, folder.resolve(), report
        self._site, self._events = str(self._folder), events
        self._basis = _digest(code_digest(), [name + metadata.version(name) for name in PRINTERS], show, _told(report))
        self._labels: dict[str, str] = {}
        self._files: dict[str, tuple[int, int]] = {}
        self._written: dict[str, Rendered] = {}
        self._standing: list[str] = []
        self.changed: list[str] = []
        self.paths: list[str] = []
        self.rendered = 0
        self._sort(whole)

    def _sort(self, whole: bool) -> None:
        for events in _several(self._events):
            known = {} if whole else self._store.rendered(self._site, events)
            for event in events:
                held = known.get(event)
                stands = held is not None and held.stamp == self._stamp(event, held.outlets) and self._lie(held.files)
                (self._standing if stands else self.changed).append(event)

    def _lie(self, files: Iterable[tuple[str, int, int]]) -> bool:
        """Do these files lie in the folder as they were written?"""
        for path, size, written_ns in files:
            try:
                found = os.lstat(f"{self._site}/{path}")
            except OSError:
                return False
            if (found.st_size, found.st_mtime_ns) != (size, written_ns):
                return False
        return True

    def standing(self) -> Iterator[EventPart]:
        """What the pages over all events need of those that stand."""
        for events in _several(self._standing):
            known = self._store.rendered(self._site, events)
            for event in events:
                try:
                    part = _adapter().validate_json(known[event].part)
                except (KeyError, ValidationError):
                    self.changed.append(event)
                else:
                    self.paths += (path for path, _, _ in known[event].files)
                    yield part

    # What is written now

    def placed(self, path: str, found: os.stat_result) -> None:
        """A file lies in its place, as it was rendered."""
        self._files[path] = found.st_size, found.st_mtime_ns

    def done(self, event: RenderedEvent) -> None:
        """All of its files were rendered and placed."""
        id_ = event.part.filed.event
        self.rendered += 1
        files = tuple((path, *self._files.pop(path)) for path, _ in event.files)
        part = _adapter().dump_json(event.part).decode()
        self._written[id_] = Rendered(self._stamp(id_, event.outlets), event.outlets, files, part)
        if len(self._written) >= AT_ONCE:
            self._keep()

    def finish(self) -> None:
        """Everything was written: remember it, and forget events that are no longer there, and folders."""
        self._keep()
        gone = self._store.rendered_events(self._site) - self._events.keys()
        if gone:
            self._store.forget_rendered(self._site, gone)
        for site in self._store.rendered_sites():
            if not Path(site).is_dir():
                self._store.forget_rendered(site)

    def _keep(self) -> None:
        if self._written:
            self._store.keep_rendered(self._site, self._written)
            self._written = {}

    def _stamp(self, event: str, outlets: Iterable[str]) -> str:
        return _digest(self._basis, self._events[event], [self._label(outlet) for outlet in outlets])

    def _label(self, outlet: str) -> str:
        if outlet not in self._labels:
            label = self._report.label(outlet)
            self._labels[outlet] = _digest(outlet, label.name, label.invented, pickle.dumps(label.source_url).hex())
        return self._labels[outlet]


def _told(report: Report) -> list[object]:
    """What of the report an event's files may tell, but for the outlets' labels."""
    told = report.of_events()
    method = told.method
    rules = [repr(rule) for rule in method.rules]  # the ladder is made of them
    limits = [told.excerpt_words, method.claim_threshold, method.event_threshold]
    return [told.title, list(told.versions.items()), limits, rules]


@cache
def code_digest() -> str:
    """Thirty-two hexadecimal digits over this program's source, templates and data, and the Python that runs it."""
    digest = hashlib.blake2b(platform.python_version().encode(), digest_size=16)
    for package in PACKAGES:
        for name, content in _sources(resources.files(package), package):
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _sources(item, f"{name}/{item.name}")
        elif item.name.endswith(SOURCES):
            yield f"{name}/{item.name}", item.read_bytes()


@cache
def _adapter() -> TypeAdapter[EventPart]:
    return TypeAdapter(EventPart)


def _digest(*parts: object) -> str:
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def _several(events: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(events)
    while several := list(islice(rest, AT_ONCE)):
        yield several
