"""Which of two sentences adds something beyond what both say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from compare.families import Kin, kin
from compare.phrases import Term
from compare.spans import Span

Detail = Literal["a", "b", "both"]

CORE = 0.34  # of the shorter sentence's content words must stand in both for one core to be spoken of
ADDED = 3  # content words without a counterpart, in one stretch or together, that make an addition
ADDED_SHARE = 0.35


def detail(a: Sequence[Term], b: Sequence[Term], taken_a: Sequence[Span], taken_b: Sequence[Span]) -> Detail | None:
    """Which side adds circumstances. `taken` are the places already accounted for: numbers, sources, opposed words."""
    ours, theirs = _told(a, ()), _told(b, ())
    known = _kin(theirs)
    common = {t.stem for t in ours if known.hold(t.stem)}
    fewer = min(len({t.stem for t in ours}), len({t.stem for t in theirs}))
    if not fewer or len(common) < CORE * fewer:
        return None
    adds_a, adds_b = _adds(a, b, taken_a), _adds(b, a, taken_b)
    if adds_a and adds_b:
        return "both"
    return "a" if adds_a else "b" if adds_b else None


def _told(found: Sequence[Term], taken: Sequence[Span]) -> list[Term]:
    return [t for t in found if t.telling and not any(s.start <= t.start < s.end for s in taken)]


def _kin(found: Sequence[Term]) -> Kin:
    return kin(frozenset(t.stem for t in found))


def _adds(found: Sequence[Term], other: Sequence[Term], taken: Sequence[Span]) -> bool:
    """Does a stretch of at least ADDED words, or a large part of all, have no counterpart?"""
    others = _kin([t for t in other if t.telling])
    met = [others.hold(t.stem) for t in _told(found, taken)]
    run = longest = 0
    for one in met:
        run = 0 if one else run + 1
        longest = max(longest, run)
    alone = met.count(False)
    return longest >= ADDED or (alone > ADDED and alone >= ADDED_SHARE * len(met))
