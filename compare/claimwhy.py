"""Why two readings stand in one claim: the words, names, numbers and quoted words that both have."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from compare.amounts import amounts
from compare.quotedwords import RUN_WORDS, quoted_spans
from compare.samething import paired
from compare.spans import Span, overlaps
from compare.words import Word, words

ONE_CLAIM: Final = 1.0
"""The share of common words that `paired` is told: as much as there can be."""
SharedKind = Literal["name", "number", "quotation", "word"]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What two readings have in common: `text_a[a.start:a.end]` is it as the first writes it, `b` in the second."""

    kind: SharedKind
    a: Span
    b: Span


def shared_parts(text_a: str, text_b: str) -> list[SharedPart]:
    """What two sentences share, in the order of the first: names, numbers that fit each other, quoted runs of words,
    and other content words. Each word of the first counts once."""
    words_a, words_b = words(text_a), words(text_b)
    found = [*_shared_quotations(text_a, text_b), *_shared_numbers(text_a, text_b)]
    there = {word.stem: word for word in reversed(words_b) if word.content}
    counted = [part.a for part in found]
    seen: set[str] = set()
    for word in words_a:
        other = there.get(word.stem)
        taken = any(overlaps(Span(word.start, word.end), part) for part in counted)
        if not word.content or other is None or word.stem in seen or taken:
            continue
        seen.add(word.stem)
        # A capital proves a name unless it merely opens both sentences.
        opens = word is words_a[0] and other is words_b[0]
        kind: SharedKind = "name" if word.capital and other.capital and not opens else "word"
        found.append(SharedPart(kind, Span(word.start, word.end), Span(other.start, other.end)))
    order = sorted(found, key=lambda part: (part.a.start, part.a.end, part.kind))
    joined: list[SharedPart] = []
    for part in order:  # "San" and "Orrin" side by side in both are one name
        before = joined[-1] if joined else None
        if (
            before
            and before.kind == part.kind == "name"
            and _side_by_side(text_a, before.a, part.a)
            and _side_by_side(text_b, before.b, part.b)
        ):
            joined[-1] = SharedPart("name", Span(before.a.start, part.a.end), Span(before.b.start, part.b.end))
        else:
            joined.append(part)
    return joined


def _side_by_side(text: str, one: Span, other: Span) -> bool:
    return one.end < other.start and text[one.end : other.start].isspace()


def _shared_numbers(text_a: str, text_b: str) -> list[SharedPart]:
    """Numbers of one thing that fit each other; that the two speak of one thing is what their row says."""
    here = amounts(text_a)
    return [
        SharedPart("number", Span(pair.a.start, pair.a.end), Span(pair.b.start, pair.b.end))
        for pair in (paired(here, amounts(text_b), ONE_CLAIM) if here else ())
        if pair.fits
    ]


def _shared_quotations(text_a: str, text_b: str) -> list[SharedPart]:
    """The longest run of quoted words that each two quotations share, of RUN_WORDS words at least."""
    out = []
    quoted_b = [_quoted(text_b, place) for place in quoted_spans(text_b)]
    for a in (_quoted(text_a, place) for place in quoted_spans(text_a)):
        for b in quoted_b:
            matcher = SequenceMatcher(None, [_plain(w) for w in a], [_plain(w) for w in b], autojunk=False)
            run = matcher.find_longest_match()
            if run.size >= RUN_WORDS:
                there = b[run.b : run.b + run.size]
                here = a[run.a : run.a + run.size]
                out.append(
                    SharedPart("quotation", Span(here[0].start, here[-1].end), Span(there[0].start, there[-1].end))
                )
    return out


def _quoted(text: str, place: Span) -> list[Word]:
    return [word for word in words(text) if place.start <= word.start and word.end <= place.end]


def _plain(word: Word) -> str:
    return word.text.lower().replace("’", "'")
