"""Differences in numbers: values of one thing that do not fit each other, and numbers that rose with time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.numbers import Quantity, agreement, bound_words, comparable, quantities
from scraper.article import Moment

NEXT_WORD = re.compile(r" [a-z]+(?:-[a-z]+)*")
# What is counted up while an event unfolds. A later, higher value of these is news, not a contradiction.
RISING = frozenset({"dead", "injured", "missing", "arrested", "homeless"})


def number_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each kind of thing to which the readings give values that do not fit each other.

    Roundings ("$9.3bn", "$9.27 billion") and bounds ("more than 40", "41") fit. Only the first reading of each outlet
    with such a number counts, body before headline.
    """
    found: list[tuple[Reading, Quantity]] = []
    for reading in sorted(claim.readings, key=lambda r: (r.paragraph == 0, r.outlet, r.article, r.start)):
        found += [(reading, quantity) for quantity in quantities(reading.text)]
    out = []
    for group in same_thing(found):
        places: dict[str, tuple[Reading, Quantity]] = {}
        for reading, quantity in group:
            places.setdefault(reading.outlet, (reading, quantity))
        chosen = [places[outlet] for outlet in sorted(places)]
        sides = sides_of([quantity for _, quantity in chosen])
        if len(set(sides)) > 1:
            variants = in_sides([Place(r, q.start, q.end, side) for (r, q), side in zip(chosen, sides, strict=True)])
            out.append(Difference("number", variants, explained(chosen, context)))
    return out


def same_thing(found: Sequence[tuple[Reading, Quantity]]) -> list[list[tuple[Reading, Quantity]]]:
    """Numbers of different readings that count one thing, without those that some other reading agrees with entirely.

    A reading with several comparable numbers ("12 officers and 30 officers") names no single one, and is left out of
    that group unless one of them fits the others.
    """
    groups: list[list[tuple[Reading, Quantity]]] = []
    for reading, quantity in found:
        for group in groups:
            if all(comparable(quantity, other) for _, other in group):
                group.append((reading, quantity))
                break
        else:
            groups.append([(reading, quantity)])
    kept = []
    for group in groups:
        by_reading: dict[tuple[str, int], list[tuple[Reading, Quantity]]] = {}
        for reading, quantity in group:
            by_reading.setdefault((reading.article, reading.start), []).append((reading, quantity))
        single = [members[0] for members in by_reading.values() if len(members) == 1]
        for members in by_reading.values():
            if len(members) > 1:
                others = [q for r, q in group if (r.article, r.start) != (members[0][0].article, members[0][0].start)]
                fitting = [m for m in members if any(agreement(m[1], q) in ("equal", "compatible") for q in others)]
                single += fitting[:1]
        if len({reading.outlet for reading, _ in single}) > 1:
            kept.append(sorted(single, key=lambda m: (m[0].paragraph == 0, m[0].outlet, m[0].article, m[0].start)))
    return kept


def sides_of(values: Sequence[Quantity]) -> list[int]:
    """Which values fit each other: each joins the first side all of whose values it agrees with."""
    sides: list[list[Quantity]] = []
    names = []
    for value in values:
        for name, side in enumerate(sides):
            if all(agreement(value, other) in ("equal", "compatible") for other in side):
                side.append(value)
                names.append(name)
                break
        else:
            sides.append([value])
            names.append(len(sides) - 1)
    return names


def explained(chosen: Sequence[tuple[Reading, Quantity]], context: Context) -> str:
    """ "A gives “41”; B and C give “43”.", with the times where a number rose or where their order is not known."""
    by_text: dict[str, list[str]] = {}
    for reading, quantity in chosen:
        by_text.setdefault(phrase(reading.text, quantity), []).append(reading.outlet)
    parts = [
        f"{context.listed(outlets)} {'gives' if len(outlets) == 1 else 'give'} {shown(text)}"
        for text, outlets in by_text.items()
    ]
    sentence = "; ".join(parts) + "."
    measures = {quantity.measure for _, quantity in chosen}
    if not (measures & RISING):
        return sentence
    times = [context.published.get(reading.article) for reading, _ in chosen]
    if rises(chosen, times):
        return sentence[:-1] + ", by time of publication: the number rose while the event unfolded."
    if any(time is None or time.precision == "day" for time in times):
        return sentence[:-1] + "; the times of publication are not known well enough to tell whether the number rose."
    return sentence


def rises(chosen: Sequence[tuple[Reading, Quantity]], times: Sequence[Moment | None]) -> bool:
    """Is every higher value surely published after every lower one?"""
    for (_, a), time_a in zip(chosen, times, strict=True):
        for (_, b), time_b in zip(chosen, times, strict=True):
            earlier = time_a is not None and time_b is not None and time_a.surely_before(time_b)
            if agreement(a, b) == "different" and a.value < b.value and not earlier:
                return False
    return True


def phrase(text: str, quantity: Quantity) -> str:
    """The number as written, with the words of its bound before it and the word it counts after it."""
    tail = NEXT_WORD.match(text, quantity.end)
    return bound_words(text[: quantity.start]) + text[quantity.start : tail.end() if tail else quantity.end]
