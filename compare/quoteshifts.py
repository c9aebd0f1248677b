"""Differences in quotations: one quotation cut, or with other words, between outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.linked import linked
from compare.quotedwords import quoted_words
from compare.relations import relate_readings
from compare.spans import Span
from compare.utterances import is_cut, joined, spelled, utterances


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a reading: its place there, marks included, and its words without case or punctuation."""

    reading: Reading
    place: Span
    said: tuple[str, ...]


def quote_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each quotation that the outlets of a claim print in different words or lengths."""
    readings = claim.body_first()
    pairs: list[tuple[tuple[int, Span], tuple[int, Span]]] = []
    for (i, a), (j, b) in combinations(enumerate(readings), 2):
        if a.outlet != b.outlet:
            pairs += [((i, pair.a), (j, pair.b)) for pair in relate_readings(a, b, context).quotations]
    out = []
    for group in linked(pairs):
        by_outlet: dict[str, Quoted] = {}
        for i, place in group:
            quoted = Quoted(readings[i], place, said_in(readings[i].text, place))
            kept = by_outlet.get(quoted.reading.outlet)
            if kept is None or len(quoted.said) > len(kept.said):
                by_outlet[quoted.reading.outlet] = quoted
        chosen = [by_outlet[outlet] for outlet in sorted(by_outlet)]
        if len({spelled(quoted.said) for quoted in chosen}) > 1:
            variants = in_sides([Place(q.reading, q.place.start, q.place.end, spelled(q.said)) for q in chosen])
            out.append(Difference("quote", variants, explained(chosen, context)))
    return out


def said_in(text: str, place: Span) -> tuple[str, ...]:
    """The quoted words at a place, without those of an attribution that interrupts them."""
    inside = [u for u in utterances(text) if place.start <= u.place.start and u.place.end <= place.end]
    return joined(inside).said if inside else quoted_words(text, place)


def explained(chosen: Sequence[Quoted], context: Context) -> str:
    """Each version against the fullest: the same words cut shorter, or other words."""
    by_words: dict[tuple[str, ...], list[Quoted]] = {}
    first: dict[str, tuple[str, ...]] = {}
    for quoted in chosen:
        by_words.setdefault(first.setdefault(spelled(quoted.said), quoted.said), []).append(quoted)
    fullest = max(by_words, key=lambda said: (sum(is_cut(other, said) for other in by_words), len(said), said))
    parts = []
    for said in [fullest, *(other for other in by_words if other != fullest)]:
        group = by_words[said]
        verb = "quotes" if len(group) == 1 else "quote"
        how = "" if said == fullest else "of this only " if is_cut(said, fullest) else "it as "
        parts.append(f"{context.listed([q.reading.outlet for q in group])} {verb} {how}{inner(group[0])}")
    return "; ".join(parts) + "."


def inner(quoted: Quoted) -> str:
    text = quoted.reading.text[quoted.place.start : quoted.place.end]
    return shown(text.strip("“”\"‘’'«» ").rstrip(",.;"))
