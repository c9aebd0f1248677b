"""What others would write for the words a rule marks: for all of them alike, or for some of them apart.

"Government" is what others write for "regime"; for "kingpin" and "dictator", which one rule marks too, it is not the
same word. And some words of a naming rule name nobody: "plotting" colours a deed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from compare.framing import Flag
from compare.inflection import forms
from compare.rules import Rule


class NeutralNames:
    """What others would write for a flag's words, by the rules in force."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def of(self, flag: Flag) -> tuple[str, ...]:
        """The neutral words, none where the rule gives none or is not in force."""
        rule = self._rules.get(flag.rule)
        return () if rule is None else neutral_of(rule, flag.match)

    def is_name(self, flag: Flag) -> bool:
        """Do the words of a naming rule's flag name somebody or something?"""
        rule = self._rules.get(flag.rule)
        return rule is None or not _names_nobody(rule, flag.match)


def neutral_of(rule: Rule, match: str) -> tuple[str, ...]:
    """What others would write for what a rule matched; nothing for a word of a naming rule that names nobody."""
    return () if _names_nobody(rule, match) else _apart(rule).get(_plain(match), rule.neutral)


def _names_nobody(rule: Rule, match: str) -> bool:
    return _plain(match) in _nameless(rule)


@lru_cache(maxsize=1024)  # rules of a few installations' packs
def _apart(rule: Rule) -> Mapping[str, tuple[str, ...]]:
    return {form: one.neutral for one in rule.neutral_for for word in one.words for form in _forms(rule, word)}


@lru_cache(maxsize=1024)
def _nameless(rule: Rule) -> frozenset[str]:
    return frozenset(form for word in rule.no_names for form in _forms(rule, word))


def _forms(rule: Rule, word: str) -> Iterator[str]:
    """A word of a rule as a text may have it, in plain letters."""
    lemma = rule.pos is not None and word in rule.lemmas
    yield from map(_plain, forms(word, rule.pos) if lemma and rule.pos else (word,))


def _plain(words: str) -> str:
    """Small letters, a hyphen like a space, either apostrophe the same: "Far-right" is "far right"."""
    return " ".join(words.casefold().replace("’", "'").replace("-", " ").split())
