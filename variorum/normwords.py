"""Norms in words and figures, as the terminal and the outlets' pages both give them."""

from __future__ import annotations

from collections.abc import Collection

from compare.intervals import Estimate
from compare.norms import Measure, Tally


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


def listed(tally: Tally, measures: Collection[Measure], *, voices: bool = True) -> str:
    """What was found of these, each with its count, and with whose words where `voices` is set; "none" for nothing."""
    found = ((measure_words(one, " ", voices=voices), count) for one, count in tally.found.items() if one in measures)
    return ", ".join(f"{words} {count}" for words, count in found) or "none"


def measure_words(measure: Measure, between: str = ", ", *, voices: bool = True) -> str:
    return f"{measure.kind}{between}{measure.voice}" if voices and measure.voice is not None else measure.kind
