"""Who stands apart in a claim: not with most of the others that say how they put it.

What counts is separate texts: a text that several outlets printed is one, and an outlet answers for its own words only,
house text and edits of somebody else's. A number that rose while the event unfolded sets nobody apart, nor does one of
which nobody can tell whether it did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Final, get_args

from compare.claims import Claim
from compare.difference import Difference, DifferenceKind
from compare.eventfindings import EventFindings
from compare.numbershifts import UNDECIDED, UNFOLDED

OTHERS: Final = 2
"""Separate texts of others from which there is a "most of them". With one other, either stands apart from the other,
and nobody can say who departs; pairs of outlets are for that."""
COUNTED: Final[tuple[DifferenceKind, ...]] = tuple(
    # What is not found in a text is told with its times, claim by claim; it is no wording that could be counted.
    kind
    for kind in get_args(DifferenceKind)
    if kind != "absence"
)


def counts(difference: Difference) -> bool:
    """Is it a difference in how outlets put something, as far as can be told?"""
    unsure = UNFOLDED in difference.explanation or UNDECIDED in difference.explanation
    return difference.kind in COUNTED and not (difference.kind == "number" and unsure)


def speaking_outlets(claim: Claim, found: EventFindings) -> tuple[str, ...]:
    """The outlets with words of their own in the claim, sorted: a sentence of their own, or an edit of a shared one."""
    own = set()
    for reading in found.readings(claim):
        item = found.shares.at(reading.article, reading)
        if item is None or item.edits:
            own.add(reading.outlet)
    return tuple(sorted(own))


def outlets_with_most(claim: Claim, found: EventFindings) -> tuple[str, ...]:
    """Of the speaking outlets those with OTHERS or more separate texts beside their own, sorted."""
    readings = found.shares.without_headlines(found.readings(claim))
    texts = {found.shares.voice(reading) for reading in readings}
    return tuple(outlet for outlet in speaking_outlets(claim, found) if len(texts - {outlet}) >= OTHERS)


def standing_apart(difference: Difference, found: EventFindings) -> frozenset[str]:
    """The outlets that answer for where they stand, while more than half of all texts in the difference are together on
    another side. Where sides are even nobody stands apart."""
    sides = _sides(difference, found)
    main = {side for held in sides.values() for side in held if _is_most(side, sides)}
    return frozenset(
        outlet
        for outlet in _answering(difference, found)
        if len(sides.keys() - {outlet}) >= OTHERS and main and not main & sides[outlet]
    )


def _is_most(side: str, sides: Mapping[str, Collection[str]]) -> bool:
    return 2 * sum(side in held for held in sides.values()) > len(sides)


def parted_pairs(difference: Difference, found: EventFindings) -> frozenset[tuple[str, str]]:
    """The pairs of outlets, each in the alphabet, that answer for standing on different sides."""
    sides = _sides(difference, found)
    answering = sorted(_answering(difference, found))
    return frozenset((a, b) for a, b in combinations(answering, 2) if not sides[a] & sides[b])


def _answering(difference: Difference, found: EventFindings) -> set[str]:
    return {variant.outlet for variant in difference.variants if found.is_house(variant.article, variant)}


def _sides(difference: Difference, found: EventFindings) -> dict[str, set[str]]:
    """By separate text the sides it stands on: an outlet's own words under its slug, others' under their origin's."""
    sides: defaultdict[str, set[str]] = defaultdict(set)
    for variant in difference.variants:
        origin = found.shares.charged(variant.article, variant)
        sides[variant.outlet if origin is None else origin.voice].add(variant.side)
    return dict(sides)
