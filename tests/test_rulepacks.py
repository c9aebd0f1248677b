"""The built-in packs: every rule has a source, and its own examples hold."""

from __future__ import annotations

from importlib import resources

import pytest

from compare.framing import failing_examples, flag_text
from compare.rules import UNCHECKED, Rule, parse_pack

PACKS = {
    entry.name: parse_pack(entry.read_text(encoding="utf-8"), name=entry.name)
    for entry in sorted((resources.files("compare") / "rulepacks").iterdir(), key=lambda e: e.name)
    if entry.name.endswith(".toml")
}
RULES = [rule for pack in PACKS.values() for rule in pack]


def name(rule: Rule) -> str:
    return rule.id


def test_the_packs_that_every_report_needs_are_there() -> None:
    assert {"doubt.toml", "attribution.toml", "naming.toml", "intensity.toml"} <= set(PACKS)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_has_examples_on_both_sides(rule: Rule) -> None:
    assert rule.flags
    assert rule.passes


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rules_examples_hold(rule: Rule) -> None:
    assert failing_examples(rule) == ()


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_the_flagged_examples_are_flagged_beside_all_other_rules(rule: Rule) -> None:
    """Another rule of the category may win a longer match, but the words are marked under that category."""
    for example in rule.flags:
        assert rule.category in {flag.category for flag in flag_text(example, RULES, ())}


def test_ids_stand_once_over_all_packs() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_an_id_begins_with_its_category_and_a_pack_holds_one(rule: Rule) -> None:
    assert rule.id.startswith(rule.category + ".")
    assert rule in PACKS[rule.category + ".toml"]


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_an_unchecked_rule_stays_a_note(rule: Rule) -> None:
    assert rule.cite.checked != UNCHECKED or rule.level == "note"


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_message_is_one_or_a_few_plain_sentences(rule: Rule) -> None:
    assert rule.message[-1] in ".?"
    assert len(rule.message) <= 160
