"""Which sentences of different outlets make the same claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compare.alignment import Grouping, Item, neighbours
from compare.calibration import MINILM, Calibration, ClaimWeights
from compare.embed import Vectors
from compare.sentences import Sentence
from compare.signals import Floats, Indices, Rarity, Signals, describe, learn_rarity, signals

DECIMALS = 3  # scores are rounded before they meet a threshold, so that arithmetic noise changes nothing
CANDIDATE_COSINE: Final = 0.25
"""Of the default model, calibrated: sentences whose vectors are further apart are compared no further. With every other
signal at what 99 of 100 real pairs stay under, a score of one half needs more than this; `make bench` prints what it
costs."""
NEAR: Final = 0.2
"""The score with one reading at least that makes a sentence the nearest one of an outlet without a reading; what is
below has the topic in common at most."""
CORRECTION: Final = re.compile(r"\b(?:earlier|previous) version of this (?:article|story|report|page)\b", re.IGNORECASE)
"""A house's note on its own text. It tells what was wrong, which is no reading of the claim that it corrects."""
BLOCK: Final = 512
"""Rows of the product of vectors held at a time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one outlet wrote for a claim: `article.text[start:end] == text`. `paragraph` is 0 for the headline."""

    article: str
    outlet: str
    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence of an outlet without a reading that comes closest to a claim: `lowest` and `highest` are its
    `same_claim` probabilities with the claim's readings, 3 decimals; to be one of them it would need the threshold with
    every one, and to fit no other claim better."""

    reading: Reading
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion as several outlets wrote it, or, with a single reading, as one alone wrote it.

    `readings` are sorted by (outlet, article, start). `similarity` is the lowest `same_claim` probability of any pair
    of readings of different articles, rounded to 3 decimals; 1 for a claim of one reading. `weakest` are the places in
    `readings` of the pair that has it, the first one of equals; None for a claim of one reading. `nearest` has, sorted
    by outlet, what comes closest in outlets without a reading, as far as anything does; of claims of two or more
    outlets only.
    """

    readings: tuple[Reading, ...]
    similarity: float
    weakest: tuple[int, int] | None = None
    nearest: tuple[Nearest, ...] = ()

    def body_first(self) -> list[Reading]:
        """The readings, those of headlines last: where an outlet has several, its text speaks before its headline."""
        return sorted(self.readings, key=lambda r: (r.paragraph == 0, r.outlet, r.article, r.start))


def same_claim(
    a: str,
    b: str,
    vector_a: NDArray[np.float32],
    vector_b: NDArray[np.float32],
    rarity: Rarity | None = None,
    calibration: Calibration = MINILM,
) -> float:
    """Probability, 0..1 to 3 decimals, that two sentences make the same claim.

    The vectors are unit rows of shape (dim,). `rarity` tells which words are rare among the texts at hand; without it
    every content word counts alike.
    """
    return same_claim_pairs([(a, b)], [a, b], np.stack([vector_a, vector_b]), rarity or Rarity(), calibration)[0]


def same_claim_pairs(
    pairs: Sequence[tuple[str, str]],
    texts: Sequence[str],
    vectors: Vectors,
    rarity: Rarity | None = None,
    calibration: Calibration = MINILM,
) -> list[float]:
    """`same_claim` of many pairs of `texts`, whose unit vectors are `vectors` (len(texts), dim).

    Without `rarity` it is learned from `texts`. Raises KeyError for a text that is not among `texts`.
    """
    place = {text: i for i, text in enumerate(texts)}
    known = describe(texts, vectors, rarity or learn_rarity(texts))
    first = np.array([place[a] for a, _ in pairs], dtype=np.intp)
    second = np.array([place[b] for _, b in pairs], dtype=np.intp)
    return [float(score) for score in probability(signals(known, first, second), calibration)]


def probability(found: Signals, calibration: Calibration = MINILM) -> Floats:
    """The `same_claim` probabilities (pairs,) that signals (pairs,) speak for, 3 decimals."""
    return np.asarray(np.round(1 / (1 + np.exp(-log_odds(found, calibration.claims))), DECIMALS))


def log_odds(found: Signals, weights: ClaimWeights) -> Floats:
    """What the signals (pairs,) add up to, natural logarithms of odds."""
    return np.asarray(
        weights.cosine * weights.calibrated(found.cosine)
        + weights.shared * found.shared
        + weights.spelling * found.spelling
        + weights.length * found.length
        + weights.negation * found.negation
        + weights.numbers * found.numbers
        + weights.quotation * found.quotation
        + weights.constant
    )


def align_claims(sentences: Sequence[Sentence], vectors: Vectors, calibration: Calibration = MINILM) -> list[Claim]:
    """Group the sentences of one event's articles into claims; every sentence is a reading of exactly one.

    `vectors` is float32 (len(sentences), dim), unit rows in the order of `sentences`, which does not matter. Every pair
    of readings of different articles reaches `calibration.claim_threshold`; there are no chains. Among the groupings
    that keep to this, one with a large sum of scores over the threshold is sought over all sentences at once
    (`compare.alignment`). Body sentences are grouped first; then each headline joins the claim it fits best, and the
    headlines that fit none are grouped among themselves, so that loose headlines never keep body sentences apart. A
    house's note of correction stands alone.
    Claims come in reading order: by the mean place of their readings within their articles, claims made of headlines
    alone first.

    Raises ValueError where the numbers of sentences and vectors differ or a sentence stands twice.
    """
    if len(sentences) != len(vectors):
        raise ValueError(f"{len(sentences)} sentences, but vectors of {len(vectors)}")
    order = sorted(range(len(sentences)), key=lambda i: place_of(sentences[i]))
    ordered = [sentences[i] for i in order]
    for one, following in pairwise(ordered):
        if place_of(one) == place_of(following):
            raise ValueError(f"the sentence at {one.start} of article {one.article} stands twice")
    if not ordered:
        return []
    scores = Scored(ordered, np.asarray(vectors, dtype=np.float32)[order], calibration)
    items = [Item(sentence.article, sentence.outlet) for sentence in ordered]
    grouping = Grouping(items, neighbours(scores.passing), calibration.claim_threshold)
    alone = [i for i, sentence in enumerate(ordered) if CORRECTION.search(sentence.text)]
    rest = sorted(set(range(len(ordered))) - set(alone))
    grouping.add([i for i in rest if ordered[i].paragraph > 0])
    grouping.attach([i for i in rest if ordered[i].paragraph == 0])
    for i in alone:
        grouping.add([i])
    length = Counter(sentence.article for sentence in ordered)
    members = sorted(grouping.groups(), key=lambda group: reading_order(group, ordered, length))
    return [scores.claim(group) for group in members]


def place_of(sentence: Sentence) -> tuple[str, str, int]:
    return (sentence.outlet, sentence.article, sentence.start)


def reading_order(group: Sequence[int], sentences: Sequence[Sentence], length: Counter[str]) -> tuple[int, float, int]:
    """Headline-only claims first, then by mean relative place of the body readings, then by the first reading."""
    body = [sentences[i] for i in group if sentences[i].paragraph > 0]
    if not body:
        return (0, 0.0, group[0])
    return (1, round(sum(s.index / length[s.article] for s in body) / len(body), DECIMALS), group[0])


def close_pairs(vectors: Vectors, calibration: Calibration = MINILM) -> tuple[Indices, Indices]:
    """The pairs of rows, the smaller number first, that are worth looking at: vectors nearer than CANDIDATE_COSINE.

    Every pair costs one product of vectors, a block of rows at a time, and only those found here cost more.
    """
    first, second = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK] @ vectors[start:].T
        near = np.triu(calibration.claims.calibrated(block) >= CANDIDATE_COSINE, 1)
        rows, columns = np.nonzero(near)
        first.append(rows + start)
        second.append(columns + start)
    return np.concatenate(first), np.concatenate(second)


class Scored:
    """The sentences of one event and the scores of those pairs of them that are worth looking at.

    `passing` has by the places of both, the smaller first, the scores of pairs of different articles that reach the
    threshold.
    """

    def __init__(self, sentences: Sequence[Sentence], vectors: Vectors, calibration: Calibration) -> None:
        from scipy import sparse

        self._sentences = sentences
        self._threshold = calibration.claim_threshold
        first, second = close_pairs(vectors, calibration)
        article = np.unique([sentence.article for sentence in sentences], return_inverse=True)[1]
        different = article[first] != article[second]
        first, second = first[different], second[different]
        score = self._scores(vectors, first, second, calibration)
        passes = score >= self._threshold
        self.passing = {
            (int(i), int(j)): float(p) for i, j, p in zip(first[passes], second[passes], score[passes], strict=True)
        }
        count = len(sentences)
        half = sparse.csr_matrix((score, (first, second)), shape=(count, count))
        self._all: Any = sparse.csr_matrix(half + half.T)
        self._outlet = np.array([sentence.outlet for sentence in sentences])

    def _scores(self, vectors: Vectors, first: Indices, second: Indices, calibration: Calibration) -> Floats:
        """The probabilities of pairs of sentences. What is in no pair is not described."""
        if not len(first):
            return np.zeros(0)
        paired, place = np.unique(np.concatenate([first, second]), return_inverse=True)
        rarity = learn_rarity(sentence.text for sentence in self._sentences)
        known = describe([self._sentences[i].text for i in paired], vectors[paired], rarity)
        return probability(signals(known, place[: len(first)], place[len(first) :]), calibration)

    def claim(self, group: Sequence[int]) -> Claim:
        """The claim that these sentences make."""
        group = sorted(group)
        lowest, weakest = 1.0, None
        for (a, i), (b, j) in combinations(enumerate(group), 2):
            score = self.passing.get((i, j))
            if score is not None and (weakest is None or score < lowest):
                lowest, weakest = score, (a, b)
        return Claim(tuple(self._reading(i) for i in group), lowest, weakest, tuple(self._nearest(group)))

    def _nearest(self, group: Sequence[int]) -> list[Nearest]:
        held = {self._sentences[i].outlet for i in group}
        if len(held) < 2:
            return []
        rows = self._all[group].toarray()
        mean, highest, lowest = rows.mean(axis=0), rows.max(axis=0), rows.min(axis=0)
        found = []
        for outlet in sorted(set(self._outlet.tolist()) - held):
            own = np.nonzero(self._outlet == outlet)[0]
            best = int(max(own, key=lambda i: (round(float(mean[i]), DECIMALS), -i)))
            if highest[best] >= NEAR:
                found.append(Nearest(self._reading(best), float(lowest[best]), float(highest[best])))
        return found

    def _reading(self, i: int) -> Reading:
        s = self._sentences[i]
        return Reading(s.article, s.outlet, s.start, s.end, s.text, s.paragraph)
