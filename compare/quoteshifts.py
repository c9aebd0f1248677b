"""Differences in quotations: one utterance that outlets print cut, merged, bracketed, in other words or with dots."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from compare.channels import two_channels
from compare.claims import Claim
from compare.difference import Context, Difference, Place, in_prose, in_sides, shown
from compare.linked import linked
from compare.printings import Printing, printing
from compare.quotedwords import quoted_spans
from compare.quoteversions import (
    Quoted,
    in_versions,
    leaves_out,
    leaves_out_within,
    pieces_of,
    speaker,
    two_speakers,
)
from compare.relations import relate_readings
from compare.spans import Span
from compare.utterances import is_cut, longest_run
from compare.variations import Variation, versions

# What an outlet does with the words of the longest version, for one outlet and for several.
_DOES: dict[Variation, tuple[str, str]] = {
    "cut": ("leaves out words of it without a sign", "leave out words of it without a sign"),
    "merged": ("runs two sentences of it together", "run two sentences of it together"),
    "bracketed": ("puts words in square brackets", "put words in square brackets"),
    "altered": ("has other words inside the marks", "have other words inside the marks"),
    "ellipsis": ("leaves out words where it prints dots", "leave out words where they print dots"),
}
# The same where brackets, dots or the joint stand in the longest version itself.
_DOES_NOT: dict[Variation, tuple[str, str]] = {
    "merged": ("prints two sentences", "print two sentences"),
    "bracketed": ("has no square brackets", "have no square brackets"),
    "ellipsis": ("has words where that prints dots", "have words where that prints dots"),
    "cut": ("goes on where that ends", "go on where that ends"),
}


def quote_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each quotation that the outlets of a claim print in different words or lengths."""
    readings = claim.body_first()
    pairs: list[tuple[tuple[int, Span], tuple[int, Span]]] = []
    for (i, a), (j, b) in combinations(enumerate(readings), 2):
        if a.outlet != b.outlet:
            pairs += [
                ((i, pair.a), (j, pair.b))
                for pair in relate_readings(a, b, context).quotations
                if not two_speakers(speaker(a, pair.a, context), speaker(b, pair.b, context))
                and not (pair.version != "identical" and two_channels(a, b, context))
            ]
    out = []
    for group in linked(pairs):
        found = [Quoted(readings[i], place, printing(readings[i].text, place)) for i, place in group]
        groups = in_versions(one_of_each(found), context)
        if len(groups) > 1:
            places = [
                Place(q.reading, q.place.start, q.place.end, at) for at, group in enumerate(groups) for q in group
            ]
            out.append(Difference("quote", in_sides(places), explained(groups, context)))
    return out


def one_of_each(found: Sequence[Quoted]) -> list[Quoted]:
    """Of each outlet, sorted, the quotation that has most words in a row with one of another's, of equals the
    longest."""

    def likeness(quoted: Quoted) -> tuple[int, int]:
        said = quoted.printed.words
        runs = [longest_run(said, one.printed.words) for one in found if one.reading.outlet != quoted.reading.outlet]
        return max(runs), len(said)

    outlets = sorted({quoted.reading.outlet for quoted in found})
    return [max((q for q in found if q.reading.outlet == outlet), key=likeness) for outlet in outlets]


def explained(groups: Sequence[Sequence[Quoted]], context: Context) -> str:
    """Each version against the longest, of equals the one that most outlets print.

    One that differs from it in its words and is a piece of a third version is held against that.
    """
    found = versions([group[0].printed for group in groups])
    longest = groups[found.longest]
    parts = [f"{_outlets(longest, context)} {'quotes' if len(longest) == 1 else 'quote'} {inner(longest[0])}"]
    for group, ways in zip(groups, found.against, strict=True):
        if group is not longest:
            whole = next((g for g in groups if g is not longest and _is_piece(group, g)), None)
            if "altered" in ways and whole is not None:
                told = f"{('quotes', 'quote')[len(group) > 1]} of the version in {_outlets(whole, context)} only"
            else:
                told = _told(group, ways, longest[0])
            parts.append(f"{_outlets(group, context)} {told} {inner(group[0])}")
    return "; ".join(parts) + "."


def _is_piece(group: Sequence[Quoted], whole: Sequence[Quoted]) -> bool:
    return is_cut(group[0].printed.words, whole[0].printed.words)


def _told(group: Sequence[Quoted], ways: Sequence[Variation], whole: Quoted) -> str:
    """What the outlets of a group do with the longest version, up to the words they print."""
    number, printed, longest = int(len(group) > 1), group[0].printed, whole.printed
    if set(ways) != {"cut"} and not leaves_out_within(printed, longest):  # where it ends is no wording
        ways = [way for way in ways if way != "cut"]
    if set(ways) <= {"cut"} and all(is_cut(piece, longest.words) for piece in pieces_of(printed)):
        return ("quotes of this only", "quote of this only")[number]
    if not ways:
        return ("quotes it as", "quote it as")[number]
    done = [(_DOES_NOT if _is_the_longest_ones(way, printed, longest) else _DOES)[way][number] for way in ways]
    return in_prose(done) + ":"


def _is_the_longest_ones(way: Variation, printed: Printing, longest: Printing) -> bool:
    """Do the brackets, the dots or the joint stand in the longest version and not in the other, or is it the longest
    that leaves words out?"""
    return (
        (way == "cut" and not leaves_out(printed, longest))
        or (way == "bracketed" and not printed.bracketed)
        or (way == "ellipsis" and not printed.dots)
        or (way == "merged" and len(printed.stops) > len(longest.stops))
    )


def _outlets(group: Sequence[Quoted], context: Context) -> str:
    return context.listed([quoted.reading.outlet for quoted in group])


def inner(quoted: Quoted) -> str:
    """The words between the marks; where these close for words of the outlet's own, the parts one after the other."""
    parts = [
        shown(quoted.reading.text[place.start : place.end].strip("“”\"‘’'«» ").rstrip(",.;"))
        for place in quoted_spans(quoted.reading.text)
        if quoted.place.start <= place.start and place.end <= quoted.place.end
    ]
    return " … ".join(parts)
