"""One event's files, rendered here or in another process: nothing is shared between events but what is said of all.

The excerpt limit is an article's own, and an article stands in one event; so each event is rendered with a budget of
its own.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from jinja2 import Environment

from templates import environment
from variorum.eventfiles import event_files
from variorum.excerpts import ExcerptBudget
from variorum.gathering import EventPart, event_part
from variorum.inputs import EventInput, OutletLabel, Report
from variorum.naming import known_referents
from variorum.pages import event_page
from variorum.sitepaths import event_path

AHEAD: Final = 8
"""Events handed to other processes before the first of them is taken back: enough to keep a few of them busy, and a
bound to what is held in memory."""


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """An event's files with what the pages over all events need of it. `outlets` are those whose labels were asked for,
    held or not, sorted."""

    files: tuple[tuple[str, bytes], ...]
    part: EventPart
    outlets: tuple[str, ...]


class _Asked(Mapping[str, OutletLabel]):
    """Labels that know of which outlets they were asked for."""

    def __init__(self, labels: Mapping[str, OutletLabel]) -> None:
        self._labels = labels
        self.outlets: set[str] = set()

    def __getitem__(self, outlet: str) -> OutletLabel:
        self.outlets.add(outlet)
        return self._labels[outlet]

    def __iter__(self) -> Iterator[str]:
        self.outlets.update(self._labels)
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)


def render_event(source: EventInput, report: Report) -> RenderedEvent:
    asked = _Asked(report.outlets)
    report = replace(report.of_events(), outlets=asked)
    budget, referents = ExcerptBudget(report.excerpt_words), known_referents(source, report)
    page = event_page(source, report, budget, referents=referents)
    href = event_path(source.event.id)
    return RenderedEvent(
        files=((href, template_of("event.html", page)), *event_files(source, report, budget)),
        part=event_part(source, page, report, budget, referents),
        outlets=tuple(sorted(asked.outlets)),
    )


def rendered_events(events: Iterable[EventInput], report: Report, executor: Executor | None) -> Iterator[RenderedEvent]:
    """Each event with its files, in the order given, whoever renders them."""
    if executor is None:
        yield from (render_event(source, report) for source in events)
        return
    handed = pickle.dumps(report)
    sources = iter(events)
    waiting: deque[Future[RenderedEvent]] = deque()
    waiting.extend(executor.submit(_rendered, source, handed) for source in islice(sources, AHEAD))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(executor.submit(_rendered, source, handed) for source in islice(sources, 1))


def _rendered(source: EventInput, handed: bytes) -> RenderedEvent:
    return render_event(source, _report(handed))


@lru_cache(maxsize=1)
def _report(handed: bytes) -> Report:
    """What holds for the whole report is read once in a process, though it comes with every event."""
    made = pickle.loads(handed)  # noqa: S301  the process that wrote the report made it
    assert isinstance(made, Report)
    return made


@cache
def _environment() -> Environment:
    return environment()


def template_of(template: str, page: object) -> bytes:
    """The page, printed by the template of this name."""
    return _environment().get_template(template).render(page=page).encode()
