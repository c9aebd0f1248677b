"""Explicit contradictions: one reading denies, or says the opposite of, what another says of the same thing."""

from __future__ import annotations

from itertools import combinations

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.relations import Evidence, relate_readings
from compare.wordplaces import around


def contradictions(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the first pair of readings of two outlets with a denial or an opposite.

    Numbers that cannot both hold are told as numbers (`number_shifts`).
    """
    for a, b in combinations(claim.body_first(), 2):
        if a.outlet == b.outlet:
            continue
        relation = relate_readings(a, b, context)
        evidence = next((e for e in relation.contradictions if e.why != "number"), None)
        if evidence is not None:
            places = [
                Place(a, evidence.a.start, evidence.a.end, 0),
                Place(b, evidence.b.start, evidence.b.end, 1),
            ]
            return [Difference("contradiction", in_sides(places), explained(a, b, evidence, context))]
    return []


def explained(a: Reading, b: Reading, evidence: Evidence, context: Context) -> str:
    return (
        f"{context.name(a.outlet)} wrote {shown(around(a.text, evidence.a))}; "
        f"{context.name(b.outlet)} wrote {shown(around(b.text, evidence.b))}."
    )
