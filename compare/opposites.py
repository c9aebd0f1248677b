"""Explicit opposites: words of two sentences that cannot both hold of the one thing they are said of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compare.denials import negated
from compare.families import akin, families, opposed, same_meaning
from compare.modality import not_yet
from compare.phrases import Term, common_stems
from compare.qualifiers import of_all, other_object, partly
from compare.spans import Span

COMMON = 0.5  # of the shorter sentence's content words must stand in both
FEWEST_COMMON = 2
NEIGHBOURS = 5  # content words on each side that tell what a word is said of
FOLLOWING = 8  # content words after a number in which its deed stands
FEWEST_NEIGHBOURS = 2
ORDER_NEIGHBOURS = 2  # words after "before" and "after" of which one must be the same
CLOSE = 3  # content words next to an opposite of which one must be the same
UNDONE = 4  # letters of a word that "un-" turns into its opposite; "it" and "unit" are no pair
CONVERSE = frozenset({"win", "lose"})
_UNDOING = ("un", "non")
_ORDERING = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class Opposed:
    """The two opposite words with their places."""

    a: Span
    b: Span


def opposites(a: Sequence[Term], b: Sequence[Term]) -> Opposed | None:
    """The first pair of opposite words said of one thing; None without one.

    Nothing is said where a sentence has both words of a pair ("shares rose while sales fell"), where one of the two is
    denied, or where either is only wished or supposed.
    """
    if not _alike(a, b):
        return None
    negative_a, negative_b = negated(a)[0], negated(b)[0]
    for one, other in _opposed_pairs(a, b):
        if one.start in negative_a or other.start in negative_b:
            continue
        if _has_both(a, one, other) or _has_both(b, other, one):
            continue
        if not_yet(one, a) != not_yet(other, b) or other_object(one, a, other, b):
            continue
        if (partly(one, a) and not of_all(b)) or (partly(other, b) and not of_all(a)):
            continue  # "three of the nine locks stayed closed", "six of them opened"
        if one.stem in _ORDERING or other.stem in _ORDERING:
            if _same_after(one, a, other, b):
                return Opposed(Span(one.start, one.end), Span(other.start, other.end))
        elif _said_of_one(one, a, other, b) and (not _converse(one, other) or _same_subject(one, a, other, b)):
            return Opposed(Span(one.start, one.end), Span(other.start, other.end))
    return None


def beside(a: Sequence[Term], at_a: int, b: Sequence[Term], at_b: int) -> bool:
    """Do opposite words follow two places ("two … stayed shut", "four … opened")?"""
    ours, theirs = (
        [t for t in found if t.start >= at and t.telling][:FOLLOWING] for found, at in ((a, at_a), (b, at_b))
    )
    return any(opposed(one.stem, other.stem) for one in ours for other in theirs)


def _opposed_pairs(a: Sequence[Term], b: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Words that are opposites by meaning, or one the other's form with "un-" ("insured", "uninsured")."""
    told_b = [t for t in b if families(t.stem)]
    words_b = {t.lower for t in b}
    for one in a:
        if families(one.stem):
            yield from ((one, other) for other in told_b if opposed(one.stem, other.stem))
        if turned := _turned(one.lower) & words_b:
            yield from ((one, other) for other in b if other.lower in turned)


@lru_cache(maxsize=16_384)
def _turned(word: str) -> frozenset[str]:
    """What "un-" or "non-" before a word makes of it, and what it is without."""
    made = {f"{ahead}{word}" for ahead in _UNDOING} if len(word) >= UNDONE else set()
    bare = {word.removeprefix(ahead) for ahead in _UNDOING if word.startswith(ahead)}
    return frozenset(made | {one for one in bare if len(one) >= UNDONE})


def _converse(one: Term, other: Term) -> bool:
    """Do both hold of the two sides of one deed, as winning and losing?"""
    return bool((families(one.stem) | families(other.stem)) & CONVERSE)


def _same_subject(one: Term, a: Sequence[Term], other: Term, b: Sequence[Term]) -> bool:
    ours = [t for t in a if t.start < one.start and t.telling][-CLOSE:]
    theirs = [t for t in b if t.start < other.start and t.telling][-CLOSE:]
    return any(akin(t.stem, o.stem) for t in ours for o in theirs)


def _alike(a: Sequence[Term], b: Sequence[Term]) -> bool:
    shared, fewer = common_stems(a, b)
    return shared >= max(FEWEST_COMMON, COMMON * (fewer - 1))


def _has_both(found: Sequence[Term], own: Term, other: Term) -> bool:
    """Does the sentence use the other word, or one of its meaning, too?"""
    return any(t is not own and (t.stem == other.stem or families(t.stem) & families(other.stem)) for t in found)


def _same_after(one: Term, a: Sequence[Term], other: Term, b: Sequence[Term]) -> bool:
    """Does the same word follow "before" in the one and "after" in the other, and the same stand before it?"""

    def following(term: Term, found: Sequence[Term]) -> list[Term]:
        return [t for t in found if t.start > term.start and t.content][:ORDER_NEIGHBOURS]

    def preceding(term: Term, found: Sequence[Term]) -> list[Term]:
        return [t for t in found if t.start < term.start and t.telling]

    after = any(same_meaning(t.stem, o.stem) for t in following(one, a) for o in following(other, b) if t.telling)
    before = any(same_meaning(t.stem, o.stem) for t in preceding(one, a) for o in preceding(other, b))
    return after and before


def _said_of_one(one: Term, a: Sequence[Term], other: Term, b: Sequence[Term]) -> bool:
    """Do the words around both name one thing? A name alone does where no other thing stands beside either."""
    close = _near(one, a, CLOSE), _near(other, b, CLOSE)
    if not any(same_meaning(t.stem, o.stem) for t in close[0] for o in close[1]):
        return False
    ours, theirs = _near(one, a, NEIGHBOURS), _near(other, b, NEIGHBOURS)
    common = [t for t in ours if any(same_meaning(t.stem, o.stem) for o in theirs)]
    if not common or len({t.stem for t in common}) < min(FEWEST_NEIGHBOURS, len(ours), len(theirs)):
        return False
    if any(not t.capital or t.start == a[0].start for t in common):
        return True
    return not any(t.start < one.start and not t.capital for t in ours) and not any(
        t.start < other.start and not t.capital for t in theirs
    )


def _near(term: Term, found: Sequence[Term], reach: int) -> list[Term]:
    before = [t for t in found if t.start < term.start and t.telling][-reach:]
    after = [t for t in found if t.start > term.start and t.telling][:reach]
    return before + after
