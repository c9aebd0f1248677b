"""Rules as data: the form of a rule, and reading a pack of them from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Category = Literal[
    "doubt", "attribution", "naming", "evaluation", "intensity", "agency",
    "presupposition", "euphemism", "hedge", "vague-source",
]  # fmt: skip
Level = Literal["note", "mark"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from. `checked` says how that was verified, or is "unchecked"."""

    work: str
    place: str
    checked: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack.

    `pattern` is a regular expression matched on word boundaries, ignoring case; `exceptions` are regular expressions
    for stretches within which a match does not count; `neutral` are words that others would use for the same thing.
    `flags` and `passes` are example sentences the rule must mark and must leave alone.
    """

    id: str
    category: Category
    level: Level
    message: str
    pattern: str
    exceptions: tuple[str, ...]
    neutral: tuple[str, ...]
    flags: tuple[str, ...]
    passes: tuple[str, ...]
    cite: Citation
