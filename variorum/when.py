"""Moments in words. Times are shown in UTC, and never more exactly than their source gave them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from scraper.article import Moment

# Not strftime: its month names follow the machine's locale.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def day_words(day: date) -> str:
    """11 March 2025"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """11 Mar"""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def month_words(month: str) -> str:
    """March 2025, of "2025-03"."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {int(year)}"


def short_month(month: str) -> str:
    """Mar 25, of "2025-03"."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1][:3]} {year[-2:]}"


def clock(at: datetime) -> str:
    """06:12"""
    return f"{at:%H:%M}"


def short_moment(moment: Moment | None) -> str:
    """11 Mar 06:12; 11 Mar, hour not given; time not found"""
    if moment is None:
        return "time not found"
    if moment.precision == "day":
        return f"{short_day(moment.at)}, hour not given"
    return f"{short_day(moment.at)} {clock(moment.at)}"


def long_moment(moment: Moment) -> str:
    """11 March 2025, 06:12 UTC, or the day alone where no more is known."""
    if moment.precision == "day":
        return day_words(moment.at)
    return f"{day_words(moment.at)}, {clock(moment.at)} UTC"


def order_key(moment: Moment | None) -> tuple[bool, date, bool, datetime]:
    """For sorting: by day; within a day the known hours first, then the bare day; what has no time comes last."""
    at = _LAST if moment is None else moment.at
    return moment is None, at.date(), moment is not None and moment.precision == "day", at


def earliest(moments: Iterable[Moment | None]) -> Moment | None:
    """The first of the moments that are known, or None."""
    known = [moment for moment in moments if moment is not None]
    return min(known, key=order_key) if known else None


def newest(moments: Iterable[Moment | None]) -> Moment | None:
    """The last of the moments that are known, or None."""
    known = [moment for moment in moments if moment is not None]
    return max(known, key=lambda moment: (moment.at, moment.precision != "day")) if known else None
