"""What follows from a person's decisions, and which new one an earlier one stands against."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.constraints import Constraints, bound_together, contradiction, pair
from compare.decisions import (
    DecidedArticle,
    Decision,
    conflict_of,
    constraints_of,
    decided,
    merge,
    pin,
    settled,
    split,
)

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)
LATER = NIGHT + timedelta(hours=1)


def named(key: str) -> DecidedArticle:
    return DecidedArticle(key, "bell", f"http://bell.example/{key}?from=feed", f"http://bell.example/{key}")


def them(keys: str) -> list[DecidedArticle]:
    return [named(key) for key in keys]


def constraints(must: str = "", cannot: str = "") -> Constraints:
    """From words of two letters each."""
    return Constraints(
        frozenset(pair(*word) for word in must.split()), frozenset(pair(*word) for word in cannot.split())
    )


def test_a_merge_binds_all_a_split_parts_and_a_pin_does_both() -> None:
    assert constraints_of([merge(them("cd"), them("ab"), NIGHT)]) == constraints("ab ac ad")
    assert constraints_of([split(them("ca"), them("bd"), NIGHT)]) == constraints("ac", "ab ad bc cd")
    assert constraints_of([pin(named("c"), named("a"), them("bd"), NIGHT)]) == constraints("ac", "bc cd")
    assert constraints_of([pin(named("c"), named("a"), [], NIGHT)]) == constraints("ac")


def test_an_undone_decision_counts_no_more() -> None:
    made = merge(them("ab"), them("c"), NIGHT)
    assert made.state == "in force"
    undone = replace(made, undone_at=LATER)
    assert undone.state == "undone"
    assert constraints_of([undone]) == Constraints()
    assert conflict_of(split(them("a"), them("bc"), LATER), [undone]) is None


def test_an_id_comes_from_what_was_decided_of_which_addresses_and_when() -> None:
    made = split(them("a"), them("bc"), NIGHT)
    held_elsewhere = [replace(one, key="z", url="http://bell.example/amp") for one in them("a")]
    assert split(held_elsewhere, them("cb"), NIGHT.astimezone(timezone(timedelta(hours=2)))).id == made.id
    others = [
        split(them("a"), them("bc"), LATER),
        split(them("a"), them("b"), NIGHT),
        split(them("b"), them("ac"), NIGHT),
        pin(named("a"), named("b"), (), NIGHT),
    ]
    assert len({made.id, *(one.id for one in others)}) == 5


def test_a_decision_against_an_earlier_one_names_it_and_the_articles() -> None:
    apart = split(them("a"), them("bc"), NIGHT)
    found = conflict_of(merge(them("ad"), them("ce"), LATER), [merge(them("x"), them("y"), NIGHT), apart])
    assert found is not None
    assert (found.earlier, found.says) == ((apart,), "apart")
    assert [one.key for one in found.articles] == ["a", "c"]


def test_a_contradiction_through_others_is_found() -> None:
    first, second = merge(them("a"), them("b"), NIGHT), merge(them("b"), them("c"), LATER)
    new = split(them("c"), them("a"), LATER + timedelta(hours=1))
    found = conflict_of(new, [second, first])
    assert found is not None
    assert found.says == "together"
    assert found.earlier == (second,)  # undoing it is enough
    assert conflict_of(new, [first]) is None


def test_every_decision_in_the_way_is_named() -> None:
    held = [merge(them("a"), them("b"), NIGHT), merge(them("a"), them("c"), LATER)]
    new = split(them("a"), them("bc"), LATER + timedelta(hours=1))
    found = conflict_of(new, held)
    assert found is not None
    assert set(found.earlier) == set(held)


def test_of_two_that_came_to_contradict_each_other_the_earlier_holds() -> None:
    """Articles b and c turn out to be one, which is now held as b."""
    first = merge(them("a"), them("b"), NIGHT)
    second = split([replace(named("c"), key="b")], them("a"), LATER)
    kept, conflicts = settled([second, first])
    assert kept == [first]
    assert [one.decision for one in conflicts] == [second]
    assert constraints_of([second, first]) == constraints("ab")


def test_two_sides_that_turn_out_to_be_one_article_part_nothing() -> None:
    assert constraints_of([split([named("a")], [replace(named("b"), key="a")], NIGHT)]) == Constraints()


keys = st.sampled_from("abcdef")
pairs = st.frozensets(st.tuples(keys, keys).filter(lambda two: two[0] < two[1]), max_size=6)


def closure(must: frozenset[tuple[str, str]]) -> dict[str, set[str]]:
    """What each key is bound to, by following pairs until nothing is added."""
    bound = {key: {key} for key in "abcdef"}
    for _ in "abcdef":
        for a, b in must:
            both = bound[a] | bound[b]
            for key in both:
                bound[key] |= both
    return bound


@given(pairs, pairs)
def test_a_contradiction_is_a_parted_pair_that_is_bound(must, cannot) -> None:  # type: ignore[no-untyped-def]
    bound = closure(must)
    wrong = {(a, b) for a, b in cannot if b in bound[a]}
    found = contradiction(must, cannot)
    assert found == min(wrong, default=None)
    if wrong:
        with pytest.raises(ValueError, match=f"articles {found[0]} and {found[1]} "):  # type: ignore[index]
            Constraints(must, cannot)
    else:
        assert Constraints(must, cannot).must == must


def test_the_smallest_key_stands_for_what_is_bound() -> None:
    assert bound_together([("b", "c"), ("a", "b"), ("d", "e")]) == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "d"}


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    made = []
    for n in range(draw(st.integers(0, 5))):
        left = draw(st.sets(keys, min_size=1, max_size=3))
        right = draw(st.sets(keys, min_size=1, max_size=3)) - left
        if right:
            verb = draw(st.sampled_from([merge, split]))
            made.append(verb(them("".join(left)), them("".join(right)), NIGHT + timedelta(hours=n)))
    return made


@given(decisions())
def test_undoing_what_is_named_makes_room(made: list[Decision]) -> None:
    kept, conflicts = settled(made)
    assert constraints_of(made) == constraints_of(kept)  # and no contradiction is raised
    assert sorted([*kept, *(one.decision for one in conflicts)], key=lambda one: one.at) == made
    for one in conflicts:
        held = [other for other in kept if other.at < one.decision.at]
        assert one.earlier
        assert set(one.earlier) <= set(held)
        assert conflict_of(one.decision, [other for other in held if other not in one.earlier]) is None


def test_times_are_taken_to_utc() -> None:
    assert decided("merge", NIGHT.astimezone(timezone(timedelta(hours=5))), them("ab")).at.tzinfo is UTC
