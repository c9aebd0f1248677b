"""Average linkage under constraints, against scipy's where there are none."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from compare.linkage import Group, average_linkage, lifted


def symmetric(rows: list[list[float]]) -> np.ndarray:
    scores = np.array(rows)
    return np.maximum(scores, scores.T)


def test_it_does_not_chain() -> None:
    # a–b and b–c are close, a–c is not: single linkage would join all three.
    scores = symmetric([[1.0, 0.9, 0.0], [0.9, 1.0, 0.7], [0.0, 0.7, 1.0]])
    assert average_linkage(scores, 0.5) == [Group((0, 1), 0.9), Group((2,), 1.0)]


def test_the_mean_is_rounded_before_it_meets_the_threshold() -> None:
    # (.999 + 0 + .5) / 3 pairs of one group against a single: .49967 is .5 to three decimals.
    scores = np.zeros((4, 4))
    for i, j in ((0, 1), (0, 2), (1, 2)):
        scores[i, j] = scores[j, i] = 1.0
    scores[0, 3] = scores[3, 0] = 0.999
    scores[1, 3] = scores[3, 1] = 0.5
    assert average_linkage(scores, 0.5) == [Group((0, 1, 2, 3), 0.5)]
    scores[0, 3] = scores[3, 0] = 0.997
    assert average_linkage(scores, 0.5) == [Group((0, 1, 2), 1.0), Group((3,), 1.0)]


def test_pairs_out_of_reach_count_in_the_mean_but_join_nothing() -> None:
    scores = symmetric([[1.0, 0.9, 0.9], [0.9, 1.0, 0.9], [0.9, 0.9, 1.0]])
    reach = np.zeros((3, 3), dtype=bool)
    reach[0, 1] = reach[1, 0] = True
    assert average_linkage(scores, 0.5, linkable=reach) == [Group((0, 1), 0.9), Group((2,), 1.0)]
    reach[1, 2] = reach[2, 1] = True
    assert average_linkage(scores, 0.5, linkable=reach) == [Group((0, 1, 2), 0.9)]


def test_what_is_put_together_or_apart_stays_so() -> None:
    scores = symmetric([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert average_linkage(scores, 0.5, together=[[0, 2]]) == [Group((0, 2), 1.0), Group((1,), 1.0)]
    assert average_linkage(scores, 0.5, apart=[(0, 1)]) == [Group((i,), 1.0) for i in range(3)]
    with pytest.raises(ValueError, match="together and apart"):
        average_linkage(scores, 0.5, together=[[0, 1]], apart=[(1, 0)])
    with pytest.raises(ValueError, match="disjoint"):
        average_linkage(scores, 0.5, together=[[0, 1], [1, 2]])


matrices = st.integers(2, 9).flatmap(
    lambda n: st.lists(st.integers(0, 1000), min_size=n * n, max_size=n * n, unique=True).map(
        lambda values: np.tril(np.array(values).reshape(n, n) / 1000, -1)
    )
)


def by_the_book(scores: np.ndarray, threshold: Fraction) -> tuple[list[tuple[int, ...]] | None, bool]:
    """Average linkage in exact numbers; and whether two joins were ever equally good, or one lay on the threshold. None
    where the last thousandth is a half, which is rounded either way."""
    groups = [(i,) for i in range(len(scores))]
    open_question = False
    while len(groups) > 1:
        means = {
            (a, b): Fraction(sum(round(1000 * scores[i, j]) for i in a for j in b), 1000 * len(a) * len(b))
            for a, b in combinations(groups, 2)
        }
        best = max(means.values())
        open_question |= list(means.values()).count(best) > 1 or abs(best - threshold) < Fraction(1, 1000)
        if abs(best - threshold) < Fraction(1, 1000) and (1000 * best).denominator == 2:
            return None, True
        if round(best, 3) < threshold:
            break
        a, b = min(pair for pair, mean in means.items() if mean == best)
        groups = sorted([*(group for group in groups if group not in (a, b)), tuple(sorted(a + b))])
    return groups, open_question


@given(matrices)
def test_without_constraints_it_is_as_the_book_says_and_as_scipy_does(lower: np.ndarray) -> None:
    scores = lower + lower.T
    expected, open_question = by_the_book(scores, Fraction(1, 2))
    assume(expected is not None)
    assert [group.members for group in average_linkage(scores, 0.5)] == expected
    if open_question:
        return  # scipy neither rounds nor says which of equal pairs comes first
    distances = 1 - scores
    np.fill_diagonal(distances, 0)
    label = fcluster(linkage(squareform(distances, checks=False), "average"), 0.5, "distance")
    assert sorted(tuple(np.flatnonzero(label == one).tolist()) for one in set(label)) == expected


@given(matrices, st.data())
def test_cannot_links_are_never_joined_through_others(lower: np.ndarray, data: st.DataObject) -> None:
    count = len(lower)
    index = st.integers(0, count - 1)
    apart = data.draw(st.lists(st.tuples(index, index).filter(lambda p: p[0] != p[1]), max_size=5))
    found = average_linkage(lower + lower.T, 0.3, apart=apart)
    home = {i: group.members for group in found for i in group.members}
    assert sorted(home) == list(range(count))
    assert all(home[i] != home[j] for i, j in apart)


def test_who_is_brought_in_pushes_nobody_out() -> None:
    # 0 and 1 report one event, 2 another; a person put 2 to 0.
    scores = symmetric([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert average_linkage(scores, 0.5, together=[[0, 2]]) == [Group((0, 2), 1.0), Group((1,), 1.0)]
    assert average_linkage(lifted(scores, [[0, 2]], 0.5), 0.5, together=[[0, 2]]) == [Group((0, 1, 2), 0.9)]


def test_two_events_put_together_draw_in_only_what_either_would() -> None:
    # 0, 1 and 2, 3 were joined by a person; 4 resembles one article of each, and neither event on the whole.
    scores = np.zeros((5, 5))
    for i, j, score in ((0, 1, 0.9), (2, 3, 0.9), (0, 4, 0.7), (2, 4, 0.7), (1, 4, 0.1), (3, 4, 0.1)):
        scores[i, j] = scores[j, i] = score
    together = [[0, 1, 2, 3]]
    known = lifted(scores, together, 0.5)
    assert known[4].tolist() == [0.4, 0.4, 0.4, 0.4, 0.0]
    assert average_linkage(known, 0.5, together=together) == [Group((0, 1, 2, 3), 1.0), Group((4,), 1.0)]
    assert (lifted(scores, [], 0.5) == scores).all()
