"""The words inside the quotation marks of one sentence."""

from __future__ import annotations

from compare.quotes import quotations
from compare.spans import Span, blanked
from compare.words import words

RUN_WORDS = 4  # words in a row that two quotations must share to be versions of one


def quoted_spans(text: str) -> list[Span]:
    """Quotations of one sentence, marks included."""
    whole = Span(0, len(text))
    return quotations(text, [whole], [whole])


def unquoted(text: str) -> str:
    """What stands outside quotation marks, at its place."""
    return blanked(text, quoted_spans(text))


def quoted_words(text: str, place: Span) -> tuple[str, ...]:
    """The words of a stretch without case or punctuation, apostrophes alike."""
    return tuple(word.text.lower().replace("’", "'") for word in words(text[place.start : place.end]))


def quoted_runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of RUN_WORDS words inside the quotations of a sentence."""
    runs = []
    for place in quoted_spans(text):
        said = quoted_words(text, place)
        runs += [said[i : i + RUN_WORDS] for i in range(len(said) - RUN_WORDS + 1)]
    return frozenset(runs)
