"""Sentence vectors without a model: hashed words, word pairs and pieces of words.

The floor under every other engine: it needs nothing but numpy, gives the same bits everywhere, and knows spelling but
no meaning. Two sentences that share no words are strangers to it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from compare.embed import Vectors, normalised
from compare.profiles import news_stems
from compare.words import words

LEXICAL_NAME = "lexical"
ENGINE = "hash-1"
DIMENSION = 512  # columns; sentences of thirty words fill a third of them, collisions cancel by their signs
PIECE = 4  # characters of the overlapping pieces of a word
# How much each feature counts. Words carry the sense, pairs their order, pieces catch inflections and spellings.
WORD, PAIR, PIECES, GRAMMAR = 1.0, 0.4, 0.8, 0.1
NEWS_WORD_FACTOR = 0.5
NAME_FACTOR = 1.3


class LexicalEmbedder:
    """Hashed features behind the `Embedder` protocol: the same row for a text whatever stands beside it."""

    @property
    def name(self) -> str:
        return LEXICAL_NAME

    @property
    def engine(self) -> str:
        return ENGINE

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float64)
        known: dict[str, int] = {}
        for at, text in enumerate(texts):
            if text in known:
                rows[at] = rows[known[text]]
                continue
            known[text] = at
            for feature, weight in features(text).items():
                column, sign = hashed(feature)
                rows[at, column] += sign * weight
        return normalised(rows.astype(np.float32))

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        """None: it knows spelling but no meaning."""
        return None


def features(text: str) -> dict[str, float]:
    """The features of a text and how much each counts."""
    common = news_stems()
    out: dict[str, float] = {}
    previous = ""
    for word in words(text):
        if word.content:
            weight = (NEWS_WORD_FACTOR if word.stem in common else 1.0) * (
                NAME_FACTOR if word.capital or word.number else 1.0
            )
            add(out, f"w {word.stem}", WORD * weight)
            framed = f" {word.stem} "
            pieces = max(1, len(framed) - PIECE + 1)
            for start in range(pieces):
                add(out, f"p {framed[start : start + PIECE]}", PIECES * weight / pieces**0.5)
            if previous:
                add(out, f"b {previous} {word.stem}", PAIR)
            previous = word.stem
        else:
            add(out, f"g {word.text.lower()}", GRAMMAR)
    return out


def add(to: dict[str, float], feature: str, weight: float) -> None:
    to[feature] = to.get(feature, 0.0) + weight


def hashed(feature: str) -> tuple[int, int]:
    """A feature's column and sign, from a checksum that is the same on every machine."""
    value = zlib.crc32(feature.encode())
    return value % DIMENSION, 1 if value & 0x80000000 else -1
