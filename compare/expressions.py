"""Regular expressions as rules write them: a space stands for any white space, ' for either apostrophe.

Each is made when it is first needed, and once: of a night's texts most rules match none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_OTHER_BY_CASE: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[A-Z]|\\[xuUN0-9]|\(\?[A-Za-z-])|[^\x00-\x7f’]")
"""Capitals but for those behind a backslash, letters by their numbers, what stood before once more, switches ("(?i)"),
and letters beyond ASCII."""
_CLASS: Final = re.compile(r"\[\^?((?:\\.|[^\]\\])*)\]")
_OTHER_RANGE: Final = re.compile(r"(?![a-z]-[a-z]|[0-9]-[0-9]).-.")
"""Within a class: but for those of small letters or digits."""
_OTHER_SMALL: Final = re.compile("[ſı]")


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as it is matched: on word boundaries, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)", re.IGNORECASE)


@cache
def compile_small(pattern: str) -> re.Pattern[str] | None:
    """A rule's pattern as it is matched in a text in small letters (`in_small`), which takes half the time of ignoring
    case. None where the pattern has anything with which that could find something else."""
    if _OTHER_BY_CASE.search(pattern) or any(map(_OTHER_RANGE.search, _CLASS.findall(pattern))):
        return None
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)")


def in_small(text: str) -> str | None:
    """The text in small letters, each at its place; None where small letters would be more, or are not all that
    ignoring case takes for one: a long s, and an i without its dot."""
    small = text.lower()
    return small if len(small) == len(text) and not _OTHER_SMALL.search(small) else None


@cache
def compile_exception(pattern: str) -> re.Pattern[str]:
    """An exception as it is matched: from the beginning of a word, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})", re.IGNORECASE)


@cache
def compile_before(pattern: str) -> re.Pattern[str]:
    """What must stand before a match, up to it, with white space between them or none."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})\s*$", re.IGNORECASE)


@cache
def compile_after(pattern: str) -> re.Pattern[str]:
    """What must stand after a match, from its end on, with white space between them or none."""
    return re.compile(rf"\s*(?:{_loosened(pattern)})(?!\w)", re.IGNORECASE)


def _loosened(pattern: str) -> str:
    out, inside_class = [], False
    for at, sign in enumerate(pattern):
        escaped = at > 0 and pattern[at - 1] == "\\" and (at < 2 or pattern[at - 2] != "\\")
        if sign == "[" and not escaped:
            inside_class = True
        elif sign == "]" and not escaped:
            inside_class = False
        if inside_class or escaped:
            out.append("’'" if sign == "'" else sign)
        else:
            out.append({" ": r"\s+", "'": "[’']"}.get(sign, sign))
    return "".join(out)
