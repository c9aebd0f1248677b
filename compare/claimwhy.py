"""Why two readings stand in one claim: the words, names, numbers and quoted words that both have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from compare.numbers import Quantity, agreement, quantities
from compare.quotedwords import RUN_WORDS, quoted_spans
from compare.spans import Span, overlaps
from compare.words import Word, words

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
    numbers_a, numbers_b = quantities(text_a), quantities(text_b)
    found = [*_shared_quotations(text_a, text_b), *_shared_numbers(numbers_a, numbers_b)]
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
    return sorted(found, key=lambda part: (part.a.start, part.a.end, part.kind))


def _shared_numbers(a: Sequence[Quantity], b: Sequence[Quantity]) -> list[SharedPart]:
    out = []
    for one in a:
        fitting = next((q for q in b if agreement(one, q) in ("equal", "compatible")), None)
        if fitting is not None:
            out.append(SharedPart("number", Span(one.start, one.end), Span(fitting.start, fitting.end)))
    return out


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
