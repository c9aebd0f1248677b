"""One model's cosines on the scale of another's, and what probabilities are worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.reliability import calibration_error, reliability
from compare.scales import Scale, likeliest_scale, scale_of_means, told_apart

RANDOM = np.random.default_rng(7)
COSINE = RANDOM.uniform(0, 1, 4000)
KNOWN = RANDOM.normal(-3, 1, 4000)
SAME = RANDOM.uniform(size=4000) < 1 / (1 + np.exp(-(KNOWN + 5 * COSINE)))


def test_labels_drawn_from_the_model_give_its_scale_back() -> None:
    found = likeliest_scale(COSINE, KNOWN, SAME, 5.0)
    assert found.slope == pytest.approx(1, abs=0.1)
    assert found.shift == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(("stretch", "lift"), [(0.3, 0.7), (2.0, -1.0), (1.0, 0.0)])
def test_a_model_whose_cosines_lie_elsewhere_is_put_back_exactly(stretch: float, lift: float) -> None:
    other = stretch * COSINE + lift
    default = likeliest_scale(COSINE, KNOWN, SAME, 5.0)
    for found in (
        likeliest_scale(other, KNOWN, SAME, 5.0).seen_from(default),
        scale_of_means(other, SAME, float(COSINE[SAME].mean()), float(COSINE[~SAME].mean())),
    ):
        assert found.slope * other + found.shift == pytest.approx(COSINE, abs=1e-4)


def test_a_model_that_tells_less_gets_a_flatter_line() -> None:
    noisy = COSINE + RANDOM.normal(0, 0.5, len(COSINE))
    assert likeliest_scale(noisy, KNOWN, SAME, 5.0).slope < 0.6


def test_counts_are_pairs_that_stand_several_times() -> None:
    twice = np.concatenate([COSINE, COSINE[:500]]), np.concatenate([KNOWN, KNOWN[:500]])
    weighed = likeliest_scale(COSINE, KNOWN, SAME, 5.0, np.where(np.arange(4000) < 500, 2.0, 1.0))
    repeated = likeliest_scale(*twice, np.concatenate([SAME, SAME[:500]]), 5.0)
    assert (weighed.slope, weighed.shift) == pytest.approx((repeated.slope, repeated.shift))


def test_labels_without_both_kinds_or_without_a_spread_give_no_usable_scale() -> None:
    for same in (np.ones(3, dtype=bool), np.zeros(3, dtype=bool)):
        assert np.isnan(scale_of_means(COSINE[:3], same, 0.6, 0.1).slope)
    flat = np.full(4, 0.5)
    assert np.isinf(scale_of_means(flat, np.array([True, False, True, False]), 0.6, 0.1).slope)
    found = likeliest_scale(flat, np.zeros(4), np.array([True, False, True, False]), 5.0)
    assert np.isfinite([found.slope, found.shift]).all()


def test_one_scale_seen_from_itself_changes_nothing() -> None:
    assert Scale(2.8, -1.2).seen_from(Scale(2.8, -1.2)) == Scale(1.0, 0.0)


def test_told_apart_is_the_share_of_comparisons_won() -> None:
    same = np.array([True, True, False, False])
    assert told_apart(np.array([0.9, 0.4, 0.5, 0.1]), same) == 0.75
    assert told_apart(np.full(4, 0.3), same) == 0.5
    assert told_apart(np.array([0.1, 0.2]), np.array([True, True])) == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_every_pair_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability([p for p, _ in pairs], [same for _, same in pairs])
    assert sum(one.count for one in bins) == len(pairs)
    assert all(one.low <= one.predicted <= one.high for one in bins if one.count)
    assert 0 <= calibration_error(bins) <= 1


def test_what_is_said_with_seven_tenths_and_is_so_in_half_of_cases_is_two_tenths_off() -> None:
    bins = reliability([0.7, 0.7, 1.0], [True, False, True])
    assert [(one.count, one.predicted, one.observed) for one in bins[-2:]] == [(2, 0.7, 0.5), (1, 1.0, 1.0)]
    assert calibration_error(bins) == pytest.approx(0.4 / 3)
    with pytest.raises(ValueError, match="3 probabilities, but 1 labels"):
        reliability([0.1, 0.2, 0.3], [True])
