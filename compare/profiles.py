"""What texts are about: how much each of their words counts, by where it stands and how rare it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.words import NEWS_WORDS, stem, words
from scraper.article import Article

Floats = NDArray[np.float64]

# How often a word counts by where it stands: headline, lead, rest. News puts the event into its first lines.
HEADLINE_COUNT, LEAD_COUNT = 3.0, 2.0
LEAD_CHARACTERS = 450  # of the body, about three sentences of news
NEWS_WORD_FACTOR = 0.3  # words of any news text count for less
NAME_FACTOR = 2.0  # capitalised words and numbers tell look-alike events apart
# Articles imagined beside the corpus, holding none of its words: in a corpus of three, a word of two is still rare.
PRIOR_ARTICLES = 100


def word_rows(articles: Sequence[Article]) -> tuple[Any, Floats]:
    """Sparse unit rows (articles, vocabulary) of log counts times rarity, and how many content words each has."""
    from scipy import sparse

    places: dict[str, int] = {}
    row_of: list[int] = []
    column_of: list[int] = []
    counts: list[float] = []
    length = np.zeros(len(articles))
    for row, article in enumerate(articles):
        weights, length[row] = weighted_words(article)
        for word in sorted(weights):
            row_of.append(row)
            column_of.append(places.setdefault(word, len(places)))
            counts.append(weights[word])
    shape = (len(articles), max(1, len(places)))
    found = np.bincount(column_of, minlength=shape[1]) if column_of else np.zeros(1)
    rarity = np.log((len(articles) + 1 + PRIOR_ARTICLES) / (found + 1))
    values = np.log1p(np.asarray(counts)) * rarity[np.asarray(column_of, dtype=int)]
    rows = sparse.csr_matrix((values, (row_of, column_of)), shape=shape)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ rows), length


def weighted_words(
    article: Article, name: float = NAME_FACTOR, number: float = NAME_FACTOR
) -> tuple[Counter[str], int]:
    """How much each stem counts in the article, and how many content words there are.

    `name` is the factor of capitalised words, `number` that of numbers.
    """
    common = news_stems()
    lead_end = article.body_start + LEAD_CHARACTERS
    total: Counter[str] = Counter()
    length = 0
    for word in words(article.text):
        if not word.content:
            continue
        length += 1
        place = HEADLINE_COUNT if word.start < len(article.title) else LEAD_COUNT if word.start < lead_end else 1.0
        known = NEWS_WORD_FACTOR if word.stem in common else 1.0
        named = number if word.number else name if word.capital else 1.0
        total[word.stem] += place * known * named  # type: ignore[assignment]
    return total, length


@cache
def news_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in NEWS_WORDS)
