"""What a reader is told of marked words: what they say beside the neutral ones.

A rule's `message` speaks to a writer, who can still change the text; `lint` and `rules` show it. Whoever reads the
report did not write the article, and is told what the rule `says`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compare.framing import Flag
from compare.neutralnames import neutral_of
from compare.rules import Category, Rule
from compare.scareflags import SCARE_QUOTES, described
from variorum.kinds import KINDS


class Descriptions:
    """What readers are told of flags, by the rules in force. `texts` are those of the event in which the speakers of
    quoted words were looked for, as many as whose voices are kept; 0 where that is not known."""

    def __init__(self, rules: Iterable[Rule], *, texts: int = 0) -> None:
        self._rules, self._texts = {rule.id: rule for rule in rules}, texts

    def of(self, flag: Flag) -> str:
        """What the flag's rule says of its words, with what others may write for just these. Of a rule that does not
        tell, or is no longer in force, what its category marks."""
        rule = self._rules.get(flag.rule)
        if rule is None:
            return _of_category(flag.category)
        if not rule.says:
            return _with_neutral(_of_category(rule.category), neutral_of(rule, flag.match))
        if rule.id == SCARE_QUOTES.id and self._texts:
            return described(self._texts)
        told = rule.says.replace("{match}", " ".join(flag.match.split()))
        # What is neutral for all words of a rule need not be for this one; what was given for it is.
        return _with_neutral(told, neutral_of(rule, flag.match)) if rule.neutral_for else told


def description(rule: Rule) -> str:
    """What a rule says of whatever it marks."""
    return rule.says.replace("{match}", "…") or _of_category(rule.category)


def _of_category(category: Category) -> str:
    return f"Marked as {KINDS[category].label}: {KINDS[category].says}."


def _with_neutral(told: str, neutral: Sequence[str]) -> str:
    """With what others may write, unless that is named already."""
    if not neutral or any(f"“{word}”" in told for word in neutral):
        return told
    return f"{told} Others may write: {', '.join(neutral)}."
