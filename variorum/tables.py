"""Tables as CSV: nested values as JSON, and no cell that a spreadsheet could take for a formula."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final, TextIO

from templates import inert

_FORMULA: Final = re.compile("[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]")
"""What opens a formula, full-width signs and white space before it included; and what some programs take for the start
of one (OWASP, CSV Injection)."""


def write_table(rows: Iterable[Mapping[str, Any]], out: TextIO, columns: Sequence[str] = ()) -> int:
    """Write rows under a line of names and return how many there were. Without `columns` those of the first row are
    the columns, and where there is no row there is no line of names either.

    Raises ValueError for a row with a key that is no column.
    """
    source = iter(rows)
    if not columns:
        first = next(source, None)
        if first is None:
            return 0
        columns, source = list(first), chain([first], source)
    return write_rows((_in_order(row, columns) for row in source), out, columns)


def write_rows(rows: Iterable[Iterable[object]], out: TextIO, columns: Sequence[str]) -> int:
    """The same of rows that have a value for each column, in their order, which nobody looks at."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow(map(cell, row))
        count += 1
    return count


def _in_order(row: Mapping[str, Any], columns: Sequence[str]) -> Iterable[object]:
    if unknown := row.keys() - set(columns):
        raise ValueError(f"{', '.join(sorted(unknown))}: no column has this name")
    return (row.get(name, "") for name in columns)


def cell(value: object) -> object:
    """The value as a cell may hold it: controls that could reorder or hide text become U+FFFD, and what could start a
    formula gets an apostrophe before it."""
    if isinstance(value, (list, tuple, dict)):
        value = json.dumps(value, ensure_ascii=False)
    return _harmless(value) if isinstance(value, str) else value


@lru_cache(maxsize=4_096)  # names, times and addresses stand in row after row
def _harmless(text: str) -> str:
    shown = str(inert(text)).replace("\r", "\n")  # which the csv module would leave bare, as the end of a row
    return f"'{shown}" if _FORMULA.match(shown) else shown
