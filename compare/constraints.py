"""What people decided about the grouping: articles that belong together, and articles that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

Pair = tuple[str, str]
"""Two article keys, the smaller first."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs of article keys. `must` always end in one event, `cannot` never do, not through others either.

    Pairs are kept with the smaller key first. Keys of articles that are not at hand still count: where a must go with x
    and x with b, a goes with b. Raises ValueError for a pair of an article with itself, and where the decisions
    contradict each other, naming the articles.
    """

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()
    _home: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "must", _ordered(self.must))
        object.__setattr__(self, "cannot", _ordered(self.cannot))
        object.__setattr__(self, "_home", bound_together(self.must))
        if (found := contradiction(self.must, self.cannot)) is not None:
            a, b = found
            chain = " and ".join(sorted(key for key, home in self._home.items() if home == self.home(a)))
            raise ValueError(f"articles {a} and {b} are kept apart, but {chain} must be together; take one back")

    def home(self, key: str) -> str:
        """The smallest key among the articles that must stand with this one (itself included)."""
        return self._home.get(key, key)

    def apart(self) -> frozenset[Pair]:
        """The pairs of homes that must not meet, smaller first."""
        return _ordered((self.home(a), self.home(b)) for a, b in self.cannot)

    def about(self, key: str) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        """The decisions that name this article: (must, cannot), sorted."""
        return tuple(sorted(p for p in self.must if key in p)), tuple(sorted(p for p in self.cannot if key in p))


def pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def bound_together(must: Iterable[Pair]) -> dict[str, str]:
    """Each key of these pairs to the smallest key that they bind it to, directly or through others."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in sorted(must):
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {key: root(key) for key in sorted(parent)}


def contradiction(must: Collection[Pair], cannot: Collection[Pair]) -> Pair | None:
    """The first pair that must stay apart and is bound together, None where there is none."""
    bound = bound_together(must)
    return min(((a, b) for a, b in cannot if bound.get(a, a) == bound.get(b, b)), default=None)


def _ordered(pairs: Iterable[Pair]) -> frozenset[Pair]:
    out = set()
    for a, b in pairs:
        if a == b:
            raise ValueError(f"article {a} is paired with itself; a decision names two articles")
        out.add(pair(a, b))
    return frozenset(out)
