"""What the pages over all events need of each one, taken while it is written: nothing of an event stays but sums and a
line or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compare.namingmap import Referent
from variorum.datapages import DataGathered
from variorum.excerpts import ExcerptBudget
from variorum.inputs import EventInput, Report
from variorum.namingpages import NamesGathered
from variorum.outletpages import OutletsGathered
from variorum.reviewpages import ReviewGathered
from variorum.sitepaths import DATA, OUTLETS, REVIEW
from variorum.storefacts import StoreFacts
from variorum.views import Card


class Gathered:
    """Filled by `add`, event by event."""

    def __init__(self) -> None:
        self._outlets = OutletsGathered()
        self._names = NamesGathered()
        self._review = ReviewGathered()
        self._data = DataGathered()

    def add(
        self,
        source: EventInput,
        card: Card,
        report: Report,
        budget: ExcerptBudget,
        referents: Sequence[Referent] | None,
    ) -> None:
        """Take in an event whose page is made, with its card and what `known_referents` found. Words of names are paid
        for from what the page left of `budget`."""
        self._outlets.add(source, card)
        self._names.add(source, card, report, budget, referents)
        self._review.add(source)
        self._data.add(source)

    def pages(self, report: Report, facts: StoreFacts, budget: ExcerptBudget) -> Iterator[tuple[str, str, object]]:
        """(path, template, page) of each page over all events."""
        yield OUTLETS, "outlets.html", self._outlets.overview(report, facts)
        for path, outlet in self._outlets.pages(report, facts):
            yield path, "outlet.html", outlet
        for path, names in self._names.pages(report):
            yield path, "naming.html", names
        yield REVIEW, "review.html", self._review.page(report, facts)
        yield DATA, "data.html", self._data.page(report, facts, budget)
