"""The dictionary forms of words, remembered: a night has few different words, and each many times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

BEFORE_LEMMAS: Final = ("attribute_ruler", "lemmatizer")
"""The last two components of spaCy's English pipelines. What they make of a word follows from the word itself, its tag
and its relation, but for some pairs ("gon na"), which the ruler's own patterns name."""
MOST_REMEMBERED: Final = 300_000
"""Words with their tags and relations; some 50 MB."""
KNOWN_WORDS: Final = "lemma_index"
"""The lemmatizer's table of dictionary forms, by part of speech."""
APART: Final = ","
"""What stands between two words that are looked up together, so that they make no pair."""
ASKED: Final = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
"""What the ruler's patterns for single words ask of a word, in the pipelines known here."""

Key = tuple[int, int, int]
"""Word, tag and relation, as numbers of the pipeline's vocabulary."""


class _Ruled(NamedTuple):
    """What the ruler makes of a word: part of speech, morphology, dictionary form ("" where it says none), relation."""

    pos: str
    morph: str
    lemma: str
    dep: str


class Lemmas:
    """What the two components make of the words of parsed texts: dictionary form and relation of each."""

    def __init__(self, pipeline: Any) -> None:
        from spacy.matcher import Matcher

        self._vocab = pipeline.vocab
        self._ruler, self._lemmatizer = [pipeline.get_pipe(name) for name in BEFORE_LEMMAS]
        self._pairs = Matcher(pipeline.vocab)
        patterns = [pattern for rule in self._ruler.patterns for pattern in rule["patterns"]]
        for number, pattern in enumerate(patterns):
            if len(pattern) > 1:
                self._pairs.add(f"pair {number}", [pattern])
        self._named = _Named(pattern[0] for pattern in patterns if len(pattern) == 1)
        self._openers = _Openers(pattern[0] for pattern in patterns if len(pattern) > 1)
        self._opening: set[Key] = set()
        self._ruled: dict[Key, _Ruled] = {}
        self._forms: dict[tuple[int, str, str, str], str] = {}
        self._known: dict[Key, tuple[str, str]] = {}
        _look_up_by_hash(self._lemmatizer)

    def of(self, docs: Sequence[Any]) -> list[list[tuple[str, str]]]:
        """Lemma and relation of each word of texts that are tagged and parsed. What is new in several is looked up at
        once: to ask the components takes as long as what they do for twenty words."""
        keys = [[(token.orth, token.tag, token.dep) for token in doc] for doc in docs]
        if len(self._known) > MOST_REMEMBERED:
            for remembered in (self._known, self._forms, self._opening):
                remembered.clear()
        if missing := {key for text in keys for key in text if key not in self._known}:
            self._learn(sorted(missing))
        return [self._of(doc, text) for doc, text in zip(docs, keys, strict=True)]

    def _of(self, doc: Any, keys: Sequence[Key]) -> list[tuple[str, str]]:
        if not self._opening.isdisjoint(keys) and self._pairs(doc):
            return [(token.lemma_, token.dep_) for token in self._lemmatizer(self._ruler(doc))]
        return [self._known[key] for key in keys]

    def _learn(self, keys: Sequence[Key]) -> None:
        """Look these words up, each by itself."""
        strings = self._vocab.strings
        self._opening.update(key for key in keys if self._openers.may_be(strings[key[0]].lower(), strings[key[2]]))
        kinds = [self._kind(key) for key in keys]
        self._rule({kind: key for kind, key in zip(kinds, keys, strict=True) if kind not in self._ruled})
        ruled = [self._ruled[kind] for kind in kinds]
        # One word has as many relations as a sentence has places for it, and one form in most of them.
        asked = [(key[0], one.pos, one.morph, one.lemma) for key, one in zip(keys, ruled, strict=True)]
        fresh = {form: at for at, form in enumerate(asked) if form not in self._forms}
        if fresh:
            doc = self._doc([keys[at] for at in fresh.values()], [ruled[at] for at in fresh.values()])
            self._forms.update(zip(fresh, (token.lemma_ for token in self._lemmatizer(doc)), strict=True))
        lemmas = (self._forms[form] for form in asked)
        self._known.update(zip(keys, zip(lemmas, (one.dep for one in ruled), strict=True), strict=True))

    def _kind(self, key: Key) -> Key:
        """Words of which the ruler makes the same: most of its patterns name no word, and each pattern is tried at each
        word, which takes more time than all that follows."""
        word = self._vocab.strings[key[0]].lower()
        return key if word in self._named or word.isspace() else (0, *key[1:])

    def _rule(self, one_of: Mapping[Key, Key]) -> None:
        """Ask the ruler about each of these kinds, by a word of it."""
        if not one_of:
            return
        comma = self._vocab.strings.add(APART)
        apart = (comma, comma, self._vocab.strings.add("punct"))
        doc = self._ruler(self._doc([each for key in one_of.values() for each in (key, apart)]))
        made = (_Ruled(token.pos_, str(token.morph), token.lemma_, token.dep_) for token in list(doc)[::2])
        self._ruled.update(zip(one_of, made, strict=True))

    def _doc(self, keys: Sequence[Key], ruled: Sequence[_Ruled] | None = None) -> Any:
        from spacy.tokens import Doc

        words, tags, deps = ([self._vocab.strings[number] for number in column] for column in zip(*keys, strict=True))
        return Doc(
            self._vocab,
            words=words,
            tags=tags,
            deps=deps,
            heads=list(range(len(words))),
            pos=None if ruled is None else [one.pos for one in ruled],
            morphs=None if ruled is None else [one.morph for one in ruled],
            lemmas=None if ruled is None else [one.lemma for one in ruled],
        )


class _Named:
    """The words that the ruler's patterns for single words name, in small letters; all words where a pattern asks
    something that is not known here."""

    def __init__(self, patterns: Iterable[Mapping[str, Any]]) -> None:
        self._words: set[str] = set()
        self._written: list[re.Pattern[str]] = []
        self._all = False
        for pattern in patterns:
            match pattern.get("LOWER", {"IN": []}):
                case str(word):
                    self._words.add(word)
                case {"IN": list(words), **others} if not others:
                    self._words.update(words)
                case {"REGEX": str(written), **others} if not others:
                    self._written.append(re.compile(written))
                case _:
                    self._all = True
            self._all = self._all or not pattern.keys() <= ASKED

    def __contains__(self, word: str) -> bool:
        return self._all or word in self._words or any(one.search(word) for one in self._written)


class _Openers:
    """What the first word of a pair is by the ruler's patterns for pairs: most sentences have none such."""

    def __init__(self, patterns: Iterable[Mapping[str, Any]]) -> None:
        by_word: list[Mapping[str, Any]] = []
        self._relations: set[str] = set()
        self._all = False
        for pattern in patterns:
            match pattern:
                case {"LOWER": _}:
                    by_word.append(pattern)
                case {"DEP": str(relation), **others} if not others:
                    self._relations.add(relation)
                case _:
                    self._all = True
        self._words = _Named(by_word)

    def may_be(self, word: str, relation: str) -> bool:
        """`word` in small letters."""
        return self._all or relation in self._relations or word in self._words


def _look_up_by_hash(lemmatizer: Any) -> None:
    """Keep the lemmatizer's lists of known words as sets: it asks whether a form is among them, up to ten times a word,
    and a list of 57,528 is looked through to its end for each that is not."""
    if lemmatizer.lookups.has_table(KNOWN_WORDS):
        table = lemmatizer.lookups.get_table(KNOWN_WORDS)
        for part_of_speech, words in list(table.items()):
            table[part_of_speech] = frozenset(words)
