"""Where quotations open and close: curly and straight marks, doubled apostrophes, single marks, guillemets.

A quotation that runs over several paragraphs opens anew with each and closes only in the last; one that does not open
anew runs on where a curly mark closes in the next paragraph what a curly mark opened. Any other mark without its
partner never swallows more than the sentence it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from compare.spans import HasSpan, Span

DOUBLE = re.compile(r"[“”„\"«»]|''|``")
OPEN_AFTER = re.compile(r"(?:^|[\s(\[{—–\-/‘'“\"„:…])$")
SPACE = re.compile(r"\s")
CURLY_IN_STRAIGHT = re.compile(r"(?P<inner>“[^“”\"]*”)[^\"]*(?P<closed>\")?")
"""A quotation between curly marks within one between straight marks, which closes after it or runs on."""
INCH_OR_FOOT = re.compile(r"\d$")

# Words that begin with an apostrophe: not an opening mark.
ELISION = re.compile(
    r"(?:\d0s\b|\d\d\b|tis\b|twas\b|em\b|til\b|till\b|cause\b|n[’']|bout\b|round\b|cos\b|s\b|ve\b|re\b|ll\b|d\b)",
    re.IGNORECASE,
)
SINGLE_CLOSE = re.compile(r"[’'](?![\w’'])")
SINGLE_OPEN = re.compile(r"(?<![\w’'])[‘'](?=[\w(\[“\"$£€])")
POSSESSIVE_PLURAL = re.compile(r"s$")

ATTRIBUTED = re.compile(r",\s+(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|added|wrote|told\s[^,;]{1,40})[.!?]?\s*$")
"""A speaker named at the end of a sentence whose quotation was never closed."""

Side = Literal["open", "close"]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    side: Side
    family: Literal["double", "guillemet"]


def quotations(text: str, paragraphs: Sequence[HasSpan], sentences: Sequence[HasSpan]) -> list[Span]:
    """Outermost quotations, marks included, in reading order; they never overlap and never cross a paragraph.

    `sentences` bound what a mark without a partner may cover. Each paragraph of a long quotation is a span of its own.
    """
    out: list[Span] = []
    running = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        spans, running = _in_paragraph(text, paragraph, following, sentences, running)
        out += spans
    return out


def _in_paragraph(
    text: str, paragraph: HasSpan, following: HasSpan | None, sentences: Sequence[HasSpan], running: bool
) -> tuple[list[Span], bool]:
    goes_on = following is not None and _opens(text, following)
    marks = _double_marks(text, paragraph, goes_on=goes_on)
    spans: list[Span] = []
    opened: _Mark | None = None
    runs_on = False
    for mark in marks:
        if opened is None:
            if mark.side == "open":
                opened = mark
            elif not any(span.end > mark.start for span in spans):
                spans += _closing_alone(paragraph, sentences, mark, spans, running)
        elif mark.side == "close":
            spans.append(Span(opened.start, mark.end))
            opened = None
        elif opened.family == mark.family:  # a second opening mark: the first was never closed
            spans.append(_opening_alone(text, paragraph, sentences, opened, limit=mark.start))
            opened = mark
    if opened is not None:
        runs_on = goes_on or (text[opened.start] == "“" and following is not None and _closes_first(text, following))
        spans.append(
            Span(opened.start, paragraph.end)
            if runs_on
            else _opening_alone(text, paragraph, sentences, opened, paragraph.end)
        )
    spans += _single_quotations(text, paragraph, spans)
    return sorted(span for span in spans if span.start < span.end), runs_on


def _double_marks(text: str, paragraph: HasSpan, *, goes_on: bool) -> list[_Mark]:
    marks: list[_Mark] = []
    depth = 0
    inner_end = paragraph.start
    for found in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        start, end, sign = found.start(), found.end(), found[0]
        if start < inner_end:
            continue
        if (
            depth
            and sign == "“"
            and text[marks[-1].start] == '"'
            and (inner := CURLY_IN_STRAIGHT.match(text, start, paragraph.end))
            and (inner["closed"] or goes_on)
        ):
            inner_end = inner.end("inner")
            continue
        before = text[max(paragraph.start, start - 1) : start]
        after = text[end : min(end + 1, paragraph.end)]
        loose_after = not after or bool(SPACE.match(after))
        could_open = bool(OPEN_AFTER.search(before)) and not (loose_after and before.strip())
        if sign in "«»":  # «so», or »so«
            turned = (could_open and not loose_after and not depth) if sign == "»" else bool(depth and before.strip())
            side: Side = "open" if (sign == "«") != turned else "close"
        elif sign in ("“", "``", "„"):
            low = depth and text[marks[-1].start] == "„"  # „so“, whatever follows
            side = "close" if depth and (loose_after or low) and before.strip() else "open"
        elif sign == "”":
            side = "open" if not depth and start == paragraph.start and len(text) > end else "close"
        elif not depth and INCH_OR_FOOT.search(before):
            continue  # 6" is a measure
        elif depth:
            side = (
                "open"
                if could_open and not loose_after and before.isspace() and _closed_later(text, end, paragraph)
                else "close"
            )
        else:
            side = "open" if could_open or not before.strip() else "close"
        depth = 1 if side == "open" else 0
        marks.append(_Mark(start, end, side, "guillemet" if sign in "«»" else "double"))
    return marks


def _closed_later(text: str, at: int, paragraph: HasSpan) -> bool:
    """Does a straight mark follow that closes? Then the mark before it may open."""
    rest = DOUBLE.search(text, at, paragraph.end)
    return rest is not None and not text[rest.start() - 1].isspace()


def _opens(text: str, paragraph: HasSpan) -> bool:
    return DOUBLE.match(text, paragraph.start, paragraph.end) is not None


def _closes_first(text: str, paragraph: HasSpan) -> bool:
    """Does a paragraph close, by a curly mark, what it did not open?"""
    first = DOUBLE.search(text, paragraph.start, paragraph.end)
    return first is not None and first[0] == "”"


def _sentence_at(sentences: Sequence[HasSpan], place: int, paragraph: HasSpan) -> Span:
    for sentence in sentences:
        if sentence.start <= place < sentence.end:
            return Span(max(sentence.start, paragraph.start), min(sentence.end, paragraph.end))
    return Span(paragraph.start, paragraph.end)


def _opening_alone(text: str, paragraph: HasSpan, sentences: Sequence[HasSpan], mark: _Mark, limit: int) -> Span:
    end = max(mark.start, min(_sentence_at(sentences, mark.start, paragraph).end, limit))
    said = ATTRIBUTED.search(text, mark.end, end)  # “The plan is late, Quill said.
    return Span(mark.start, said.start() if said else end)


def _closing_alone(
    paragraph: HasSpan, sentences: Sequence[HasSpan], mark: _Mark, spans: list[Span], running: bool
) -> list[Span]:
    start = paragraph.start if running else _sentence_at(sentences, mark.start, paragraph).start
    start = max([start, *(span.end for span in spans)])
    return [Span(start, mark.end)]


def _single_quotations(text: str, paragraph: HasSpan, taken: list[Span]) -> list[Span]:
    """Quotations between single marks, outside those between double ones."""
    out: list[Span] = []
    at = paragraph.start
    while opening := SINGLE_OPEN.search(text, at, paragraph.end):
        at = opening.end()
        if ELISION.match(text, at) or any(span.start <= opening.start() < span.end for span in taken):
            continue
        close = _single_close(text, at, paragraph.end)
        if close is None or any(span.start < close and opening.start() < span.end for span in taken):
            continue
        out.append(Span(opening.start(), close))
        at = close
    return out


def _single_close(text: str, at: int, stop: int) -> int | None:
    """End of the mark that closes a single quotation, None without one. A possessive ("states'") is the last choice."""
    possessive: int | None = None
    reopened = SINGLE_OPEN.search(text, at, stop)
    limit = reopened.start() if reopened and not ELISION.match(text, reopened.end()) else stop
    for found in SINGLE_CLOSE.finditer(text, at, limit):
        before, after = text[found.start() - 1], text[found.end() : found.end() + 2]
        if before.isspace():
            continue
        if POSSESSIVE_PLURAL.search(before) and re.match(r" [a-z]", after):
            possessive = possessive if possessive is not None else found.end()
            continue
        return found.end()
    return possessive
