"""What earlier reports rendered and what of it stands, so that a report renders only events whose files can differ.

Everything that an event's files are made from is in its stamp: the program, what holds for the whole report, what is
stored of the event, and the labels of the outlets that were asked for while it was rendered. Where the stamp is the
same and the files lie in the folder as they were written, they are left as they are. So it is with pages of one month,
which are made from the parts of its events: they are not even read where none of these changed.

What is remembered lies in the database, so that it goes back in time with it where a backup is restored. Files that
another database, an earlier backup or a person put there have another size or time of writing, and are rendered anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import make_dataclass
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from db.records import Rendered, RenderedMonth, RenderedPage
from db.store import Store
from variorum.eventrender import RenderedEvent
from variorum.gathering import Column, EventPart, Sums
from variorum.inputs import Report
from variorum.settings import Show
from variorum.sitepaths import event_stem, stem_of

PACKAGES: Final = ("scraper", "compare", "db", "templates", "variorum")
SOURCES: Final = (".py", ".html", ".css", ".js", ".json", ".toml", ".xml", ".svg")
PRINTERS: Final = ("Jinja2", "MarkupSafe", "pydantic", "pydantic-core")
"""The libraries whose version can change the bytes of an event's files."""
AT_ONCE: Final = 500
"""Events of which is read or written in one transaction what was rendered: some MB."""

HELD_PARTS: Final = 1_000
"""Parts that are held between adding them up and making pages of them, some 15 MB. Of months with more, each kind of
page reads what it needs."""

Part = TypeVar("Part")


class DamagedPartsError(Exception):
    """What is remembered of these events for the pages over all of them can't be read. Caught where the report is made,
    which renders them anew."""

    def __init__(self, events: Sequence[str]) -> None:
        super().__init__(f"{len(events)} parts can't be read")
        self.events = events


class Rendering:
    """One report's look at what earlier ones rendered into its folder, and what it adds to that: the parts of all
    events, by month.

    `changed` are the events to render. What is remembered of the others is read where a page needs it, and little of
    them is held. With `whole` every event is rendered, and every page.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        report: Report,
        show: Show,
        events: Iterable[dict[str, str]],
        *,
        whole: bool = False,
    ) -> None:
        """`events` has the stamp of every event of the report, sorted, so many at a time, from before anything else of
        them was read."""
        self._store, self._folder, self._report, self._whole = store, folder.resolve(), report, whole
        self._site = str(self._folder)
        self._basis = _digest(code_digest(), [name + metadata.version(name) for name in PRINTERS], show, _told(report))
        self._labels: dict[str, str] = {}
        self._shown: dict[tuple[str, ...], str] = {}
        self._files: dict[str, tuple[int, int]] = {}
        self._stamps: dict[str, str] = {}
        self._written: dict[str, tuple[Rendered, str]] = {}
        self._gone: set[str] = set()
        self._months: dict[str, Sums] = {}
        self._digests: dict[str, str] = {}
        self._held: dict[str, list[EventPart]] = {}
        self._pages = store.rendered_pages(self._site)
        self._wanted: dict[str, str] = {}
        self._made: dict[str, RenderedPage] = {}
        self._left: set[str] = set()
        self.changed: list[str] = []
        self.rendered = 0
        self._sort(events)

    def _sort(self, events: Iterable[dict[str, str]]) -> None:
        """In the order of ids, as the events come and as what is remembered of them does."""
        after = ""
        for stamps in events:
            if not stamps:
                continue
            last = max(stamps)
            known = self._store.rendered(self._site, after=after, to=last)
            self._gone |= known.keys() - stamps.keys()
            for event, stamp in stamps.items():
                held = known.get(event)
                if self._whole or held is None or not self._holds(held, stamp):
                    self.changed.append(event)
                    self._stamps[event] = stamp
            after = last
        while rest := self._store.rendered(self._site, after=after, limit=AT_ONCE):
            self._gone |= rest.keys()
            after = next(reversed(rest))

    def _holds(self, held: Rendered, stamp: str) -> bool:
        if held.stamp != self._stamp(stamp, held.outlets):
            return False
        return all(self._lies(path, size, written_ns) for path, size, written_ns in held.files)

    def _lies(self, path: str, size: int, written_ns: int) -> bool:
        """Does the file lie in the folder as it was written?"""
        try:
            found = os.lstat(f"{self._site}/{path}")
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (size, written_ns)

    # The parts of all events, as `variorum.gathering.Parts`

    def damaged(self) -> list[str]:
        """Add up what is not added up yet. Returns the events of which what is remembered can't be read, sorted: they
        are to be rendered like those that changed, and then it is asked again."""
        self._keep()
        if self._gone:
            self._store.forget_rendered(self._site, self._gone)
            self._gone = set()
        self._months, self._held = {}, {}
        damaged: list[str] = []
        for month, held in self._store.rendered_months(self._site).items():
            try:
                self._months[month] = self._summed(month, held)
            except DamagedPartsError as error:
                damaged += error.events
        return self.again(damaged)

    def again(self, events: Collection[str]) -> list[str]:
        """These events are to be rendered like those that changed. Returns their ids, sorted."""
        if events:
            for stamps in self._store.page_stamps():
                self._stamps |= {event: stamps[event] for event in stamps.keys() & events}
        return sorted(events)

    def sums(self) -> Mapping[str, Sums]:
        return self._months

    def _summed(self, month: str, held: RenderedMonth | None) -> Sums:
        if held is not None:
            try:
                found = _sums().validate_json(held.sums)
            except ValidationError:
                pass
            else:
                self._digests[month] = held.digest
                return found
        digest = hashlib.blake2b(digest_size=16)
        found = Sums.of(self._holding(month, self._read(_parts(), month, digest=digest)))
        self._digests[month] = digest.hexdigest()
        self._store.keep_month(self._site, month, RenderedMonth(digest.hexdigest(), _sums().dump_json(found).decode()))
        return found

    def _holding(self, month: str, parts: Iterable[EventPart]) -> Iterator[EventPart]:
        """The same, held where there is room for all of them."""
        room = HELD_PARTS - sum(map(len, self._held.values()))
        held: list[EventPart] = []
        for part in parts:
            if len(held) <= room:
                held.append(part)
            yield part
        if len(held) <= room:
            self._held[month] = held

    def column(self, name: Column, month: str, events: Collection[str] | None = None) -> Iterator[Any]:
        if month in self._held:
            held = self._held[month]
            return (getattr(one, name) for one in held if events is None or one.filed.event in events)
        return (getattr(part, name) for part in self._read(_column(name), month, events))

    def _read(
        self,
        kind: TypeAdapter[Part],
        month: str,
        events: Collection[str] | None = None,
        digest: hashlib.blake2b | None = None,
    ) -> Iterator[Part]:
        """Parts of a month. Raises DamagedPartsError, once all are read, for those that can't be."""
        damaged: list[str] = []
        for event, text in self._store.parts(self._site, month, events):
            if digest is not None:
                digest.update(f"{event}\0{text}\0".encode())
            try:
                yield kind.validate_json(text)
            except ValidationError:
                damaged.append(event)
        if damaged:
            raise DamagedPartsError(damaged)

    def stands(self, path: str, month: str, told: object) -> bool:
        """Where it does not, it is to be made now."""
        stamp = _digest(self._basis, self._digests[month], repr(told))
        held = self._pages.get(path)
        if (
            not self._whole
            and held is not None
            and held.stamp == stamp
            and self._lies(path, held.size, held.written_ns)
        ):
            self._left.add(path)
            return True
        self._wanted[path] = stamp
        return False

    # What is written now

    def placed(self, path: str, found: os.stat_result) -> None:
        """A file lies in its place, as it was rendered."""
        if (stamp := self._wanted.pop(path, None)) is not None:
            self._made[path] = RenderedPage(stamp, found.st_size, found.st_mtime_ns)
        elif stem_of(path) is not None:
            self._files[path] = found.st_size, found.st_mtime_ns

    def done(self, event: RenderedEvent) -> None:
        """All of its files were rendered and placed."""
        id_ = event.part.filed.event
        self.rendered += 1
        files = tuple((path, *self._files.pop(path)) for path, _ in event.files)
        part = _parts().dump_json(event.part).decode()
        stamp = self._stamp(self._stamps[id_], event.outlets)
        self._written[id_] = Rendered(event.part.month, stamp, event.outlets, files), part
        if len(self._written) >= AT_ONCE:
            self._keep()

    def leave_out(self, event: str) -> None:
        """It could not be rendered: no page tells of it, and what an earlier report wrote of it goes."""
        self._gone.add(event)

    def are_most(self, events: Collection[str]) -> bool:
        """Are these, which were left out, more than those that the site has?"""
        held = sum(1 for _ in islice(self._store.rendered_events(self._site), len(events)))
        return held < len(events)

    def standing(self) -> Iterator[str]:
        """What of the site is as it should be, once all that is not was placed: paths, and of events what their files'
        paths begin with."""
        yield from sorted(self._left)
        yield from map(event_stem, self._store.rendered_events(self._site))

    def finish(self) -> None:
        """Everything was written: remember it, and forget pages that are no longer there, and folders."""
        self._keep()
        self._store.keep_pages(self._site, self._made, self._pages.keys() - self._made.keys() - self._left)
        for site in self._store.rendered_sites():
            if not Path(site).is_dir():
                self._store.forget_rendered(site)

    def _keep(self) -> None:
        if self._written:
            self._store.keep_rendered(self._site, self._written)
            self._written = {}

    def _stamp(self, event: str, outlets: Iterable[str]) -> str:
        """Of an event, with its own stamp."""
        names = tuple(outlets)
        if names not in self._shown:
            self._shown[names] = _digest(self._basis, [self._label(outlet) for outlet in names])
        return f"{self._shown[names]}-{event}"

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
def _parts() -> TypeAdapter[EventPart]:
    return TypeAdapter(EventPart)


@cache
def _column(name: Column) -> TypeAdapter[Any]:
    """Reads one field of a part, and passes by the others."""
    return TypeAdapter(make_dataclass("Column", [(name, get_type_hints(EventPart)[name])]))


@cache
def _sums() -> TypeAdapter[Sums]:
    return TypeAdapter(Sums)


def _digest(*parts: object) -> str:
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
