"""Events by month, for lists that would be too heavy as one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from scraper.article import Moment
from variorum.views import MonthNear
from variorum.when import month_words

UNDATED: Final = "undated"


def month_of(moment: Moment | None) -> str:
    """ "2031-03", or UNDATED."""
    return UNDATED if moment is None else f"{moment.at.year:04}-{moment.at.month:02}"


def month_name(month: str) -> str:
    """March 2031"""
    return "Day not known" if month == UNDATED else month_words(month)


def newest_first(months: Iterable[str]) -> list[str]:
    """Each once; what has no day stands last."""
    return sorted(set(months), key=lambda month: (month != UNDATED, month), reverse=True)


@dataclass(frozen=True, slots=True)
class Near:
    """The ways from a month's page to those around it. It leads to no others: each month would be written anew whenever
    one is added."""

    earlier: MonthNear | None
    later: MonthNear | None


def around(months: Iterable[str], path: Callable[[str], str]) -> Iterator[tuple[str, Near]]:
    """Each month, newest first, with what lies around it; what has no day is the earliest. `path` gives the address of
    a month's page, from the others."""
    ordered = newest_first(months)
    ways: list[MonthNear | None] = [None, *(MonthNear(month_name(month), path(month)) for month in ordered), None]
    for at, month in enumerate(ordered):
        yield month, Near(earlier=ways[at + 2], later=ways[at])
