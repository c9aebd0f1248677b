"""Absence: what several outlets have and another one's text does not, as far as it is held.

Never that it was left out: the text at hand may be older than the claim, short, or one of several. So each absence is
told with the time of the text and its length, and with when the claim was first published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from compare.claims import Claim
from compare.difference import Context, Difference, Place, in_sides
from scraper.article import Moment

FEWEST: Final = 3  # different texts that have the claim
REPORTS: Final = ("news", "live")  # what is only begun, seen or said in a comment need not have a claim
LEAST_WORDS: Final = 100  # of an outlet's text on the event: in a shorter one much is missing


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one article: its key and how many words."""

    article: str
    words: int


def absence_shifts(claim: Claim, texts: int, held: Mapping[str, Sequence[Held]], context: Context) -> list[Difference]:
    """At most one difference: FEWEST texts or more have the claim, and fewer than half as many outlets, whose texts on
    the event are held at some length, have nothing close to it.

    `texts` is how many different texts the claim's readings come from, `held` maps the outlets of the event to their
    REPORTS.
    """
    present = sorted({reading.outlet for reading in claim.readings})
    missing = missing_from(claim, held)
    if not missing or texts < FEWEST or 2 * len(missing) >= len(present):
        return []
    places = [Place(reading, 0, len(reading.text), "present") for reading in claim.readings]
    first = first_time([context.published.get(reading.article) for reading in claim.readings])
    told = [
        f"{context.name(outlet)} ({times(held[outlet], context)}, {sum(one.words for one in held[outlet])} words)"
        for outlet in missing
    ]
    have = "has" if len(present) == 1 else "have"
    explanation = f"{context.listed(present)} {have} it, {first}; not found in the text we hold of {told[0]}"
    return [Difference("absence", in_sides(places), "; nor of ".join([explanation, *told[1:]]) + ".")]


def missing_from(claim: Claim, held: Mapping[str, Sequence[Held]]) -> list[str]:
    """The outlets, sorted, whose texts are long enough and have nothing close to the claim."""
    spoken = {reading.outlet for reading in claim.readings} | {one.reading.outlet for one in claim.nearest}
    return sorted(
        outlet
        for outlet, texts in held.items()
        if outlet not in spoken and sum(one.words for one in texts) >= LEAST_WORDS
    )


def first_time(moments: Sequence[Moment | None]) -> str:
    known = [moment for moment in moments if moment is not None]
    if not known:
        return "first at a time not found"
    first = min(known, key=_known_hours_first)
    return f"{first_words(first, sure=is_surely_first(first, moments))} {first}"


def _known_hours_first(moment: Moment) -> tuple[date, bool, datetime]:
    """For sorting: by day; within one the known hours, then the bare day, which is no hour of it."""
    return moment.at.date(), moment.precision == "day", moment.at


def first_words(first: Moment, *, sure: bool) -> str:
    """What the first known moment is called: no hour where its source gave but a day."""
    if sure:
        return "first"
    return "first known day" if first.precision == "day" else "first known hour"


def is_surely_first(first: Moment, moments: Sequence[Moment | None]) -> bool:
    return all(moment is not None and (moment == first or first.surely_before(moment)) for moment in moments)


def times(held: Sequence[Held], context: Context) -> str:
    """When its articles were published, the earliest first."""
    known = [moment for one in held if (moment := context.published.get(one.article)) is not None]
    if not known:
        return "no time found"
    return ", ".join(str(moment) for moment in sorted(known, key=_known_hours_first))
