"""Column types that keep a value exactly, in SQLite and in PostgreSQL, or refuse it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from db.errors import UnstorableError

EXCERPT = 30  # characters on either side shown in an error


def check_text(text: str) -> str:
    """The same text. Raises UnstorableError for NUL (PostgreSQL has none) and lone surrogates (UTF-8 has none)."""
    if "\0" in text:
        raise UnstorableError(_complaint(text, text.index("\0"), "a NUL character"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableError(_complaint(text, error.start, "half of a surrogate pair")) from error
    return text


def clean_text(text: str) -> str:
    """A text for the logs, where no offset points into it: what `check_text` refuses becomes U+FFFD."""
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _complaint(text: str, place: int, what: str) -> str:
    around = ascii(text[max(0, place - EXCERPT) : place + EXCERPT])
    return f"a text can't be stored: {what} at character {place}, in {around}; clean the text where it is extracted"


def dump_json(value: object) -> str:
    """JSON with sorted keys and readable characters. Raises UnstorableError for what JSON or UTF-8 has not."""
    try:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UnstorableError(f"a value can't be stored as JSON: {error}") from error
    if "\\u0000" in text:
        _check_strings(value)
    return check_text(text)


def _check_strings(value: object) -> None:
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_strings(key)
            _check_strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check_strings(item)


class Plain(TypeDecorator[str]):
    """Text compared and sorted by code point in every database, whatever its locale. Raises UnstorableError."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else check_text(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time, given back in UTC. SQLite keeps ISO 8601 text of one width, so that text order is time order.

    Raises UnstorableError for a naive time.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise UnstorableError(f"a time needs its zone, not {value!r}; give an aware datetime")
        at = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return at.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
        return at

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A list of strings as JSON, given back as a tuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value or ())
