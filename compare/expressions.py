"""Regular expressions as rules write them: a space stands for any white space, ' for either apostrophe."""

from __future__ import annotations

import re


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as it is matched: on word boundaries, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)", re.IGNORECASE)


def compile_exception(pattern: str) -> re.Pattern[str]:
    """An exception as it is matched: from the beginning of a word, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})", re.IGNORECASE)


def compile_before(pattern: str) -> re.Pattern[str]:
    """What must stand before a match, up to it, with white space between them or none."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})\s*$", re.IGNORECASE)


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
