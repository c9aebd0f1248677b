"""Whose words: the outlet's own, attributed without quotation marks, or quoted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VoiceKind = Literal["own", "paraphrase", "quoted"]


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """A stretch of somebody else's content: `kind` "quoted" (quotation marks included) or "paraphrase".

    `source` and `cue` are the words as written ("officials", "said"), None where the text does not name them, with
    their places beside them. What no span covers is the outlet's own voice.
    """

    start: int
    end: int
    kind: Literal["paraphrase", "quoted"]
    source: str | None = None
    source_start: int | None = None
    cue: str | None = None
    cue_start: int | None = None
