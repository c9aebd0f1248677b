"""A passage as it stands between quotation marks of ours: its own marks are single ones, each with its partner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from compare.quotes import DOUBLE
from compare.spans import HasSpan, Span

OPEN: Final = "‘"
CLOSE: Final = "’"
CUT: Final = "…"
_OPENING: Final = re.compile(r"(?:[“”„\"«»‘'‚‹]|''|``)[ \u00a0\u202f]*")
_CLOSING: Final = re.compile(r"[ \u00a0\u202f]*(?:[“”\"«»’'›]|'')\Z")
_AFTER_DIGIT: Final = re.compile(r"\d\Z")


def between_marks(
    text: str, within: HasSpan, quoted: Sequence[HasSpan], *, cut_before: bool = False, cut_after: bool = False
) -> list[str]:
    """What is printed for each character of `text[within]`, between marks of ours.

    `quoted` are the quotations of the text, marks included. Of one that the passage cuts, or whose mark stands in
    another sentence, the missing mark is put where the passage begins or ends. A double mark that belongs to none is
    left out. Where words are cut off, dots say so: inside of the quotation that is cut.
    """
    first, last = within.start, within.end
    out = list(text[first:last])
    if not out:
        return out
    inside = [q for q in quoted if _has_words(text, max(q.start, first), min(q.end, last))]
    for found in DOUBLE.finditer(text, first, last):
        inch = found[0] == '"' and _AFTER_DIGIT.search(text, 0, found.start())
        nested = any(q.start < found.start() and found.end() < q.end for q in inside)
        side = OPEN if found[0] in "“„«" or not text[max(0, found.start() - 1) : found.start()].strip() else CLOSE
        _put(out, found.start() - first, found.end() - first, "″" if inch else side if nested else "")
    opened = closed = ""
    for q in inside:
        mark = _OPENING.match(text, q.start, q.end)
        if mark and q.start >= first:
            _put(out, q.start - first, min(mark.end(), last) - first, OPEN)
        else:
            opened += OPEN
        end = _CLOSING.search(text[q.start : q.end])
        if end and q.end <= last and q.end - q.start > 1:
            _put(out, max(q.start + end.start(), first) - first, q.end - first, CLOSE)
        else:
            closed += CLOSE
    out[0] = opened + (f"{CUT} " if cut_before else "") + out[0]
    out[-1] += (f" {CUT}" if cut_after else "") + closed
    return out


def quoted_by_us(text: str, quoted: Sequence[HasSpan]) -> str:
    """A whole passage between marks of ours, the marks included."""
    return "“" + "".join(between_marks(text, Span(0, len(text)), quoted)) + "”"


def _put(out: list[str], start: int, end: int, sign: str) -> None:
    for at in range(start, end):
        out[at] = ""
    if start < end:
        out[start] = sign


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])
