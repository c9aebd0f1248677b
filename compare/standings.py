"""How each reading of a claim stands to the one that was published first, each as a plain name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

from compare.claims import Claim
from compare.relations import Statement, relate
from scraper.article import Moment

Standing = Literal[
    "first", "contradiction", "quoted otherwise", "numbers differ", "number changed with time", "more detail",
    "less detail", "other detail", "equal",
]  # fmt: skip
LAST: Final = datetime.max.replace(tzinfo=UTC)
DETAILS: Final[dict[str, Standing]] = {"a": "less detail", "b": "more detail", "both": "other detail"}


def standings(claim: Claim, published: Mapping[str, Moment | None]) -> tuple[Standing, ...]:
    """In the order of the claim's readings: "first" for the one that the others are held against, else the most
    serious of what holds between the two (`Relation.name`), with the side that has more detail.

    The first is the earliest by its article's time, a text before a headline; what has no time comes last, and what has
    a bare day after the hours of that day.
    """

    def order(place: int) -> tuple[object, ...]:
        reading = claim.readings[place]
        moment = published.get(reading.article)
        at = moment.at if moment else LAST
        return (reading.paragraph == 0, at.date(), moment is not None and moment.precision == "day", at, place)

    first = min(range(len(claim.readings)), key=order)
    base = _statement(claim, first, published)
    found: list[Standing] = []
    for place in range(len(claim.readings)):
        if place == first:
            found.append("first")
            continue
        relation = relate(base, _statement(claim, place, published))
        name = relation.name
        found.append(DETAILS[relation.detail or "both"] if name == "adds detail" else name)
    return tuple(found)


def _statement(claim: Claim, place: int, published: Mapping[str, Moment | None]) -> Statement:
    reading = claim.readings[place]
    return Statement(reading.text, published.get(reading.article))
