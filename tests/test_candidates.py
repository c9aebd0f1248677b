"""Pairs worth scoring come from an index."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compare.background import Background
from compare.candidates import CROWDED, DISTANT, NEIGHBOURS, REPORTED, Candidates, find_candidates
from compare.terms import Terms, term_rows


def found(texts: list[dict[str, float]], days: list[float] | None = None, window: float | None = None) -> Candidates:
    terms = [Terms(dict(sorted(text.items())), len(text)) for text in texts]
    rows, _ = term_rows(terms, Background().adding(one.weights for one in terms))
    return find_candidates(rows, np.array(days if days is not None else [np.nan] * len(texts)), window)


def pairs(one: Candidates) -> list[tuple[int, int]]:
    return list(zip(one.left.tolist(), one.right.tolist(), strict=True))


def test_articles_without_a_term_in_common_are_no_candidates() -> None:
    assert pairs(found([{"dam": 1}, {"tram": 1}, {"dam": 0.5, "fare": 1}, {}])) == [(0, 2)]
    assert pairs(found([])) == []


def test_the_window_holds_where_both_times_are_known() -> None:
    same = [{"dam": 1.0}] * 3
    assert pairs(found(same, [0, 11, np.nan], 10)) == [(0, 2), (1, 2)]
    assert pairs(found(same, [0, 10, np.nan], 10)) == [(0, 1), (0, 2), (1, 2)]


def test_pairs_grow_with_the_articles_not_with_their_square() -> None:
    def count(articles: int) -> int:
        # One word in everything, one shared by ten: the first would make every pair a candidate.
        return len(pairs(found([{"trump": 1.0, f"event{n // 10}": 1.0} for n in range(articles)])))

    small, large = count(500), count(2000)
    assert large <= 4.4 * small
    assert large <= 2000 * NEIGHBOURS
    inside = {(10 * n + i, 10 * n + j) for n in range(200) for i in range(10) for j in range(i + 1, 10)}
    assert inside <= set(pairs(found([{"trump": 1.0, f"event{n // 10}": 1.0} for n in range(2000)])))


def test_what_stands_around_an_article_is_bounded() -> None:
    crowd = found([{"dam": 1.0}] * 40 + [{"tram": 1.0}])
    assert crowd.density[0] == CROWDED
    assert crowd.density[40] < 0.1
    assert crowd.closest[0] == REPORTED
    assert crowd.closest[40] == DISTANT


def test_reports_of_one_event_keep_the_same_company() -> None:
    one = found([{"dam": 1.0, "flood": 0.5}] * 3 + [{"tram": 1.0}] * 2 + [{"ferry": 1.0}])
    alike = (one.company @ one.company.T).toarray()
    assert np.allclose(np.diag(alike), 1)
    assert alike[0, 1] > 0.8
    assert alike[0, 3] == alike[0, 5] == 0
    faint = found([{"dam": 0.01, "a": 1.0}, {"dam": 0.01, "b": 1.0}])
    assert (faint.company @ faint.company.T).toarray()[0, 1] < 0.1


texts = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 1), max_size=5), min_size=1, max_size=12)


@given(texts, st.randoms(use_true_random=False))
def test_in_a_small_corpus_every_pair_with_a_common_term_is_found(texts: list[dict[str, float]], random) -> None:  # type: ignore[no-untyped-def]
    one = found(texts)
    expected = [(i, j) for j in range(len(texts)) for i in range(j) if texts[i].keys() & texts[j].keys()]
    assert pairs(one) == sorted(expected)
    order = list(range(len(texts)))
    random.shuffle(order)
    other = found([texts[i] for i in order])
    assert sorted((min(order[i], order[j]), max(order[i], order[j])) for i, j in pairs(other)) == sorted(expected)
    assert np.allclose(other.density, one.density[order])
