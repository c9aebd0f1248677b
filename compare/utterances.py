"""Quotations of two sentences that print one utterance: identical, cut, or in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from compare.cues import SPEECH_VERB
from compare.numerals import SPELLED
from compare.quotedwords import RUN_WORDS, quoted_spans, quoted_words
from compare.spans import Span
from compare.words import FUNCTION_WORDS, stem

# Two quotations are versions of one where they share RUN_WORDS words in a row, or two where that is most of the shorter
# one (a fragment such as “gross interference”).
SHORT_RUN_WORDS = 2
SHORT_SHARE = 0.6
SAME_WORDS = 0.6  # of the shorter one's content words, where one speaker's sentence is printed in other words
FEWEST_SAME = 2
RUN_SHARE = 0.3  # of the shorter one's words, at least, in that run: what is less may be the matter's own term

POINTED = re.compile(r"(?<=[a-z])\.")  # "u.s." is "us"; "1.5" is not "15"
LEADS = re.compile(rf"^\W*(?:{SPEECH_VERB}\b(?:\W+\w+){{0,6}}|(?:\w+\W+){{1,6}}{SPEECH_VERB})\W*$", re.IGNORECASE)
"""An attribution and nothing more: "said the mayor of Orn", "Mr Obama said"."""

Version = Literal["identical", "cut", "other words"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation: its place, marks included, and its words without case or punctuation.

    One that its attribution interrupts ("…,” he said, “…") is one utterance from its first mark to its last.
    """

    place: Span
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotePair:
    """Two printings of one utterance, with their places and how they differ."""

    a: Span
    b: Span
    version: Version


@lru_cache(maxsize=1_024)
def utterances(text: str) -> tuple[Utterance, ...]:
    """The quotations of one sentence, in order."""
    out: list[Utterance] = []
    for place in quoted_spans(text):
        one = Utterance(place, quoted_words(text, place))
        if out and _goes_on(text, out[-1].place, place):
            one = joined([out.pop(), one])
        out.append(one)
    return tuple(out)


def _goes_on(text: str, before: Span, after: Span) -> bool:
    """Does a quotation go on after its attribution: a comma inside, no full stop between, no capital letter, and
    nothing between that leads on into it ("…,” he said, before claiming that “…": two remarks)?"""
    between = text[before.end : after.start]
    return (
        re.search(r"[,—–-]\W$", text[before.start : before.end]) is not None
        and not re.search(r"[.!?](?:\s|$)", between)
        and text[after.start + 1 : after.start + 2].islower()
        and (between.rstrip().endswith((",", ":", "—", "–")) or LEADS.search(between) is not None)
    )


def joined(found: Sequence[Utterance]) -> Utterance:
    """Several quotations of one sentence as one."""
    place = Span(found[0].place.start, found[-1].place.end)
    return Utterance(place, tuple(word for one in found for word in one.said))


def quote_pairs(a: str, b: str, *, one_speaker: bool) -> list[QuotePair]:
    """The utterances that both sentences print. `one_speaker`: both name the same one, so that less must agree."""
    ours, theirs = utterances(a), utterances(b)
    if not ours or not theirs:
        return []
    for one in dict.fromkeys([joined(ours), *ours]):
        for other in dict.fromkeys([joined(theirs), *theirs]):
            if one.said and spelled(one.said) == spelled(other.said) and (len(ours) > 1 or len(theirs) > 1):
                whole_a, whole_b = one == joined(ours), other == joined(theirs)
                if whole_a or whole_b:
                    return [QuotePair(one.place, other.place, "identical")]
    out = []
    free = list(theirs)
    for one in ours:
        best = max(free, key=lambda other: longest_run(one.said, other.said), default=None)
        if best is not None and one_quotation(one.said, best.said, one_speaker=one_speaker):
            free.remove(best)
            out.append(QuotePair(one.place, best.place, version(one.said, best.said)))
    return out


def version(a: Sequence[str], b: Sequence[str]) -> Version:
    """How two printings of one utterance differ; another spelling makes no difference."""
    if spelled(a) == spelled(b):
        return "identical"
    shorter, longer = (a, b) if len(a) < len(b) else (b, a)
    return "cut" if is_cut(shorter, longer) else "other words"


def spelled(said: Sequence[str]) -> str:
    """The letters of a quotation in one spelling: numbers in figures, words unhyphenated, British as American."""
    figures = (f"{SPELLED[word]:g}" if word in SPELLED else word for word in said)
    return POINTED.sub("", "".join(figures)).replace("'", "").replace("is", "iz").replace("our", "or")


def one_quotation(a: Sequence[str], b: Sequence[str], *, one_speaker: bool = False) -> bool:
    """Are two quotations versions of one? Where both name one speaker, fewer words in common are enough.

    A run of words of grammar ("I think that we") is anybody's.
    """
    if not a or not b:
        return False
    shared = run_of(a, b)
    shorter = min(len(a), len(b))
    telling = len(_content(shared))
    whole = len(shared) == shorter
    if whole and (len(shared) > 1 or (one_speaker and telling)):
        return True
    most = len(shared) >= SHORT_RUN_WORDS and len(shared) >= SHORT_SHARE * shorter
    if (most and telling) or (
        len(shared) >= max(RUN_WORDS, RUN_SHARE * shorter) and telling >= (1 if one_speaker else FEWEST_SAME)
    ):
        return True
    ours, theirs = _content(a), _content(b)
    same = len(ours & theirs)
    return one_speaker and same >= FEWEST_SAME and same >= SAME_WORDS * min(len(ours), len(theirs))


def _content(said: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in said if word not in FUNCTION_WORDS)


def longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    """The number of words in the longest run that both have."""
    return len(run_of(a, b))


def run_of(a: Sequence[str], b: Sequence[str]) -> Sequence[str]:
    """The longest run of words that both have, the first of several."""
    longest = end = 0
    row = [0] * (len(b) + 1)
    for i, word in enumerate(a, 1):
        previous = 0
        for j, other in enumerate(b, 1):
            previous, row[j] = row[j], previous + 1 if word == other else 0
            if row[j] > longest:
                longest, end = row[j], i
    return a[end - longest : end]


def is_cut(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Are all the words of the one a run of the other, which has more?"""
    return len(shorter) < len(longer) and longest_run(shorter, longer) == len(shorter)
