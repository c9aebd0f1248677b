"""How the readings of one claim differ, as typed differences with places in each reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DifferenceKind = Literal[
    "doubt", "attribution", "naming", "evaluation", "intensity", "agency",
    "number", "contradiction", "quote", "absence", "prominence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """What one reading has at the place of the difference: `article.text[start:end] == text`.

    `side` groups the outlets that agree ("a", "b", …; "a" is the side with most outlets, the first in the alphabet of
    texts where sides are even).
    """

    article: str
    outlet: str
    start: int
    end: int
    text: str
    side: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One typed difference within a claim. `explanation` is a sentence made from a template, with the words themselves."""

    kind: DifferenceKind
    variants: tuple[Variant, ...]
    explanation: str
