"""Which sentences stand together, decided over all of them at once.

Groups are sought whose pairs have the largest sum of (score - threshold), where no pair of different articles within a
group is below the threshold and no article or outlet has more sentences than its limit. Complete linkage gives a first
answer; then sentences are moved, one takes another's place, and groups are joined, as long as the sum grows, so that an
early join that keeps two better ones from being made is undone. The problem is clique partitioning, for which no fast
exact method is known; what is found is the best that no single such step improves.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Pair = tuple[int, int]
Scores = Mapping[int, Mapping[int, float]]
"""By both indices, in both directions, the scores of pairs of different articles that reach the threshold."""

ARTICLE_SENTENCES: Final = 2
"""Sentences of one article in one group: the lead and a later repetition."""
OUTLET_SENTENCES: Final = 3
"""Sentences of one outlet in one group."""
NONE: Final[Mapping[int, float]] = {}
STEP: Final = 1e-9
"""What a step must gain at least: less is the noise of adding up numbers in another order."""


@dataclass(frozen=True, slots=True)
class Item:
    """What alignment knows of a sentence besides its scores."""

    article: str
    outlet: str


def neighbours(passing: Mapping[Pair, float]) -> Scores:
    """The scores of pairs by either index."""
    found: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), score in passing.items():
        found[i][j] = score
        found[j][i] = score
    return found


class Grouping:
    """A partition of some sentences under the rules above; its operations keep to them.

    `scores` holds only pairs that reach `threshold`: a pair of different articles that is missing there forbids. Names
    of groups are indices of sentences. The result depends on the order of the indices, which is the caller's to fix.
    """

    def __init__(self, items: Sequence[Item], scores: Scores, threshold: float) -> None:
        self._articles, self._outlets = [item.article for item in items], [item.outlet for item in items]
        self._scores, self._threshold = scores, threshold
        self.members: dict[int, list[int]] = {}
        self._home: dict[int, int] = {}
        self._closed: set[int] = set()  # names of groups that are not to be touched any more

    def groups(self) -> list[list[int]]:
        return sorted(self.members.values())

    def add(self, indices: Sequence[int]) -> None:
        """Group the sentences of these indices among themselves."""
        self._closed = set(self.members)
        for i in indices:
            self.members[i] = [i]
            self._home[i] = i
        self._link(set(indices))
        self._improve(sorted(indices))

    def attach(self, indices: Sequence[int]) -> None:
        """Put each of these sentences into the group it fits best, and group those that fit none among themselves."""
        fits = []
        self._closed = set()
        for i in indices:
            for name in self._names_near(i):
                lowest = self._lowest([i], self.members[name])
                if lowest is not None:
                    fits.append((-lowest, i, name))
        left = dict.fromkeys(indices)
        for _, i, name in sorted(fits):
            if i in left and self._lowest([i], self.members[name]) is not None:
                self._place(i, name)
                del left[i]
        self.add(list(left))

    # The first answer

    def _link(self, names: set[int]) -> None:
        """Join the two groups whose weakest pair is strongest, as long as there are two that may be joined."""
        queue = [
            (-score, i, j)
            for i in sorted(names)
            for j, score in self._scores.get(i, {}).items()
            if i < j and j in names
        ]
        heapq.heapify(queue)
        while queue:
            expected, a, b = heapq.heappop(queue)
            if a not in names or b not in names:
                continue
            now = self._lowest(self.members[a], self.members[b])
            if now is None:
                continue
            if -now != expected:  # a group has grown since: wait for the turn of the score it has now
                heapq.heappush(queue, (-now, a, b))
                continue
            names.discard(b)  # the joined group keeps the smaller name; what the queue holds of the other is dropped
            self._join(a, b)

    # Improving it

    def _improve(self, indices: Sequence[int]) -> None:
        """Make steps until none gains anything. The sum grows with each, so this comes to an end."""
        while True:
            moved = sum(self._move(i) for i in indices)
            moved += sum(self._merge(name) for name in sorted({self._home[i] for i in indices}))
            if not moved and not any(self._exchange(i) for i in indices):
                return

    def _move(self, i: int) -> bool:
        """Move a sentence to the group where it gains most."""
        home = self._home[i]
        rest = self._without(home, i)
        if not self._stands(rest):
            return False
        best, where = self._gain(i, rest) or 0.0, home
        for name in self._names_near(i):
            gain = self._gain(i, self.members[name]) if name != home else None
            if gain is not None and gain > best + STEP:
                best, where = gain, name
        if where == home:
            return False
        self._take_out(i)
        self._place(i, where)
        return True

    def _merge(self, name: int) -> bool:
        """Join a group with the one that it gains most with."""
        if name not in self.members:
            return False
        best, other = 0.0, None
        for near in sorted({near for i in self.members[name] for near in self._names_near(i)} - {name}):
            gain = self._sum(self.members[name], self.members[near])
            if gain is not None and gain > best + STEP:
                best, other = gain, near
        if other is None:
            return False
        self._join(min(name, other), max(name, other))
        return True

    def _exchange(self, i: int) -> bool:
        """Put a sentence in the place of another one, which then goes to where it gains most."""
        home = self._home[i]
        rest = self._without(home, i)
        if not self._stands(rest):
            return False
        before = self._gain(i, rest) or 0.0
        best: tuple[float, int, list[int], list[int]] | None = None
        for name in self._names_near(i):
            for k in self.members[name] if name != home else ():
                others = self._without(name, k)
                gain = self._gain(i, others) if others else None
                if gain is None:
                    continue
                gain -= before + (self._gain(k, others) or 0.0)
                further, to = self._best_place(k, rest, {name, home})
                if gain + further > STEP and (best is None or gain + further > best[0] + STEP):
                    best = (gain + further, k, others, to)
        if best is None:
            return False
        _, k, others, to = best
        self._take_out(i)
        self._take_out(k)
        self._place(i, self._home[others[0]])
        if to:
            self._place(k, self._home[to[0]])
        else:
            self._alone(k)
        return True

    def _best_place(self, k: int, first: list[int], but: set[int]) -> tuple[float, list[int]]:
        """Where a sentence gains most: in this group, in one of those it is near to but these, or alone (empty)."""
        best, where = 0.0, list[int]()
        for group in [first, *(self.members[name] for name in self._names_near(k) if name not in but)]:
            gain = self._gain(k, group) if group else None
            if gain is not None and gain > best + STEP:
                best, where = gain, group
        return best, list(where)

    # What is allowed, and what it is worth

    def _names_near(self, i: int) -> list[int]:
        """Groups that hold a sentence with which this one passes."""
        near = {self._home[j] for j in self._scores.get(i, ()) if j in self._home}
        return sorted(near - self._closed)

    def _pairs(self, a: Sequence[int], b: Sequence[int]) -> list[float] | None:
        """The scores of all pairs of different articles. None where there is none, one fails or a limit is passed."""
        found = []
        for i in a:
            scores, article = self._scores.get(i, NONE), self._articles[i]
            for j in b:
                if self._articles[j] != article:
                    score = scores.get(j)
                    if score is None:
                        return None
                    found.append(score)
        return found if found and self._is_allowed((*a, *b)) else None

    def _is_allowed(self, group: Sequence[int]) -> bool:
        """Has no article and no outlet more sentences in it than its limit?"""
        for names, most in ((self._articles, ARTICLE_SENTENCES), (self._outlets, OUTLET_SENTENCES)):
            counts: dict[str, int] = {}
            for i in group if len(group) > most else ():
                counts[names[i]] = counts.get(names[i], 0) + 1
                if counts[names[i]] > most:
                    return False
        return True

    def _lowest(self, a: Sequence[int], b: Sequence[int]) -> float | None:
        found = self._pairs(a, b)
        return min(found) if found else None

    def _sum(self, a: Sequence[int], b: Sequence[int]) -> float | None:
        found = self._pairs(a, b)
        return sum(found) - self._threshold * len(found) if found else None

    def _gain(self, i: int, group: Sequence[int]) -> float | None:
        return self._sum([i], group)

    def _stands(self, group: Sequence[int]) -> bool:
        """May these stand together with nobody else: one sentence, or sentences of two articles?"""
        return len(group) < 2 or len({self._articles[i] for i in group}) > 1

    # Bookkeeping

    def _without(self, name: int, i: int) -> list[int]:
        return [j for j in self.members[name] if j != i]

    def _join(self, a: int, b: int) -> None:
        for i in self.members.pop(b):
            self._home[i] = a
            self.members[a].append(i)
        self.members[a].sort()

    def _place(self, i: int, name: int) -> None:
        self.members[name] = sorted([*self.members[name], i])
        self._home[i] = name

    def _alone(self, i: int) -> None:
        self.members[i] = [i]
        self._home[i] = i

    def _take_out(self, i: int) -> None:
        """Take a sentence out of its group, which gets another name where it had this one's."""
        name = self._home.pop(i)
        rest = [j for j in self.members.pop(name) if j != i]
        if rest:
            named = name if name != i else rest[0]
            self.members[named] = rest
            for j in rest:
                self._home[j] = named
