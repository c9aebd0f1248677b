"""Do probabilities mean what they say? What was predicted against how often it was so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# Edges of the bins: finer at the ends, where most pairs lie, and with an edge at one half.
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose probability p is in `low` <= p < `high` (the last bin: <=). `predicted` is their mean probability,
    `observed` the share that were labelled the same; both 0 where `count` is."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


def reliability(predicted: Sequence[float], same: Sequence[bool], edges: Sequence[float] = EDGES) -> list[Bin]:
    """The bins between the edges, lowest first. Raises ValueError where the lengths differ."""
    if len(predicted) != len(same):
        raise ValueError(f"{len(predicted)} probabilities, but {len(same)} labels")
    chance = np.asarray(predicted, dtype=np.float64)
    truth = np.asarray(same, dtype=np.float64)
    place = np.clip(np.searchsorted(edges, chance, side="right") - 1, 0, len(edges) - 2)
    out = []
    for number, (low, high) in enumerate(pairwise(edges)):
        here = place == number
        count = int(here.sum())
        means = (float(chance[here].mean()), float(truth[here].mean())) if count else (0.0, 0.0)
        out.append(Bin(low, high, count, *means))
    return out


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of predicted and observed, bins by their pairs; 0..1."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.predicted - one.observed) for one in bins) / total if total else 0.0
