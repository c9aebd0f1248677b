"""Differences in numbers: values of one thing that do not fit each other, and numbers that rose with time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.numbers import Quantity, agreement, bound_words, comparable, quantities
from compare.words import content_stems
from scraper.article import Moment

NEXT_WORD = re.compile(r" [a-z]+(?:-[a-z]+)*")
FITS = ("equal", "compatible")
# What is counted up while an event unfolds: a later, higher value is news, not a contradiction.
RISING = frozenset({"dead", "injured", "arrested", "homeless"})
# What goes up and down while an event unfolds.
CHANGING = RISING | {"missing"}


def number_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each kind of thing to which the readings give values that do not fit each other.

    Roundings ("$9.3bn", "$9.27 billion") and bounds ("more than 40", "41") fit. Only the first reading of each outlet
    with such a number counts, body before headline.
    """
    found: list[tuple[Reading, Quantity]] = []
    for reading in claim.body_first():
        found += [(reading, quantity) for quantity in quantities(reading.text)]
    out = []
    for group in same_thing(found):
        sides = sides_of([quantity for _, quantity in group])
        if len(set(sides)) > 1:
            variants = in_sides([Place(r, q.start, q.end, side) for (r, q), side in zip(group, sides, strict=True)])
            out.append(Difference("number", variants, explained(group, context)))
    return out


def same_thing(found: Sequence[tuple[Reading, Quantity]]) -> list[list[tuple[Reading, Quantity]]]:
    """Numbers of different outlets that count one thing, each group with one number for an outlet.

    Where an outlet gives several comparable numbers ("12 officers and 30 officers", or the old price and the new one),
    none of them speaks for it, unless one of them fits what another outlet gives.
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
        by_outlet: dict[str, list[tuple[Reading, Quantity]]] = {}
        for reading, quantity in group:
            by_outlet.setdefault(reading.outlet, []).append((reading, quantity))
        chosen = []
        for outlet in sorted(by_outlet):
            own = by_outlet[outlet]
            others = [quantity for reading, quantity in group if reading.outlet != outlet]
            fitting = [sum(agreement(quantity, other) in FITS for other in others) for _, quantity in own]
            # Where several fit as many, the largest: every outlet that gives both then speaks with the same one.
            best = own[max(range(len(own)), key=lambda i: (fitting[i], own[i][1].value))]
            if max(fitting) or len({quantity.value for _, quantity in own}) == 1:
                chosen.append(best)
        if len(chosen) > 1:
            kept.append(chosen)
    return kept


def sides_of(values: Sequence[Quantity]) -> list[int]:
    """Which values fit each other: each joins the first side all of whose values it agrees with."""
    sides: list[list[Quantity]] = []
    names = []
    for value in values:
        for name, side in enumerate(sides):
            if all(agreement(value, other) in FITS for other in side):
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
    measures = {quantity.measure for _, quantity in chosen} & CHANGING
    if not measures:
        return sentence
    times = [context.published.get(reading.article) for reading, _ in chosen]
    if changed_with_time(chosen, times, upwards=bool(measures & RISING)):
        how = "rose" if measures & RISING else "changed"
        return f"{sentence[:-1]}, by time of publication: the number {how} while the event unfolded."
    if any(time is None or time.precision == "day" for time in times):
        return (
            f"{sentence[:-1]}; the times of publication are not known well enough to tell whether the number changed."
        )
    return sentence


def changed_with_time(
    chosen: Sequence[tuple[Reading, Quantity]], times: Sequence[Moment | None], *, upwards: bool
) -> bool:
    """Are the times of any two values that differ surely in order, the higher one later where `upwards`?"""
    for (_, a), time_a in zip(chosen, times, strict=True):
        for (_, b), time_b in zip(chosen, times, strict=True):
            if agreement(a, b) == "different" and a.value < b.value:
                if time_a is None or time_b is None:
                    return False
                later = time_a.surely_before(time_b)
                if not later and (upwards or not time_b.surely_before(time_a)):
                    return False
    return True


def phrase(text: str, quantity: Quantity) -> str:
    """The number as written, with the words of its bound before it and the word it counts after it."""
    tail = NEXT_WORD.match(text, quantity.end)
    if tail and not content_stems(tail.group()):
        tail = None
    return bound_words(text[: quantity.start]) + text[quantity.start : tail.end() if tail else quantity.end]
