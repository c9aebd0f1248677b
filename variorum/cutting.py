"""Where a passage may be cut: between words, and inside of no name, amount or phrase that wants its noun."""

from __future__ import annotations

import re
from typing import Final

from compare.spans import HasSpan
from compare.words import FUNCTION_WORDS

#: Words by which a cut moves, at most, to the end of a name.
LONGEST_NAME: Final = 4
_TOKEN: Final = re.compile(r"\S+")
_ENDS: Final = re.compile(r"[.,;:!?)\]”\"’'»…—–-]\Z")
_ABBREVIATED: Final = re.compile(
    r"[(“\"‘']?(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Sgt|Capt|Col|Prof|Rev|Hon|Jr|No|vs|U\.S|U\.K|U\.N)\."
)
_POSSESSIVE: Final = re.compile(r"\w[’']s\Z|s[’']\Z")
_AMOUNT: Final = re.compile(r"[$£€]?\d[\d.,]*\Z")
_UNIT: Final = re.compile(r"(?:hundred|thousand|million|billion|trillion|per\s?cent|percent|%)", re.IGNORECASE)
_CAPITAL: Final = re.compile(r"[(“\"‘']?[A-ZÀ-Þ]")


def at_edges(text: str, start: int, end: int, within: HasSpan) -> tuple[int, int]:
    """The place widened, inside of `within`, until neither end cuts what belongs together."""
    tokens = [found.span() for found in _TOKEN.finditer(text, within.start, within.end)]
    inside = [at for at, (left, right) in enumerate(tokens) if left < end and start < right]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    for _ in range(LONGEST_NAME):
        if first > 0 and _is_name(*(text[slice(*tokens[at])] for at in (first - 1, first))):
            first -= 1
            start = tokens[first][0]
    for _ in range(LONGEST_NAME):
        if last + 1 < len(tokens) and _belong(*(text[slice(*tokens[at])] for at in (last, last + 1))):
            last += 1
            end = tokens[last][0] + len(text[slice(*tokens[last])].rstrip(".,;:!? "))
    return start, end


def cut_end(text: str, start: int, end: int, most: int) -> int:
    """Where a passage of more than `most` words is cut: behind the last of them at which that may be done."""
    tokens = [found.span() for found in _TOKEN.finditer(text, start, end)]
    if len(tokens) <= most:
        return end
    for last in range(most - 1, max(0, most - 1 - 2 * LONGEST_NAME), -1):
        if not _belong(*(text[slice(*tokens[at])] for at in (last, last + 1))):
            return tokens[last][1]
    return tokens[most - 1][1]


def _belong(one: str, other: str) -> bool:
    """Does a passage that ends with the first of two words want the second?"""
    bare = one.lower().strip("(“\"‘'")
    if _ENDS.search(one) and not (_ABBREVIATED.fullmatch(one) or _POSSESSIVE.search(one)):
        return False
    return (
        bare in FUNCTION_WORDS
        or bool(_POSSESSIVE.search(one))
        or (bool(_AMOUNT.search(one)) and bool(_UNIT.match(other)))
        or _is_name(one, other)
    )


def _is_name(one: str, other: str) -> bool:
    """Are two words parts of one name?"""
    if _ENDS.search(one) and not (_ABBREVIATED.fullmatch(one) or _POSSESSIVE.search(one)):
        return False
    return _CAPITAL.match(one) is not None and _CAPITAL.match(other) is not None
