"""Whether two readings of a claim tell the same at some place, so that a word which one lacks is a difference at all.

Readings of one claim are alike as a whole; each may still tell of its own matters besides. What stands around a word
decides: an outlet that does not tell this cannot be said to have left the word out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from compare.claims import Reading
from compare.phrases import common_share, terms
from compare.spans import Span
from compare.wordalignment import met
from compare.words import words
from compare.wordvectors import WordVectors

NEAREST: Final = 8  # content words around some words that tell what these are said of
MOSTLY: Final = 0.5  # of them from which two readings surely speak of one thing there
PARTLY: Final = 0.3  # from which one may, where another surely does
"""Where they come from: the development rows of bench/gold, where each labelled difference in a word that stands in no
quotation has another outlet with half of these words. On real reports those with fewer were mostly of two things."""


def shared_around(source: str, place: Span, target: str, vectors: WordVectors | None = None) -> float:
    """The share, from 0 to 1, of the NEAREST content words around some words of one reading that another has too, in
    whatever words; without `vectors` in the same ones, which is no more."""
    outside = [
        (i, word)
        for i, word in enumerate(words(source))
        if word.content and (word.end <= place.start or word.start >= place.end)
    ]
    outside.sort(key=lambda w: place.start - w[1].end if w[1].end <= place.start else w[1].start - place.end)
    nearest = outside[:NEAREST]
    there = met(source, target, {i for i, _ in nearest}, vectors)
    stems = {word.stem for _, word in nearest}
    return len({word.stem for i, word in nearest if i in there}) / max(1, len(stems))


def shared_whole(a: str, b: str) -> float:
    """The share, from 0 to 1, of the content words of the shorter of two readings that the other has too."""
    return common_share(terms(a), terms(b))


def telling_it(
    reading: Reading,
    place: Span,
    others: Iterable[Reading],
    vectors: WordVectors | None = None,
    *,
    surely: float = MOSTLY,
) -> list[Reading]:
    """Those of the others that tell what some words of a reading stand with: PARTLY, if one of them does `surely`."""
    # The model is not asked where the same words tell enough: it takes ten times as long as all else here.
    same = [(shared_around(reading.text, place, other.text), other) for other in others]
    enough = PARTLY if any(share >= surely for share, _ in same) else max(PARTLY, surely)
    shares = [
        (share if share >= enough else shared_around(reading.text, place, other.text, vectors), other)
        for share, other in same
    ]
    if all(share < surely for share, _ in shares):
        return []
    return [other for share, other in shares if share >= PARTLY]


def tell_the_same(a: str, at_a: Span, b: str, at_b: Span, vectors: WordVectors | None = None) -> bool:
    """Do two readings tell the same around some words of each: MOSTLY one way, PARTLY the other, for the longer tells
    more besides?"""
    for known in (None, vectors):  # by the model only where the same words are too few
        less, more = sorted((shared_around(a, at_a, b, known), shared_around(b, at_b, a, known)))
        if less >= PARTLY and more >= MOSTLY:
            return True
    return False
