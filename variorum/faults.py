"""How a mistake in a user's TOML file is told: file and line, the problem with its remedy, and the line itself."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection

from compare.spans import Span
from variorum.tomlplaces import find_place, line_of, line_span, shown

_LINE = re.compile(r", line (\d+): ")
_RULE_NUMBER = re.compile(r"(, line \d+)?: rule number (\d+), ")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_QUOTED = re.compile(r"'([^']+)'")

NEAREST = 3  # known names that are offered for an unknown one


def at_line(name: str, text: str, place: Span | None, problem: str) -> str:
    """The problem behind file and line, and below it the line. Without a place in the text: the problem alone."""
    if place is None:
        return f"{name}: {problem}"
    return f"{name}, line {line_of(text, place.start)}: {problem}\n{shown(text, place)}"


def toml_fault(name: str, text: str, error: tomllib.TOMLDecodeError) -> str:
    """A file that is no TOML. What tomllib finds wrong at the end of the text has no line of its own."""
    told = f"not TOML: {error}; correct it there"
    if found := _TOML_PLACE.search(str(error)):
        line, column = int(found[1]), int(found[2])
        start = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
        # A place behind the last character of a line is shown on that line.
        return f"{name}: {told}\n{shown(text, Span(start, start + 1))}"
    return f"{name}: {told}"


def pack_fault(name: str, text: str, message: str) -> str:
    """An error of `compare.rules.parse_pack` about this text, with the line that it names below it."""
    told = message.removeprefix(name)
    place: Span | None = None
    if found := _RULE_NUMBER.match(told):
        # A rule without an id has no line of its own there; its header has.
        place = find_place(text, ("rule", int(found[2]) - 1))
        if place is not None:
            message = f"{name}, line {line_of(text, place.start)}: {told[found.start(2) - len('rule number ') :]}"
    elif (found := _LINE.match(told)) or (found := _TOML_PLACE.search(told)):
        place = line_span(text, int(found[1]))
    if place is None:
        return message
    return f"{message}\n{shown(text, _narrowed(text, place, told))}"


def nearest(name: str, known: Collection[str]) -> str:
    """A remedy for an unknown name: the known ones that are spelt most like it."""
    near = difflib.get_close_matches(name, sorted(known), n=NEAREST)
    if not near:
        return ""
    *others, last = (f"'{one}'" for one in near)
    return f"did you mean {', '.join(others) + ' or ' if others else ''}{last}?"


def _narrowed(text: str, line: Span, told: str) -> Span:
    """The part of the line that a message quotes last, or the whole line."""
    for quoted in reversed(_QUOTED.findall(told)):
        at = text.find(quoted, line.start, line.end)
        if at >= 0:
            return Span(at, at + len(quoted))
    return line
