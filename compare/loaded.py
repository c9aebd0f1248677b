"""How loaded a sentence reads: one number from its flags, to put sentences in an order."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Final

from compare.framing import Flag, flag_text
from compare.parses import remembering
from compare.rules import Category, Rule
from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import VoiceKind, voices

# How much one flag weighs in the score of a sentence, 0 to 1, by category for a mark and for a note, and what is left
# of it outside the outlet's own voice: sixteen rounded numbers, set by hand on the development parts of BABE and BASIL
# so that one sure mark in own voice reaches 0.5. Fitted to one half, they did worse on the other.
WEIGHTS: Final[dict[Category, tuple[float, float]]] = {
    "evaluation": (0.55, 0.35), "intensity": (0.5, 0.2), "naming": (0.55, 0.55), "attribution": (0.6, 0.2),
    "doubt": (0.75, 0.4), "presupposition": (0.25, 0.25), "euphemism": (0.3, 0.3), "hedge": (0.2, 0.2),
    "vague-source": (0.1, 0.1), "agency": (0.1, 0.1),
}  # fmt: skip
LEFT: Final[dict[VoiceKind, float]] = {"own": 1.0, "paraphrase": 0.95, "quoted": 0.4}


def loaded_score(text: str, rules: Sequence[Rule], tagger: Tagger | None = None) -> tuple[float, list[tuple[int, int]]]:
    """How loaded a sentence or text reads, 0 to 1, from its flags alone, and the flagged places in reading order.

    The score is one minus the product of what each flag leaves, rounded to 3 decimals; 0.5 or more means loaded.
    """
    sentences, memory = split_text(text), remembering(tagger)
    flags = flag_text(text, rules, voices(text, sentences, memory), sentences, memory)
    return round(1.0 - prod(1.0 - _weight(flag) for flag in flags), 3), [(flag.start, flag.end) for flag in flags]


def _weight(flag: Flag) -> float:
    mark, note = WEIGHTS[flag.category]
    return (mark if flag.level == "mark" else note) * LEFT[flag.voice]
