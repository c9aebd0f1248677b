"""Cues that are denied: who "did not confirm" or "declined to say" something has said nothing of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from compare.cues import SPEECH_VERB
from compare.voice import VoiceSpan

BEFORE: Final = 80  # letters before a cue in which its denial stands
_ADVERB: Final = (
    r"(?:(?!only\b)\w+ly|yet|even|so\s+far|at\s+once|either|also|be\s+able\s+to|have|be|want\s+to|wish\s+to)"
)
_UNWILLING: Final = r"(?:declin|refus|fail|hesitat|neglect|bother|troubl|forg[eo]t)\w*"
_DENIED: Final = re.compile(
    rf"(?:\b(?:not|never|cannot|neither|nor|hardly|without|avoid(?:s|ed|ing)?|stop(?:s|ped|ping)?\s+short\s+of"
    rf"|{_UNWILLING}\s+to|un(?:able|willing)\s+to|yet\s+to|in\s+no\s+position\s+to|(?:nobody|no\s+one)(?:\s+[\w’'\-]+){{0,5}})"
    rf"|n[’']t|\bnor\s+(?:did|does|do|has|have|had|would|could|will|can)(?:\s+[\w’'.\-]+){{1,6}})"
    rf"(?:\s+{_ADVERB}){{0,3}}\s+$",
    re.IGNORECASE,
)
_UNWILLING_CUE: Final = re.compile(_UNWILLING, re.IGNORECASE)
_TO_SAY: Final = re.compile(rf"to\s+(?:\w+ly\s+)?(?:{SPEECH_VERB})\b", re.IGNORECASE)


def is_denied(text: str, cue: int) -> bool:
    """Is the cue that begins at `cue` denied: "did not", "could not", "refused to", "would neither … nor"?"""
    return _ends_denied(text[max(0, cue - BEFORE) : cue])


@lru_cache(maxsize=1_024)  # the same cue is asked about for the speakers, for the ladder and for each of its pieces
def _ends_denied(before: str) -> bool:
    return _DENIED.search(before) is not None


def says_nothing(text: str, voice: VoiceSpan) -> bool:
    """Is a stretch nothing that its source has said, but what the source is told to have kept to itself?"""
    if voice.cue is None or voice.cue_start is None:
        return False
    kept = _UNWILLING_CUE.fullmatch(voice.cue.strip()) and _TO_SAY.match(text, voice.start)
    return bool(kept) or is_denied(text, voice.cue_start)
