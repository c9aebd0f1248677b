"""Differences in agency: outlets that name who did it, and outlets that tell the same without anyone who did.

Only deeds for which it matters who did them: force, and the exercise of power over others. Who is named by two outlets
or more as the doer, and in half of the texts at least, is missing where a text does not speak of them at all, or has
the deed as a passive without an agent ("had been moved out"), or as what befalls people ("lost their passports").
Without a tagger nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from compare.claims import Claim, Reading
from compare.deeds import Deed, deeds_in
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.hiddendoers import left_open
from compare.spans import Span

FEWEST: Final = 2  # texts that name the doer
UNSAID: Final = "without saying who did it"


def agent_shifts(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the outlets that name the doer of a deed against those that leave it open."""
    if context.trees is None:
        return []
    readings: dict[str, Reading] = {}
    for reading in claim.body_first():
        readings.setdefault(reading.outlet, reading)
    deeds = {outlet: list(deeds_in(reading, context.trees)) for outlet, reading in sorted(readings.items())}
    texts = {outlet: reading.text for outlet, reading in readings.items()}
    named = named_by_most(deeds, texts)
    for one in named:
        doer = named_with(one, deeds) & frozenset(named)
        naming = {
            outlet: next(deed for deed in found if deed.doer & doer)
            for outlet, found in deeds.items()
            if any(deed.doer & doer for deed in found)
        }
        hiding = {
            outlet: place
            for outlet, reading in sorted(readings.items())
            if outlet not in naming
            if (place := left_open(reading, list(naming.values()), context)) is not None
        }
        if hiding and len({texts[o] for o in hiding}) <= len({texts[o] for o in naming}):
            places = [Place(readings[o], deed.named.start, deed.named.end, "named") for o, deed in naming.items()]
            places += [Place(readings[o], place.start, place.end, "open") for o, place in hiding.items()]
            return [Difference("agency", in_sides(places), explained(naming, hiding, readings, context))]
    return []


def named_with(one: str, deeds: Mapping[str, Sequence[Deed]]) -> frozenset[str]:
    """The stems of every name for somebody who does something that has this one in it."""
    return frozenset(name for found in deeds.values() for deed in found if one in deed.doer for name in deed.doer)


def named_by_most(deeds: Mapping[str, Sequence[Deed]], texts: Mapping[str, str]) -> list[str]:
    """The stems by which FEWEST texts or more, half of them at least, name who did something; those of most first."""
    by_stem: defaultdict[str, set[str]] = defaultdict(set)
    for outlet, found in deeds.items():
        for deed in found:
            for name in deed.doer:
                by_stem[name].add(texts[outlet])
    total = len(set(texts.values()))
    named = [one for one, having in by_stem.items() if len(having) >= FEWEST and 2 * len(having) >= total]
    return sorted(named, key=lambda one: (-len(by_stem[one]), one))


def explained(
    naming: Mapping[str, Deed], hiding: Mapping[str, Span], readings: Mapping[str, Reading], context: Context
) -> str:
    """ "X names “police” as who did it; Y wrote “three were shot”, without saying who did it." """
    by_name: dict[str, list[str]] = {}
    for outlet, deed in naming.items():
        by_name.setdefault(readings[outlet].text[deed.named.start : deed.named.end], []).append(outlet)
    parts = [
        f"{context.listed(outlets)} {'names' if len(outlets) == 1 else 'name'} {shown(words)} as who did it"
        for words, outlets in by_name.items()
    ]
    for outlet, place in hiding.items():
        words = readings[outlet].text[place.start : place.end]
        parts.append(f"{context.name(outlet)} wrote {shown(words)}, {UNSAID}")
    return "; ".join(parts) + "."
