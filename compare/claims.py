"""Which sentences of different outlets make the same claim."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from compare.calibration import MINILM, Calibration
from compare.embed import Vectors
from compare.sentences import Sentence
from compare.signals import Rarity, Signals, learn_rarity, signals

DECIMALS = 3  # scores are rounded before they meet a threshold, so that arithmetic noise changes nothing
ARTICLE_READINGS = 2  # readings of one article in one claim: lead and a later repetition
OUTLET_READINGS = 3  # readings of one outlet in one claim


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
class Claim:
    """One assertion as several outlets wrote it, or, with a single reading, as one alone wrote it.

    `readings` are sorted by (outlet, article, start). `similarity` is the lowest `same_claim` probability of any pair
    of readings of different articles, rounded to 3 decimals; 1 for a claim of one reading.
    """

    readings: tuple[Reading, ...]
    similarity: float

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
    scores = same_claim_scores([a, b], np.stack([vector_a, vector_b]), rarity or Rarity(), calibration)
    return float(scores[0, 1])


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
    scores = same_claim_scores(texts, vectors, rarity or learn_rarity(texts), calibration)
    return [float(scores[place[a], place[b]]) for a, b in pairs]


def same_claim_scores(
    texts: Sequence[str], vectors: Vectors, rarity: Rarity, calibration: Calibration = MINILM
) -> NDArray[np.float64]:
    """The symmetric matrix of `same_claim` over all pairs of `texts`, 3 decimals."""
    return probability(signals(texts, vectors, rarity), calibration)


def probability(found: Signals, calibration: Calibration) -> NDArray[np.float64]:
    weights = calibration.claims
    z = (
        weights.cosine * found.cosine
        + weights.shared * found.shared
        + weights.spelling * found.spelling
        + weights.length * found.length
        + weights.negation * found.negation
        + weights.numbers * found.numbers
        + weights.quotation * found.quotation
        + weights.constant
    )
    return np.asarray(np.round(1 / (1 + np.exp(-z)), DECIMALS))


def align_claims(sentences: Sequence[Sentence], vectors: Vectors, calibration: Calibration = MINILM) -> list[Claim]:
    """Group the sentences of one event's articles into claims; every sentence is a reading of exactly one.

    `vectors` is float32 (len(sentences), dim), unit rows in the order of `sentences`, which does not matter. Every pair
    of readings of different articles reaches `calibration.claim_threshold`; there are no chains. Body sentences are
    grouped first; then each headline joins the claim it fits best, and the headlines that fit none are grouped among
    themselves, so that loose headlines never keep body sentences apart. Claims come in reading order: by the mean place
    of their readings within their articles, claims made of headlines alone first.

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
    texts = [sentence.text for sentence in ordered]
    rows = np.asarray(vectors, dtype=np.float32)[order]
    scores = same_claim_scores(texts, rows, learn_rarity(texts), calibration)
    groups = Groups(ordered, scores, calibration.claim_threshold)
    groups.join([i for i, sentence in enumerate(ordered) if sentence.paragraph > 0])
    headlines = [i for i, sentence in enumerate(ordered) if sentence.paragraph == 0]
    groups.attach(headlines)
    length = Counter(sentence.article for sentence in ordered)
    members = sorted(groups.members.values(), key=lambda group: reading_order(group, ordered, length))
    return [claim_of(group, ordered, scores) for group in members]


def place_of(sentence: Sentence) -> tuple[str, str, int]:
    return (sentence.outlet, sentence.article, sentence.start)


def reading_order(group: Sequence[int], sentences: Sequence[Sentence], length: Counter[str]) -> tuple[int, float, int]:
    """Headline-only claims first, then by mean relative place of the body readings, then by the first reading."""
    body = [sentences[i] for i in group if sentences[i].paragraph > 0]
    if not body:
        return (0, 0.0, group[0])
    return (1, round(sum(s.index / length[s.article] for s in body) / len(body), DECIMALS), group[0])


def claim_of(group: Sequence[int], sentences: Sequence[Sentence], scores: NDArray[np.float64]) -> Claim:
    pairs = [
        float(scores[i, j]) for i in group for j in group if i < j and sentences[i].article != sentences[j].article
    ]
    readings = tuple(
        Reading(s.article, s.outlet, s.start, s.end, s.text, s.paragraph) for s in (sentences[i] for i in sorted(group))
    )
    return Claim(readings, min(pairs, default=1.0))


class Groups:
    """Complete linkage under limits: the best pair of groups is joined first, as long as every pair passes.

    A join is allowed where every pair of sentences of different articles reaches the threshold, at least one such pair
    exists, and no article or outlet has more readings than its limit.
    """

    def __init__(self, sentences: Sequence[Sentence], scores: NDArray[np.float64], threshold: float) -> None:
        self.sentences = sentences
        self.scores = scores
        self.threshold = threshold
        self.members: dict[int, list[int]] = {}

    def join(self, indices: Sequence[int]) -> None:
        """Group the sentences of these indices."""
        for i in indices:
            self.members[i] = [i]
        queue = [
            (-float(self.scores[i, j]), i, j)
            for place, i in enumerate(indices)
            for j in indices[place + 1 :]
            if self.scores[i, j] >= self.threshold and self.sentences[i].article != self.sentences[j].article
        ]
        heapq.heapify(queue)
        open_groups = set(indices)
        while queue:
            expected, a, b = heapq.heappop(queue)
            if a not in open_groups or b not in open_groups:
                continue
            now = self.between(self.members[a], self.members[b])
            if now is None:
                continue
            if -now != expected:  # a group has grown since: wait for the turn of the score it has now
                heapq.heappush(queue, (-now, a, b))
                continue
            # The joined group keeps the smaller name, so that what the queue still holds of the other is dropped.
            self.members[a] = sorted(self.members[a] + self.members.pop(b))
            open_groups.discard(b)

    def attach(self, indices: Sequence[int]) -> None:
        """Add each headline to the group it fits best; then group the rest among themselves."""
        fits = []
        for i in indices:
            for name, group in self.members.items():
                score = self.between([i], group)
                if score is not None:
                    fits.append((-score, i, name))
        placed: set[int] = set()
        for _, i, name in sorted(fits):
            if i not in placed and self.between([i], self.members[name]) is not None:
                self.members[name] = sorted([*self.members[name], i])
                placed.add(i)
        self.join([i for i in indices if i not in placed])

    def between(self, a: Sequence[int], b: Sequence[int]) -> float | None:
        """The lowest score of a pair of different articles, None where the groups may not be joined."""
        lowest = 2.0
        for i in a:
            for j in b:
                if self.sentences[i].article != self.sentences[j].article:
                    score = float(self.scores[i, j])
                    if score < self.threshold:
                        return None
                    lowest = min(lowest, score)
        if lowest > 1.0:
            return None
        articles = Counter(self.sentences[i].article for i in (*a, *b))
        outlets = Counter(self.sentences[i].outlet for i in (*a, *b))
        if max(articles.values()) > ARTICLE_READINGS or max(outlets.values()) > OUTLET_READINGS:
            return None
        return lowest
