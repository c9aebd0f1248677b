"""Norms in words and figures, as the terminal and the outlets' pages both give them."""

from __future__ import annotations

from compare.intervals import Estimate
from compare.norms import Measure


def digits_of(measure: Measure) -> int:
    """Decimals of a rate: shares of claims are small, marks for so many words are not."""
    return 3 if measure.of == "difference" else 1


def rate_words(measure: Measure, estimate: Estimate) -> tuple[str, str, str]:
    """What of how much, the rate, and its interval; the last two are "" where there is nothing to count in."""
    counted = f"{estimate.count} of {estimate.of:,}"
    if estimate.rate is None or estimate.low is None or estimate.high is None:
        return counted, "", ""
    digits = digits_of(measure)
    rate, low, high = (f"{value:.{digits}f}" for value in (estimate.rate, estimate.low, estimate.high))
    return counted, rate, f"{low}–{high}"
