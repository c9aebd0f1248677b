"""The dictionary forms of words, remembered: a night has few different words, and each many times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

BEFORE_LEMMAS: Final = ("attribute_ruler", "lemmatizer")
"""The last two components of spaCy's English pipelines. What they make of a word follows from the word itself, its tag
and its relation, but for some pairs ("gon na"), which the ruler's own patterns name."""
MOST_REMEMBERED: Final = 300_000
"""Words with their tags and relations; some 50 MB."""
KNOWN_WORDS: Final = "lemma_index"
"""The lemmatizer's table of dictionary forms, by part of speech."""
APART: Final = ","
"""What stands between two words that are looked up together, so that they make no pair."""

Key = tuple[int, int, int]
"""Word, tag and relation, as numbers of the pipeline's vocabulary."""


class Lemmas:
    """What the two components make of the words of parsed texts: dictionary form and relation of each."""

    def __init__(self, pipeline: Any) -> None:
        from spacy.matcher import Matcher

        self._vocab = pipeline.vocab
        self._components = [pipeline.get_pipe(name) for name in BEFORE_LEMMAS]
        self._pairs = Matcher(pipeline.vocab)
        for number, rule in enumerate(self._components[0].patterns):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._pairs.add(f"pair {number}", longer)
        self._known: dict[Key, tuple[str, str]] = {}
        _look_up_by_hash(self._components[1])

    def of(self, doc: Any) -> list[tuple[str, str]]:
        """Lemma and relation of each word of a text that is tagged and parsed."""
        if self._pairs(doc):
            return self._made(doc)
        keys = [(token.orth, token.tag, token.dep) for token in doc]
        missing = {key for key in keys if key not in self._known}
        if missing:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
                missing = set(keys)
            self._learn(sorted(missing))
        return [self._known[key] for key in keys]

    def _learn(self, keys: Iterable[Key]) -> None:
        """Look these words up, each by itself."""
        from spacy.tokens import Doc

        strings, keys = self._vocab.strings, list(keys)
        words, tags, deps = [], [], []
        for orth, tag, dep in keys:
            words += [strings[orth], APART]
            tags += [strings[tag], APART]
            deps += [strings[dep], "punct"]
        doc = Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        self._known.update(zip(keys, self._made(doc)[::2], strict=True))

    def _made(self, doc: Any) -> list[tuple[str, str]]:
        for component in self._components:
            doc = component(doc)
        return [(token.lemma_, token.dep_) for token in doc]


def _look_up_by_hash(lemmatizer: Any) -> None:
    """Keep the lemmatizer's lists of known words as sets: it asks whether a form is among them, up to ten times a word,
    and a list of 57,528 is looked through to its end for each that is not."""
    if lemmatizer.lookups.has_table(KNOWN_WORDS):
        table = lemmatizer.lookups.get_table(KNOWN_WORDS)
        for part_of_speech, words in list(table.items()):
            table[part_of_speech] = frozenset(words)
