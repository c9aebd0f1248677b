"""The terms of an article and how much each counts in telling what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.background import Background
from compare.profiles import weighted_words
from scraper.article import Article

Floats = NDArray[np.float64]

# Names and numbers tell look-alike events apart: the same quarrel, but another place, another toll. Where from: tried
# at 1, 2, 3 and 4 on the development sets, where more helps the look-alike events and changes little else.
NAME_FACTOR, NUMBER_FACTOR = 3.0, 4.0
# A term that counts this much counts half of what it can; repeating it more says little more (as BM25's k, 1.2 to 2).
HALF = 1.5


@dataclass(frozen=True, slots=True)
class Terms:
    """`weights` maps stems to 0..1 before rarity, `length` is the number of content words, repeats counted."""

    weights: Mapping[str, float]
    length: int


def article_terms(article: Article) -> Terms:
    """The article's stems, weighed by where and how they stand: headline, first lines, name, number."""
    total, length = weighted_words(article, NAME_FACTOR, NUMBER_FACTOR)
    return Terms({stem: count / (count + HALF) for stem, count in sorted(total.items())}, length)


def term_rows(terms: Sequence[Terms], background: Background) -> tuple[Any, tuple[str, ...]]:
    """Sparse unit rows (articles, vocabulary) of weight times rarity, and the stem of each column, sorted."""
    from scipy import sparse

    vocabulary = sorted({stem for one in terms for stem in one.weights})
    column = {stem: number for number, stem in enumerate(vocabulary)}
    rarity = np.array([background.rarity(stem) for stem in vocabulary])
    ends = np.cumsum([0, *(len(one.weights) for one in terms)])
    places = np.fromiter((column[stem] for one in terms for stem in one.weights), dtype=np.int64, count=int(ends[-1]))
    weights = np.fromiter((w for one in terms for w in one.weights.values()), dtype=np.float64, count=int(ends[-1]))
    values = weights * rarity[places] if len(places) else weights
    rows = sparse.csr_matrix((values, places, ends), shape=(len(terms), max(1, len(vocabulary))))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ rows), tuple(vocabulary)
