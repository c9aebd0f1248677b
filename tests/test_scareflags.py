"""Candidate scare quotes as flags: in an event, in a draft, beside words of doubt, and switched off."""

import pytest

from compare.difference import Context
from compare.framing import flag_text
from compare.heard import Told
from compare.scareflags import SCARE_QUOTES, scare_flags, with_scare_flags
from compare.scarequotes import quoted_fragments
from compare.sentences import split_text
from compare.voice import voices
from compare.wording import differences
from tests.test_rulepacks import RULES
from tests.test_wording import NAMES, claim_of
from variorum.linting import lint_text
from variorum.rulepacks import load_rules
from variorum.settings import Settings

IN_FORCE = (SCARE_QUOTES, *RULES)
TEXT = "The council's “consultation” lasted four minutes."


def told(name: str, text: str) -> Told:
    sentences = split_text(text)
    return Told(name, text, sentences, voices(text, sentences))


OTHERS = [told("b", "The council met for four minutes."), told("c", "“We met,” the clerk, Ola Brun, said.")]


@pytest.mark.parametrize("text", SCARE_QUOTES.flags)
def test_the_rules_examples_are_flagged(text: str) -> None:
    assert [flag.rule for flag in scare_flags(told("a", text), [], IN_FORCE)] == [SCARE_QUOTES.id]


@pytest.mark.parametrize("text", SCARE_QUOTES.passes)
def test_the_rules_near_misses_are_not(text: str) -> None:
    assert quoted_fragments(told("a", text), ())
    assert scare_flags(told("a", text), [], IN_FORCE) == []


def test_a_flag_is_the_outlets_and_says_where_a_speaker_was_looked_for() -> None:
    (flag,) = scare_flags(told("a", TEXT), OTHERS, IN_FORCE)
    assert TEXT[flag.start : flag.end] == flag.match == "“consultation”"
    assert (flag.voice, flag.source, flag.category, flag.level) == ("own", None, "doubt", "mark")
    assert "the 3 texts we hold on the event" in flag.message


def test_little_evidence_makes_a_note() -> None:
    (few,) = scare_flags(told("a", TEXT), OTHERS[:1], IN_FORCE)
    (none,) = scare_flags(told("a", TEXT), [], IN_FORCE)
    (longer,) = scare_flags(told("a", TEXT.replace("“", "“broad public ")), OTHERS, IN_FORCE)
    assert {few.level, none.level, longer.level} == {"note"}
    assert "the only text we hold" in none.message


def test_a_source_in_another_text_takes_the_flag_away() -> None:
    speaking = told("d", "“This consultation was a long one,” the mayor, Per Alm, said.")
    assert scare_flags(told("a", TEXT), [*OTHERS, speaking], IN_FORCE) == []


def test_a_word_of_doubt_before_the_marks_is_enough() -> None:
    text = "The so-called “consultation” lasted four minutes. Its “outcome” hung on the door."
    own = told("a", text)
    flags = with_scare_flags(text, flag_text(text, IN_FORCE, own.voices), scare_flags(own, OTHERS, IN_FORCE))
    assert [(flag.rule, flag.match) for flag in flags] == [
        ("doubt.so-called", "so-called"),
        (SCARE_QUOTES.id, "“outcome”"),
    ]


def test_the_rule_can_be_switched_off() -> None:
    assert SCARE_QUOTES in load_rules(Settings())
    off = load_rules(Settings.model_validate({"rules": {"disable": [SCARE_QUOTES.id]}}))
    assert SCARE_QUOTES not in off
    assert scare_flags(told("a", TEXT), OTHERS, off) == []
    assert lint_text("a.txt", TEXT, off) == []


def test_a_draft_has_only_itself_to_look_at() -> None:
    (found,) = lint_text("a.txt", TEXT, IN_FORCE)
    assert (found.flag.rule, found.flag.level, found.column) == (SCARE_QUOTES.id, "note", 15)
    assert found.flag.message.startswith("Nobody in this text speaks these words")
    assert lint_text("a.txt", "“We consult,” the clerk, Ola Brun, said. The “consulting” took a day.", IN_FORCE) == []


def test_marks_against_a_plain_word_are_told_as_marks() -> None:
    claim = claim_of(
        wire="The council ended its consultation on the pier after four minutes.",
        daily="The council ended its “consultation” on the pier after four minutes.",
    )
    own = next(reading for reading in claim.readings if reading.outlet == "daily")
    (flag,) = scare_flags(told("daily-1", " " * own.start + own.text), OTHERS, IN_FORCE)
    (one,) = differences(claim, {"daily-1": [flag]}, Context(NAMES))
    assert one.kind == "doubt"
    assert one.explanation.endswith("; Wire printed no such marks for the same claim.")
