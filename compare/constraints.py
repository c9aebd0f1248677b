"""What people decided about the grouping: articles that belong together, and articles that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Pair = tuple[str, str]


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
        object.__setattr__(self, "_home", _homes(self.must))
        for a, b in sorted(self.cannot):
            if self.home(a) == self.home(b):
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


def _ordered(pairs: Iterable[Pair]) -> frozenset[Pair]:
    out = set()
    for a, b in pairs:
        if a == b:
            raise ValueError(f"article {a} is paired with itself; a decision names two articles")
        out.add((min(a, b), max(a, b)))
    return frozenset(out)


def _homes(must: Iterable[Pair]) -> dict[str, str]:
    """Each article named to the smallest key of its chain."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, b in sorted(must):
        first, second = root(a), root(b)
        parent[max(first, second)] = min(first, second)
    return {key: root(key) for key in sorted(parent)}
