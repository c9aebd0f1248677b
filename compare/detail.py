"""Which of two sentences adds something beyond what both say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from compare.families import akin
from compare.phrases import Term
from compare.spans import Span

Detail = Literal["a", "b", "both"]

CORE = 0.34  # of the shorter sentence's content words must stand in both for one core to be spoken of
ADDED = 3  # content words without a counterpart, in one stretch or together, that make an addition
ADDED_SHARE = 0.35


def detail(a: Sequence[Term], b: Sequence[Term], taken_a: Sequence[Span], taken_b: Sequence[Span]) -> Detail | None:
    """Which side adds circumstances. `taken` are the places already accounted for: numbers, sources, opposed words."""
    ours, theirs = _told(a, ()), _told(b, ())
    common = {t.stem for t in ours if _met(t, theirs)}
    fewer = min(len({t.stem for t in ours}), len({t.stem for t in theirs}))
    if not fewer or len(common) < CORE * fewer:
        return None
    adds_a, adds_b = _adds(a, b, taken_a), _adds(b, a, taken_b)
    if adds_a and adds_b:
        return "both"
    return "a" if adds_a else "b" if adds_b else None


def _told(found: Sequence[Term], taken: Sequence[Span]) -> list[Term]:
    return [t for t in found if t.telling and not any(s.start <= t.start < s.end for s in taken)]


def _met(term: Term, others: Sequence[Term]) -> bool:
    return any(akin(term.stem, o.stem) for o in others)


def _adds(found: Sequence[Term], other: Sequence[Term], taken: Sequence[Span]) -> bool:
    """Does a stretch of at least ADDED words, or a large part of all, have no counterpart?"""
    told, others = _told(found, taken), [t for t in other if t.telling]
    alone = [t for t in told if not _met(t, others)]
    run = longest = 0
    for term in told:
        run = 0 if _met(term, others) else run + 1
        longest = max(longest, run)
    return longest >= ADDED or (len(alone) > ADDED and len(alone) >= ADDED_SHARE * len(told))
