"""Texts of which passages were let go: what is left, where the gaps are, and the text rebuilt at its full length.

A gap is filled with letters that no article is written in, so that every offset into the whole text still holds, and so
does the number of words: what counts words or paragraphs, or looks up a place, need not know of gaps. What prints words
asks `is_gone` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

Gap = tuple[int, int, int]
"""Start in the whole text, characters, words. A gap begins and ends with a character that is not white space, and lies
within one line."""

# Glagolitic: letters with a case, so that the sentences around a gap are told apart as before.
FIRST, OTHER, STOP = "\u2c00", "\u2c30", "."
LEAST_CHARS: Final = 24
"""Of a gap: about what its three numbers take."""

_GONE: Final = re.compile(f"[{FIRST}{OTHER}]")
_WHOLE_LINE: Final = re.compile(r"[^\n]+")
_SHOWN: Final = str.maketrans({FIRST: "·", OTHER: "·"})


def cut(text: str, kept: Iterable[tuple[int, int]]) -> tuple[str, list[Gap]]:
    """The text without all that none of the stretches `kept` touches, and the gaps, in order. Words that a stretch
    touches stay whole; so do line breaks, and short gaps."""
    gaps: list[Gap] = []
    at = 0
    for start, end in [*_merged(text, kept), (len(text), len(text))]:
        for line in _WHOLE_LINE.finditer(text, at, start):
            inside = line.group().strip()
            if len(inside) >= LEAST_CHARS:
                first = line.start() + len(line.group()) - len(line.group().lstrip())
                gaps.append((first, len(inside), len(inside.split())))
        at = max(at, end)
    pieces, at = [], 0
    for start, length, _ in gaps:
        pieces.append(text[at:start])
        at = start + length
    return "".join([*pieces, text[at:]]), gaps


def rebuilt(rest: str, gaps: Iterable[Sequence[int]]) -> str:
    """What `cut` left, with every gap filled: as long as the whole text, in as many words and lines."""
    pieces: list[str] = []
    at = length_so_far = 0
    for start, length, words in gaps:
        upto = at + start - length_so_far
        pieces += [rest[at:upto], _filler(length, words)]
        at, length_so_far = upto, start + length
    return "".join([*pieces, rest[at:]])


def is_gone(text: str) -> bool:
    """Does a stretch of a rebuilt text reach into a gap?"""
    return not text.isascii() and _GONE.search(text) is not None


def shown(text: str) -> str:
    """The text as a person may read it, gaps as dots; as long as before."""
    return text if text.isascii() else text.translate(_SHOWN)


def can_be_cut(text: str) -> bool:
    """Not where a text has the letters that fill gaps."""
    return not is_gone(text)


def _filler(length: int, words: int) -> str:
    last = length - 2 * (words - 1)
    made = f"{OTHER} " * (words - 1) + OTHER * last
    return FIRST + made[1:-1] + STOP if last > 1 else FIRST + made[1:]


def _merged(text: str, kept: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches widened to whole words, in order, none touching another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(kept):
        start, end = max(0, start), min(end, len(text))
        if start >= end:
            continue
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
