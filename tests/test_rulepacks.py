"""The built-in packs: every rule has a source, and its own examples hold."""

from __future__ import annotations

from importlib import resources
from typing import get_args

import pytest

from compare.framing import failing_examples, flag_text, matches
from compare.rules import UNCHECKED, Category, Rule, parse_pack
from compare.spans import overlaps
from compare.tagger import Tagger
from variorum.adapters.taggers import tagger_named
from variorum.rulepacks import built_in_rules

PACKS = {
    entry.name: parse_pack(entry.read_text(encoding="utf-8"), name=entry.name)
    for entry in sorted((resources.files("compare") / "rulepacks").iterdir(), key=lambda e: e.name)
    if entry.name.endswith(".toml")
}
RULES = [rule for pack in PACKS.values() for rule in pack]
MARKING = [rule for rule in RULES if rule.level != "plain"]


def name(rule: Rule) -> str:
    return rule.id


def test_the_packs_that_every_report_needs_are_there() -> None:
    assert {name.removesuffix(".toml") for name in PACKS} == set(get_args(Category))


def test_built_in_packs_are_taken_as_they_stand_and_are_what_reading_them_with_care_gives() -> None:
    shipped = [rule for pack in built_in_rules() if pack.text for rule in pack.rules]
    assert shipped == RULES


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_has_examples_on_both_sides(rule: Rule) -> None:
    assert rule.flags
    assert rule.passes


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rules_examples_hold_with_trees_and_without(rule: Rule, tagger: Tagger) -> None:
    assert failing_examples(rule) == ()
    assert failing_examples(rule, tagger) == ()


@pytest.mark.parametrize("rule", MARKING, ids=name)
def test_the_flagged_examples_are_flagged_beside_all_other_rules(rule: Rule) -> None:
    """Another rule may win them, a longer match or a mark over a note, but the words are marked."""
    for example in rule.flags:
        own, flags = matches(rule, example), flag_text(example, RULES, (), beside=True)
        assert any(overlaps(flag, place) for flag in flags for place in own)


@pytest.mark.parametrize("rule", MARKING, ids=name)
def test_no_neutral_word_of_the_packs_is_itself_marked(rule: Rule) -> None:
    for neutral in (*rule.neutral, *(word for one in rule.neutral_for for word in one.neutral)):
        assert flag_text(f"They met {neutral} in Orsk.", RULES, (), beside=True) == [], neutral


def test_no_neutral_word_names_people_by_their_papers() -> None:
    """The rule on migrants says of its marked words that they do."""
    (rule,) = (one for one in RULES if one.id == "naming.migrant")
    neutral = {*rule.neutral, *(word for one in rule.neutral_for for word in one.neutral)}
    assert not [word for word in neutral if "papers" in word or "documented" in word]


def test_words_that_two_categories_have_are_marked_once() -> None:
    (flag,) = flag_text("They asked for a regime change.", RULES, ())
    assert (flag.match, flag.rule) == ("regime change", "euphemism.war")


def test_ids_stand_once_over_all_packs() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_an_id_begins_with_its_category_and_a_pack_holds_one(rule: Rule) -> None:
    assert rule.id.startswith(rule.category + ".")
    assert rule in PACKS[rule.category + ".toml"]


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_an_unchecked_rule_stays_a_note(rule: Rule) -> None:
    assert rule.cite.checked != UNCHECKED or rule.level != "mark"


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_message_is_one_or_a_few_plain_sentences(rule: Rule) -> None:
    assert rule.message[-1] in ".?"
    assert len(rule.message) <= 160


def test_a_rule_of_attribution_that_names_a_rung_marks_by_it() -> None:
    """Neutral words are never marked, charged ones always, if only beside neutral ones; a mild one only where the rule
    asks something else too."""
    for rule in PACKS["attribution.toml"]:
        assert rule.rung is not None
        assert rule.level in {"neutral": ("plain",), "charged": ("mark", "contrast")}.get(rule.rung, (rule.level,))


def test_no_word_stands_in_two_rules_of_a_pack() -> None:
    """A lemma may stand beside a phrase or another part of speech: "savage" as a verb and as an adjective."""
    for pack in PACKS.values():
        seen: dict[tuple[str, str], str] = {}
        for rule in pack:
            for word, pos in (*((w, "") for w in rule.phrases), *((w, str(rule.pos)) for w in rule.lemmas)):
                assert seen.setdefault((word, pos), rule.id) == rule.id, word
