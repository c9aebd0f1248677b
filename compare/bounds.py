"""Bounds: what the words beside a number make of it ("about", "more than"), and the values it may then stand for."""

from __future__ import annotations

import re
from typing import Literal

Bound = Literal["exact", "about", "at least", "at most"]

LOOSE = 0.15  # "about", "nearly" and "some" stretch a number by this share
REACH = 0.5  # "more than 40" speaks of 41 and of 55, hardly of 100: at most this share above
BOUND_CHARACTERS = 28  # before a number in which its bound stands

_AT_LEAST = (
    "more than|over|at least|upwards of|in excess of|no fewer than|no less than|not less than|not fewer than|above"
    "|exceeds?|exceeding|a minimum of|just over|slightly more than|a little over|well over|topped|passed"
)
_AT_MOST = (
    "fewer than|less than|under|up to|at most|no more than|not more than|below|as many as|as much as|a maximum of"
    "|just under|slightly less than|a little under|barely|not quite"
)
_ABOUT = (
    "about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated at|circa|getting on for"
    "|in the region of|virtually"
)
AT_LEAST = re.compile(rf"\b(?:{_AT_LEAST})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
AT_MOST = re.compile(rf"\b(?:{_AT_MOST})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
ABOUT = re.compile(rf"\b(?:{_ABOUT})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
ABOUT_AFTER = re.compile(r"^\s+(?:or so|or thereabouts)\b", re.IGNORECASE)
MORE_AFTER = re.compile(r"^\s+or\s+more\b", re.IGNORECASE)


def bound_of(before: str, after: str) -> Bound:
    """What the words around a number make of it."""
    near = before[-BOUND_CHARACTERS:]
    if AT_LEAST.search(near) or MORE_AFTER.match(after):
        return "at least"
    if AT_MOST.search(near):
        return "at most"
    return "about" if ABOUT.search(near) or ABOUT_AFTER.match(after) else "exact"


def bound_words(before: str) -> str:
    """The words at the end of `before` that bound the number after them, as written; '' where there are none."""
    for pattern in (AT_LEAST, AT_MOST, ABOUT):
        found = pattern.search(before[-BOUND_CHARACTERS:])
        if found:
            return found.group()
    return ""


def stretched(value: float, bound: Bound) -> tuple[float, float]:
    """The interval that a bound makes of a value."""
    match bound:
        case "at least":
            return value * (1 - LOOSE / 10), value * (1 + REACH)
        case "at most":
            return value * (1 - REACH), value * (1 + LOOSE / 10)
        case "about":
            return value * (1 - LOOSE), value * (1 + LOOSE)
        case _:
            return value, value
