"""Lists of events: the newest on the first page, and where they are too many for it, every month on a page of its own.

Nothing is left out anywhere: what the first page does not list stands on the page of its month.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from scraper.article import Moment
from variorum.archiveviews import ArchivePage
from variorum.contrasts import moved
from variorum.frames import frame
from variorum.inputs import Report
from variorum.months import month_name, month_of, newest_first
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


def in_order(events: Iterable[Filed]) -> list[Filed]:
    """Events with claims first, then by how many outlets and claims they have."""
    return sorted(events, key=lambda one: (one.card.claims == 0, -one.card.outlets, -one.card.claims, one.event))


def newest_days(events: Sequence[Filed], *, most: int = INDEX) -> list[Filed]:
    """The events of the newest days, whole days and at least one, as far as they weigh no more than `most` bytes. Those
    of no day come last. The order is kept."""
    by_day: defaultdict[str, int] = defaultdict(int)
    for one in events:
        by_day[_day(one.day)[0]] += CARD if one.card.outlets > 1 else LINE
    shown: set[str] = set()
    weight = 0
    for day in sorted(by_day, reverse=True):
        weight += by_day[day]
        if shown and weight > most:
            break
        shown.add(day)
    return [one for one in events if _day(one.day)[0] in shown]


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


def month_links(events: Iterable[Filed], *, root: str = "", here: str = "") -> tuple[MonthLink, ...]:
    """The way to every month, newest first; none to `here`, where the reader is."""
    return _links(Counter(month_of(one.day) for one in events), root, here)


def _links(counted: Mapping[str, int], root: str, here: str) -> tuple[MonthLink, ...]:
    return tuple(
        MonthLink(month_name(month), "" if month == here else root + archive_path(month), counted[month])
        for month in newest_first(counted)
    )


def archive_pages(events: Iterable[Filed], report: Report, *, most: int = INDEX) -> Iterator[tuple[str, ArchivePage]]:
    """(path, page) of every month; none where the first page lists all events."""
    known = in_order(events)
    if len(newest_days(known, most=most)) == len(known):
        return
    by_month: defaultdict[str, list[Filed]] = defaultdict(list)
    for one in known:
        by_month[month_of(one.day)].append(one)
    counted = {month: len(found) for month, found in by_month.items()}
    for month in newest_first(by_month):
        found = [replace(one, card=_from_folder(one.card)) for one in by_month[month]]
        outlets = frozenset[str]().union(*(one.outlets for one in found))
        page = ArchivePage(
            frame=frame(report, "../", "archive", newest(one.newest for one in found), outlets),
            month=month_name(month),
            events=len(found),
            days=card_days(found),
            single=single_cards(found),
            months=_links(counted, "../", month),
        )
        yield archive_path(month), page


def _from_folder(card: Card) -> Card:
    most = moved(card.most, root="", to="../") if card.most else None
    return replace(card, href=f"../{card.href}", most=most)


def _day(moment: Moment | None) -> tuple[str, str]:
    return ("", "Day not known") if moment is None else (moment.at.date().isoformat(), day_words(moment.at))
