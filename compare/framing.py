"""Flags: marked words with a reason, a rule, whose words they are and what the other outlets wrote."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod

from compare.rules import Category, Level, Rule, compile_exception, compile_pattern
from compare.sentences import split_text
from compare.spans import Span, overlaps
from compare.voice import VoiceKind, VoiceSpan, voice_of, voices


@dataclass(frozen=True, slots=True)
class Other:
    """What another outlet wrote where this one wrote the flagged words: its whole reading of the claim."""

    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule's match in one text: `text[start:end] == match`.

    `voice` says whose words the match is; `source` who speaks, for "paraphrase" and "quoted", None where unnamed.
    `others` is filled once the claims of the event are aligned: what the other outlets wrote for the same claim.
    """

    rule: str
    category: Category
    level: Level
    start: int
    end: int
    match: str
    voice: VoiceKind
    source: str | None
    message: str
    others: tuple[Other, ...] = ()


def flag_text(text: str, rules: Sequence[Rule], spans: Sequence[VoiceSpan]) -> list[Flag]:
    """Every match of every rule, in reading order, with exact places and whose words they are.

    `spans` are the text's voices, as `compare.voice.voices` gives them.

    Of two overlapping matches in one category the longer stays, then the earlier, then the rule whose id comes first.
    """
    found: dict[Category, list[tuple[Span, Rule]]] = {}
    for rule in rules:
        for span in matches(rule, text):
            found.setdefault(rule.category, []).append((span, rule))
    flags: list[Flag] = []
    for candidates in found.values():
        kept: list[Span] = []
        candidates.sort(key=lambda item: (item[0].start - item[0].end, item[0].start, item[1].id))
        for span, rule in candidates:
            at = bisect_left(kept, span)
            if not any(overlaps(span, other) for other in kept[max(0, at - 1) : at + 1]):
                kept.insert(at, span)
                flags.append(_flag(text, span, rule, spans))
    return sorted(flags, key=lambda flag: (flag.start, flag.end, flag.rule))


def matches(rule: Rule, text: str) -> list[Span]:
    """The places of one rule in a text, those within one of its exceptions left out."""
    pattern, exceptions = _compiled(rule)
    places = [Span(m.start(), m.end()) for m in pattern.finditer(text) if m.end() > m.start()]
    if not places:
        return []
    excused = [
        Span(m.start(), m.end()) for exception in exceptions for m in exception.finditer(text) if m.end() > m.start()
    ]
    return [place for place in places if not any(overlaps(place, stretch) for stretch in excused)]


def failing_examples(rule: Rule) -> tuple[str, ...]:
    """The examples a rule gets wrong: sentences of `flags` without a match, sentences of `passes` with one."""
    return (*(s for s in rule.flags if not matches(rule, s)), *(s for s in rule.passes if matches(rule, s)))


def with_others(flag: Flag, others: Iterable[Other]) -> Flag:
    """The same flag, carrying what the other outlets wrote, in the alphabet of outlets."""
    return replace(flag, others=tuple(sorted(others, key=lambda other: (other.outlet, other.text))))


def _flag(text: str, span: Span, rule: Rule, spans: Sequence[VoiceSpan]) -> Flag:
    voice, source = voice_of(span.start, span.end, spans)
    match = text[span.start : span.end]
    return Flag(rule.id, rule.category, rule.level, span.start, span.end, match, voice, source, rule.message)


@cache
def _compiled(rule: Rule) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    return compile_pattern(rule.pattern), tuple(compile_exception(pattern) for pattern in rule.exceptions)


RULE_LANGUAGE = "en"  # the language of the rules, and of the words by which speakers are found

# How much one flag weighs in the score of a sentence, 0 to 1, and what a note or a quotation takes off: eleven rounded
# numbers, chosen on the development parts of BABE and BASIL so that one flag in own voice reaches 0.5.
WEIGHTS: dict[Category, float] = {
    "evaluation": 0.65, "attribution": 0.6, "naming": 0.55, "intensity": 0.55, "doubt": 0.55, "presupposition": 0.3,
    "euphemism": 0.3, "hedge": 0.1, "vague-source": 0.3, "agency": 0.1,
}  # fmt: skip
NOTE_FACTOR = 0.93
QUOTED_FACTOR = 0.5  # a quoted word is the source's: it weighs half in how loaded the outlet's sentence reads


def loaded_score(text: str, rules: Sequence[Rule]) -> tuple[float, list[tuple[int, int]]]:
    """How loaded a sentence or text reads, 0 to 1, from its flags alone, and the flagged places in reading order.

    The score is one minus the product of what each flag leaves, rounded to 3 decimals; 0.5 or more means loaded.
    """
    flags = flag_text(text, rules, voices(text, split_text(text)))
    return round(1.0 - prod(1.0 - _weight(flag) for flag in flags), 3), [(flag.start, flag.end) for flag in flags]


def _weight(flag: Flag) -> float:
    level = NOTE_FACTOR if flag.level == "note" else 1.0
    return WEIGHTS[flag.category] * level * (QUOTED_FACTOR if flag.voice == "quoted" else 1.0)
