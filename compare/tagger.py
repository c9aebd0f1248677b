"""The plug point for grammar: parts of speech and dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from compare.datelines import dateline_length


class Token(NamedTuple):
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


def parsed(tagger: Tagger, sentences: Sequence[str]) -> list[Parse]:
    """The parses of sentences by their places, each without its dateline, of which a tagger makes the subject, and a
    headline without its capitals."""
    stories = [dateline_length(sentence) for sentence in sentences]
    parses = tagger.parse([in_small_letters(one[story:]) for one, story in zip(sentences, stories, strict=True)])
    return [
        tuple(token._replace(start=token.start + story, end=token.end + story) for token in parse) if story else parse
        for parse, story in zip(parses, stories, strict=True)
    ]


def in_small_letters(sentence: str) -> str:
    """A headline in title case in small letters, for capitals make every verb of it look like a name; anything else as
    it is."""
    words = [word for word in sentence.split() if word[0].isalpha() and word not in SMALL_IN_TITLES]
    small = sentence.lower()
    is_headline = len(words) >= HEADLINE_WORDS and all(word[0].isupper() for word in words)
    return small if is_headline and len(small) == len(sentence) else sentence
