"""Rates with what they rest on: a count, out of how much, and the interval in which the rate may well lie.

Shares of claims have Wilson's interval (E. B. Wilson: "Probable Inference, the Law of Succession, and Statistical
Inference", JASA 22, 1927, pp. 209-212), which stays within 0 and 1 and holds at small n. Rates for so many words have
the exact interval of a Poisson count (F. Garwood: "Fiducial Limits for the Poisson Distribution", Biometrika, 1936).
Both works are known from what later ones cite and restate, and the numbers were checked against SciPy's. Both take what
is counted as independent, which claims of one event and words of one article are not quite: the truth is somewhat less
certain than they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

ENOUGH: Final = 30
"""Claims or articles from which a rate is more than an anecdote: what a rule's record needs, too, before anything is
concluded from it. With 30 Wilson's interval reaches at most .17 to either side."""
CONFIDENCE: Final = 0.95
Z: Final = 1.959964  # the standard normal's quantile at CONFIDENCE, two-sided
PER_WORDS: Final = 10_000
DECIMALS: Final = 3  # rates are rounded before anybody compares them, so that arithmetic noise changes nothing


@dataclass(frozen=True, slots=True)
class Estimate:
    """`count` out of `of`, and the rate with the ends of its interval, rounded to 3 decimals; None where `of` is 0.

    For a share `of` counts claims and the rate is 0 to 1; for a rate of words `of` counts words and the rate is for
    10,000 of them. `n` is the number of claims or of articles behind it; `few`: it is below ENOUGH.
    """

    count: int
    of: int
    n: int
    rate: float | None
    low: float | None
    high: float | None

    @property
    def few(self) -> bool:
        return self.n < ENOUGH


def share(count: int, of: int) -> Estimate:
    """`count` of `of` claims, with Wilson's interval. Raises ValueError where that is no share."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return Estimate(0, 0, 0, None, None, None)
    rate, square = count / of, Z * Z / of
    middle = (rate + square / 2) / (1 + square)
    reach = Z / (1 + square) * sqrt(rate * (1 - rate) / of + square / (4 * of))
    # At the ends the formula gives 0 and 1 up to arithmetic noise.
    low = 0.0 if count == 0 else middle - reach
    high = 1.0 if count == of else middle + reach
    return Estimate(count, of, of, round(rate, DECIMALS), round(low, DECIMALS), round(high, DECIMALS))


def per_words(count: int, words: int, articles: int) -> Estimate:
    """`count` in so many words of so many articles, for PER_WORDS words, with the exact interval of a Poisson count.

    Raises ValueError for less than none, or for a count in no words.
    """
    if min(count, words, articles) < 0 or (count and not words):
        raise ValueError(f"{count} in {words} words of {articles} articles is no rate")
    if words == 0:
        return Estimate(0, 0, articles, None, None, None)
    from scipy.special import gammaincinv  # at first use: it takes its time

    tail = (1 - CONFIDENCE) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail))
    scaled = [round(value * PER_WORDS / words, DECIMALS) for value in (count, low, high)]
    return Estimate(count, words, articles, *scaled)
