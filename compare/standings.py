"""How each reading of a claim stands to the one that was published first, each as a plain name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal, get_args

from compare.claims import Claim, Reading
from compare.contradictions import contradiction
from compare.difference import Context
from compare.relations import relate_readings
from compare.utterances import QuotePair

Standing = Literal[
    "first", "contradiction", "quoted otherwise", "numbers differ", "number changed with time", "quotes more",
    "quotes less", "more detail", "less detail", "other detail", "equal",
]  # fmt: skip
SERIOUS: Final[tuple[Standing, ...]] = get_args(Standing)[1:]
"""What a reading can be beside the first, the most serious first: the order of `Standing`."""
DETAILS: Final[dict[str, Standing]] = {"a": "less detail", "b": "more detail", "both": "other detail"}
LAST: Final = datetime.max.replace(tzinfo=UTC)


def standings(claim: Claim, context: Context) -> tuple[Standing, ...]:
    """In the order of the claim's readings: "first" for the one that the others are held against, else the most
    serious of what holds between the two.

    The first is that of the earliest article, its text rather than its headline; what has no time comes last, and what
    has a bare day after the hours of that day. Numbers that differ are told as such and never as a contradiction: that
    takes a denial or an opposite.
    """

    def order(place: int) -> tuple[object, ...]:
        reading = claim.readings[place]
        moment = context.published.get(reading.article)
        at = moment.at if moment else LAST
        bare = moment is not None and moment.precision == "day"
        return (moment is None, at.date(), bare, at, reading.article, reading.paragraph == 0, place)

    first = min(range(len(claim.readings)), key=order)
    base = claim.readings[first]
    return tuple(
        "first" if place == first else standing(base, reading, context) for place, reading in enumerate(claim.readings)
    )


def standing(a: Reading, b: Reading, context: Context) -> Standing:
    """How `b` stands to `a`: the most serious of what holds."""
    relation = relate_readings(a, b, context)
    holds: set[Standing] = {DETAILS[relation.detail] if relation.detail else "equal"}
    if contradiction(a, b, context) is not None:
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
