"""What the pages over all events need of each one, taken where its own page is made: nothing of an event stays but
counts and a line or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.namingmap import Referent
from variorum.archive import Filed
from variorum.datapages import DataGathered, DataPart, data_part
from variorum.excerpts import ExcerptBudget
from variorum.feed import FeedEntry, feed_entry
from variorum.inputs import EventInput, Report
from variorum.namingpages import NamesGathered, NamesPart, names_part
from variorum.outletpages import OutletsGathered, OutletsPart, outlets_part
from variorum.pages import filed
from variorum.reviewpages import ReviewGathered, ReviewPart, review_part
from variorum.sitepaths import DATA, OUTLETS, REVIEW, event_path
from variorum.storefacts import StoreFacts
from variorum.views import EventPage


@dataclass(frozen=True, slots=True)
class EventPart:
    """What the pages over all events need of one. `entry` is None where the feed has none."""

    filed: Filed
    entry: FeedEntry | None
    outlets: OutletsPart
    names: NamesPart
    review: ReviewPart
    data: DataPart


def event_part(
    source: EventInput,
    page: EventPage,
    report: Report,
    budget: ExcerptBudget,
    referents: Sequence[Referent] | None,
) -> EventPart:
    """Of an event whose files are made, from its page and what `known_referents` found. `budget` is the one they were
    made with."""
    known = filed(source, page, event_path(source.event.id))
    names = names_part(source, known.card, report, budget, referents)
    return EventPart(
        filed=known,
        entry=feed_entry(source, page),
        outlets=outlets_part(source, known.card),
        names=names,
        review=review_part(source),
        data=data_part(source, sum(budget.used(item.article.key) for item in source.articles)),
    )


class Gathered:
    """Filled by `add`, event by event."""

    def __init__(self) -> None:
        self._outlets = OutletsGathered()
        self._names = NamesGathered()
        self._review = ReviewGathered()
        self._data = DataGathered()

    def add(self, part: EventPart) -> None:
        self._outlets.add(part.outlets)
        self._names.add(part.names)
        self._review.add(part.review)
        self._data.add(part.data)

    def pages(self, report: Report, facts: StoreFacts) -> Iterator[tuple[str, str, object]]:
        """(path, template, page) of each page over all events."""
        yield OUTLETS, "outlets.html", self._outlets.overview(report, facts)
        for path, outlet in self._outlets.pages(report, facts):
            yield path, "outlet.html", outlet
        for path, names in self._names.pages(report):
            yield path, "naming.html", names
        yield REVIEW, "review.html", self._review.page(report, facts)
        yield DATA, "data.html", self._data.page(report, facts)
