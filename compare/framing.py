"""Flags: marked words with a reason, a rule, whose words they are and what the other outlets wrote."""

from __future__ import annotations

from dataclasses import dataclass

from compare.rules import Category, Level
from compare.voice import VoiceKind


@dataclass(frozen=True, slots=True)
class Other:
    """What another outlet wrote where this one wrote the flagged words: its whole reading of the claim."""

    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule's match in one text: `text[start:end] == match`.

    `voice` says whose words the match is; `source` who speaks, for "paraphrase" and "quoted", None where unnamed.
    `others` is filled once the claims of the event are aligned: what the other outlets wrote for the same claim.
    """

    rule: str
    category: Category
    level: Level
    start: int
    end: int
    match: str
    voice: VoiceKind
    source: str | None
    message: str
    others: tuple[Other, ...] = ()
