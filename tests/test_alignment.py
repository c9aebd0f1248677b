"""Groups of sentences by the sum of what their pairs have over the threshold."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.alignment import ARTICLE_SENTENCES, OUTLET_SENTENCES, Grouping, Item, Pair, neighbours

THRESHOLD = 0.5


def items(*articles: str) -> list[Item]:
    """One sentence for each of these articles, of outlets named by their first letters."""
    return [Item(article, article[0]) for article in articles]


def grouped(sentences: list[Item], passing: dict[Pair, float]) -> list[list[int]]:
    grouping = Grouping(sentences, neighbours(passing), THRESHOLD)
    grouping.add(list(range(len(sentences))))
    return grouping.groups()


def worth(groups: list[list[int]], passing: dict[Pair, float]) -> float:
    return sum(passing.get(pair, THRESHOLD) - THRESHOLD for group in groups for pair in combinations(group, 2))


def allowed(groups: list[list[int]], sentences: list[Item], passing: dict[Pair, float]) -> bool:
    for group in groups:
        told = [sentences[i] for i in group]
        pairs = [(i, j) for i, j in combinations(group, 2) if sentences[i].article != sentences[j].article]
        if len(group) > 1 and not pairs:
            return False
        if any(pair not in passing for pair in pairs):
            return False
        if any(sum(x.article == y.article for x in told) > ARTICLE_SENTENCES for y in told):
            return False
        if any(sum(x.outlet == y.outlet for x in told) > OUTLET_SENTENCES for y in told):
            return False
    return True


def partitions(numbers: list[int]) -> list[list[list[int]]]:
    if not numbers:
        return [[]]
    first, rest = numbers[0], numbers[1:]
    found = []
    for smaller in partitions(rest):
        found.append([[first], *smaller])
        found += [[[first, *group], *smaller[:at], *smaller[at + 1 :]] for at, group in enumerate(smaller)]
    return found


def test_an_early_join_is_undone_where_two_later_ones_are_worth_more() -> None:
    passing = {(0, 1): 0.9, (0, 2): 0.8, (1, 3): 0.8}
    assert grouped(items("a1", "b1", "c1", "d1"), passing) == [[0, 2], [1, 3]]


def test_there_are_no_chains() -> None:
    assert grouped(items("a1", "b1", "c1"), {(0, 1): 0.9, (1, 2): 0.7}) == [[0, 1], [2]]


def test_sentences_of_one_article_do_not_join_by_themselves() -> None:
    assert grouped(items("a1", "a1"), {}) == [[0], [1]]
    assert grouped(items("a1", "a1", "b1"), {(0, 2): 0.6, (1, 2): 0.7}) == [[0, 1, 2]]


def test_an_outlet_has_only_so_many_sentences_in_a_group() -> None:
    sentences = items("a1", "a1", "a1", "a2", "a2", "b1")
    passing = {(i, j): 0.9 for i, j in combinations(range(6), 2) if sentences[i].article != sentences[j].article}
    groups = grouped(sentences, passing)
    assert allowed(groups, sentences, passing)
    assert max(len(group) for group in groups) == OUTLET_SENTENCES + 1


def test_a_loose_headline_takes_the_best_group_and_moves_nothing() -> None:
    sentences = items("a1", "b1", "c1")
    grouping = Grouping(sentences, neighbours({(0, 1): 0.6, (0, 2): 0.9}), THRESHOLD)
    grouping.add([0, 1])
    grouping.attach([2])
    assert grouping.groups() == [[0, 1], [2]]
    closer = Grouping(sentences, neighbours({(0, 1): 0.6, (0, 2): 0.9, (1, 2): 0.55}), THRESHOLD)
    closer.add([0, 1])
    closer.attach([2])
    assert closer.groups() == [[0, 1, 2]]


@given(st.data())
@settings(max_examples=150, derandomize=True)
def test_rules_hold_and_at_most_half_is_lost_against_the_best_of_all_partitions(data: st.DataObject) -> None:
    """Half is lost where one sentence fits one outlet, or two of another's, all of them equally well."""
    sentences = items(
        *data.draw(st.lists(st.sampled_from(["a1", "a2", "b1", "b1", "c1", "d1"]), min_size=2, max_size=7))
    )
    possible = [
        (i, j) for i, j in combinations(range(len(sentences)), 2) if sentences[i].article != sentences[j].article
    ]
    scores = st.one_of(st.just(0.0), st.integers(500, 999).map(lambda n: n / 1000))
    passing = {pair: score for pair in possible if (score := data.draw(scores)) >= THRESHOLD}
    groups = grouped(sentences, passing)
    assert sorted(i for group in groups for i in group) == list(range(len(sentences)))
    assert allowed(groups, sentences, passing)
    best = max(
        worth(one, passing) for one in partitions(list(range(len(sentences)))) if allowed(one, sentences, passing)
    )
    assert worth(groups, passing) >= 0.5 * best - 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_no_single_move_improves_what_is_found(seed: int) -> None:
    from random import Random

    random = Random(seed)
    sentences = items(*(f"{random.choice('abcdefgh')}{random.randint(1, 2)}" for _ in range(60)))
    possible = [(i, j) for i, j in combinations(range(60), 2) if sentences[i].article != sentences[j].article]
    passing = {pair: random.uniform(0.5, 1) for pair in possible if random.random() < 0.5}
    groups = grouped(sentences, passing)
    assert allowed(groups, sentences, passing)
    found = worth(groups, passing)
    for a, b in combinations(range(len(groups)), 2):
        merged = [g for n, g in enumerate(groups) if n not in (a, b)] + [sorted(groups[a] + groups[b])]
        assert not allowed(merged, sentences, passing) or worth(merged, passing) <= found + 1e-6
        for one, other in ((a, b), (b, a)):
            for i in groups[one]:
                rest = [j for j in groups[one] if j != i]
                moved = [g for n, g in enumerate(groups) if n not in (a, b)] + [sorted([*groups[other], i])]
                moved += [rest] if rest else []
                assert not allowed(moved, sentences, passing) or worth(moved, passing) <= found + 1e-6
