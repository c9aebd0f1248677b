"""Which moment, day or year a sentence speaks of, and how two moments of publication stand to each other."""

from __future__ import annotations

import re
from typing import Literal

from scraper.article import Moment

Order = Literal["a first", "b first", "same", "unknown"]

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
"""The months in full and short, for a pattern."""

_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?\s?m\b|\b(\d{1,2}):(\d\d)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:by|at|on|until|before|during|overnight)?\s*(?:the\s+)?(?:(\w+day)\s+)?(dawn|daybreak|sunrise|noon|midday|dusk"
    r"|nightfall|midnight|morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|of|during|for|year)\s+((?:19|20)\d\d)\b|\b(last|this|next)\s+year\b", re.IGNORECASE)
_STEP = {"last": -1, "this": 0, "next": 1}
_PERIOD = re.compile(
    r"\b(first|second|third|fourth|last)\s+(quarter|half)\b|\b(january|february|march|april|june|july|august|september"
    r"|october|november|december)\b",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def order(a: Moment | None, b: Moment | None) -> Order:
    """How two times of publication stand, as far as their precision tells."""
    if a is None or b is None:
        return "unknown"
    if a.surely_before(b):
        return "a first"
    if b.surely_before(a):
        return "b first"
    return "same" if "day" not in (a.precision, b.precision) else "unknown"


def of_two_days(a: Moment | None, b: Moment | None) -> bool:
    """Are both times of publication known, and not of one day?"""
    return a is not None and b is not None and a.at.date() != b.at.date()


def stated_times(text: str) -> frozenset[str]:
    """The hours ("18:00") and parts of a day ("friday morning", "dawn") that a sentence names, in one spelling."""
    found = set()
    for match in _CLOCK.finditer(text):
        hour = int(match.group(1) or match.group(4))
        if match.group(3):
            hour = hour % 12 + (12 if match.group(3).lower() == "p" else 0)
        found.add(f"{hour:02}:{match.group(2) or match.group(5) or '00'}")
    for match in _PART.finditer(text):
        found.add(f"{(match.group(1) or '').lower()} {match.group(2).lower()}".strip())
    return frozenset(found)


def same_stated_time(a: str, b: str) -> bool:
    """Do two sentences name one and the same hour or part of a day?"""
    ours, theirs = stated_times(a), stated_times(b)
    days = {d.lower() for d in WEEKDAY.findall(a)}, {d.lower() for d in WEEKDAY.findall(b)}
    if days[0] and days[1] and not days[0] & days[1]:
        return False
    if any(":" in one for one in ours) and any(":" in one for one in theirs):
        return bool({one for one in ours if ":" in one} & {one for one in theirs if ":" in one})
    return bool(ours & theirs)


def years(text: str, published: Moment | None) -> frozenset[int]:
    """The years a sentence names, "last year" reckoned from its publication; empty where none can be told."""
    found = set()
    for match in _YEAR.finditer(text):
        if match.group(1):
            found.add(int(match.group(1)))
        elif published is not None:
            found.add(published.at.year + _STEP[match.group(2).lower()])
    return frozenset(found)


def periods(text: str) -> frozenset[str]:
    """Quarters, halves and months that a sentence names."""
    return frozenset(match.group().lower() for match in _PERIOD.finditer(text))


def other_period(a: str, b: str, published_a: Moment | None, published_b: Moment | None) -> bool:
    """Do the sentences speak of two years, quarters or months, by their own words?"""
    years_a, years_b = years(a, published_a), years(b, published_b)
    if years_a and years_b and not years_a & years_b:
        return True
    periods_a, periods_b = periods(a), periods(b)
    return bool(periods_a and periods_b and not periods_a & periods_b)


_FORMER = re.compile(
    r"\b(?:used\s+to|formerly|previously|once\s+(?:had|was|were|employed|held)|(?:until|up\s+to|before)\s+(?:last|recently|then|the"
    r"\s+(?:end|start)\s+of|(?:19|20)\d\d)|at\s+(?:its|their|the)\s+(?:peak|height)|a\s+(?:year|month|week|decade)\s+(?:ago"
    r"|earlier)|(?:years|months|weeks|days)\s+(?:ago|earlier))\b",
    re.IGNORECASE,
)


def former_state(a: str, b: str) -> bool:
    """Does one of the two, and not the other, tell how things were before ("until last year", "used to")?"""
    return (_FORMER.search(a) is None) != (_FORMER.search(b) is None)


def other_day(a: str, b: str) -> bool:
    """Do both name a weekday, and not one of the two the same?"""
    ours, theirs = {d.lower() for d in WEEKDAY.findall(a)}, {d.lower() for d in WEEKDAY.findall(b)}
    return bool(ours and theirs and not ours & theirs)
