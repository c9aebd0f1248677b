"""Mirrored terms: what the rules mark of each pair, and what is said of a file that can't be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from compare.houserules import NO_HOUSE_RULES, Exemption, HouseRules
from tests.test_houserules import RULES
from variorum.adapters.taggers import tagger_named
from variorum.errors import InputError
from variorum.mirrors import Mirrored, mirrored, parse_mirrors, starter_mirrors
from variorum.rulepacks import load_rules
from variorum.settings import Settings
from variorum.symmetry import symmetry_lines, symmetry_rows

FILE = """\
[[pair]]
about = "those who rule"
terms = ["the regime", "the government"]

[[pair]]
terms = ["regimes", "old  regimes"]

[[pair]]
terms = ["rowers", "sailors"]
because = "nobody minds"

[[pair]]
terms = ["so-called", "known as"]
sentence = "The {} council met."
because = "it is plain"
"""


def found(text: str = FILE, house: HouseRules = NO_HOUSE_RULES, outlet: str | None = None) -> list[Mirrored]:
    return [mirrored(one, RULES, house, outlet) for one in parse_mirrors(text, name="m.toml")]


def test_each_pair_is_told_with_the_rules_and_what_is_to_be_looked_at_comes_first() -> None:
    pairs = found()
    assert [one.outcome for one in pairs] == ["one side", "alike", "neither", "one side"]
    assert [one.is_finding for one in pairs] == [True, False, False, False]
    assert list(symmetry_lines("m.toml", pairs)) == [
        "m.toml:1: one side: 'the regime' by naming.regime (mark, its 'regime'), 'the government' by no rule",
        "m.toml:5: alike: 'regimes' by naming.regime (mark), 'old regimes' by naming.regime (mark, its 'regimes')",
        "m.toml:8: neither: 'rowers' by no rule, 'sailors' by no rule; 'because' is no longer needed",
        "m.toml:12: one side: 'so-called' by doubt.so-called (mark), 'known as' by no rule; because it is plain",
        "4 pairs: 1 marked alike, 1 not marked, 1 treated differently for a reason given, 1 to look at",
    ]


def test_rows_for_programs() -> None:
    row = next(iter(symmetry_rows("m.toml", found())))
    assert row == {
        "file": "m.toml", "line": 1, "about": "those who rule", "outcome": "one side", "finding": True, "because": None,
        "terms": [
            {"term": "the regime", "rules": [{"rule": "naming.regime", "level": "mark", "match": "regime"}]},
            {"term": "the government", "rules": []},
        ],
    }  # fmt: skip


def test_what_the_house_allows_is_seen() -> None:
    house = HouseRules(outlets={"bell": Exemption(off=frozenset({"naming.regime"}))})
    assert [one.outcome for one in found(house=house, outlet="bell")][:2] == ["neither", "neither"]
    assert [one.outcome for one in found(house=HouseRules(("old regimes",)))][1] == "one side"


def test_levels_that_differ_are_a_finding() -> None:
    rules = (RULES[0], replace(RULES[1], level="note"))
    [pair] = parse_mirrors('[[pair]]\nterms = ["so-called", "regime"]\n', name="m")
    one = mirrored(pair, rules, NO_HOUSE_RULES)
    assert (one.outcome, one.is_finding) == ("levels differ", True)


BROKEN: Sequence[tuple[str, list[str]]] = [
    ("", ["no pair", "[[pair]]"]),
    ("[[pairs]]\n", ["line 1", "unknown key 'pairs'", "1 | [[pairs]]"]),
    ('[[pair]]\nterms = ["one"]\n', ["line 2", "two texts", '2 | terms = ["one"]']),
    ('[[pair]]\nterms = ["one", "One"]\n', ["line 2", "both are the same"]),
    ('[[pair]]\nabout = "x"\n', ["line 1", "two texts", "1 | [[pair]]"]),
    ('[[pair]]\nterms = ["a", "b"]\nsentnce = "{}"\n', ["line 3", "did you mean 'sentence'", "^^^^^^^"]),
    ('[[pair]]\nterms = ["a", "b"]\nsentence = "none"\n', ["line 3", "must hold {} once"]),
    ("[[pair]]\nterms = [\n", ["not TOML"]),
]


@pytest.mark.parametrize(("text", "parts"), BROKEN)
def test_a_file_that_cant_be_used_is_shown_its_lines(text: str, parts: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_mirrors(text, name="m.toml")
    for part in ("m.toml", *parts):
        assert part in str(caught.value)


def test_the_starter_list_is_in_order_and_no_pair_stands_twice() -> None:
    pairs = parse_mirrors(starter_mirrors(), name="starter")
    assert len(pairs) >= 30
    assert len({frozenset(pair.terms) for pair in pairs}) == len(pairs)
    assert all(pair.about for pair in pairs)


def test_of_the_starter_list_nothing_is_to_be_looked_at() -> None:
    """What our own rules mark on one side only has its reason."""
    rules, tagger = load_rules(Settings()), tagger_named("auto")
    pairs = [mirrored(one, rules, NO_HOUSE_RULES, None, tagger) for one in parse_mirrors(starter_mirrors(), name="s")]
    assert [pair.mirror.terms for pair in pairs if pair.is_finding] == []
