"""The ladder of attribution: how neutral or charged the word is that leads what somebody says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from compare.rules import Rule, Rung
from compare.wordindex import WordIndex

ORDER: Final[tuple[Rung, ...]] = ("neutral", "mild", "charged")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a cue stands: its rung, its family ("concede" for "admitted" and "owned up"), and the rule that says so."""

    rung: Rung
    family: str
    rule: str


class Ladder:
    """The rungs that the rules of attribution give their words."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        standing = [rule for rule in rules if rule.rung is not None]
        self._index = WordIndex(standing)
        self._of_rule = {rule.id: Step(rule.rung, rule.family, rule.id) for rule in standing if rule.rung is not None}

    def step_of_rule(self, rule: str) -> Step | None:
        """Where the words of a rule stand; None for a rule of no rung."""
        return self._of_rule.get(rule)

    def step_of(self, cue: str) -> Step | None:
        """Where a cue as written stands ("had flatly insisted"); the most charged of several, None for unknown ones."""
        hits = self._index.hits(cue, self._index.words(cue))
        rules = {hit.entry.rule.id: hit.entry.rule for hit in hits}
        steps = [Step(rule.rung, rule.family, rule.id) for rule in rules.values() if rule.rung is not None]
        return max(steps, key=lambda step: (ORDER.index(step.rung), step.rule), default=None)


@lru_cache(maxsize=8)
def ladder_of(rules: tuple[Rule, ...]) -> Ladder:
    """The ladder of these rules, made once for all events that are compared by them."""
    return Ladder(rules)
