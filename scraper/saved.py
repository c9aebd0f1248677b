"""Saved input: a text file with the headline first, and JSON Lines that other programs write (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import urlsplit

from scraper.article import Article, Moment, join_text, storable, storable_article
from scraper.datetext import lies_ahead
from scraper.errors import SavedError
from scraper.furniture import split_furniture
from scraper.urls import WEB_SCHEMES, canonical_url, is_web

TEXT_EXTRACTOR: Final = "text/1"
"""Name and version of what turned a saved text into an article: changes whenever its result may."""
_REQUIRED: Final = ("outlet", "url", "title", "text")
_NAMING: Final = ("urn", "file")
"""Schemes beside those of the web that name a text for good; every other one is no place of an article."""

CHECKED: Final = 10_000
"""Characters at the beginning of a file that show whether it is a text."""
CONTROLS: Final = 20
"""Control characters that any file may hold: some were copied out of broken programs."""
CONTROL_SHARE: Final = 0.02
"""Share of control characters from which it is none; a text has next to none, random bytes one in eight."""


@dataclass(frozen=True, slots=True)
class LineError:
    """A line that is not an article. `line` counts from 1; `reason` and `detail` as in `scraper.errors`."""

    line: int
    reason: str
    detail: str


def article_from_text(
    text: str,
    *,
    outlet: str,
    url: str,
    published: Moment | None = None,
    language: str = "en",
) -> Article:
    """A saved text: its first line is the headline, blank lines separate paragraphs, furniture is left out.

    `url` may be any stable name of the text; a web address is canonicalised. A text without blank lines has one
    paragraph a line. Raises SavedError "empty" or "no body".
    """
    beginning = text[:CHECKED]
    if sum(ord(sign) < 32 and not sign.isspace() for sign in beginning) > max(CONTROLS, CONTROL_SHARE * len(beginning)):
        raise SavedError("not text", f"{url}: full of control characters; is it a saved text in UTF-8?")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    if not lines:
        raise SavedError("empty", f"{url}: nothing but blank lines; the first line should be the headline")
    return _article(outlet, storable(url), lines[0], "\n".join(lines[1:]), published, language)


def articles_from_jsonl(
    lines: Iterable[str],
    *,
    now: datetime,
    outlet: str | None = None,
    language: str = "en",
) -> tuple[list[Article], list[LineError]]:
    """One article a line: `outlet`, `url`, `title`, `published` (ISO 8601 or none), `text`; unknown keys are ignored.

    `outlet` is the slug for lines that name none. Returns the good ones in order and an error for each bad line; blank
    lines count but are passed over. A line whose date lies ahead of `now`, which is aware, gives both: the article
    without its date, and an error "future date".
    """
    articles: list[Article] = []
    errors: list[LineError] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _row(line.removeprefix("\ufeff") if number == 1 else line, outlet)
            moment = _moment(row)
            ahead = moment is not None and lies_ahead(moment, now)
            articles.append(
                _article(
                    row["outlet"].strip(),
                    row["url"],
                    row["title"],
                    row["text"],
                    None if ahead else moment,
                    language,
                )
            )
            if ahead:
                detail = f"key 'published': {row['published']!r} lies ahead of {now:%Y-%m-%d}; kept without a date"
                errors.append(LineError(number, "future date", detail))
        except SavedError as error:
            errors.append(LineError(number, error.reason, error.detail))
    return articles, errors


def _row(line: str, outlet: str | None) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SavedError("not JSON", f"{error}; each line holds one whole JSON object") from error
    except RecursionError as error:
        raise SavedError("not JSON", "nested too deeply") from error
    if not isinstance(row, dict):
        raise SavedError("not an object", "each line holds one JSON object with outlet, url, title, published, text")
    if outlet is not None:
        row = {"outlet": outlet, **row}
    for key in _REQUIRED:
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise SavedError("missing key", f"key {key!r} must be a text that is not empty{_meant(key, row)}")
    if not _is_address(row["url"]):
        raise SavedError("bad address", f"key 'url': {row['url']!r} is no http, https, urn or file address")
    for key in ("outlet", "url"):
        if storable(row[key]) != row[key]:
            raise SavedError("bad name", f"key {key!r}: {row[key]!r} holds half a character or NUL")
    return row


def _meant(key: str, row: dict[str, Any]) -> str:
    """Which unknown key of a line is likely this one, misspelt."""
    near = get_close_matches(key, [other for other in row if other not in (*_REQUIRED, "published")], n=1)
    return f"; is {near[0]!r} meant?" if near and key not in row else ""


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) if parts.scheme in WEB_SCHEMES else parts.scheme in _NAMING and bool(parts.path)


def _moment(row: dict[str, Any]) -> Moment | None:
    value = row.get("published")
    if value is None or value == "":
        return None
    try:
        return Moment.parse(str(value), origin="given")
    except (ValueError, OverflowError) as error:
        raise SavedError(
            "bad date", f"key 'published': {value!r} is not ISO 8601 of 1600 or later, such as 2025-03-11T06:12:00Z"
        ) from error


def _article(outlet: str, url: str, title: str, text: str, published: Moment | None, language: str) -> Article:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept, gone = split_furniture(lines)
    title = " ".join(title.split())
    paragraphs = _paragraphs(kept)
    if paragraphs and paragraphs[0] == title:
        paragraphs = paragraphs[1:]
    if not paragraphs:
        raise SavedError("no body", f"{url}: no text below the headline")
    return storable_article(
        Article(
            outlet=outlet,
            url=url,
            canonical_url=canonical_url(url) if is_web(url) else url,
            title=title,
            text=join_text(title, paragraphs),
            extractor=TEXT_EXTRACTOR,
            published=published,
            language=language,
            quarantined=tuple(" ".join(line.split()) for line in gone),
        )
    )


def _paragraphs(lines: list[str]) -> list[str]:
    """Blank lines separate paragraphs; where there are none, or a line alone is prose, line breaks do."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(" ".join(line.split()))
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if len(blocks) == 1:
        return blocks[0]
    return [" ".join(block) for block in blocks]
