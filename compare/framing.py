"""Flags: marked words with a reason, a rule, whose words they are and what the other outlets wrote."""

from __future__ import annotations

from bisect import bisect_right
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

    Of overlapping matches one stays: the longer, then the earlier, then the one of the higher level, then the one whose
    category CATEGORIES has first, then the one whose rule's id does: one word gives one flag. Rules of agency mark how
    a clause is built and not its words; they give way to their own kind alone. Level "contrast" gives way to any other
    of its category and to another on the very same words, but to no more of another category: what counts only beside
    milder words may be longer.
    """
    sentences = split_text(text) if sentences is None else sentences
    names = _named(text, spans, sentences)
    cues = frozenset(span.cue_start for span in spans if span.cue_start is not None)
    found: list[Flag] = []
    marking = [rule for rule in rules if rule.level in (BESIDE_LEVELS if beside else LEVELS)]
    for match in find_matches(text, marking, sentences, tagger, cues):
        flag = _flag(text, match, spans)
        if any(contains(name, match) for name in names):
            continue
        if not match.rule.voices or flag.voice in match.rule.voices:
            found.append(flag)
    flags: list[Flag] = []
    for flag in sorted(found, key=_before_others):
        if not any(_says_the_same(flag, other) for other in flags if overlaps(flag, other)):
            flags.append(flag)
    return sorted(flags, key=lambda flag: (flag.start, flag.end))


def _says_the_same(flag: Flag, other: Flag) -> bool:
    """Is the flag none beside another that overlaps with it and comes before it?"""
    if flag.category == other.category:
        return True
    if "agency" in (flag.category, other.category):
        return False
    return flag.level != "contrast" or (flag.start, flag.end) == (other.start, other.end)


def _before_others(flag: Flag) -> tuple[bool, int, int, int, int, str]:
    """The order in which overlapping flags give way."""
    length = flag.end - flag.start
    categories = CATEGORIES.index(flag.category)
    return flag.level == "contrast", -length, flag.start, BESIDE_LEVELS.index(flag.level), categories, flag.rule


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
