"""The plug point for grammar: parts of speech and dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a text: `text[start:end]`.

    `tag` is its Penn Treebank part of speech ("VBD"), `dep` its relation to its head in the ClearNLP scheme ("nsubj",
    "ccomp"), `head` the head's place among the tokens; the root of a tree is its own head.
    """

    start: int
    end: int
    lemma: str
    tag: str
    dep: str
    head: int


Parse = tuple[Token, ...]


class Tagger(Protocol):
    """Reads the grammar of sentences.

    `name` identifies the model with its release: what is found with another is found anew. `parse` takes texts of one
    sentence each and returns their tokens in reading order, one parse for each text in the order given; the same text
    has the same parse whatever else stands in the call.
    """

    @property
    def name(self) -> str: ...
    def parse(self, texts: Sequence[str]) -> list[Parse]: ...


HEADLINE_WORDS = 3  # a shorter one may be a name
_SMALL = "a an and as at but by for from in into nor of off on or over per than the to up via vs with"
SMALL_IN_TITLES: Final = frozenset(_SMALL.split())
"""Words that keep their small letters in title case."""


def readable(sentence: str) -> str:
    """The sentence as a tagger should see it, of the same length: a headline in title case is set in small letters.

    Capitals make every verb of it look like a name.
    """
    words = [word for word in sentence.split() if word[0].isalpha() and word not in SMALL_IN_TITLES]
    small = sentence.lower()
    is_headline = len(words) >= HEADLINE_WORDS and all(word[0].isupper() for word in words)
    return small if is_headline and len(small) == len(sentence) else sentence
