"""What readers of the report are told of marked words: what these say, and nothing that speaks to a writer."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from compare.framing import Flag
from compare.rules import NeutralFor, Rule
from compare.scareflags import SCARE_QUOTES
from db.store import open_store
from tests import report_sample as sample
from tests.desk_sample import Clock, Visitor, desk_app, write_newsroom
from tests.test_desk import more_marks
from tests.test_rulepacks import RULES, name
from variorum.describing import Descriptions, description
from variorum.inputs import Report
from variorum.rulelists import rule_rows
from variorum.rulepacks import RuleBook, load_rules
from variorum.rulerecords import NO_RECORD, matching_digest
from variorum.ruleviews import rule_group
from variorum.settings import Settings
from variorum.site import render_single, render_site

TO_A_WRITER: Final = re.compile(
    r"\?|\byou(?:r|rs|rself)?\b|\bwe\b(?! hold)|\b(?:do|does|did|is|are|was|were)n't\b|\bplease\b"
    r"|(?:^|[.;:,] )(?:and |or |then |else )?(?:write|give|say|name|take|leave|put|show|cut|check|quote|report|count"
    r"|let|drop|attribute|avoid|use|find|ask|tell|note|consider)\b",
    re.IGNORECASE,
)
ACCUSING: Final = re.compile(
    r"\b(?:bias\w*|spin|slant\w*|omit\w*|admits|fail\w*|unfair\w*|wrongly|propaganda)\b", re.IGNORECASE
)
LONGEST: Final = 160
RULES_OF_ALL: Final = [*RULES, SCARE_QUOTES]
WRITER: Final = "Write it otherwise, and say who doubts it."


@pytest.mark.parametrize("rule", RULES_OF_ALL, ids=name)
def test_every_built_in_rule_describes_its_words_to_a_reader(rule: Rule) -> None:
    assert rule.says, "see CONTRIBUTING.md, 'Add a rule'"
    assert rule.says != rule.message
    assert rule.says.endswith(".")
    assert len(rule.says) <= LONGEST
    assert TO_A_WRITER.search(rule.says) is None
    assert ACCUSING.search(rule.says) is None
    assert set(re.findall(r"\{.*?\}", rule.says)) <= {"{match}"}


@pytest.mark.parametrize("rule", RULES_OF_ALL, ids=name)
def test_what_a_description_sets_beside_the_word_is_neutral_by_the_packs(rule: Rule) -> None:
    """A word in quotation marks is the plain one: no rule of the same kind marks it."""
    plain = re.findall(r"'([^'{}]+)'", rule.says)
    marked = {word for one in RULES for word in (*one.lemmas, *one.phrases) if one.level in ("mark", "contrast")}
    assert not marked & set(plain) - {"terrorist"}  # which one description sets above and not beside its words


def test_messages_would_not_pass_for_descriptions() -> None:
    """The check above is one: most messages, which do speak to a writer, fail it."""
    speaking = [rule.id for rule in RULES if TO_A_WRITER.search(rule.message)]
    assert len(speaking) > len(RULES) * 3 / 4


def flagged(rule: Rule, match: str) -> Flag:
    return Flag(rule.id, rule.category, rule.level, 0, len(match), match, "own", None, WRITER)


def test_the_words_stand_in_the_description_as_they_are_marked() -> None:
    rule = replace(RULES[0], says="'{match}' tells it loudly.")
    assert Descriptions([rule]).of(flagged(rule, "Sky\nhigh")) == "'Sky high' tells it loudly."
    assert description(rule) == "'…' tells it loudly."


def test_a_rule_without_a_description_is_told_by_its_category() -> None:
    rule = replace(
        RULES[0], id="naming.x", category="naming", says="", lemmas=("cat", "cow"), pos="noun", pattern="",
        neutral=("animal",), neutral_for=(NeutralFor(("cow",), ("beast",)),),
    )  # fmt: skip
    told = "Marked as naming: the name chosen for people, groups and things."
    assert Descriptions([rule]).of(flagged(rule, "cats")) == f"{told} Others may write: animal."
    assert Descriptions([rule]).of(flagged(rule, "Cows")) == f"{told} Others may write: beast."
    assert description(rule) == told
    assert Descriptions([]).of(flagged(rule, "cats")) == told  # its rule is no longer in force


def test_a_name_is_told_with_what_others_may_write_for_just_that() -> None:
    (strongman,) = [rule for rule in RULES if rule.id == "naming.strongman"]
    told = Descriptions([strongman])
    assert told.of(flagged(strongman, "dictator")).endswith(" Others may write: president, leader, ruler.")
    assert told.of(flagged(strongman, "Kingpins")).endswith(" Others may write: leader, trafficker, dealer.")
    assert "Others may write" not in told.of(flagged(strongman, "autocratic"))  # it colours a name and is none
    named = replace(strongman, says="“{match}” judges; “president” does not.")
    assert Descriptions([named]).of(flagged(named, "dictator")) == "“dictator” judges; “president” does not."


def test_the_method_page_does_not_list_what_stands_for_each_of_a_rule_s_words() -> None:
    apart = (NeutralFor(("cow",), ("beast",)),)
    rules = [
        replace(sample.RULES[0], neutral=("animal",)),
        replace(sample.RULES[0], neutral=("animal",), neutral_for=apart),
    ]
    told = [one.neutral for one in rule_group("doubt", [*rules, replace(rules[1], neutral=())], sample.report()).rules]
    assert told == [
        "animal",
        "animal; for some of its words different ones, told where each is marked",
        "different words for each, told where each is marked",
    ]


def test_no_file_of_the_site_speaks_to_a_writer() -> None:
    told = {rule.id: f"'{{match}}' does what {rule.id} describes." for rule in sample.RULES}
    rules = tuple(replace(rule, message=WRITER, says=told[rule.id]) for rule in sample.RULES)
    report: Report = replace(sample.report(), method=replace(sample.report().method, rules=rules))
    events = [
        replace(
            source,
            results=replace(
                source.results,
                flags=tuple(replace(one, flag=replace(one.flag, message=WRITER)) for one in source.results.flags),
            ),
        )
        for source in sample.everything()
    ]
    files = dict(render_site(events, report))
    files["single.html"] = render_single(events[0], report)
    shown = {path: content.decode() for path, content in files.items()}
    assert [path for path, text in shown.items() if WRITER in text] == []
    told_of = {Path(path).name for path, text in shown.items() if "does what doubt.purported describes." in text}
    assert {"method.html", "single.html", "annotations.jsonld", "data.json", "flags.csv"} <= told_of
    assert any(path.startswith("events/") and path.endswith(".html") for path in shown if "does what" in shown[path])


def test_a_reviewer_decides_on_what_readers_are_told(tmp_path: Path) -> None:
    with open_store(write_newsroom(tmp_path, more_marks())) as store:
        (regime,) = [rule for rule in load_rules(Settings()) if rule.id == "naming.regime"]
        ann = Visitor(desk_app(store, tmp_path, Clock()), "Ann").get("/?rule=naming.regime")
        shown = unescape(ann.text)
        assert regime.says.replace("{match}", "regime") in shown
        assert regime.message.replace("{match}", "regime") not in shown


def test_the_list_of_rules_has_both() -> None:
    (row,) = rule_rows(RuleBook((SCARE_QUOTES,), frozenset(), (), sample.HOUSE), NO_RECORD)
    assert (row["message"], row["says"]) == (SCARE_QUOTES.message, SCARE_QUOTES.says)


@pytest.mark.parametrize("rule", RULES[:3], ids=name)
def test_what_is_told_of_a_rule_changes_nothing_in_what_it_marks(rule: Rule) -> None:
    other = replace(rule, says="Other words.", neutral_for=(NeutralFor((), ("x",)),), no_names=("x",))
    assert matching_digest(other) == matching_digest(rule)
