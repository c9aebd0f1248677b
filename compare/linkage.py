"""Average linkage under constraints: which groups of articles hold together.

Scores are counted in thousandths, as whole numbers, so that a mean is the same on every machine and in every order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DECIMALS = 3  # scores are rounded before they meet the threshold, so that arithmetic noise changes nothing
UNIT = 10**DECIMALS
NEVER = -1.0  # the mean of two groups that must not be joined


@dataclass(frozen=True, slots=True)
class Group:
    """Indices in order, and the lowest mean score at which two of its parts were joined, 3 decimals.

    `cohesion` is 1 where nothing was joined by score: a single article, or what people put together.
    """

    members: tuple[int, ...]
    cohesion: float


def average_linkage(
    scores: Floats,
    threshold: float,
    *,
    together: Sequence[Collection[int]] = (),
    apart: Collection[tuple[int, int]] = (),
    linkable: NDArray[np.bool_] | None = None,
) -> list[Group]:
    """Join the two groups with the highest mean score as long as it reaches the threshold, rounded to 3 decimals.

    `scores` is symmetric (n, n) in 0..1; the diagonal is not read. `together` are disjoint groups to begin with,
    `apart` pairs of indices that never end in one group. Two groups are joined only where a pair of theirs is
    `linkable` (n, n); all pairs count in their mean. Of equal means the pair with the smaller first members is joined
    first. Groups come sorted. Raises ValueError where `together` share an index, or contradict `apart`.
    """
    starts, lowest = _starting_groups(len(scores), together)
    groups: list[list[int]] = [list(group) for group in starts]
    count = len(groups)
    member = np.zeros((count, len(scores)))  # whole numbers as floats: exact, and multiplied much faster
    for number, group in enumerate(groups):
        member[number, group] = 1
    whole = np.rint(np.asarray(scores, dtype=np.float64) * UNIT)
    sums = member @ whole @ member.T
    sizes = member.sum(axis=1)
    open_ = (
        np.ones_like(sums, dtype=bool) if linkable is None else (member @ linkable.astype(np.float64) @ member.T) > 0
    )
    barred = np.zeros((count, count), dtype=bool)
    for i, j in apart:
        a, b = int(np.flatnonzero(member[:, i])[0]), int(np.flatnonzero(member[:, j])[0])
        if a == b:
            raise ValueError(f"indices {i} and {j} are to be together and apart")
        barred[a, b] = barred[b, a] = True

    mean = np.where(open_ & ~barred, sums / (sizes[:, None] * sizes[None, :]), NEVER)
    np.fill_diagonal(mean, NEVER)
    best = mean.argmax(axis=1)
    alive = np.ones(count, dtype=bool)
    while True:
        highest = np.where(alive, mean[np.arange(count), best], NEVER)
        a = int(highest.argmax())  # the first of equals, and in its row the first of equals: the smaller members
        score = round(float(highest[a]) / UNIT, DECIMALS)
        if highest[a] < 0 or score < threshold:
            break
        a, b = sorted((a, int(best[a])))
        groups[a] = sorted(groups[a] + groups[b])
        lowest[a] = min(lowest[a], lowest[b], score)
        alive[b] = False
        sums[a] += sums[b]
        sums[:, a] = sums[a]
        open_[a] |= open_[b]
        barred[a] |= barred[b]
        open_[:, a], barred[:, a] = open_[a], barred[a]
        sizes[a] += sizes[b]
        mean[b] = mean[:, b] = NEVER
        row = np.where(open_[a] & ~barred[a] & alive, sums[a] / (sizes[a] * sizes), NEVER)
        row[a] = NEVER
        mean[a] = mean[:, a] = row
        # Only rows whose best was one of the two, or that now like the joined group at least as well, can change.
        changed = np.flatnonzero(alive & ((best == a) | (best == b) | (row >= mean[np.arange(count), best])))
        best[changed] = mean[changed].argmax(axis=1)
        best[a] = row.argmax()
    return sorted(
        (Group(tuple(groups[i]), lowest[i]) for i in range(count) if alive[i]), key=lambda group: group.members
    )


def lifted(scores: Floats, together: Sequence[Collection[int]], threshold: float) -> Floats:
    """The scores (n, n) with those of what people put together: such a group is as close to others as its closest part.

    Its parts are what would stand together without the decision. People say that all of it reports one event; so what
    one part has in common with a third holds for the whole, and an article that was brought in pushes nobody out of the
    event that it was brought to.
    """
    parts = {
        number: [
            [group[i] for i in part.members]
            for part in average_linkage(np.asarray(scores)[np.ix_(group, group)], threshold)
        ]
        for number, group in enumerate([sorted(group) for group in together])
    }
    out = np.array(scores, dtype=np.float64)
    taken = {i: number for number, split in parts.items() for part in split for i in part}
    units = [*parts.values(), *([[i]] for i in range(len(out)) if i not in taken)]
    for a, b in combinations(range(len(units)), 2):
        if len(units[a]) > 1 or len(units[b]) > 1:
            best = max(float(np.mean(scores[np.ix_(x, y)])) for x in units[a] for y in units[b])
            one, other = [i for x in units[a] for i in x], [j for y in units[b] for j in y]
            out[np.ix_(one, other)] = out[np.ix_(other, one)] = round(best, DECIMALS)
    return out


def _starting_groups(count: int, together: Sequence[Collection[int]]) -> tuple[list[tuple[int, ...]], list[float]]:
    taken = {i: tuple(sorted(group)) for group in together for i in group}
    starts = sorted({taken.get(i, (i,)) for i in range(count)})
    if sum(map(len, starts)) != count:
        raise ValueError("groups to begin with share an index; they must be disjoint")
    return starts, [1.0] * len(starts)
