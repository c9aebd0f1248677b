"""Whether two readings of a claim tell the same at some place, so that a word which one lacks is a difference at all.

Readings of one claim are alike as a whole; each may still tell of its own matters besides. What stands around a word
decides: an outlet that does not tell this cannot be said to have left the word out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from compare.claims import Reading
from compare.families import akin
from compare.phrases import common_share, terms
from compare.spans import Span
from compare.words import words

NEAREST: Final = 8  # content words around some words that tell what these are said of
MOSTLY: Final = 0.5  # of them from which two readings surely speak of one thing there
PARTLY: Final = 0.3  # from which one may, where another surely does
"""Where they come from: the development rows of bench/gold, where each labelled difference in a word that stands in no
quotation has another outlet with half of these words. On real reports those with fewer were mostly of two things."""


def shared_around(source: str, place: Span, target: str) -> float:
    """The share, from 0 to 1, of the NEAREST content words around some words of one reading that another has too."""
    outside = [word for word in words(source) if word.content and (word.end <= place.start or word.start >= place.end)]
    outside.sort(key=lambda word: place.start - word.end if word.end <= place.start else word.start - place.end)
    nearest = {word.stem for word in outside[:NEAREST]}
    there = {word.stem for word in words(target) if word.content}
    return sum(any(akin(one, other) for other in there) for one in nearest) / max(1, len(nearest))


def shared_whole(a: str, b: str) -> float:
    """The share, from 0 to 1, of the content words of the shorter of two readings that the other has too."""
    return common_share(terms(a), terms(b))


def telling_it(reading: Reading, place: Span, others: Iterable[Reading], *, surely: float = MOSTLY) -> list[Reading]:
    """Those of the others that tell what some words of a reading stand with: PARTLY, if one of them does `surely`."""
    shares = [(shared_around(reading.text, place, other.text), other) for other in others]
    if all(share < surely for share, _ in shares):
        return []
    return [other for share, other in shares if share >= PARTLY]


def tell_the_same(a: str, at_a: Span, b: str, at_b: Span) -> bool:
    """Do two readings tell the same around some words of each: MOSTLY one way, PARTLY the other, for the longer tells
    more besides?"""
    less, more = sorted((shared_around(a, at_a, b), shared_around(b, at_b, a)))
    return less >= PARTLY and more >= MOSTLY
