"""Differences in numbers: values of one thing that do not fit each other, and numbers that rose with time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from compare.amounts import Amount, amounts
from compare.bounds import bound_words
from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.linked import Node, linked
from compare.numberpairs import NumberPair
from compare.onematter import given_of_one, turned_round
from compare.othertexts import prints
from compare.relations import relate_readings
from compare.samething import fit
from compare.sharedwording import tell_the_same
from compare.spans import Span
from compare.words import content_stems

UNFOLDED: Final = "while the event unfolded"
UNDECIDED: Final = "not known well enough to tell whether the number changed"
"""What an explanation says of a number that changed with time, and of one of which nobody can tell."""
NEXT_WORD = re.compile(r" [a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Value:
    """One number of one reading."""

    node: Node
    reading: Reading
    amount: Amount


Pairs = Mapping[tuple[Node, Node], NumberPair]


def number_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each thing of which the readings give values that do not fit each other.

    Roundings ("$9.3bn", "$9.27 billion") and bounds ("more than 40", "41") fit. Each outlet speaks with one number: one
    that fits another outlet's before one that doesn't, its body before its headline.
    """
    readings = claim.body_first()
    pairs: dict[tuple[Node, Node], NumberPair] = {}
    for (i, a), (j, b) in combinations(enumerate(readings), 2):
        if a.outlet != b.outlet:
            for pair in relate_readings(a, b, context).numbers:
                pairs[(i, pair.a), (j, pair.b)] = pair
    pairs = {nodes: pair for nodes, pair in pairs.items() if pair.fits or not parted(*nodes, pairs)}
    out = []
    for group in linked(pairs):
        chosen = speaking([value for node in group if (value := value_at(node, readings[node[0]]))])
        sides = sides_of([value.amount for value in chosen])
        differing = [
            found
            for a, b in combinations(chosen, 2)
            if (found := between(a, b, pairs)) is not None
            and not found.fits
            and is_of_one_thing(a, b, context)
            and not is_left_over(a, b, pairs, context)
            and not (gives_too(a, b, context) or gives_too(b, a, context))
        ]
        if len(set(sides)) > 1 and differing:
            places = [
                Place(v.reading, v.amount.start, v.amount.end, side) for v, side in zip(chosen, sides, strict=True)
            ]
            out.append(Difference("number", in_sides(places), explained(chosen, differing, context)))
    return out


def parted(one: Node, other: Node, pairs: Pairs) -> bool:
    """Does a third reading give both, as two numbers of its own? "Earned $43 million" there pairs with one, "paid
    $14 million" with the other; then the two are no values of one thing, though a reading that has one alone knows no
    better."""
    ours, theirs = _partners(one, pairs), _partners(other, pairs)
    return any(ours[reading].isdisjoint(theirs[reading]) for reading in ours.keys() & theirs.keys())


def _partners(node: Node, pairs: Pairs) -> dict[int, set[Span]]:
    """The numbers that a number is paired with, by reading."""
    found: dict[int, set[Span]] = {}
    for a, b in pairs:
        for own, (reading, place) in ((a, b), (b, a)):
            if own == node:
                found.setdefault(reading, set()).add(place)
    return found


def value_at(node: Node, reading: Reading) -> Value | None:
    """The number at a place; None for what was only reckoned from two ("from 1.80 to 2.40")."""
    place = node[1]
    found = (a for a in amounts(reading.text) if (a.start, a.end) == (place.start, place.end))
    return next((Value(node, reading, amount) for amount in found), None)


def is_of_one_thing(a: Value, b: Value, context: Context) -> bool:
    """Do the two readings tell the same around the numbers, of those who do it and of those it is done to?"""
    return not turned_round(a.reading, b.reading, context) and tell_the_same(
        a.reading.text, place_of(a), b.reading.text, place_of(b), context.vectors
    )


def is_left_over(a: Value, b: Value, pairs: Pairs, context: Context) -> bool:
    """Do the two readings agree on another number of the kind, so that these are what is left of each, and are they
    given by other words ("the rate was 45.8 per cent", "gave away 10 per cent")? What a count counts, its noun says."""
    if a.amount.kind == "count":
        return False
    agreed = any(
        pair.fits
        and {one[0], other[0]} == {a.node[0], b.node[0]}
        and (value := value_at(one, (a if one[0] == a.node[0] else b).reading)) is not None
        and value.amount.kind == a.amount.kind
        for (one, other), pair in pairs.items()
    )
    return agreed and not given_of_one(a.reading, place_of(a), b.reading, place_of(b), context)


def gives_too(one: Value, other: Value, context: Context) -> bool:
    """Does the article of one value give the other's too, as written, somewhere else?"""
    text = context.texts.get(one.reading.article, "")
    outside = text[: one.reading.start] + " " + text[one.reading.end :]
    return prints(outside, [other.reading.text[other.amount.start : other.amount.end]])


def place_of(value: Value) -> Span:
    return Span(value.amount.start, value.amount.end)


def between(a: Value, b: Value, pairs: Pairs) -> NumberPair | None:
    return pairs.get((a.node, b.node)) or pairs.get((b.node, a.node))


def speaking(group: Sequence[Value]) -> list[Value]:
    """One value for each outlet, sorted by outlet: the one that fits most of the others', the largest of several.

    Every outlet that gives the old price and the new one then speaks with the same.
    """

    def weight(value: Value) -> tuple[int, bool, float]:
        others = [other for other in group if other.reading.outlet != value.reading.outlet]
        fitting = sum(fit(value.amount, other.amount) for other in others)
        return fitting, value.reading.paragraph != 0, value.amount.written

    by_outlet: dict[str, list[Value]] = {}
    for value in group:
        by_outlet.setdefault(value.reading.outlet, []).append(value)
    return [max(by_outlet[outlet], key=weight) for outlet in sorted(by_outlet)]


def sides_of(values: Sequence[Amount]) -> list[int]:
    """Which values fit each other: each joins the first side all of whose values it fits."""
    sides: list[list[Amount]] = []
    names = []
    for value in values:
        for name, side in enumerate(sides):
            if all(fit(value, other) for other in side):
                side.append(value)
                names.append(name)
                break
        else:
            sides.append([value])
            names.append(len(sides) - 1)
    return names


def explained(chosen: Sequence[Value], differing: Sequence[NumberPair], context: Context) -> str:
    """ "A gives “41”; B and C give “43”.", with the sources where they differ, the times where a
    number rose or where their order is not known."""
    by_text: dict[str, list[str]] = {}
    for value in chosen:
        by_text.setdefault(phrase(value.reading.text, value.amount), []).append(value.reading.outlet)
    parts = [
        f"{context.listed(outlets)} {'gives' if len(outlets) == 1 else 'give'} {shown(text)}"
        for text, outlets in by_text.items()
    ]
    sentence = "; ".join(parts)
    if all(pair.two_sources for pair in differing):
        return f"{sentence}; they name different sources."
    if any(pair.two_sources for pair in differing):
        return f"{sentence}; not all of them name the same source."
    if all(pair.time == "changed with time" for pair in differing):
        how = "rose" if all(pair.course == "grows" for pair in differing) else "changed"
        return f"{sentence}, by time of publication: the number {how} {UNFOLDED}."
    if any(pair.course != "stands" and pair.time == "unknown" for pair in differing):
        return f"{sentence}; the times of publication are {UNDECIDED}."
    return f"{sentence}."


def phrase(text: str, amount: Amount) -> str:
    """The number as written, with the words of its bound before it and the word it counts after it."""
    tail = NEXT_WORD.match(text, amount.end)
    if tail and not content_stems(tail.group()):
        tail = None
    return bound_words(text[: amount.start]) + text[amount.start : tail.end() if tail else amount.end]
