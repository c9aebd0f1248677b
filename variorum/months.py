"""Events by month, for lists that would be too heavy as one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scraper.article import Moment
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
