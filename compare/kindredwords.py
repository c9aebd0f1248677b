"""Words of another category that do the same to what is told: who wrote one of them does not lack the other.

Where one outlet writes "his false claims about" and another "claimed, falsely, that", both keep the claim at a
distance: to say of the second that it used no such word would be wrong, whatever its own word is filed under.
"""

from __future__ import annotations

from typing import Final

from compare.framing import Flag
from compare.scareflags import SCARE_QUOTES

_JUDGES_TRUTH: Final = frozenset(["evaluation.truth", "evaluation.untruth", "evaluation.honesty"])
_DOUBTS_BY_CUE: Final = frozenset(["attribution.claim", "attribution.allege", "attribution.expose"])
_OF_NAMES: Final = frozenset([SCARE_QUOTES.id, "doubt.self-styled"])
"""Doubt of what somebody is called says nothing of whether a claim is true."""
_STRIKES: Final = frozenset(["intensity.slam", "intensity.violence-of-words"])
_HEATED: Final = frozenset([
    "attribution.rage", "attribution.roar", "attribution.lash-out", "attribution.mock", "attribution.accuse",
])  # fmt: skip


def are_kindred(flag: Flag, other: Flag) -> bool:
    """Do two flags, each of its own category, do the same to what is told: doubt whether it is true, give it weight or
    force, or make what somebody says an attack?"""
    return _is_like(flag, other) or _is_like(other, flag)


def _is_like(flag: Flag, other: Flag) -> bool:
    if flag.rule in _OF_NAMES or other.rule in _OF_NAMES:
        return False
    if flag.category == "doubt" or flag.rule in _JUDGES_TRUTH:
        return other.category == "doubt" or other.rule in _JUDGES_TRUTH | _DOUBTS_BY_CUE
    if flag.rule in _STRIKES and other.rule in _HEATED:
        return True
    return flag.category == "intensity" and other.category == "evaluation"
