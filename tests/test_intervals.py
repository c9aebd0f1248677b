"""Intervals: they contain the rate, agree with SciPy's, and narrow as n grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from compare.intervals import ENOUGH, PER_WORDS, Estimate, Z, per_words, share

COUNTS = st.integers(0, 5_000)


def contains_its_rate(estimate: Estimate) -> bool:
    assert estimate.rate is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return 0 <= estimate.low <= estimate.rate <= estimate.high


@given(COUNTS, COUNTS)
def test_a_share_lies_in_its_interval_and_both_in_0_to_1(a: int, b: int) -> None:
    count, of = sorted((a, b))
    found = share(count, of)
    if of == 0:
        assert (found.rate, found.low, found.high) == (None, None, None)
        return
    assert contains_its_rate(found)
    assert found.high is not None
    assert found.high <= 1
    wilson = binomtest(count, of).proportion_ci(0.95, method="wilson")
    assert found.low == pytest.approx(wilson.low, abs=0.00051)
    assert found.high == pytest.approx(wilson.high, abs=0.00051)


@given(st.integers(0, 500), st.integers(1, 1_000_000))
def test_a_rate_of_words_lies_in_its_interval(count: int, words: int) -> None:
    found = per_words(count, words, 1)
    assert contains_its_rate(found)
    exact = chi2.ppf(0.975, 2 * (count + 1)) / 2 * PER_WORDS / words
    assert found.high == pytest.approx(exact, rel=1e-6, abs=0.00051)


def test_intervals_by_hand() -> None:
    assert (share(0, 30).low, share(0, 30).high) == (0.0, 0.114)
    assert (share(15, 30).low, share(15, 30).high) == (0.332, 0.668)
    none = per_words(0, 10_000, 30)
    assert (none.low, none.high) == (0.0, 3.689)  # the "rule of three", a little more at two sides
    assert pytest.approx(1.959964, abs=1e-6) == Z


def test_few_are_called_few() -> None:
    assert share(1, ENOUGH - 1).few
    assert not share(1, ENOUGH).few
    assert per_words(3, 50_000, ENOUGH - 1).few
    assert not per_words(3, 200, ENOUGH).few
    assert share(0, 0).few


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5), (0, -1)])
def test_no_share(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        share(count, of)


@pytest.mark.parametrize("given_", [(1, 0, 0), (-1, 5, 1), (0, -5, 1), (0, 5, -1)])
def test_no_rate(given_: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        per_words(*given_)
