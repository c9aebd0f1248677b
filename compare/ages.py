"""Ages: which numbers are one, and whose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.numerals import Numeral
from compare.words import Word

OLDEST = 120
AGE_AFTER = re.compile(r"^[ -]years?[ -](?:old\b|of\s+age\b)", re.IGNORECASE)
DIED_AT = re.compile(r"\bdie[sd]\s+(?:at\s+|aged\s+)?$", re.IGNORECASE)
AGE_BEFORE = re.compile(
    r"(?:\b(?:aged?|age\s+of)\s+|[A-Z][\w’'-]+,\s|[A-Z][\w’'-]+\s[A-Z][\w’'-]+\s\(|\bwho\s+(?:is|was|turned|turns)\s+(?:now\s+|only\s+)?)$"
)
AGE_BARE = re.compile(r"^\s*(?:[,.;)]|$)")
LOOKED_AT = 40, 16  # characters before and after a number
NAME_WORDS = 4  # words from an age in which the name stands whose it is


def is_age(text: str, numeral: Numeral) -> bool:
    """Is a number the age of somebody ("16-year-old", "aged 16", "Maro Vane, 52,", "died at 82")?"""
    after = text[numeral.end : numeral.end + LOOKED_AT[1]]
    if not 0 < numeral.low < OLDEST or numeral.kind != "count":
        return False
    if AGE_AFTER.match(after):
        return True
    before = text[max(0, numeral.start - LOOKED_AT[0]) : numeral.start]
    if DIED_AT.search(before) and AGE_BARE.match(after):
        return True
    lead = AGE_BEFORE.search(before)
    return lead is not None and bool(AGE_BARE.match(after) or lead.group().lower().startswith("age"))


def old_end(text: str, end: int) -> int:
    """Where "-year-old" ends after a number that ends at `end`; `end` itself where it does not follow."""
    found = AGE_AFTER.match(text[end:])
    return end + found.end() if found else end


def whose_age(tokens: Sequence[Word], start: int, end: int, *, old: bool) -> frozenset[str]:
    """The name beside an age: after "16-year-old" (`old`), otherwise before ("Maro Vane, 52", "Maro Vane, who is 52").

    Where no name follows "16-year-old", one before it may be meant ("Maro Vane, a 52-year-old baker").
    """
    after = [w for w in tokens if w.start >= end][:NAME_WORDS]
    named = frozenset(w.stem for w in after if w.capital and w.content) if old else frozenset()
    if named:
        return named
    nearest: list[str] = []
    for word in reversed([w for w in tokens if w.end <= start][-2 * NAME_WORDS :]):
        if word.capital and word.content:
            nearest.append(word.stem)
        elif nearest:
            break
    return frozenset(nearest)
