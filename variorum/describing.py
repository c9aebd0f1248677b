"""What a reader is told of marked words: what they say beside the neutral ones.

A rule's `message` speaks to a writer, who can still change the text; `lint` and `rules` show it. Whoever reads the
report did not write the article, and is told what the rule `says`.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.framing import Flag
from compare.neutralnames import all_neutral, neutral_of
from compare.rules import Category, Rule
from variorum.kinds import KINDS


class Descriptions:
    """What readers are told of flags, by the rules in force."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def of(self, flag: Flag) -> str:
        """What the flag's rule says of its words. Of a rule that does not tell, or is no longer in force, what its
        category marks."""
        rule = self._rules.get(flag.rule)
        if rule is None or not rule.says:
            return _of_category(flag.category, () if rule is None else neutral_of(rule, flag.match))
        return rule.says.replace("{match}", " ".join(flag.match.split()))


def description(rule: Rule) -> str:
    """What a rule says of whatever it marks."""
    if not rule.says:
        return _of_category(rule.category, all_neutral(rule))
    return rule.says.replace("{match}", "…")


def _of_category(category: Category, neutral: Iterable[str]) -> str:
    told = f"Marked as {KINDS[category].label}: {KINDS[category].says}."
    others = ", ".join(neutral)
    return f"{told} Others may write: {others}." if others else told
