"""How printed versions of one utterance differ: cut, merged, bracketed, altered, with dots; and which is longest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from compare.asof import other_day
from compare.printings import Printing, Stretch, aligned, between, printing
from compare.quotedwords import RUN_WORDS, unquoted
from compare.sayers import two_sources
from compare.words import FUNCTION_WORDS, stem

Variation = Literal["cut", "merged", "bracketed", "altered", "ellipsis"]
VARIATIONS: Final[tuple[Variation, ...]] = ("cut", "merged", "bracketed", "altered", "ellipsis")

TELLING_WORDS = 3  # words with content, at least, that two versions in other words have in common
TELLING_SHARE = 0.6  # and of those of the shorter one
HALF = 0.5  # and of those of the longer one: what has much besides is another remark
NAME_WORDS = 3
SAME_SHARE = 0.6  # of the shorter version's words that the other must have in the same order
TIGHTENED = 3  # a sentence in other words may lose so many words besides, without being cut too
SMALL_WORDS = 2  # so many words of grammar left out within a sentence change its wording, and cut nothing off
LONGER_BY = 4  # other words at an end that are shorter by so many are cut, too
_AGAIN = re.compile(
    r"\b(?:(?:once\s+)?again\s+(?:said|told|warned|called)|(?:said|told\s+\w+|warned)\s+(?:once\s+)?again"
    r"|repeat(?:s|ed|ing)|reiterat(?:es|ed|ing)|renew(?:s|ed|ing)|retract(?:s|ed)"
    r"|correct(?:s|ed|ing)\s+(?:him|her|them|it)sel(?:f|ves)|having\s+(?:swapped|mistaken|misspoken|mixed)"
    r"|a\s+(?:day|week|month)\s+(?:later|earlier)|the\s+(?:next|following|previous)\s+day)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(January|February|March|April|May|June|July|August|September|October"
    r"|November|December)|(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+(\d{1,2}))\b"
)
_MONTH = re.compile(
    r"\b(?:in|since|last|this|early|late|mid-?)\s?(January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
_PART_OF_DAY = re.compile(r"\b(?:in\s+the\s+|this\s+|that\s+)?(morning|noon|afternoon|evening|night)\b", re.IGNORECASE)


def variations(a: Printing, b: Printing) -> tuple[Variation, ...]:
    """What makes two printed versions of one utterance differ, in the order of VARIATIONS; nothing where the words,
    brackets and sentences are the same."""
    pairs = aligned(a, b)
    found: set[Variation] = set()
    loose: list[tuple[Stretch, bool]] = []
    stretches = between(pairs, a, b)
    for number, stretch in enumerate(stretches):
        at_end = number in (0, len(stretches) - 1)
        if not at_end and _has_stop(a.stops, stretch.a_from, stretch.a_to) != _has_stop(
            b.stops, stretch.b_from, stretch.b_to
        ):
            found.add("merged")
        if _has_bracket(a, stretch.a_from, stretch.a_to) or _has_bracket(b, stretch.b_from, stretch.b_to):
            found.add("bracketed")
            if _has_dots(a.dots, stretch.a_from, stretch.a_to) or _has_dots(b.dots, stretch.b_from, stretch.b_to):
                found.add("ellipsis")
            continue
        ours, theirs = stretch.a_to - stretch.a_from, stretch.b_to - stretch.b_from
        if (ours and _has_dots(b.dots, stretch.b_from, stretch.b_to)) or (
            theirs and _has_dots(a.dots, stretch.a_from, stretch.a_to)
        ):
            found.add("ellipsis")
            if not (ours and theirs):
                continue
        if ours and theirs:
            found.add("altered")
            if at_end and abs(ours - theirs) >= LONGER_BY:
                found.add("cut")
        elif (ours and stretch.b_from in b.joints) or (theirs and stretch.a_from in a.joints):
            pass  # the marks close there, and a reader sees that what is between is the outlet's
        elif ours or theirs:
            loose.append((stretch, at_end))
    if any((i in a.bracketed) != (j in b.bracketed) for i, j in pairs):
        found.add("bracketed")
    for stretch, at_end in loose:
        found.add(_left_out(a, b, stretch, at_end=at_end, head=stretch is stretches[0], altered="altered" in found))
    return tuple(one for one in VARIATIONS if one in found)


def _left_out(a: Printing, b: Printing, stretch: Stretch, *, at_end: bool, head: bool, altered: bool) -> Variation:
    """What words are that one version has alone, without a sign in the other: cut, or another wording."""
    full, short, start, stop = (
        (a, b, stretch.a_from, stretch.a_to) if stretch.a_to > stretch.a_from else (b, a, stretch.b_from, stretch.b_to)
    )
    missing = full.written[start:stop]
    small = len(missing) <= SMALL_WORDS and all(word.lower() in FUNCTION_WORDS for word in missing)
    if at_end:
        # A sentence that opens with a capital was made anew; one that does not is a piece of the other.
        return "altered" if altered and small and head and not short.opens_small else "cut"
    return "altered" if small or (altered and len(missing) <= TIGHTENED) else "cut"


def _has_stop(stops: frozenset[int], start: int, stop: int) -> bool:
    return any(start <= at <= stop for at in stops)


def _has_dots(dots: frozenset[int], start: int, stop: int) -> bool:
    """Do dots stand in a stretch, or a word off it?"""
    return any(start - 1 <= at <= stop + 1 for at in dots)


def _has_bracket(one: Printing, start: int, stop: int) -> bool:
    return any(start <= at < stop for at in one.bracketed)


def one_utterance(a: str, b: str) -> bool:
    """Do two statements quote one utterance: one speaker, one occasion, and mostly the same words in order?

    Two remarks of one speaker that resemble each other are two, and so are one remark and its repetition on another
    day.
    """
    return resemble(printing(a), printing(b)) and not two_sources(a, b) and not two_occasions(a, b)


def resemble(a: Printing, b: Printing) -> bool:
    """Are two quotations near enough in their words to be versions of one?

    The shorter has SAME_SHARE of its words in the other in the same order, RUN_WORDS or half of it in a row, and more
    among them than words of grammar.
    """
    shorter = min(len(a.words), len(b.words))
    pairs = aligned(a, b)
    run = longest = 0
    for before, here in zip([(-2, -2), *pairs], pairs, strict=False):
        run = run + 1 if (here[0] - before[0], here[1] - before[1]) == (1, 1) else 1
        longest = max(longest, run)
    telling = any(a.written[i].lower() not in FUNCTION_WORDS for i, _ in pairs)
    return (
        telling
        and not names_only(a, b)
        and len(pairs) >= SAME_SHARE * shorter
        and longest >= min(RUN_WORDS, shorter // 2)
    )


def say_the_same(a: Printing, b: Printing) -> bool:
    """Have two quotations of one speaker most of the words that carry content in common, in the same order?"""
    ours, theirs = ([stem(w.lower()) for w in p.words if w not in FUNCTION_WORDS] for p in (a, b))
    same = sum(block.size for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())
    fewest = TELLING_SHARE * min(len(ours), len(theirs))
    return same >= TELLING_WORDS and same >= fewest and same >= HALF * max(len(ours), len(theirs))


def names_only(a: Printing, b: Printing) -> bool:
    """Do two quotations share no more than a name ("I will be Ada Quill", "Ada Quill is")?"""
    shared = aligned(a, b)
    return len(shared) <= NAME_WORDS and all(a.written[i][0].isupper() and b.written[j][0].isupper() for i, j in shared)


def two_occasions(a: str, b: str) -> bool:
    """Do two statements tell of two occasions: other days, dates or parts of a day, or is one said to repeat or to
    correct what was said? What stands in quotation marks is left out."""
    ours, theirs = unquoted(a), unquoted(b)
    if other_day(ours, theirs) or (_AGAIN.search(ours) is None) != (_AGAIN.search(theirs) is None):
        return True
    return any(
        bool(mine and yours and not mine & yours)
        for mine, yours in (
            (_dates(ours), _dates(theirs)),
            (set(_MONTH.findall(ours)), set(_MONTH.findall(theirs))),
            (_parts_of_day(ours), _parts_of_day(theirs)),
        )
    )


def _dates(text: str) -> set[tuple[str, str]]:
    return {(m[1] or m[4], m[2] or m[3]) for m in _DATE.finditer(text)}


def _parts_of_day(text: str) -> set[str]:
    return {m[1].lower() for m in _PART_OF_DAY.finditer(text)}


@dataclass(frozen=True, slots=True)
class Versions:
    """Printed versions of one utterance, in the order given. `longest` is the place of the one with most words,
    bracketed ones too, the first of several; `against` says how each version differs from it, nothing for itself."""

    printings: tuple[Printing, ...]
    longest: int
    against: tuple[tuple[Variation, ...], ...]

    @property
    def variations(self) -> tuple[Variation, ...]:
        """All that occur, in the order of VARIATIONS."""
        return tuple(one for one in VARIATIONS if any(one in found for found in self.against))


def versions(printings: Sequence[Printing]) -> Versions:
    """Hold printed versions of one utterance against the longest. There must be one."""
    longest = max(range(len(printings)), key=lambda at: (len(printings[at].words), -at))
    against = tuple(() if at == longest else variations(p, printings[longest]) for at, p in enumerate(printings))
    return Versions(tuple(printings), longest, against)


def same_utterance(texts: Sequence[str]) -> bool:
    """Do all these statements quote one utterance, each linked to the others through some that resemble it?"""
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        new = [at for at, text in enumerate(texts) if at not in reached and one_utterance(texts[here], text)]
        reached.update(new)
        waiting += new
    return len(reached) == len(texts)
