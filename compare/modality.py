"""Modality: whether a word is said to be so, or is wished, supposed or yet to come."""

from __future__ import annotations

from collections.abc import Sequence

from compare.families import spaced
from compare.phrases import Term, place_of

BEFORE = 3  # words before a word that tell its modality
CONDITION_WORDS = 8  # words before a word in which the condition stands under which it is said

FUTURE = spaced("will would wo shall going to")
_MIGHT = spaced("would could should might")
_CONDITION = spaced("if unless whether")
_SUPPOSED = spaced("would could should may might if whether unless wants hopes plans tried")
_UNREAL = _SUPPOSED | spaced("try tries attempt attempted wanted asked urged threatened")
_NOT_YET = _SUPPOSED | spaced("will shall to")
_DOES_TO = spaced(
    "agreed agrees managed began continued had has have forced able decided chose is are was were set due going"
)


def supposed(found: Sequence[Term], i: int) -> bool:
    """Is the word at a place said of what never was ("would not have signed"), or under a condition?"""
    might = {t.lower.removesuffix("n't") for t in found[max(0, i - BEFORE) : i + 1]} & _MIGHT
    if might and any(t.lower == "have" for t in found[i + 1 : i + 3]):
        return True
    return any(t.lower in _CONDITION for t in found[max(0, i - CONDITION_WORDS) : i] if t.clause == found[i].clause)


def unreal(term: Term, found: Sequence[Term]) -> bool:
    """Is this word wished, planned, tried or supposed rather than said to be so?"""
    before = _just_before(term, found)
    if set(before) & _UNREAL:
        return True
    return bool(before) and before[-1] == "to" and not set(before[:-1]) & _DOES_TO


def not_yet(term: Term, found: Sequence[Term]) -> bool:
    """Is this word wished, supposed or yet to come? Whatever stands after "to" counts as such."""
    return bool(set(_just_before(term, found)) & _NOT_YET)


def to_come(term: Term, found: Sequence[Term]) -> bool:
    """Is this word said of what is yet to come?"""
    return bool(set(_just_before(term, found)) & FUTURE)


def _just_before(term: Term, found: Sequence[Term]) -> list[str]:
    """The last words before a word in its clause."""
    at = place_of(term, found)
    return [t.lower for t in found[max(0, at - BEFORE) : at] if t.clause == term.clause]
