"""Groups of what pairs link: places of several readings that speak of one number or print one quotation."""

from __future__ import annotations

from collections.abc import Iterable

from compare.spans import Span

Node = tuple[int, Span]
"""The place in the reading of that index."""


def linked(pairs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The groups that the pairs link, directly or through others, each sorted, in the order of their first places."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for one, other in pairs:
        a, b = sorted((root(one), root(other)))
        parent[b] = a
    groups: dict[Node, list[Node]] = {}
    for node in parent:
        groups.setdefault(root(node), []).append(node)
    return sorted(sorted(group) for group in groups.values())
