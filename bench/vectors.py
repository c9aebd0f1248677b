"""Vectors for the benchmarks: each text encoded once in a run, however many measures ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from compare.embed import Embedder, Vectors
from compare.sentences import split_sentences
from scraper.article import Article
from variorum.adapters import load_embedder
from variorum.settings import LEXICAL_EMBEDDER, Settings


class Remembering:
    """An embedder that keeps every row it was asked for (1.5 kB each), and gives what the one behind it gives."""

    def __init__(self, behind: Embedder) -> None:
        self._behind = behind
        self._rows: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        return self._behind.name

    @property
    def engine(self) -> str:
        return self._behind.engine

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = sorted({text for text in texts if text not in self._rows})
        if new:
            self._rows |= dict(zip(new, self._behind.encode(new), strict=True))
        return np.stack([self._rows[text] for text in texts]) if texts else self._behind.encode(texts)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        return self._behind.encode_words(texts)


@cache
def embedder() -> Embedder:
    """The default model."""
    return Remembering(load_embedder(Settings().compare.embedder))


@cache
def lexical() -> Embedder:
    return Remembering(load_embedder(LEXICAL_EMBEDDER))


def embedded(articles: Sequence[Article], using: Embedder) -> list[Vectors]:
    """The vectors of each article's sentences, the headline first."""
    sentences = [split_sentences(article) for article in articles]
    flat = using.encode([s.text for group in sentences for s in group])
    return np.split(flat, np.cumsum([len(group) for group in sentences])[:-1])
