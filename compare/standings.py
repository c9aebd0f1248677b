"""How each reading of a claim stands to the one that was published first, each as a plain name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from compare.claims import Claim
from compare.relations import Relation, relate
from compare.statements import Statement
from compare.utterances import QuotePair
from scraper.article import Moment

Standing = Literal[
    "first", "contradiction", "quoted otherwise", "numbers differ", "number changed with time", "quotes more",
    "quotes less", "more detail", "less detail", "other detail", "equal",
]  # fmt: skip
SERIOUS: Final[tuple[Standing, ...]] = get_args(Standing)[1:]
"""What a reading can be beside the first, the most serious first: the order of `Standing`."""
DETAILS: Final[dict[str, Standing]] = {"a": "less detail", "b": "more detail", "both": "other detail"}
LAST: Final = datetime.max.replace(tzinfo=UTC)


def standings(claim: Claim, published: Mapping[str, Moment | None]) -> tuple[Standing, ...]:
    """In the order of the claim's readings: "first" for the one that the others are held against, else the most
    serious of what holds between the two.

    The first is that of the earliest article, its text rather than its headline; what has no time comes last, and what
    has a bare day after the hours of that day. Numbers that differ are told as such and never as a contradiction: that
    takes a denial or an opposite.
    """

    def order(place: int) -> tuple[object, ...]:
        reading = claim.readings[place]
        moment = published.get(reading.article)
        at = moment.at if moment else LAST
        bare = moment is not None and moment.precision == "day"
        return (moment is None, at.date(), bare, at, reading.article, reading.paragraph == 0, place)

    first = min(range(len(claim.readings)), key=order)
    base = _statement(claim, first, published)
    return tuple(
        "first" if place == first else standing(relate(base, _statement(claim, place, published)))
        for place in range(len(claim.readings))
    )


def standing(relation: Relation) -> Standing:
    """How `b` stands to `a`: the most serious of what holds."""
    holds: set[Standing] = {DETAILS[relation.detail] if relation.detail else "equal"}
    if any(evidence.why != "number" for evidence in relation.contradictions):
        holds.add("contradiction")
    if any(pair.version == "other words" for pair in relation.quotations):
        holds.add("quoted otherwise")
    if cuts := [pair for pair in relation.quotations if pair.version == "cut"]:
        holds.add("quotes less" if sum(map(_longer, cuts)) > 0 else "quotes more")
    holds |= {
        "number changed with time" if pair.time == "changed with time" else "numbers differ"
        for pair in relation.numbers
        if not pair.fits
    }
    return next(name for name in SERIOUS if name in holds)


def _longer(pair: QuotePair) -> int:
    """By how many characters the first prints more of an utterance."""
    return (pair.a.end - pair.a.start) - (pair.b.end - pair.b.start)


def _statement(claim: Claim, place: int, published: Mapping[str, Moment | None]) -> Statement:
    reading = claim.readings[place]
    return Statement(reading.text, published.get(reading.article))
