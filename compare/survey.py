"""What is known of a set of articles before they are grouped: their terms, leads, times and neighbours.

`score` is the model of "these two articles report the same event"; `Signals` is all it knows of a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.background import Background
from compare.calibration import MINILM, Calibration, EventWeights
from compare.candidates import REPORTED, Candidates, cosines, dense_cosines, find_candidates
from compare.embed import Vectors, normalised
from compare.linkage import DECIMALS
from compare.outline import Outline
from compare.terms import term_rows

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

LEAD_SENTENCES = 3  # sentences after the headline whose vectors make the lead
NEAR_DAYS = 15.0  # days apart at which nearness in time has become nothing and distance all it can be
# Content words between which the length of a text moves its similarities; the sets hold few texts beyond them.
LEAST_WORDS, COUNTED_WORDS = 30, 400
# Content words below which nothing can be told of a text: a headline alone resembles every other on its subject.
TOO_SHORT = 8
WINDOW_DAYS = 10.0  # an event stays open for so many days after its latest article
DAY = 86400.0  # seconds


@dataclass(frozen=True, slots=True)
class Signals:
    """What the model knows of pairs: float64 (pairs,) each, in the order of `EventWeights`, which gives the units."""

    words: Floats
    relative: Floats
    company: Floats
    lead: Floats
    density: Floats
    near: Floats
    far: Floats
    length: Floats
    foreign: Floats


@dataclass(frozen=True, slots=True)
class Survey:
    """Articles sorted by key, with all that grouping needs of them. Row i of everything is `articles[i]`.

    `rows` are sparse unit rows (articles, vocabulary) of `vocabulary`'s stems, `leads` float32 (articles, dim) and
    `headlines` the same, unit rows; `days` publication times in days and `placed` the times by which the window is
    measured (`seen` where nothing is published), NaN where unknown; `length` the content words, between LEAST_WORDS and
    COUNTED_WORDS; `bare` marks days without a time, `foreign` texts of another language than `outline.LANGUAGE`,
    `short` those TOO_SHORT. `place` maps keys to rows.
    """

    articles: tuple[Outline, ...]
    rows: Any
    vocabulary: tuple[str, ...]
    headlines: Vectors
    leads: Vectors
    days: Floats
    length: Floats
    bare: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    short: NDArray[np.bool_]
    place: Mapping[str, int]
    placed: Floats
    window: float | None
    candidates: Candidates
    background: Background
    weights: EventWeights

    @property
    def keys(self) -> list[str]:
        return [article.key for article in self.articles]

    def signals(self, left: Places, right: Places, similar: Floats | None = None) -> Signals:
        """The signals of pairs of indices. `similar` spares their cosines where they are known."""
        found = self.candidates
        alike = cosines(self.rows, left, right) if similar is None else similar
        usual = np.sqrt(found.closest[left] * found.closest[right])
        apart, known = self._days_apart(left, right)
        cosine = dense_cosines(self.leads, left, right)
        return Signals(
            words=alike,
            relative=np.minimum(alike, REPORTED) / usual,
            company=cosines(found.company, left, right),
            lead=self.weights.lead_slope * cosine + self.weights.lead_shift,
            density=(found.density[left] + found.density[right]) / 2,
            near=known * (1 - apart),
            far=known * apart,
            length=np.log(np.minimum(self.length[left], self.length[right]) / 100),
            foreign=np.asarray(self.foreign[left] | self.foreign[right], dtype=np.float64),
        )

    def scores(self, left: Places, right: Places, similar: Floats | None = None) -> Floats:
        """Probability of each pair that the two report one event, 3 decimals; 0 where either is TOO_SHORT to tell."""
        told = probability(self.signals(left, right, similar), self.weights)
        return np.where(self.short[left] | self.short[right], 0.0, told)

    def _days_apart(self, left: Places, right: Places) -> tuple[Floats, Floats]:
        """Days between publications as a fraction of NEAR_DAYS, at most 1, and 1 where both are known.

        Whole days where either is a bare day, which orders nothing within it.
        """
        exact = np.abs(self.days[left] - self.days[right])
        whole = np.abs(np.floor(self.days[left]) - np.floor(self.days[right]))
        apart = np.where(self.bare[left] | self.bare[right], whole, exact)
        known = ~np.isnan(apart)
        return np.minimum(np.nan_to_num(apart), NEAR_DAYS) / NEAR_DAYS, known.astype(np.float64)


def weighed(signals: Signals, weights: EventWeights) -> Iterator[tuple[str, Floats]]:
    """What each signal adds to the log-odds, by name."""
    for field in fields(signals):
        yield field.name, getattr(weights, field.name) * getattr(signals, field.name)


def probability(signals: Signals, weights: EventWeights) -> Floats:
    """Probabilities of the logistic model, 3 decimals."""
    odds = weights.constant + sum(part for _, part in weighed(signals, weights))
    return np.asarray(np.round(1 / (1 + np.exp(-odds)), DECIMALS))


def survey(
    articles: Sequence[Outline],
    vectors: Sequence[Vectors],
    calibration: Calibration = MINILM,
    *,
    window: float | None = WINDOW_DAYS,
    seen: Mapping[str, datetime] | None = None,
    background: Background | None = None,
) -> Survey:
    """Look over the articles, in any order.

    `vectors[i]` is float32 (n_i, dim), n_i >= 1: row 0 the headline, then the article's sentences in order, of which
    LEAD_SENTENCES are enough. `window` is in days: articles further apart are no candidates of each other (None: any
    distance). `seen` maps keys to the moment an article without a publication time was first met. `background` is what
    rarity is learned from; without it, from these articles. Raises ValueError where lengths differ, a vector array is
    empty, a key stands twice or `window` is not above 0.
    """
    if len(articles) != len(vectors):
        raise ValueError(f"{len(articles)} articles, but vectors of {len(vectors)}")
    if window is not None and not window > 0:
        raise ValueError(f"a window of {window} days; it must be above 0")
    order = sorted(range(len(articles)), key=lambda i: articles[i].key)
    ordered = tuple(articles[i] for i in order)
    for one, following in pairwise(ordered):
        if one.key == following.key:
            raise ValueError(f"article {one.key} stands twice")
    sums = []
    for i in order:
        if vectors[i].ndim != 2 or not len(vectors[i]):
            raise ValueError(
                f"article {articles[i].key}: vectors of shape {vectors[i].shape}, expected (at least 1, dim)"
            )
        sums.append((vectors[i][0], vectors[i][: LEAD_SENTENCES + 1].sum(axis=0)))
    terms = [article.terms for article in ordered]
    known = background or Background().adding(one.weights for one in terms)
    rows, vocabulary = term_rows(terms, known)
    stacked = np.asarray(sums, dtype=np.float32) if sums else np.zeros((0, 2, 1), dtype=np.float32)
    days = np.array([np.nan if a.published is None else a.published.at.timestamp() / DAY for a in ordered])
    met = [None if seen is None else seen.get(article.key) for article in ordered]
    moments = np.array([np.nan if moment is None else moment.timestamp() / DAY for moment in met])
    placed = np.where(np.isnan(days), moments, days) if len(ordered) else days
    return Survey(
        articles=ordered,
        rows=rows,
        vocabulary=vocabulary,
        headlines=normalised(stacked[:, 0]),
        leads=normalised(stacked[:, 1]),
        days=days,
        length=np.array([min(max(one.length, LEAST_WORDS), COUNTED_WORDS) for one in terms], dtype=np.float64),
        bare=np.array([a.published is not None and a.published.precision == "day" for a in ordered], dtype=bool),
        foreign=np.array([a.foreign for a in ordered], dtype=bool),
        short=np.array([one.length < TOO_SHORT for one in terms], dtype=bool),
        place={article.key: index for index, article in enumerate(ordered)},
        placed=placed,
        window=window,
        candidates=find_candidates(rows, placed, window),
        background=known,
        weights=calibration.events,
    )
