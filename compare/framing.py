"""Flags: marked words with a reason, a rule, whose words they are and what the other outlets wrote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

from compare.matching import Match, find_matches
from compare.namemarks import is_named
from compare.rules import Category, Level, Rule
from compare.sentences import split_text
from compare.spans import HasSpan, Span, contains, overlaps
from compare.tagger import Tagger
from compare.voice import VoiceKind, VoiceSpan, voice_of

ARTICLE = re.compile(r"(?:an?\s+|the\s+)?", re.IGNORECASE)  # "a staggering" and "staggering" are the very same words
CATEGORIES = get_args(Category)
LEVELS: Final[tuple[Level, ...]] = ("mark", "note")  # of the rules that mark words whatever others wrote
BESIDE_LEVELS: Final[tuple[Level, ...]] = (*LEVELS, "contrast")
RULE_LANGUAGE = "en"  # the language of the rules, and of the words by which speakers are found


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


def flag_text(
    text: str,
    rules: Sequence[Rule],
    spans: Sequence[VoiceSpan],
    sentences: Sequence[HasSpan] | None = None,
    tagger: Tagger | None = None,
    *,
    beside: bool = False,
) -> list[Flag]:
    """Every match of every rule that marks words, in reading order, with exact places and whose words they are; with
    `beside` those too that count only beside what others wrote (level "contrast").

    `spans` are the text's voices, as `compare.voice.voices` gives them, and `sentences` those it was asked about, found
    here where not given. With a `tagger` trees decide where words can't; hand both functions one `remembering` tagger,
    and no sentence is parsed twice.

    Of two overlapping matches in one category the longer stays, then the earlier, then the rule whose id comes first;
    one of level "contrast" gives way to any other. Of matches of the very same words in two categories the one of the
    higher level stays, then the category that CATEGORIES has first: one word gives one flag.
    """
    sentences = split_text(text) if sentences is None else sentences
    names = _named(text, spans, sentences)
    cues = frozenset(span.cue_start for span in spans if span.cue_start is not None)
    found: dict[Category, list[tuple[Match, Flag]]] = {}
    marking = [rule for rule in rules if rule.level in (BESIDE_LEVELS if beside else LEVELS)]
    for match in find_matches(text, marking, sentences, tagger, cues):
        flag = _flag(text, match, spans)
        if any(contains(name, match) for name in names):
            continue
        if not match.rule.voices or flag.voice in match.rule.voices:
            found.setdefault(flag.category, []).append((match, flag))
    flags: list[Flag] = []
    for candidates in found.values():
        kept: list[Span] = []
        candidates.sort(
            key=lambda item: (
                item[1].level == "contrast", item[0].start - item[0].end, item[0].start, item[0].rule.id,
            )
        )  # fmt: skip
        for match, flag in candidates:
            span = Span(match.start, match.end)
            at = bisect_left(kept, span)
            if not any(overlaps(span, other) for other in kept[max(0, at - 1) : at + 1]):
                kept.insert(at, span)
                flags.append(flag)
    by_place: dict[Span, Flag] = {}
    for flag in sorted(flags, key=_before_others):
        article = ARTICLE.match(flag.match)
        by_place.setdefault(Span(flag.start + (article.end() if article else 0), flag.end), flag)
    return sorted(by_place.values(), key=lambda flag: (flag.start, flag.end))


def _before_others(flag: Flag) -> tuple[int, int, int]:
    """The order in which flags on the very same words give way."""
    return BESIDE_LEVELS.index(flag.level), flag.start - flag.end, CATEGORIES.index(flag.category)


def _named(text: str, spans: Sequence[VoiceSpan], sentences: Sequence[HasSpan]) -> list[VoiceSpan]:
    """The marks that name a work or a person: no word in them is anybody's choice here."""
    starts = [sentence.start for sentence in sentences]
    found = []
    for span in spans:
        number = bisect_right(starts, span.start) - 1
        if span.kind == "quoted" and number >= 0 and is_named(text, sentences[number], span):
            found.append(span)
    return found


def matches(rule: Rule, text: str, tagger: Tagger | None = None) -> list[Span]:
    """The places of one rule in a text, whosever words they are."""
    return sorted(Span(match.start, match.end) for match in find_matches(text, [rule], None, tagger))


def failing_examples(rule: Rule, tagger: Tagger | None = None) -> tuple[str, ...]:
    """The examples a rule gets wrong: sentences of `flags` without a match, sentences of `passes` with one."""
    missed = (text for text in rule.flags if not matches(rule, text, tagger))
    return (*missed, *(text for text in rule.passes if matches(rule, text, tagger)))


def with_others(flag: Flag, others: Iterable[Other]) -> Flag:
    """The same flag, carrying what the other outlets wrote, in the alphabet of outlets."""
    return replace(flag, others=tuple(sorted(others, key=lambda other: (other.outlet, other.text))))


def _flag(text: str, match: Match, spans: Sequence[VoiceSpan]) -> Flag:
    voice, source = voice_of(match.start, match.end, spans)
    rule, words = match.rule, text[match.start : match.end]
    message = rule.message.replace("{match}", " ".join(words.split()))
    return Flag(rule.id, rule.category, rule.level, match.start, match.end, words, voice, source, message)
