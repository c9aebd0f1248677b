"""Decisions of people about the grouping, and their contradictions."""

import pytest

from compare.constraints import Constraints


def pairs(*found: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(found)


def test_pairs_have_no_direction() -> None:
    assert Constraints(pairs(("b", "a"))) == Constraints(pairs(("a", "b")))
    assert Constraints(cannot=pairs(("b", "a"))).cannot == {("a", "b")}


def test_what_must_be_together_goes_through_others() -> None:
    both = Constraints(pairs(("a", "x"), ("x", "b")), pairs(("b", "z")))
    assert both.home("b") == both.home("x") == both.home("a") == "a"
    assert both.home("z") == "z"
    assert both.apart() == {("a", "z")}


def test_the_decisions_about_an_article() -> None:
    found = Constraints(pairs(("a", "b"), ("c", "d")), pairs(("z", "b")))
    assert found.about("b") == ((("a", "b"),), (("b", "z"),))
    assert found.about("q") == ((), ())


def test_contradictions_name_the_articles() -> None:
    with pytest.raises(ValueError, match="articles a and c are kept apart, but a and b and c must be together"):
        Constraints(pairs(("a", "b"), ("b", "c")), pairs(("c", "a")))
    with pytest.raises(ValueError, match="article a is paired with itself"):
        Constraints(pairs(("a", "a")))
