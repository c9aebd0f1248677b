"""The record of the rules: what ships is of today's rules, what changed is not measured, what falls short is a note."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bench.rulerecord import RECORD, rules_to_measure, stale_words, without_figures, written
from bench.tasks import ROOT
from compare.framing import failing_examples
from compare.houserules import Exemption, HouseRules
from compare.proportions import Proportion
from compare.rules import Citation, Rule, parse_pack
from variorum.recordwords import method_words, record_words
from variorum.rulelists import rule_lines, rule_rows
from variorum.rulepacks import RuleBook, rule_book
from variorum.rulerecords import (
    LEAST_LIFT,
    LEAST_N,
    LabelledSet,
    Measured,
    RuleRecord,
    built_in_record,
    matching_digest,
    parse_record,
    record_data,
    stale_rules,
)
from variorum.settings import Settings

RULE = Rule(
    "intensity.grand", "intensity", "mark", "How grand?", "grand", (), (), ("A grand hall.",), ("A hall.",),
    Citation("A handbook", "page 3", "opened"),
)  # fmt: skip
FIELD = LabelledSet("field", "FIELD: invented sentences", Proportion(100, 400))


def record(hits: int, n: int, **changes: object) -> RuleRecord:
    held = {RULE.id: Measured(matching_digest(RULE), 12, {"field": Proportion(hits, n)})}
    return replace(RuleRecord(sentences=40_000, sets=(FIELD,), measured=held), **changes)  # type: ignore[arg-type]


def test_the_shipped_record_is_of_todays_rules() -> None:
    stale = stale_rules(built_in_record(), rules_to_measure())
    assert not stale, stale_words(stale)


def test_the_shipped_record_is_as_the_bench_writes_it() -> None:
    assert RECORD.read_text(encoding="utf-8") == written(built_in_record())


def test_the_page_in_the_docs_gives_the_figures_in_force() -> None:
    told = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert f"under {LEAST_LIFT:g} times the base rate" in told
    assert f"Under {LEAST_N} sentences" in told


def test_the_pack_in_the_docs_can_be_used() -> None:
    told = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```toml\n(.*?)```", told, re.DOTALL) if "[[rule]]" in block]
    rules = [rule for block in blocks for rule in parse_pack(block, name="docs/rules.md")]
    assert [failing_examples(rule) for rule in rules] == [()]


def test_a_stale_record_names_the_rules_and_the_command() -> None:
    changed = replace(RULE, pattern="grander")
    assert stale_rules(record(10, 40), [changed]) == (RULE.id,)
    assert stale_rules(record(10, 40), []) == (RULE.id,)
    assert stale_rules(RuleRecord(), [RULE]) == (RULE.id,)
    assert "python -m bench.rulerecord" in stale_words([RULE.id])


def test_a_rule_that_changed_is_not_measured_and_its_words_may_change() -> None:
    held = record(10, 40)
    assert held.of(RULE) is not None
    assert held.of(replace(RULE, message="Say how grand.", level="note", flags=("Grand!",))) is not None
    assert held.of(replace(RULE, exceptions=("grand piano",))) is None
    assert record_words(held.of(replace(RULE, pattern="grander"))) == "not measured"


def test_figures_of_changed_rules_can_be_taken_out_without_the_sets() -> None:
    other = replace(RULE, id="intensity.new")
    changed = replace(RULE, pattern="grander")
    kept = without_figures(record(10, 40), [RULE, other])
    assert stale_rules(kept, [RULE, other]) == ()
    assert kept.of(RULE) is not None
    assert kept.of(other) is None
    assert without_figures(record(10, 40), [changed]).of(changed) is None


def test_a_record_is_read_as_it_was_written() -> None:
    kept = without_figures(record(10, 40), [RULE, replace(RULE, id="intensity.new")])
    assert parse_record(record_data(kept)) == kept


@pytest.mark.parametrize(
    ("hits", "n", "short"),
    [(12, 40, True), (13, 40, False), (0, LEAST_N - 1, False), (0, LEAST_N, True), (0, 0, False)],
)
def test_under_the_bound_and_only_on_enough_sentences_a_rule_falls_short(hits: int, n: int, short: bool) -> None:
    assert FIELD.bound == 0.312
    assert record(hits, n).falls_short(RULE) is short


def test_a_mark_that_falls_short_is_demoted_and_a_note_stays() -> None:
    rule = next(rule for rule in rules_to_measure() if rule.level == "mark")
    held = {rule.id: Measured(matching_digest(rule), 5, {"field": Proportion(1, 40)})}
    book = rule_book(Settings(), RuleRecord(sentences=1000, sets=(FIELD,), measured=held))
    assert book.demoted == {rule.id}
    assert {r.id: r.level for r in book.rules}[rule.id] == "note"
    assert rule_book(Settings(), RuleRecord()).demoted == frozenset()


def test_few_sentences_get_no_share() -> None:
    told = record_words(record(5, 12).of(RULE))
    assert told == "fires 3 times in 10,000 sentences; under 30, nothing is concluded: FIELD 5 of 12"
    told = record_words(record(5, 40).of(RULE))
    assert "FIELD .12 (n = 40, interval .06–.26, base rate .25, under the bound of .31)" in told


def test_reviews_are_told_once_there_are_any() -> None:
    assert "reviewers" not in record_words(record(20, 40).of(RULE))
    reviewed = record(20, 40, reviews={RULE.id: Proportion(9, 12)})
    assert "reviewers accepted 9 of 12 (interval .47–.91)" in record_words(reviewed.of(RULE))


def test_the_list_tells_what_is_off_allowed_and_demoted() -> None:
    house = HouseRules(("grand duke", "plain words"), {"bell": Exemption(frozenset({RULE.id}), ("grand piano",))})
    book = RuleBook((replace(RULE, level="note"),), frozenset({RULE.id}), ("doubt.alleged",), house)
    text = "\n".join(rule_lines(book, record(5, 40)))
    for part in (
        "intensity.grand  [note, demoted by its record]",
        "source: A handbook, page 3 (checked: opened)",
        "off for: bell",
        "off everywhere: doubt.alleged",
        'allowed everywhere: "grand duke"\n',
        'allowed everywhere: "plain words" (no rule in force marks anything in it)',
        'allowed for bell: "grand piano"',
        *method_words(record(5, 40)),
    ):
        assert part in text
    [row] = rule_rows(book, record(5, 12))
    assert row["demoted"] is True
    assert row["off"] == ["bell"]
    assert row["record"]["sets"]["field"] == {
        "loaded": 5, "n": 12, "precision": None, "interval": None, "base": 0.25, "bound": 0.312,
    }  # fmt: skip
    assert row["record"]["reviews"] is None


def test_wilson_intervals() -> None:
    """The examples of R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998)."""
    assert Proportion(81, 263).interval == (0.255, 0.366)
    assert Proportion(15, 148).interval == (0.062, 0.160)
    assert Proportion(0, 20).interval == (0.0, 0.161)
    assert Proportion(1, 29).interval == (0.006, 0.172)
    assert Proportion(0, 0).interval == (0.0, 1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        Proportion(3, 2)
