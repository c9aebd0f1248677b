"""Explicit contradictions: one reading denies, or says the opposite of, what an otherwise equal reading says."""

from __future__ import annotations

from collections.abc import Sequence

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.signals import negates
from compare.spans import Span
from compare.wordplaces import around, matches
from compare.words import Word, stem, words

# Pairs of words that cannot both hold of one thing at one time.
OPPOSITES = [
    ("accept", "reject"), ("approve", "reject"), ("agree", "refuse"), ("rise", "fall"), ("rose", "fell"),
    ("increase", "decrease"), ("raise", "cut"), ("raise", "lower"), ("win", "lose"), ("won", "lost"),
    ("open", "closed"), ("support", "oppose"), ("backed", "opposed"), ("guilty", "innocent"),
    ("convicted", "acquitted"), ("confirm", "deny"), ("begin", "end"), ("began", "ended"), ("before", "after"),
    ("north", "south"), ("east", "west"),
    ("alive", "dead"), ("passed", "failed"), ("peaceful", "violent"), ("first", "last"), ("higher", "lower"),
    ("majority", "minority"), ("granted", "refused"), ("granted", "denied"), ("safe", "unsafe"), ("legal", "illegal"),
]  # fmt: skip
OPPOSITE_STEMS = {frozenset((stem(a), stem(b))) for a, b in OPPOSITES}
SHARED = 0.6  # of the shorter reading's content words must be the same before an opposite counts as evidence


def contradictions(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the first pair of readings of two outlets with an opposite or a negation at one place."""
    readings = claim.body_first()
    for position, a in enumerate(readings):
        for b in readings[position + 1 :]:
            if a.outlet != b.outlet:
                found = opposed(a, b)
                if found is not None:
                    place_a, place_b = found
                    variants = in_sides(
                        [Place(a, place_a.start, place_a.end, 0), Place(b, place_b.start, place_b.end, 1)]
                    )
                    return [Difference("contradiction", variants, explained(a, place_a, b, place_b, context))]
    return []


def opposed(a: Reading, b: Reading) -> tuple[Span, Span] | None:
    """The opposed words of two readings that otherwise say the same, None without such evidence."""
    words_a, words_b = words(a.text), words(b.text)
    same = matches(words_a, words_b)
    content_a = {w.stem for w in words_a if w.content}
    content_b = {w.stem for w in words_b if w.content}
    fewer = min(len(content_a), len(content_b))
    if not fewer or len(content_a & content_b) < SHARED * fewer:
        return None
    for i, word in enumerate(words_a):
        before = same.get(i - 1)
        if i in same or before is None or before + 1 >= len(words_b):
            continue
        other = words_b[before + 1]
        if frozenset((word.stem, other.stem)) in OPPOSITE_STEMS:
            return Span(word.start, word.end), Span(other.start, other.end)
    return negated(words_a, words_b, same)


def negated(words_a: Sequence[Word], words_b: Sequence[Word], same: dict[int, int]) -> tuple[Span, Span] | None:
    """A verb denied in one reading only: "did not sign" against "signed", the words around it shared."""
    negative_a = [i for i, w in enumerate(words_a) if negates(w)]
    negative_b = [i for i, w in enumerate(words_b) if negates(w)]
    if bool(negative_a) == bool(negative_b):
        return None
    back = {j: i for i, j in same.items()}
    one, other, to_other, place = (
        (words_a, words_b, same, negative_a[0]) if negative_a else (words_b, words_a, back, negative_b[0])
    )
    following = [i for i in range(place + 1, min(place + 4, len(one))) if i in to_other and one[i].content]
    preceding = [i for i in range(max(0, place - 3), place) if i in to_other and one[i].content]
    if not following or not preceding:
        return None
    first, last = to_other[preceding[-1]], to_other[following[0]]
    if not 0 < last - first <= 3:
        return None
    denied = Span(one[preceding[-1]].start, one[following[0]].end)
    stated = Span(other[first].start, other[last].end)
    return (denied, stated) if negative_a else (stated, denied)


def explained(a: Reading, place_a: Span, b: Reading, place_b: Span, context: Context) -> str:
    return (
        f"{context.name(a.outlet)} wrote {shown(around(a.text, place_a))}; "
        f"{context.name(b.outlet)} wrote {shown(around(b.text, place_b))}."
    )
