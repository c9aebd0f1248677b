"""Where a text has the words and phrases of rules: one look at each of its words, however many rules there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from compare.inflection import forms
from compare.rules import Rule

_PART = r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*"
WORD = re.compile(rf"{_PART}(?:-{_PART})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, in small letters; a possessive ending is none of it."""

    start: int
    end: int
    lower: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a rule looks for: the words that must follow one another, and which of them is the head of a lemma."""

    rule: Rule
    words: tuple[str, ...]
    head: int
    lemma: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: `words[first]` to `words[last]`."""

    entry: Entry
    first: int
    last: int


class WordIndex:
    """The words and phrases of many rules, by their first word."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_first: dict[str, list[Entry]] = {}
        self._compounds: set[str] = set()
        for rule in rules:
            for entry in _entries(rule):
                self._by_first.setdefault(entry.words[0], []).append(entry)
                self._compounds.update(word for word in entry.words if "-" in word)

    def words(self, text: str) -> list[Word]:
        """The words of a text in order. A compound that no rule has is as many words as it has parts."""
        found = []
        for match in WORD.finditer(text):
            lower = match[0].lower().replace("’", "'")
            if "-" not in lower or lower in self._compounds:
                found.append(Word(match.start(), match.end(), lower))
                continue
            at = match.start()
            for part in match[0].split("-"):
                found.append(Word(at, at + len(part), part.lower().replace("’", "'")))
                at += len(part) + 1
        return found

    def hits(self, text: str, words: Sequence[Word]) -> Iterator[Hit]:
        for first, word in enumerate(words):
            for entry in self._by_first.get(word.lower, ()):
                found = words[first : first + len(entry.words)]
                if tuple(one.lower for one in found) == entry.words and all(
                    is_gap(text[one.end : other.start]) for one, other in pairwise(found)
                ):
                    yield Hit(entry, first, first + len(found) - 1)


def is_gap(between: str) -> bool:
    """Do words with this between them follow one another?"""
    return between == "-" or between.isspace()


@lru_cache(maxsize=64)
def index_of(rules: tuple[Rule, ...]) -> WordIndex:
    return WordIndex(rules)


def _entries(rule: Rule) -> Iterator[Entry]:
    for phrase in rule.phrases:
        words = tuple(phrase.split())
        yield Entry(rule, words, 0, "")
    for lemma in rule.lemmas:
        if rule.pos is None:
            raise ValueError(f"rule {rule.id}: lemmas without a part of speech")
        for form in sorted(forms(lemma, rule.pos)):
            words = tuple(form.split())
            head = 0 if rule.pos == "verb" else len(words) - 1
            yield Entry(rule, words, head, lemma.split()[head])
