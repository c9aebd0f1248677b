"""Finding, in another reading of the same claim, the place that answers to some words of this one."""

from __future__ import annotations

import re

from compare.cues import SPEECH_VERB
from compare.quotedwords import quoted_spans
from compare.spans import Span
from compare.wordalignment import in_order
from compare.words import words

ANCHOR_WORDS = 4  # how far from the words in question a shared word may stand that fixes their place
STRETCH_WORDS = 8  # a longer stretch between two anchors answers to nothing in particular
CUE = re.compile(rf"\b(?:{SPEECH_VERB}|according to)\b", re.IGNORECASE)


def answering_place(source: str, place: Span, target: str, *, with_anchors: bool) -> Span | None:
    """The stretch of `target` that stands where `source[place]` stands, None where no shared words fix it.

    With `with_anchors` the shared words on both sides belong to the stretch; without, only what is between them, and
    None where nothing is.
    """
    a, b = words(source), words(target)
    inside = [i for i, word in enumerate(a) if word.start < place.end and word.end > place.start]
    if not inside:
        return None
    same = in_order(a, b)
    before = [i for i in range(inside[0] - 1, inside[0] - 1 - ANCHOR_WORDS, -1) if i in same]
    after = [i for i in range(inside[-1] + 1, inside[-1] + 1 + ANCHOR_WORDS) if i in same]
    if not before or not after or not any(a[i].content for i in before + after):
        return None
    first, last = same[before[0]], same[after[0]]
    if not with_anchors:
        first, last = first + 1, last - 1
    if first > last or last - first >= STRETCH_WORDS:
        return None
    return Span(b[first].start, b[last].end)


def reporting_verb(text: str) -> Span | None:
    """The verb that reports what somebody says, outside quotation marks; None where the reading has none."""
    quoted = quoted_spans(text)
    for match in CUE.finditer(text):
        if not any(span.start < match.end() and match.start() < span.end for span in quoted):
            return Span(match.start(), match.end())
    return None


def around(text: str, place: Span) -> str:
    """The words in question with up to two words on each side, as written."""
    found = words(text)
    inside = [i for i, word in enumerate(found) if word.start < place.end and word.end > place.start]
    if not inside:
        return text[place.start : place.end]
    first, last = max(0, inside[0] - 2), min(len(found) - 1, inside[-1] + 2)
    return text[found[first].start : found[last].end]
