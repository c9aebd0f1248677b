"""What a person decided of pairs of articles: these belong together, those do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

Pair = tuple[str, str]
"""Two article keys, the smaller first."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """`must` pairs report one event, `cannot` pairs do not."""

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()


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

    for a, b in must:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {key: root(key) for key in list(parent)}


def contradiction(constraints: Constraints) -> Pair | None:
    """The first pair that must stay apart and is bound together, None where there is none."""
    bound = bound_together(constraints.must)
    return min(((a, b) for a, b in constraints.cannot if bound.get(a, a) == bound.get(b, b)), default=None)


def check_constraints(constraints: Constraints) -> None:
    """Raise ValueError, naming two articles, where `cannot` contradicts `must`."""
    if found := contradiction(constraints):
        raise ValueError(f"articles {found[0]} and {found[1]} are to stay together and to stay apart")


def among(constraints: Constraints, keys: Collection[str]) -> Constraints:
    """What constraints without a contradiction ask of these articles alone; those bound through others stay bound."""
    bound = bound_together(constraints.must)
    parts: dict[str, list[str]] = {}
    for key in sorted(keys):
        parts.setdefault(bound.get(key, key), []).append(key)
    must = {(part[0], key) for part in parts.values() for key in part[1:]}
    sides = [(parts.get(bound.get(a, a)), parts.get(bound.get(b, b))) for a, b in constraints.cannot]
    return Constraints(frozenset(must), frozenset(pair(a[0], b[0]) for a, b in sides if a and b))
