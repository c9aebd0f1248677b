"""Lists of events: the newest on the first page, and where they are too many for it, every month on a page of its own.

Nothing is left out anywhere: what the first page does not list stands on the page of its month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from scraper.article import Moment
from variorum.archiveviews import ArchivePage
from variorum.contrasts import moved
from variorum.frames import frame
from variorum.inputs import Report
from variorum.months import UNDATED, Near, month_name, month_of, newest_first
from variorum.sitepaths import archive_path
from variorum.views import Card, CardDay, MonthLink
from variorum.when import day_words, newest

#: What a card of several outlets and the line of one outlet's event weigh in the first page, in bytes, about.
CARD: Final = 1_800
LINE: Final = 250
#: What all of them may weigh there.
INDEX: Final = 250_000


@dataclass(frozen=True, slots=True)
class Filed:
    """What the index needs of an event once its page is written."""

    event: str
    day: Moment | None
    card: Card
    newest: Moment | None
    outlets: frozenset[str]
    articles: int
    differences: int
    flags: int


@dataclass(slots=True)
class FiledSum:
    """What the index counts of several events: how many are of which month, and what those of each day ("" where that
    is not known) weigh on the page."""

    months: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    events: int = 0
    articles: int = 0
    claims: int = 0
    differences: int = 0
    flags: int = 0
    newest: Moment | None = None
    outlets: set[str] = field(default_factory=set)

    def add(self, one: Filed) -> None:
        weight = CARD if one.card.outlets > 1 else LINE
        own = FiledSum({month_of(one.day): 1}, {day_of(one): weight}, 1, one.articles, one.card.claims)
        own.differences, own.flags, own.newest, own.outlets = one.differences, one.flags, one.newest, {*one.outlets}
        self.join(own)

    def join(self, other: FiledSum) -> None:
        for counted, more in ((self.months, other.months), (self.days, other.days)):
            for name, count in more.items():
                counted[name] = counted.get(name, 0) + count
        self.events += other.events
        self.articles += other.articles
        self.claims += other.claims
        self.differences += other.differences
        self.flags += other.flags
        self.newest = newest([self.newest, other.newest])
        self.outlets |= other.outlets


def in_order(events: Iterable[Filed]) -> list[Filed]:
    """Events with claims first, then by how many outlets and claims they have."""
    return sorted(events, key=lambda one: (one.card.claims == 0, -one.card.outlets, -one.card.claims, one.event))


def newest_days(days: Mapping[str, int], *, most: int = INDEX) -> frozenset[str]:
    """The newest days, at least one, as far as their events weigh no more than `most` bytes, of what those of each
    weigh. Those of no day come last."""
    shown: set[str] = set()
    weight = 0
    for day in sorted(days, reverse=True):
        weight += days[day]
        if shown and weight > most:
            break
        shown.add(day)
    return frozenset(shown)


def months_of(days: Iterable[str]) -> frozenset[str]:
    """The months of these days."""
    return frozenset(day[: len("2031-03")] or UNDATED for day in days)


def day_of(one: Filed) -> str:
    """The event's day, as in `FiledSum.days`."""
    return _day(one.day)[0]


def card_days(events: Sequence[Filed]) -> tuple[CardDay, ...]:
    """The events of several outlets by day, newest first."""
    several = [one for one in events if one.card.outlets > 1]
    dated = sorted(((_day(one.day), one) for one in several), key=lambda pair: pair[0][0], reverse=True)
    return tuple(
        CardDay(label=label, cards=tuple(one.card for _, one in group))
        for (_, label), group in groupby(dated, key=lambda pair: pair[0])
    )


def single_cards(events: Sequence[Filed]) -> tuple[Card, ...]:
    """The events of one outlet."""
    return tuple(one.card for one in events if one.card.outlets == 1)


def month_links(months: Mapping[str, int]) -> tuple[MonthLink, ...]:
    """The way from the first page to every month, newest first, with how many events it has."""
    return tuple(MonthLink(month_name(month), archive_path(month), months[month]) for month in newest_first(months))


def archive_page(month: str, found: FiledSum, events: Iterable[Filed], near: Near, report: Report) -> ArchivePage:
    """The page of a month, with what is counted of it and its events."""
    shown = [replace(one, card=_from_folder(one.card)) for one in in_order(events)]
    return ArchivePage(
        frame=frame(report, "../", "archive", found.newest, found.outlets),
        month=month_name(month),
        events=len(shown),
        days=card_days(shown),
        single=single_cards(shown),
        earlier=near.earlier,
        later=near.later,
    )


def _from_folder(card: Card) -> Card:
    most = moved(card.most, root="", to="../") if card.most else None
    return replace(card, href=f"../{card.href}", most=most)


def _day(moment: Moment | None) -> tuple[str, str]:
    return ("", "Day not known") if moment is None else (moment.at.date().isoformat(), day_words(moment.at))
