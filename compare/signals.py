"""What two sentences have in common: the cheap signals that `claims.same_claim` weighs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors
from compare.numbers import Quantity, agreeing, quantities
from compare.profiles import news_stems
from compare.quotedwords import quoted_runs
from compare.words import Word, words

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

PRIOR_TEXTS = 100  # sentences imagined beside those at hand, holding none of their words
NEWS_WORD_FACTOR = 0.5  # words of any news text count for half
NAME_FACTOR = 1.3  # capitalised words and numbers count for more
PIECE = 4  # characters of the overlapping pieces that catch spellings and inflections the stems miss
PAIRS_AT_ONCE: Final = 50_000  # pairs whose sparse rows are held at a time
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
class Described:
    """What is known of each of some texts before any two are compared; rows are in the order of the texts.

    `vectors` has unit rows (texts, dim). `stems` are sparse rows of content stems by rarity, `pieces` sparse unit rows
    of pieces of spelling, `quoted` sparse rows of runs of quoted words. `sizes` is the logarithm of the number of words
    and one, `negative` 1 where a word negates.
    """

    vectors: Floats
    stems: Any
    pieces: Any
    quoted: Any
    sizes: Floats
    negative: Floats
    numbers: tuple[tuple[Quantity, ...], ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """Of some pairs, each an array (pairs,): `cosine` -1..1, `shared` words by rarity 0..1, `spelling` 0..1, `length`
    the absolute logarithm of the ratio of their words, `negation` 1 where only one negates, `numbers` the share 0..1 of
    both texts' numbers that agree (that differ count neither way: they are what a row is to show), `quotation` 1 where
    both quote the same words."""

    cosine: Floats
    shared: Floats
    spelling: Floats
    length: Floats
    negation: Floats
    numbers: Floats
    quotation: Floats


def describe(texts: Sequence[str], vectors: Vectors, rarity: Rarity) -> Described:
    """`vectors` is float32 (len(texts), dim) of unit rows."""
    tokens = [words(text) for text in texts]
    return Described(
        vectors=np.asarray(vectors, dtype=np.float64),
        stems=sparse_rows([stem_weights(found, rarity) for found in tokens]),
        pieces=unit_rows(sparse_rows([piece_counts(found) for found in tokens])),
        quoted=sparse_rows([{" ".join(run): 1.0 for run in quoted_runs(text)} for text in texts]),
        sizes=np.log(np.array([len(found) + 1.0 for found in tokens])),
        negative=np.array([float(any(negates(word) for word in found)) for found in tokens]),
        numbers=tuple(tuple(quantities(text)) for text in texts),
    )


def signals(known: Described, first: Indices, second: Indices) -> Signals:
    """The signals between the texts of these numbers, pair by pair; symmetric in the two."""
    parts = [
        _signals(known, first[start : start + PAIRS_AT_ONCE], second[start : start + PAIRS_AT_ONCE])
        for start in range(0, max(1, len(first)), PAIRS_AT_ONCE)
    ]
    names = Signals.__slots__
    return Signals(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _signals(known: Described, first: Indices, second: Indices) -> Signals:
    return Signals(
        cosine=np.einsum("ij,ij->i", known.vectors[first], known.vectors[second]),
        shared=shared_words(known.stems, first, second),
        spelling=_row_products(known.pieces, first, second),
        length=np.abs(known.sizes[first] - known.sizes[second]),
        negation=np.abs(known.negative[first] - known.negative[second]),
        numbers=_numbers_shared(known.numbers, first, second),
        quotation=np.asarray(_row_products(known.quoted, first, second) > 0, dtype=np.float64),
    )


def _numbers_shared(numbers: Sequence[Sequence[Quantity]], first: Indices, second: Indices) -> Floats:
    held = np.array([bool(own) for own in numbers], dtype=bool)
    shared = np.zeros(len(first))
    for pair in np.flatnonzero(held[first] & held[second]):  # of most pairs one has none
        shared[pair] = number_signal(numbers[first[pair]], numbers[second[pair]])
    return shared


def negates(word: Word) -> bool:
    lower = word.text.lower()
    return lower in NEGATIONS or lower.endswith(("n't", "n’t"))


def stem_weights(found: Sequence[Word], rarity: Rarity) -> dict[str, float]:
    """Each content stem with its rarity, less for a word of any news text, more for a name or a number."""
    common = news_stems()
    weight: dict[str, float] = {}
    for word in found:
        if word.content:
            known = NEWS_WORD_FACTOR if word.stem in common else 1.0
            named = NAME_FACTOR if word.capital or word.number else 1.0
            weight[word.stem] = max(weight.get(word.stem, 0.0), rarity.of(word.stem) * known * named)
    return weight


def piece_counts(found: Sequence[Word]) -> Mapping[str, float]:
    """Counts of overlapping pieces of PIECE characters."""
    line = " " + " ".join(word.text.lower() for word in found) + " "
    return Counter([line[i : i + PIECE] for i in range(len(line) - PIECE + 1)])


def shared_words(stems: Any, first: Indices, second: Indices) -> Floats:
    """Weighted Jaccard overlap of content stems: 1 where both have the same, 0 where they share none."""
    present = stems.copy()
    present.data = np.ones_like(present.data)
    both = (_row_products(stems, first, second, right=present) + _row_products(present, first, second, right=stems)) / 2
    total = np.asarray(stems.sum(axis=1)).ravel()
    either = total[first] + total[second] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 1e-9))


def _row_products(rows: Any, first: Indices, second: Indices, *, right: Any = None) -> Floats:
    """The products of rows of two sparse matrices (of one, where `right` is not given), pair by pair."""
    return np.asarray(
        rows[first].multiply((rows if right is None else right)[second]).sum(axis=1), dtype=np.float64
    ).ravel()


def unit_rows(rows: Any) -> Any:
    from scipy import sparse

    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_matrix(
        sparse.diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ rows
    )


def sparse_rows(weighed: Sequence[Mapping[str, float]]) -> Any:
    """Float64 (len(weighed), different keys); columns in the order in which the keys come, sorted within a row."""
    from scipy import sparse

    keys = [sorted(weights) for weights in weighed]
    flat = [*chain.from_iterable(keys)]
    place = {key: number for number, key in enumerate(dict.fromkeys(flat))}
    columns = np.fromiter(map(place.__getitem__, flat), dtype=np.int64, count=len(flat))
    held = chain.from_iterable(map(weights.__getitem__, own) for weights, own in zip(weighed, keys, strict=True))
    values = np.fromiter(held, dtype=np.float64, count=len(flat))
    ends = np.cumsum([0, *map(len, keys)])
    rows = sparse.csr_matrix((values, columns, ends), shape=(len(weighed), max(1, len(place))))
    rows.sort_indices()
    return rows


def number_signal(a: Sequence[Quantity], b: Sequence[Quantity]) -> float:
    """The share of the two texts' numbers that agree; 0 where either has none."""
    if not a or not b:
        return 0.0
    return (agreeing(a, b) + agreeing(b, a)) / (len(a) + len(b))
