"""The static report: every file of it, as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor

from variorum.eventrender import rendered_events, template_of
from variorum.excerpts import ExcerptBudget
from variorum.gathering import HeldParts
from variorum.naming import known_referents
from variorum.overall import overall_files
from variorum.pages import EventInput, FetchReport, Report, event_page
from variorum.sitefolder import RenderedFile
from variorum.storefacts import NO_FACTS, StoreFacts


def render_site(
    events: Iterable[EventInput],
    report: Report,
    *,
    fetch: FetchReport | None = None,
    facts: StoreFacts = NO_FACTS,
    executor: Executor | None = None,
) -> Iterator[RenderedFile]:
    """Every file of the report. The same input, in whatever order, gives the same files: no clock is asked.

    Events are taken one at a time, in the order of their ids if they come as an iterator. With an `executor` their own
    files are rendered by it.
    """
    parts = HeldParts()
    in_order = events if isinstance(events, Iterator) else sorted(events, key=lambda item: item.event.id)
    for event in rendered_events(in_order, report, executor):
        parts.add(event.part)
        yield from event.files
    yield from overall_files(parts, report, fetch, facts)


def render_single(source: EventInput, report: Report) -> bytes:
    """The page of one event as a file of its own, which links to nothing of the report."""
    budget, referents = ExcerptBudget(report.excerpt_words), known_referents(source, report)
    return template_of("event.html", event_page(source, report, budget, root="", single=True, referents=referents))
