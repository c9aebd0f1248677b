"""What the pages over all events need of each one, taken where its own page is made: nothing of an event stays but
counts and a line or two. It is added up by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

from compare.namingmap import Referent
from variorum.archive import Filed, FiledSum
from variorum.datapages import DataPart, DataSum, data_part
from variorum.excerpts import ExcerptBudget
from variorum.feed import FeedEntry, feed_entry, newest_entries
from variorum.inputs import EventInput, Report
from variorum.months import month_of
from variorum.namingpages import NamesPart, NamesSum, names_part
from variorum.outletsums import OutletsPart, OutletsSum, outlets_part
from variorum.pages import filed
from variorum.reviewpages import ReviewPart, ReviewSum, review_part
from variorum.sitepaths import event_path
from variorum.views import EventPage

MOST_ENTRIES: Final = 200
"""Entries of the feed that are held before all but the newest of them go."""


@dataclass(frozen=True, slots=True)
class EventPart:
    """What the pages over all events need of one. `entry` is None where the feed has none."""

    filed: Filed
    entry: FeedEntry | None
    outlets: OutletsPart
    names: NamesPart
    review: ReviewPart
    data: DataPart

    @property
    def month(self) -> str:
        """Where lists of events have it."""
        return month_of(self.filed.day)


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


@dataclass(slots=True)
class Sums:
    """What the pages over all events tell of several, added up. `entries` are those of the feed that changed last."""

    filed: FiledSum = field(default_factory=FiledSum)
    entries: list[FeedEntry] = field(default_factory=list)
    outlets: OutletsSum = field(default_factory=OutletsSum)
    names: NamesSum = field(default_factory=NamesSum)
    review: ReviewSum = field(default_factory=ReviewSum)
    data: DataSum = field(default_factory=DataSum)

    @classmethod
    def of(cls, parts: Iterable[EventPart]) -> Sums:
        found = cls()
        for part in parts:
            found.add(part)
        found.entries = newest_entries(found.entries)
        return found

    def add(self, part: EventPart) -> None:
        event = part.filed.event
        self.filed.add(part.filed)
        if part.entry is not None:
            self.entries.append(part.entry)
            if len(self.entries) > MOST_ENTRIES:
                self.entries = newest_entries(self.entries)
        self.outlets.add(event, part.month, part.outlets)
        self.names.add(event, part.month, part.names)
        self.review.add(part.review)
        self.data.add(part.data)

    def join(self, other: Sums) -> None:
        self.filed.join(other.filed)
        self.entries = newest_entries([*self.entries, *other.entries])
        self.outlets.join(other.outlets)
        self.names.join(other.names)
        self.review.join(other.review)
        self.data.join(other.data)


Column = Literal["filed", "outlets", "names"]
"""What one kind of page needs of each event: a field of `EventPart`."""


class Parts(Protocol):
    """The parts of all events, by month."""

    def sums(self) -> Mapping[str, Sums]:
        """What each month's add up to."""

    def column(self, name: Column, month: str, events: Collection[str] | None = None) -> Iterator[Any]:
        """This field of a month's parts, or of those of these events of it, in the order of ids. To read all of a part
        takes three times as long."""

    def stands(self, path: str, month: str, told: object) -> bool:
        """Is the page in its place, as it is made of this month's parts and of what else it tells?"""


class HeldParts:
    """The parts of events that are few enough to be held. No page stands."""

    def __init__(self) -> None:
        self._months: dict[str, list[EventPart]] = {}

    def add(self, part: EventPart) -> None:
        self._months.setdefault(part.month, []).append(part)

    def sums(self) -> dict[str, Sums]:
        return {month: Sums.of(self._of(month)) for month in sorted(self._months)}

    def column(self, name: Column, month: str, events: Collection[str] | None = None) -> Iterator[Any]:
        for part in self._of(month):
            if events is None or part.filed.event in events:
                yield getattr(part, name)

    def _of(self, month: str) -> list[EventPart]:
        return sorted(self._months[month], key=lambda part: part.filed.event)

    def stands(self, path: str, month: str, told: object) -> bool:
        return False
