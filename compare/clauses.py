"""What finding attributions in a masked sentence has in common: the mask, the result, and clean edges."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compare.spans import Span

MASK = "\x00"
"""Stands for each quoted character: no letter, no space, no punctuation to any pattern here."""

EDGE = " \t\n,;:—–―-"
ANNOUNCED = re.compile(rf"[^{MASK}:]+:\s+(?={MASK})")
COMMA = r",(?!(?<=\d,)\d{3})"
"""A comma that is none of a number's ("3,000")."""
CLAUSE_END = re.compile(rf"{COMMA}|[;—–―(]|\s--?\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Places within the masked sentence. `source` is None where the sentence names nobody."""

    source: Span | None
    cue: Span
    contents: tuple[Span, ...]


def announced(masked: str, start: int, stop: int) -> int:
    """Where a quotation begins that the outlet's own words announce, if its speaker is named again after it: "The mayor
    scolded them: “…,” she said"; else `start`."""
    found = ANNOUNCED.match(masked, start, stop)
    return found.end() if found else start


def cleaned(masked: str, start: int, stop: int) -> Span | None:
    """The stretch without white space and punctuation at its ends; None where no word or quotation is left."""
    while start < stop and masked[start] in EDGE:
        start += 1
    while stop > start and masked[stop - 1] in EDGE:
        stop -= 1
    return Span(start, stop) if any(c.isalnum() or c == MASK for c in masked[start:stop]) else None


def clause_end(masked: str, start: int, end: int) -> int:
    """Where the clause that `start` stands in ends: at the next comma, semicolon, dash or bracket."""
    found = CLAUSE_END.search(masked, start, end)
    return found.start() if found else end
