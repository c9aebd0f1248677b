"""Differences in quotations: one quotation cut, or with other words, between outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.quotedwords import RUN_WORDS, quoted_spans, quoted_words
from compare.spans import Span

# Two quotations are versions of one where they share RUN_WORDS words in a row, or two where that is most of the shorter
# one (a fragment such as “gross interference”).
SHORT_RUN_WORDS = 2
SHORT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a reading: its place there, marks included, and its words without case or punctuation."""

    reading: Reading
    place: Span
    said: tuple[str, ...]


def quote_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each quotation that the outlets of a claim print in different words or lengths."""
    found = []
    for reading in claim.body_first():
        for place in quoted_spans(reading.text):
            said = quoted_words(reading.text, place)
            if len(said) >= SHORT_RUN_WORDS:
                found.append(Quoted(reading, place, said))
    out = []
    for group in versions(found):
        by_outlet: dict[str, Quoted] = {}
        for quoted in group:
            kept = by_outlet.get(quoted.reading.outlet)
            if kept is None or len(quoted.said) > len(kept.said):
                by_outlet[quoted.reading.outlet] = quoted
        chosen = [by_outlet[outlet] for outlet in sorted(by_outlet)]
        if len({quoted.said for quoted in chosen}) > 1:
            variants = in_sides([Place(q.reading, q.place.start, q.place.end, q.said) for q in chosen])
            out.append(Difference("quote", variants, explained(chosen, context)))
    return out


def versions(found: Sequence[Quoted]) -> list[list[Quoted]]:
    """Groups of quotations that share a run of words with the longest of their group, longest groups' heads first."""
    groups: list[list[Quoted]] = []
    for quoted in sorted(found, key=lambda q: (-len(q.said), q.reading.outlet, q.reading.article, q.place.start)):
        for group in groups:
            if one_quotation(group[0].said, quoted.said):
                group.append(quoted)
                break
        else:
            groups.append([quoted])
    return [group for group in groups if len({q.reading.outlet for q in group}) > 1]


def one_quotation(a: Sequence[str], b: Sequence[str]) -> bool:
    run = longest_run(a, b)
    shorter = min(len(a), len(b))
    return run >= RUN_WORDS or (run >= SHORT_RUN_WORDS and run >= SHORT_SHARE * shorter)


def longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    """The number of words in the longest run that both have."""
    longest = 0
    row = [0] * (len(b) + 1)
    for word in a:
        previous = 0
        for j, other in enumerate(b, 1):
            previous, row[j] = row[j], previous + 1 if word == other else 0
            longest = max(longest, row[j])
    return longest


def explained(chosen: Sequence[Quoted], context: Context) -> str:
    """Each version against the fullest: the same words cut shorter, or other words."""
    by_words: dict[tuple[str, ...], list[Quoted]] = {}
    for quoted in chosen:
        by_words.setdefault(quoted.said, []).append(quoted)
    fullest = max(by_words, key=lambda said: (sum(is_cut(other, said) for other in by_words), len(said), said))
    parts = []
    for said in [fullest, *(other for other in by_words if other != fullest)]:
        group = by_words[said]
        verb = "quotes" if len(group) == 1 else "quote"
        how = "" if said == fullest else "of this only " if is_cut(said, fullest) else "it as "
        parts.append(f"{context.listed([q.reading.outlet for q in group])} {verb} {how}{inner(group[0])}")
    return "; ".join(parts) + "."


def is_cut(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Are all the words of the one a run of the other, which has more?"""
    return len(shorter) < len(longer) and longest_run(shorter, longer) == len(shorter)


def inner(quoted: Quoted) -> str:
    text = quoted.reading.text[quoted.place.start : quoted.place.end]
    return shown(text.strip("“”\"‘’'«» ").rstrip(",.;"))
