"""Regular expressions as rules write them: a space stands for any white space, ' for either apostrophe.

Each is made when it is first needed, and once: of a night's texts most rules match none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

_OTHER_BY_CASE: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[A-Z]|\\[xuUN0-9]|\(\?[A-Za-z-])|[^\x00-\x7f’]")
"""Capitals but for those behind a backslash, letters by their numbers, what stood before once more, switches ("(?i)"),
and letters beyond ASCII."""
_CLASS: Final = re.compile(r"\[\^?((?:\\.|[^\]\\])*)\]")
_OTHER_RANGE: Final = re.compile(r"(?![a-z]-[a-z]|[0-9]-[0-9]).-.")
"""Within a class: but for those of small letters or digits."""
_REFERENCE: Final = re.compile(r"\\[0-9]|\(\?[P(]")
_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""A class, something behind a backslash, or one character."""
_PLAIN: Final = re.compile(r"(?:[a-z0-9 -](?![?*+{]))+")
_GROUP: Final = re.compile(r"\(\?:")
_REPEATED: Final = re.compile(r"[*+{]|\?[?+]")
_MAYBE: Final = re.compile(r"([a-z0-9 -])\?(?![?+])")
_LETTERS: Final = re.compile(r"\[([a-z]+)\](?![?*+{])")
TELLING: Final = 4
"""Characters by which few places of a text are taken for the beginning of a match."""
_OTHER_SMALL: Final = re.compile("[ſı]")


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as it is matched: on word boundaries, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)", re.IGNORECASE)


@cache
def compile_small(pattern: str) -> re.Pattern[str] | None:
    """A rule's pattern as it is matched in a text in small letters (`in_small`), which takes half the time of ignoring
    case. None where the pattern has anything with which that could find something else."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)") if _is_small(pattern) else None


def _is_small(pattern: str) -> bool:
    return not (_OTHER_BY_CASE.search(pattern) or any(map(_OTHER_RANGE.search, _CLASS.findall(pattern))))


@cache
def openings_of(pattern: str) -> frozenset[str]:
    """What every match of the pattern in a text in small letters begins with: one of these, of letters, digits, spaces
    and hyphens. None where that can't be told, or the text must be as it is written."""
    if not (_is_small(pattern) and _is_whole(pattern)) or "(?(" in pattern:
        return frozenset()
    found = frozenset(_openings(pattern))
    return found if all(one and one[0] != " " for one in found) else frozenset()  # a space may be any white space


@cache
def compile_starts(openings: frozenset[str]) -> re.Pattern[str]:
    """What matches, empty, before any of these at the beginning of a word in a text in small letters.

    What begins with one letter stands together behind it: each of some hundred would be tried at each word otherwise.
    """
    by_letter: dict[str, set[str]] = {}
    for opening in openings:
        by_letter.setdefault(opening[0], set()).add(_loosened(opening[1:]))
    letters = (f"{letter}(?:{'|'.join(sorted(rests))})" for letter, rests in sorted(by_letter.items()))
    return re.compile(rf"(?<!\w)(?={'|'.join(letters) or '(?!)'})")


def _openings(pattern: str, known: str = "") -> Iterator[str]:
    """What each of the pattern's alternatives begins with behind `known`, to TELLING characters or as far as that can
    be told by its letters: "" where it begins with something else."""
    for one in _alternatives(pattern):
        plain = _PLAIN.match(one)
        opening = known + (plain[0] if plain else "")
        left = one[plain.end() :] if plain else one
        if len(opening) >= TELLING:
            yield opening
        elif (group := _GROUP.match(left)) and (end := _closing(left)) and not _REPEATED.match(left, end + 1):
            optional = left[end + 1 : end + 2] == "?"
            after = left[end + 1 + optional :]
            for inner in _alternatives(left[group.end() : end]):
                yield from _openings(inner + after, opening)
            if optional:
                yield from _openings(after, opening)
        elif maybe := _MAYBE.match(left):
            yield from _openings(maybe[1] + left[maybe.end() :], opening)
            yield from _openings(left[maybe.end() :], opening)
        elif letters := _LETTERS.match(left):
            for letter in letters[1]:
                yield from _openings(letter + left[letters.end() :], opening)
        else:
            yield opening


def _is_whole(pattern: str) -> bool:
    """Does the pattern mean alone what it means in brackets? Not "a)|(?:b", and not where a comment may hold some."""
    depth = lowest = 0
    for token in _TOKEN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        lowest = min(lowest, depth)
    return depth == lowest == 0 and "(?#" not in pattern


def _alternatives(pattern: str) -> Iterator[str]:
    """The pattern's alternatives: its parts between strokes that stand in no brackets."""
    depth = begins = 0
    for token in _TOKEN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and depth == 0:
            yield pattern[begins : token.start()]
            begins = token.end()
    yield pattern[begins:]


def _closing(pattern: str) -> int:
    """Where the bracket closes with which the pattern opens."""
    depth = 0
    for token in _TOKEN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            return token.start()
    raise ValueError(f"{pattern}: a bracket that is not closed")


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
def compile_exceptions(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """What matches somewhere wherever one of these exceptions does. None where one refers to a group."""
    if any(map(_REFERENCE.search, patterns)) or not all(map(_is_whole, patterns)):
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosened, patterns))})", re.IGNORECASE)


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
