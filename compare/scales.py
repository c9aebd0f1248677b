"""Putting one embedding model's cosines on the scale of another's, from pairs that people labelled.

Two ways, each for what it was measured to be sounder at. Sentences: the line through the cosine, inside the model of
claims with every other weight as it stands, under which the labels are likeliest. It allows for a model that tells
less: the less its cosines say, the flatter the line. Articles: the line that carries the mean of the pairs of one event
and the mean of the others to those of the default model. There few pairs stand near the threshold and the likeliest
line hangs on them; means hang on all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]

STEPS = 100  # Newton steps at most; ten do on any material that the fit is sound on
LONGEST_STEP = 1.0  # in either number at a time: where the labels part cleanly the likeliest line is infinitely steep
SMALLEST_STEP = 1e-9
# Keeps the equations solvable where all cosines are one number; too small to move a fit on more than a few pairs.
RIDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Scale:
    """`slope * cosine + shift` is the cosine that another model would give."""

    slope: float
    shift: float

    def seen_from(self, other: Scale) -> Scale:
        """The scale that leads where this one leads when `other` is applied after it."""
        return Scale(self.slope / other.slope, (self.shift - other.shift) / other.slope)


def likeliest_scale(cosine: Floats, known: Floats, same: Labels, weight: float, counts: Floats | None = None) -> Scale:
    """The scale under which the labels are likeliest, by logistic regression with two free numbers.

    `cosine` and `same` are (pairs,); `known` (pairs,) is what everything but the cosine adds to the log-odds of "the
    same", `weight` what one unit of scaled cosine adds, `counts` (pairs,) for how many pairs each counts (without it,
    one). On pairs that a cosine parts cleanly the slope is bounded by STEPS alone.
    """
    columns = weight * np.stack([cosine, np.ones_like(cosine)], axis=1)
    share = np.ones_like(cosine) if counts is None else counts
    found = np.array([1.0, 0.0])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(known + columns @ found)))
        gradient = columns.T @ (share * (same - likely))
        curvature = (columns * (share * likely * (1 - likely))[:, None]).T @ columns + RIDGE * np.eye(2)
        step = np.clip(np.linalg.solve(curvature, gradient), -LONGEST_STEP, LONGEST_STEP)
        found = found + step
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return Scale(float(found[0]), float(found[1]))


def scale_of_means(cosine: Floats, same: Labels, same_mean: float, other_mean: float) -> Scale:
    """The scale that carries the mean cosine of the pairs that are the same to `same_mean`, of the others to
    `other_mean`. Slope and shift are infinite or not numbers where the two means are one, or a kind is missing."""
    if not same.any() or same.all():
        return Scale(float("nan"), float("nan"))
    one, other = float(cosine[same].mean()), float(cosine[~same].mean())
    if one == other:
        return Scale(float("inf"), float("nan"))
    slope = (same_mean - other_mean) / (one - other)
    return Scale(slope, same_mean - slope * one)


def told_apart(cosine: Floats, same: Labels) -> float:
    """Of a pair that is the same and one that is not, how often the first has the higher cosine: .5 is chance, ties
    count half (the area under the ROC curve). .5 where a kind is missing."""
    yes, no = int(same.sum()), int((~same).sum())
    if not yes or not no:
        return 0.5
    _, place, repeats = np.unique(np.round(cosine, 6), return_inverse=True, return_counts=True)
    rank = (np.cumsum(repeats) - (repeats - 1) / 2)[place]
    return float((rank[same].sum() - yes * (yes + 1) / 2) / (yes * no))
