"""A quotation as it is printed: its words in order, with the brackets, dots and stops between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from compare.quotedwords import quoted_spans
from compare.spans import HasSpan, Span
from compare.utterances import spelled
from compare.words import TOKEN

_MASKED = r"[^\W\d_]+\*+[\w*]*"  # a word of which letters are hidden: "f***ing"
_SIGN = re.compile(
    rf"(?P<dots>[\[(]?\s*(?:…|\.\s?\.\s?\.)\s*[\])]?)|(?P<open>\[)|(?P<close>\])|(?P<word>{_MASKED}|{TOKEN.pattern})|(?P<stop>[.!?])"
)
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "st", "sir", "prof", "gen", "no", "vs"])
_STOPPED = re.compile(r"[.!?;:]")


@dataclass(frozen=True, slots=True)
class Printing:
    """One printed version of what somebody said. Places count its words from 0.

    `words` are in one spelling, without case; `written` as printed. `bracketed` are those in square brackets. `dots`
    are the places before which dots stand, `stops` those before which a sentence or a remark ends; both may be
    `len(words)`. `joints` are the places within a remark where the marks close and open again around words of the
    outlet's own. `opens_small`: it begins with a small letter, as a fragment does.
    """

    words: tuple[str, ...]
    written: tuple[str, ...]
    bracketed: frozenset[int]
    dots: frozenset[int]
    stops: frozenset[int]
    opens_small: bool
    joints: frozenset[int] = frozenset()


@lru_cache(maxsize=4_096)
def printing(text: str, within: Span | None = None) -> Printing:
    """All that stands in quotation marks in a text, or in a stretch of it, as one printing.

    Where its speaker is named in between, two parts are one remark ("…,” he said, “and …"), unless a stop parts them.
    """
    places = [p for p in quoted_spans(text) if within is None or (within.start <= p.start and p.end <= within.end)]
    return _printing(text, places)


@lru_cache(maxsize=4_096)
def printed_words(text: str) -> Printing:
    """All the words of a text as one printing, whatever marks stand in it: a part of a longer quotation has none."""
    return _printing(text, [Span(0, len(text))])


def _printing(text: str, places: Sequence[HasSpan]) -> Printing:
    written: list[str] = []
    bracketed: set[int] = set()
    dots: set[int] = set()
    stops: set[int] = set()
    joints: set[int] = set()
    for number, place in enumerate(places):
        if number:
            (stops if _is_parted(text, places[number - 1], place) else joints).add(len(written))
        _read(text, place, written, bracketed, dots, stops)
    small = bool(written) and written[0][:1].islower()
    words = tuple(spelled((word.lower().replace("’", "'"),)) for word in written)
    return Printing(
        words,
        tuple(written),
        frozenset(bracketed),
        frozenset(dots),
        frozenset(stops - {0}),
        small,
        frozenset(joints - {0}),
    )


def _is_parted(text: str, before: HasSpan, after: HasSpan) -> bool:
    between = text[before.end : after.start]
    return _STOPPED.search(between) is not None or text[after.start + 1 : after.start + 2].isupper()


def _read(text: str, place: HasSpan, written: list[str], bracketed: set[int], dots: set[int], stops: set[int]) -> None:
    inside, joins = False, -1
    for sign in _SIGN.finditer(text, place.start, place.end):  # a mark of its own may be missing at either end
        kind = sign.lastgroup
        if sign["dots"]:
            dots.add(len(written))
        elif sign["open"] or sign["close"]:
            inside = bool(sign["open"])
            joins = sign.end() if not inside and text[sign.start() - 1].isalnum() else -1
        elif kind == "stop":
            if not (written and written[-1].lower() in _TITLES):
                stops.add(len(written))
        elif joins == sign.start() and written:
            written[-1] += sign["word"]  # “[T]he”: one word
        else:
            if inside:
                bracketed.add(len(written))
            written.append(sign["word"])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of two printings between two that both have: those of `a` from `a_from` up to `a_to`, and of `b` likewise.

    Both are empty where nothing stands between.
    """

    a_from: int
    a_to: int
    b_from: int
    b_to: int


OPENING = 0.4  # what a gap costs, in words in common: two gaps are worse than one that is longer
MOST_PAIRS = 600  # equal words of two quotations; of longer ones the longest runs are taken, which is quicker
WORD_LEFT = 0.001  # what each word in a gap costs more: of two equal alignments the one with the shorter gaps


@lru_cache(maxsize=4_096)
def aligned(a: Printing, b: Printing) -> tuple[tuple[int, int], ...]:
    """The words that two printings have in common, in order, as pairs of places: as many as possible in few runs.

    Words missing at either end cost nothing, for a fragment may be cut from anywhere; nor does a gap where dots stand.
    """
    if sum(n * b.words.count(word) for word, n in Counter(a.words).items()) > MOST_PAIRS:
        blocks = SequenceMatcher(None, a.words, b.words, autojunk=False).get_matching_blocks()
        return tuple((block.a + step, block.b + step) for block in blocks for step in range(block.size))
    # The score of the best alignment that ends with a pair, and the pair before it.
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for i, word in enumerate(a.words):
        for j, other in enumerate(b.words):
            if word == other:
                before = max(
                    (
                        (score - _cost(a, b, (k, m), (i, j)), (k, m))
                        for (k, m), (score, _) in best.items()
                        if k < i and m < j
                    ),
                    default=(0.0, None),
                    key=lambda found: found[0],
                )
                best[i, j] = (before[0] + 1, before[1]) if before[0] > 0 else (1.0, None)
    if not best:
        return ()
    at: tuple[int, int] | None = max(best, key=lambda pair: (best[pair][0], -pair[0], -pair[1]))
    pairs = []
    while at is not None:
        pairs.append(at)
        at = best[at][1]
    return tuple(reversed(pairs))


def _cost(a: Printing, b: Printing, before: tuple[int, int], here: tuple[int, int]) -> float:
    """What the words between two pairs cost: those that one printing leaves out, unless dots say so there."""
    ours, theirs = here[0] - before[0] - 1, here[1] - before[1] - 1
    told_ours = any(before[1] < at <= here[1] for at in b.dots)
    told_theirs = any(before[0] < at <= here[0] for at in a.dots)
    opened = (ours > 0) != told_ours, (theirs > 0) != told_theirs
    return OPENING * sum(opened) + WORD_LEFT * (ours + theirs)


def between(pairs: Sequence[tuple[int, int]], a: Printing, b: Printing) -> list[Stretch]:
    """The stretches before, between and after the words in common, one more than there are of these."""
    ends = [(-1, -1), *pairs, (len(a.words), len(b.words))]
    return [Stretch(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(ends)]
