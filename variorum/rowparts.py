"""Values of rows that come from elsewhere, checked one by one. Errors say what was found and what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from variorum.errors import InputError

Row = dict[str, Any]
Choice = TypeVar("Choice", bound=str)


def text_in(row: Row, name: str, *, empty: bool = False) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not (value or empty):
        raise InputError(f"{name} {value!r} is no text")
    return value


def choice_in(row: Row, name: str, choices: Sequence[Choice]) -> Choice:
    found = next((choice for choice in choices if choice == row.get(name)), None)
    if found is None:
        raise InputError(f"{name} {row.get(name)!r} is none of {', '.join(choices)}")
    return found


def time_in(row: Row, name: str) -> datetime:
    """An aware time, in UTC."""
    try:
        at = datetime.fromisoformat(row[name])
        if at.utcoffset() is not None:
            return at.astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        pass
    raise InputError(f"{name} {row.get(name)!r} is no ISO 8601 time with its zone, such as 2031-01-07T06:12:00+00:00")


def undone_in(row: Row) -> datetime | None:
    """When it was undone by the row's `state` and `undone_at`, None where it is in force."""
    if choice_in(row, "state", ("in force", "undone")) == "in force":
        return None
    return time_in(row, "undone_at")
