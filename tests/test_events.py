"""Grouping articles into events, and names that stay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.constraints import Constraints, pair
from compare.events import Event, average_linkage, group_events, keep_ids
from tests.toys import FLOOD, PACT, article, embedded

ARTICLES = [*PACT, *FLOOD, article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.")]


def test_two_events_and_a_lone_article() -> None:
    _, vectors = embedded(ARTICLES)
    found = group_events(ARTICLES, vectors)
    groups = {frozenset(event.articles) for event in found}
    assert groups == {
        frozenset(a.key for a in PACT),
        frozenset(a.key for a in FLOOD),
        frozenset({ARTICLES[-1].key}),
    }
    lone = next(event for event in found if event.articles == (ARTICLES[-1].key,))
    assert (lone.title, lone.cohesion) == ("Tram fares to rise", 1.0)
    assert all(event.title in {a.title for a in ARTICLES} for event in found)


@given(st.permutations(range(len(ARTICLES))))
@settings(deadline=None, max_examples=30)
def test_the_order_of_input_does_not_matter(order: list[int]) -> None:
    _, vectors = embedded(ARTICLES)
    assert group_events([ARTICLES[i] for i in order], [vectors[i] for i in order]) == group_events(ARTICLES, vectors)


def test_dates_far_apart_count_against_a_pair() -> None:
    def cohesion(day: str) -> float:
        lines = ("Rescuers warned of more rain above Lowfold.", "A bridge was closed to lorries.")
        other = ("Ferries stayed in port at Cold Quay.", "Schools opened late in Lowfold.")
        pair = [
            article("wire", "a", "River Isk rises at Lowfold", *lines, published="2031-03-10"),
            article("daily", "b", "Lowfold waits for the River Isk", *other, published=day),
        ]
        _, vectors = embedded(pair)
        return min(e.cohesion if len(e.articles) == 2 else 0.0 for e in group_events(pair, vectors))

    assert cohesion("2031-03-10") > cohesion("2031-03-14") >= cohesion("2032-03-10")


def test_nothing_gives_nothing_and_wrong_shapes_are_refused() -> None:
    assert group_events([], []) == []
    _, vectors = embedded(PACT)
    with pytest.raises(ValueError, match="3 articles, but vectors of 2"):
        group_events(PACT, vectors[:2])
    with pytest.raises(ValueError, match="stands twice"):
        group_events([PACT[0], PACT[0]], [vectors[0], vectors[0]])
    with pytest.raises(ValueError, match="at least 1"):
        group_events(PACT[:1], [vectors[0][:0]])


def test_average_linkage_does_not_chain() -> None:
    # a–b and b–c are close, a–c is not: single linkage would join all three.
    scores = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.7], [0.0, 0.7, 1.0]])
    assert average_linkage(scores, 0.5) == [((0, 1), 0.9), ((2,), 1.0)]


def grouped(constraints: Constraints) -> set[frozenset[str]]:
    _, vectors = embedded(ARTICLES)
    return {frozenset(event.articles) for event in group_events(ARTICLES, vectors, constraints=constraints)}


def test_what_a_person_decided_holds_whatever_the_scores_say() -> None:
    tram, (wire, daily, state), flood = ARTICLES[-1].key, [a.key for a in PACT], {a.key for a in FLOOD}
    joined = grouped(Constraints(must=frozenset({pair(tram, wire)})))
    assert joined == {frozenset({wire, daily, state, tram}), frozenset(flood)}
    apart = grouped(Constraints(cannot=frozenset({pair(state, wire), pair(state, daily)})))
    assert apart == {frozenset({wire, daily}), frozenset({state}), frozenset(flood), frozenset({tram})}
    moved = grouped(Constraints(frozenset({pair(state, tram)}), frozenset({pair(state, wire), pair(state, daily)})))
    assert moved == {frozenset({wire, daily}), frozenset({state, tram}), frozenset(flood)}


def test_contradictory_constraints_are_refused() -> None:
    a, b, c = sorted(article.key for article in PACT)
    must = frozenset({pair(a, b), pair(b, c)})
    with pytest.raises(ValueError, match=f"{a} and {c}"):
        grouped(Constraints(must, frozenset({pair(a, c)})))


def event(*keys: str) -> Event:
    return Event(tuple(sorted(keys)), "title", 1.0)


def test_an_id_stays_with_most_of_its_members() -> None:
    known = {"e1": frozenset("abc"), "e2": frozenset("de")}
    named = keep_ids([event("a"), event("b", "c", "x"), event("d", "e", "y")], known)
    assert [name for name, _ in named[1:]] == ["e1", "e2"]
    assert named[0][0] not in known


def test_merged_events_keep_the_larger_ones_id() -> None:
    known = {"e1": frozenset("ab"), "e2": frozenset("cde")}
    assert keep_ids([event(*"abcde")], known)[0][0] == "e2"


keys = st.text(alphabet="abcdefgh", min_size=1, max_size=2)


@st.composite
def partitions(draw: st.DrawFn) -> list[Event]:
    members = draw(st.sets(keys, min_size=1, max_size=10))
    labels = {key: draw(st.integers(0, 3)) for key in sorted(members)}
    groups: dict[int, list[str]] = {}
    for key, label in labels.items():
        groups.setdefault(label, []).append(key)
    return [event(*group) for group in groups.values()]


@given(partitions(), partitions(), st.randoms(use_true_random=False))
def test_ids_are_unique_stable_and_independent_of_order(old: list[Event], new: list[Event], random) -> None:  # type: ignore[no-untyped-def]
    first = keep_ids(old, {})
    known = {name: frozenset(one.articles) for name, one in first}
    assert len(known) == len(old)
    assert keep_ids(old, known) == first
    named = {one.articles: name for name, one in keep_ids(new, known)}
    assert len(set(named.values())) == len(new)
    shuffled = list(new)
    random.shuffle(shuffled)
    assert {one.articles: name for name, one in keep_ids(shuffled, known)} == named


def test_a_new_id_never_takes_one_that_is_known() -> None:
    (name, _), *_ = keep_ids([event("a")], {})
    known = {name: frozenset({"z"})}
    named = keep_ids([event("a"), event("z")], known)
    assert named[1][0] == name
    assert named[0][0] != name
