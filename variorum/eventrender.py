"""One event's files, rendered here or in another process: nothing is shared between events but what is said of all.

The excerpt limit is an article's own, and an article stands in one event; so each event is rendered with a budget of
its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from jinja2 import Environment, TemplateError

from templates import environment
from variorum.compiledtemplates import CompiledTemplates
from variorum.eventfiles import event_files
from variorum.excerpts import ExcerptBudget
from variorum.faultwords import ONE_EVENTS_FAULTS, EventFault, event_fault
from variorum.gathering import EventPart, event_part
from variorum.inorder import in_order
from variorum.inputs import EventInput, OutletLabel, Report
from variorum.naming import known_referents
from variorum.pages import event_page
from variorum.sitepaths import event_path

EVENT: Final = "event.html"
MADE_AHEAD: Final = 16
"""Events handed out before the first one's files are written: a quarter of a second's work for two processes, in which
the site's folder is made ready."""


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


def render_event(source: EventInput, report: Report, budget: ExcerptBudget | None = None) -> RenderedEvent:
    """The event's files. A `budget`, of its own and unspent, knows afterwards what was printed."""
    asked = _Asked(report.outlets)
    report = replace(report.of_events(), outlets=asked)
    budget = ExcerptBudget(report.excerpt_words) if budget is None else budget
    referents = known_referents(source, report)
    page = event_page(source, report, budget, referents=referents)
    href = event_path(source.event.id)
    return RenderedEvent(
        files=((href, template_of(EVENT, page)), *event_files(source, report, budget)),
        part=event_part(source, page, report, budget, referents),
        outlets=tuple(sorted(asked.outlets)),
    )


def rendered_events(events: Iterable[EventInput], report: Report, executor: Executor | None) -> Iterator[RenderedEvent]:
    """Each event with its files, in the order given, whoever renders them."""
    for _, done in in_order(executor, _rendered, report, events):
        yield done


def rendered_or_faults(
    events: Iterable[EventInput], report: Report, executor: Executor | None
) -> Iterator[tuple[EventInput, RenderedEvent | EventFault]]:
    """As `rendered_events`; an event's own fault costs that event and no other."""
    return in_order(executor, _rendered_or_fault, report, events, ahead=MADE_AHEAD)


def _rendered(report: Report, source: EventInput) -> RenderedEvent:
    return render_event(source, report)


def _rendered_or_fault(report: Report, source: EventInput) -> RenderedEvent | EventFault:
    try:
        return render_event(source, report)
    except (*ONE_EVENTS_FAULTS, TemplateError) as error:
        return event_fault(error)


def load_templates() -> None:
    """Read what an event is printed by, ahead of the first one."""
    _environment().get_template(EVENT)


@cache
def _environment() -> Environment:
    return environment(compiled=CompiledTemplates())


def template_of(template: str, page: object) -> bytes:
    """The page, printed by the template of this name."""
    return _environment().get_template(template).render(page=page).encode()
