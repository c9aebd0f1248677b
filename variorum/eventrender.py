"""One event's files, rendered here or in another process: nothing is shared between events but what is said of all.

The excerpt limit is an article's own, and an article stands in one event; so each event is rendered with a budget of
its own, which the report's takes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment

from compare.namingmap import Referent
from templates import environment
from variorum.archive import Filed
from variorum.eventfiles import event_files
from variorum.excerpts import ExcerptBudget
from variorum.feed import FeedEntry, feed_entry
from variorum.inorder import in_order
from variorum.inputs import EventInput, Report
from variorum.naming import known_referents
from variorum.pages import event_page, filed
from variorum.sitepaths import event_path


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """An event's files with what the pages over all events need of it; `entry` is None where the feed has none."""

    files: tuple[tuple[str, bytes], ...]
    filed: Filed
    entry: FeedEntry | None
    referents: tuple[Referent, ...] | None
    spent: ExcerptBudget


def render_event(source: EventInput, report: Report) -> RenderedEvent:
    budget, referents = ExcerptBudget(report.excerpt_words), known_referents(source, report)
    page = event_page(source, report, budget, referents=referents)
    href = event_path(source.event.id)
    return RenderedEvent(
        files=((href, template_of("event.html", page)), *event_files(source, report, budget)),
        filed=filed(source, page, href),
        entry=feed_entry(source, page),
        referents=referents,
        spent=budget,
    )


def rendered_events(
    events: Iterable[EventInput], report: Report, executor: Executor | None
) -> Iterator[tuple[EventInput, RenderedEvent]]:
    """Each event with its files, in the order given, whoever renders them."""
    yield from in_order(executor, _rendered, report, events)


def _rendered(report: Report, source: EventInput) -> RenderedEvent:
    return render_event(source, report)


@cache
def _environment() -> Environment:
    return environment()


def template_of(template: str, page: object) -> bytes:
    """The page, printed by the template of this name."""
    return _environment().get_template(template).render(page=page).encode()
