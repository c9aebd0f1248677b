"""Differences in prominence: a claim that stands at the top of one article and far down in another."""

from __future__ import annotations

from typing import Final

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides
from compare.othertexts import headline
from compare.sharedwording import MOSTLY, shared_whole

HIGH: Final = 1  # the headline is 0, the first paragraph 1
LOW: Final = 10  # from this paragraph on
SHARED: Final = (
    0.6  # of the content words of the shorter of two readings: a headline and a detail of its matter are two
)


def prominence_shifts(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the outlets that have the claim in the headline or the first paragraph, against those
    whose first word of it comes in paragraph LOW or later."""
    first: dict[str, Reading] = {}
    for reading in claim.readings:
        held = first.get(reading.outlet)
        if held is None or reading.paragraph < held.paragraph:
            first[reading.outlet] = reading
    high = [first[outlet] for outlet in sorted(first) if first[outlet].paragraph <= HIGH]
    low = [
        reading
        for _, reading in sorted(first.items())
        if reading.paragraph >= LOW
        and any(shared_whole(one.text, reading.text) >= SHARED for one in high)
        and not any(shared_whole(one.text, headline(reading, context)) >= MOSTLY for one in high)
    ]
    if not high or not low:
        return []
    places = [Place(r, 0, len(r.text), "high") for r in high] + [Place(r, 0, len(r.text), "low") for r in low]
    return [Difference("prominence", in_sides(places), explained(high, low, context))]


def explained(high: list[Reading], low: list[Reading], context: Context) -> str:
    """ "X has it in the headline, Y in paragraph 1; Z in paragraph 14." """
    told = [
        ", ".join(
            f"{context.name(reading.outlet)} {'has it ' if side is high and not at else ''}{where(reading)}"
            for at, reading in enumerate(side)
        )
        for side in (high, low)
    ]
    return "; ".join(told) + "."


def where(reading: Reading) -> str:
    return "in the headline" if reading.paragraph == 0 else f"in paragraph {reading.paragraph}"
