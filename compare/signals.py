"""What two sentences have in common: the cheap signals that `claims.same_claim` weighs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors
from compare.numbers import Quantity, quantities, shared_and_conflicting
from compare.profiles import news_stems
from compare.quotedwords import quoted_runs
from compare.words import Word, words

Floats = NDArray[np.float64]

PRIOR_TEXTS = 100  # sentences imagined beside those at hand, holding none of their words
NEWS_WORD_FACTOR = 0.5  # words of any news text count for half
NAME_FACTOR = 1.3  # capitalised words and numbers count for more
PIECE = 4  # characters of the overlapping pieces that catch spellings and inflections the stems miss
NEGATION_WORDS = (
    "not no never without nor neither cannot none nobody nothing fail fails failed failing unable lacks lacked"
)
NEGATIONS = frozenset(NEGATION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of `texts` sentences hold each stem. Empty, it takes every content word for equally rare."""

    texts: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)

    def of(self, stem: str) -> float:
        """Natural logarithm of how rare the stem is, above 0."""
        return math.log((self.texts + 1 + PRIOR_TEXTS) / (self.holding.get(stem, 0) + 1))


def learn_rarity(texts: Iterable[str]) -> Rarity:
    """Rarity over the different texts given."""
    different = set(texts)
    holding: Counter[str] = Counter()
    for text in different:
        holding.update({word.stem for word in words(text) if word.content})
    return Rarity(len(different), holding)


@dataclass(frozen=True, slots=True)
class Signals:
    """Symmetric matrices (texts, texts): `cosine` -1..1, `shared` words by rarity 0..1, `spelling` 0..1, `length`
    the absolute logarithm of the ratio of their words, `negation` 1 where only one negates, `numbers` -1..1 from
    conflicting to shared, `quotation` 1 where both quote the same words."""

    cosine: Floats
    shared: Floats
    spelling: Floats
    length: Floats
    negation: Floats
    numbers: Floats
    quotation: Floats


def signals(texts: Sequence[str], vectors: Vectors, rarity: Rarity) -> Signals:
    """All signals between all texts. `vectors` is float32 (len(texts), dim) of unit rows."""
    tokens = [words(text) for text in texts]
    size = np.log(np.array([len(found) + 1.0 for found in tokens]))
    negative = np.array([float(any(negates(word) for word in found)) for found in tokens])
    rows = np.asarray(vectors, dtype=np.float64)
    return Signals(
        cosine=rows @ rows.T,
        shared=shared_words(tokens, rarity),
        spelling=shared_spelling(tokens),
        length=np.abs(size[:, None] - size[None, :]),
        negation=np.abs(negative[:, None] - negative[None, :]),
        numbers=number_signal([quantities(text) for text in texts]),
        quotation=shared_quotation(texts),
    )


def negates(word: Word) -> bool:
    lower = word.text.lower()
    return lower in NEGATIONS or lower.endswith(("n't", "n’t"))


def shared_words(tokens: Sequence[Sequence[Word]], rarity: Rarity) -> Floats:
    """Weighted Jaccard overlap of content stems: 1 where both have the same, 0 where they share none."""
    common = news_stems()
    weighed: list[dict[str, float]] = []
    for found in tokens:
        weight: dict[str, float] = {}
        for word in found:
            if word.content:
                known = NEWS_WORD_FACTOR if word.stem in common else 1.0
                named = NAME_FACTOR if word.capital or word.number else 1.0
                weight[word.stem] = max(weight.get(word.stem, 0.0), rarity.of(word.stem) * known * named)
        weighed.append(weight)
    matrix = sparse_rows(weighed)
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    half = (matrix @ present.T).toarray() / 2
    both = half + half.T
    total = np.asarray(matrix.sum(axis=1)).ravel()
    either = total[:, None] + total[None, :] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 1e-9))


def shared_spelling(tokens: Sequence[Sequence[Word]]) -> Floats:
    """Cosine of the counts of overlapping pieces of PIECE characters."""
    counted: list[Mapping[str, float]] = []
    for found in tokens:
        line = " " + " ".join(word.text.lower() for word in found) + " "
        counted.append(Counter(line[i : i + PIECE] for i in range(len(line) - PIECE + 1)))
    matrix = sparse_rows(counted)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    product = (matrix @ matrix.T).toarray()
    scale = lengths[:, None] * lengths[None, :]
    return np.asarray(np.divide(product, scale, out=np.zeros_like(product), where=scale > 0))


def shared_quotation(texts: Sequence[str]) -> Floats:
    """1 where two texts share a run of quoted words, 0 elsewhere."""
    matrix = sparse_rows([{" ".join(run): 1.0 for run in quoted_runs(text)} for text in texts])
    return np.asarray((matrix @ matrix.T).toarray() > 0, dtype=np.float64)


def sparse_rows(weighed: Sequence[Mapping[str, float]]) -> Any:
    from scipy import sparse

    places: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, weights in enumerate(weighed):
        for key in sorted(weights):
            rows.append(row)
            columns.append(places.setdefault(key, len(places)))
            values.append(float(weights[key]))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(weighed), max(1, len(places))))


def number_signal(found: Sequence[Sequence[Quantity]]) -> Floats:
    """Share of the two texts' numbers that agree, less the share that conflict; 0 where either has none."""
    out = np.zeros((len(found), len(found)))
    holding = [i for i, numbers in enumerate(found) if numbers]
    for place, i in enumerate(holding):
        for j in holding[place:]:
            shared_a, conflict_a = shared_and_conflicting(found[i], found[j])
            shared_b, conflict_b = shared_and_conflicting(found[j], found[i])
            count = len(found[i]) + len(found[j])
            out[i, j] = out[j, i] = (shared_a + shared_b - conflict_a - conflict_b) / count
    return out
