"""Which sentences of different outlets make the same claim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What one outlet wrote for a claim: `article.text[start:end] == text`. `paragraph` is 0 for the headline."""

    article: str
    outlet: str
    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion as several outlets wrote it, or, with a single reading, as one alone wrote it.

    `readings` are sorted by (outlet, article, start). `similarity` is the lowest `same_claim` probability of any pair of
    readings of different articles, rounded to 3 decimals; 1 for a claim of one reading.
    """

    readings: tuple[Reading, ...]
    similarity: float
