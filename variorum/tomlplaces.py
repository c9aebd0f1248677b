"""Where a key or a value stands in a TOML file, so that an error can show a user their own line.

tomllib gives values without places. This reads the same text a second time for the places alone; it takes a text that
tomllib has accepted, and finds keys of tables and arrays of tables and the items of plain arrays. What lies within an
inline table is found as the whole of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from compare.spans import Span

Path = tuple[str | int, ...]
"""Keys from the outside in; a number, from 0, for an item of an array or of an array of tables."""

_KEY = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))\s*(\.?)""")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)

LINE_WIDTH = 110  # characters of a line that are shown; of a longer one the part around the place
BEFORE_PLACE = 30  # of them before the place, so that what it belongs to can be read
MOST_LINES = 4  # of a value that fills several


@dataclass(frozen=True, slots=True)
class Entry:
    """A table's header or a key with its value; for a header both places are that of its name."""

    path: Path
    key: Span
    value: Span


def entries(toml: str) -> Iterator[Entry]:
    """Every header and every key of the text, in its order."""
    table: Path = ()
    arrays: Counter[Path] = Counter()
    at = 0
    while at < len(toml):
        sign = toml[at]
        if sign.isspace() or sign == "\ufeff":
            at += 1
        elif sign == "#":
            at = _line_end(toml, at)
        elif sign == "[":
            double = toml.startswith("[[", at)
            begin = at + (2 if double else 1)
            names, end = _keys(toml, begin)
            table = _numbered(names, arrays)
            if double:
                table = (*names_of(table, names), arrays[names])
                arrays[names] += 1
            yield Entry(table, Span(begin, end), Span(begin, end))
            at = _line_end(toml, end)
        else:
            names, end = _keys(toml, at)
            start = toml.find("=", end) + 1
            if not names or not start:
                return
            while start < len(toml) and toml[start] in " \t":
                start += 1
            stop = _value_end(toml, start)
            yield Entry((*table, *names), Span(at, end), Span(start, len(toml[:stop].rstrip())))
            at = stop


def find_place(toml: str, path: Sequence[str | int], *, of: Literal["key", "value"] = "value") -> Span | None:
    """Where the value at this path stands, or its key; else what is nearest around it. None where nothing is."""
    wanted = tuple(path)
    best: Entry | None = None
    for entry in entries(toml):
        length = len(entry.path)
        if wanted[:length] == entry.path and (best is None or length > len(best.path)):
            best = entry
        elif best is None and entry.path[: len(wanted)] == wanted:
            return entry.key  # a table without a header of its own, by the first that lies in it
    if best is None:
        return None
    left = wanted[len(best.path) :]
    if not left:
        return best.key if of == "key" else best.value
    items = list(_items(toml, best.value))
    return items[left[0]] if isinstance(left[0], int) and left[0] < len(items) else best.value


def line_of(text: str, place: int) -> int:
    """The number, from 1, of the line that holds this character."""
    return text.count("\n", 0, place) + 1


def line_span(text: str, number: int) -> Span | None:
    """The words of a line, white space around them left out. None where there is no such line or nothing in it."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            return None
    end = _line_end(text, start)
    line = text[start:end]
    left = start + len(line) - len(line.lstrip())
    return Span(left, start + len(line.rstrip())) if line.strip() else None


def shown(text: str, place: Span) -> str:
    """The lines that hold this place, with their numbers, the place underlined where it lies within one line."""
    first, last = line_of(text, place.start), line_of(text, max(place.start, place.end - 1))
    width = len(str(last))
    out = []
    lines = text.split("\n")
    for number in range(first, min(last, first + MOST_LINES - 1) + 1):
        line = lines[number - 1].rstrip("\r")
        begin = place.start - (text.rfind("\n", 0, place.start) + 1)
        cut = max(0, begin - BEFORE_PLACE) if number == first and len(line) > LINE_WIDTH else 0
        part = line[cut : cut + LINE_WIDTH]
        head, tail = "…" if cut else "", "…" if cut + LINE_WIDTH < len(line) else ""
        out.append(f"  {number:>{width}} | {head}{part}{tail}")
        if first == last:
            # White space is repeated as it stands, so that the caret keeps its place behind tabs too.
            indent = "".join(sign if sign == "\t" else " " for sign in head + line[cut:begin])
            carets = "^" * max(1, min(place.end - place.start, len(part) - (begin - cut)))
            out.append(f"  {'':>{width}} | {indent}{carets}")
    if last >= first + MOST_LINES:
        out.append(f"  {'':>{width}} | … to line {last}")
    return "\n".join(out)


def names_of(table: Path, names: Path) -> Path:
    """The path of a table without the number of the array of tables it ends with."""
    return table if len(table) == len(names) or not isinstance(table[-1], int) else table[:-1]


def _numbered(names: Path, arrays: Counter[Path]) -> Path:
    """A header's path with the number of the current item behind every array of tables that it lies in."""
    out: list[str | int] = []
    for count, name in enumerate(names, 1):
        out.append(name)
        if arrays[names[:count]] and count < len(names):
            out.append(arrays[names[:count]] - 1)
    return tuple(out)


def _keys(toml: str, at: int) -> tuple[Path, int]:
    """A dotted key and where it ends, white space behind it left out."""
    names: list[str] = []
    end = at
    while match := _KEY.match(toml, at):
        double, single, bare, dot = match.groups()
        names.append(next(part for part in (double, single, bare) if part is not None))
        at = match.end()
        end = len(toml[: match.start(4)].rstrip())
        if not dot:
            break
    return tuple(names), end


def _value_end(toml: str, at: int) -> int:
    """Where a value ends: the end of its line, or of the line that closes its brackets; a comment is no part of it."""
    depth = 0
    while at < len(toml):
        sign = toml[at]
        if sign in "\"'" and (string := _STRING.match(toml, at)):
            at = string.end()
            continue
        if sign == "#":
            if not depth:
                return at
            at = _line_end(toml, at)
            continue
        if sign == "\n" and not depth:
            return at
        depth += (sign in "[{") - (sign in "]}")
        at += 1
    return at


def _items(toml: str, array: Span) -> Iterator[Span]:
    """The items of an array, each without the white space and the comments around it."""
    if toml[array.start : array.start + 1] != "[":
        return
    at, depth, begin, end = array.start + 1, 0, -1, -1
    while at < array.end:
        sign = toml[at]
        step = 1
        if sign in "\"'" and (string := _STRING.match(toml, at)):
            step = string.end() - at
        elif sign == "#":
            at = _line_end(toml, at)
            continue
        if not depth and sign in ",]":
            if begin >= 0:
                yield Span(begin, end)
            begin = -1
        elif not sign.isspace():
            depth += (sign in "[{") - (sign in "]}")
            begin = at if begin < 0 else begin
            end = at + step
        at += step


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
