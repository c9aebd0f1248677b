"""The plug point for grammar: parts of speech and dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


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


HEADLINE_WORDS = 3
HEADLINE_SHARE = 0.9
"""Of the longer words of a headline in title case ("Mayor Questions the Price of Bells"); names rarely reach it."""
LONGER = 4  # letters; shorter words have small letters in title case too


def readable(sentence: str) -> str:
    """The sentence as a tagger should see it, of the same length: a headline in title case is set in small letters.

    Capitals make every verb of it look like a name.
    """
    words = [word for word in sentence.split() if word[0].isalpha() and len(word) >= LONGER]
    capitals = sum(word[0].isupper() for word in words)
    small = sentence.lower()
    is_headline = len(words) >= HEADLINE_WORDS and capitals >= HEADLINE_SHARE * len(words)
    return small if is_headline and len(small) == len(sentence) else sentence
