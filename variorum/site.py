"""The static report: every file of it, as bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor

from variorum.archive import archive_pages
from variorum.eventfiles import event_schema
from variorum.eventrender import RenderedEvent, rendered_events, template_of
from variorum.excerpts import ExcerptBudget
from variorum.feed import FeedEntry, feed_xml
from variorum.gathering import EventPart, Gathered
from variorum.naming import known_referents
from variorum.pages import EventInput, FetchReport, Filed, Report, event_page, index_page, method_page
from variorum.sitefolder import RenderedFile
from variorum.sitepaths import EVENT_SCHEMA, FEED
from variorum.storefacts import NO_FACTS, StoreFacts
from variorum.when import newest


def _nobody(event: RenderedEvent) -> None:
    """Nobody wants to know."""


def render_site(
    events: Iterable[EventInput],
    report: Report,
    *,
    fetch: FetchReport | None = None,
    facts: StoreFacts = NO_FACTS,
    executor: Executor | None = None,
    standing: Iterable[EventPart] = (),
    done: Callable[[RenderedEvent], None] = _nobody,
) -> Iterator[RenderedFile]:
    """Every file of the report. The same input, in whatever order, gives the same files: no clock is asked.

    Events are taken one at a time, in the order of their ids if they come as an iterator. With an `executor` their own
    files are rendered by it. Before them all of `standing` is taken: what events of which nothing is to be rendered
    have for the pages over all events. `done` is told of each event once the last of its files was taken.
    """
    known: list[Filed] = []
    over = Gathered()
    entries: list[FeedEntry] = []

    def gather(part: EventPart) -> None:
        known.append(part.filed)
        over.add(part)
        if part.entry is not None:
            entries.append(part.entry)

    for part in standing:
        gather(part)
    in_order = events if isinstance(events, Iterator) else sorted(events, key=lambda item: item.event.id)
    for event in rendered_events(in_order, report, executor):
        gather(event.part)
        yield from event.files
        done(event)
    yield "index.html", template_of("index.html", index_page(known, report, fetch, left_out=facts.left_out))
    outlets = frozenset[str]().union(*(item.outlets for item in known))
    method = method_page(report, newest(item.newest for item in known), outlets, facts.corrections)
    yield "method.html", template_of("method.html", method)
    for path, archived in archive_pages(known, report):
        yield path, template_of("archive.html", archived)
    for path, template, further in over.pages(report, facts):
        yield path, template_of(template, further)
    yield FEED, feed_xml(entries, report)
    yield EVENT_SCHEMA, event_schema()


def render_single(source: EventInput, report: Report) -> bytes:
    """The page of one event as a file of its own, which links to nothing of the report."""
    budget, referents = ExcerptBudget(report.excerpt_words), known_referents(source, report)
    return template_of("event.html", event_page(source, report, budget, root="", single=True, referents=referents))
