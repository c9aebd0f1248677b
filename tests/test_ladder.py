"""The ladder of attribution as the built-in pack has it."""

from __future__ import annotations

import pytest

from compare.ladder import Ladder, Step
from compare.rules import parse_pack
from variorum.rulepacks import built_in_packs

LADDER = Ladder(rule for name, text in built_in_packs() for rule in parse_pack(text, name=name))


@pytest.mark.parametrize(
    ("cue", "rung", "family"),
    [
        ("said", "neutral", "say"),
        ("has told", "neutral", "say"),
        ("According to", "neutral", "say"),
        ("announced", "neutral", "say"),
        ("warned", "mild", "note"),
        ("confirmed", "mild", "note"),
        ("argues", "mild", "note"),
        ("accused", "mild", "note"),
        ("claimed", "charged", "claim"),
        ("conceded", "charged", "concede"),
        ("had to own up", "charged", "concede"),
        ("insists", "charged", "insist"),
        ("maintained", "charged", "insist"),
        ("boasted", "charged", "boast"),
        ("raged", "charged", "rage"),
        ("ranted", "charged", "rage"),
        ("lashed out", "charged", "lash out"),
    ],
)
def test_a_cue_stands_on_its_rung(cue: str, rung: str, family: str) -> None:
    step = LADDER.step_of(cue)
    assert step is not None
    assert (step.rung, step.family) == (rung, family)


def test_the_most_charged_word_of_a_cue_decides() -> None:
    assert LADDER.step_of("said and insisted") == Step("charged", "insist", "attribution.insist")


def test_an_unknown_cue_stands_nowhere() -> None:
    assert LADDER.step_of("yodelled") is None
    assert LADDER.step_of("") is None
