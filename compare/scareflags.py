"""Candidate scare quotes as flags of doubt, each with where a speaker was looked for.

The rule stands in no pack, for no pattern finds it: whether marks quote or doubt is told by the other texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from compare.framing import Flag
from compare.heard import Told, spoken_words
from compare.rules import Citation, Level, Rule
from compare.scarequotes import Fragment, quoted_fragments

SCARE_QUOTES: Final = Rule(
    id="doubt.scare-quotes",
    category="doubt",
    level="mark",
    message=(
        "Nobody is heard to speak these words, so the marks read as the outlet's own distance."
        " Say what is wrong with the words, or name who uses them."
    ),
    says=(
        "No source in the texts we hold on the event is heard to speak these words; the marks may keep the text at a"
        " distance from them."
    ),
    pattern="(?!)",
    exceptions=(),
    neutral=(),
    flags=("The council's “consultation” lasted four minutes.", "Their ‘lake’ is a puddle behind the mill."),
    passes=(
        "The council called the four minutes a “consultation”.",
        "The barge “Heron” left the lake.",
        "The word “consultation” stands twice in the minutes.",
    ),
    cite=Citation(
        work="The Chicago Manual of Style, 17th edition",
        place="paragraph 7.57, on scare quotes",
        checked="the paragraph read in a publisher's style guide that quotes it, stored copy, November 2026",
    ),
)
"""Its pattern matches nothing: `flag_text` passes it over, and `scare_flags` finds it."""

TEXTS_FOR_A_MARK = 3  # with fewer texts the speaker may well stand in one that nobody holds
WORDS_FOR_A_MARK = 2  # a longer phrase in marks is more often somebody's
_DOUBTED_BEFORE = re.compile(r"[\s“”\"‘’']*")


def scare_flags(own: Told, others: Sequence[Told] | None, rules: Sequence[Rule]) -> list[Flag]:
    """The candidate scare quotes of a text, marks included, in reading order; none where the rule is not in force.

    `others` are the event's other texts, None where there is no event to look at: then each is a note.
    """
    rule = next((rule for rule in rules if rule.id == SCARE_QUOTES.id), None)
    if rule is None:
        return []
    return [
        _flag(own.text, fragment, rule, alone=others is None)
        for fragment in quoted_fragments(own, others or ())
        if fragment.marks == "scare"
    ]


def with_scare_flags(text: str, flags: Sequence[Flag], scare: Sequence[Flag]) -> list[Flag]:
    """Both in reading order, without the scare quotes of which a word of doubt says the same: "so-called “reform”"."""
    doubts = [flag for flag in flags if flag.category == "doubt"]
    kept = [one for one in scare if not any(_says_it(text, flag, one) for flag in doubts)]
    return sorted([*flags, *kept], key=lambda flag: (flag.start, flag.end, flag.rule))


def _says_it(text: str, flag: Flag, one: Flag) -> bool:
    overlapping = flag.start < one.end and one.start < flag.end
    return overlapping or (flag.end <= one.start and bool(_DOUBTED_BEFORE.fullmatch(text, flag.end, one.start)))


def _flag(text: str, fragment: Fragment, rule: Rule, *, alone: bool) -> Flag:
    match = text[fragment.start : fragment.end]
    short = len(spoken_words(match)) <= WORDS_FOR_A_MARK
    level: Level = "mark" if short and fragment.searched >= TEXTS_FOR_A_MARK and not alone else "note"
    found = Flag(rule.id, rule.category, level, fragment.start, fragment.end, match, "own", None, "")
    return replace(found, message=_message(fragment.searched, alone=alone))


def _message(searched: int, *, alone: bool) -> str:
    if alone:
        return (
            "Nobody in this text speaks these words, so the marks read as a doubt of your own."
            " Name who uses them, or say what is wrong with them."
        )
    return (
        f"No source in {_where(searched)} is heard to speak these words, so the marks read as the outlet's own"
        " distance. Say what is wrong with the words, or name who uses them."
    )


def described(searched: int) -> str:
    """What a reader is told of scare quotes whose speaker was looked for in so many texts."""
    return SCARE_QUOTES.says.replace("the texts we hold on the event", _where(searched))


def _where(searched: int) -> str:
    return f"the {searched} texts we hold on the event" if searched > 1 else "the only text we hold on the event"
