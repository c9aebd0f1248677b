"""Outlets: who is read, where their listings are, and how slowly they are asked."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, field_validator, model_validator

from scraper.errors import OutletsError
from scraper.urls import is_web, same_site

OutletKind = Literal["wire", "public", "commercial", "state", "regional", "nonprofit", "other"]

DEFAULT_DELAY: Final = 5.0
"""Seconds between two requests to one host."""
DEFAULT_MAX_PAGES: Final = 50
"""Article pages asked for in one run."""
_KINDS: Final = "wire, public, commercial, state, regional, nonprofit, other"
_HEADER: Final = re.compile(r"""[ \t]*\[\[[ \t]*(outlet|"outlet"|'outlet')[ \t]*\]\]""")
"""A line that opens an outlet's table."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet, as its file describes it. `kind` names ownership and rates nothing.

    `feeds`, `sitemaps` and `front_pages` are addresses of listings. `article_pattern` is a regular expression that the
    path and query of an article's address must contain; front pages need one. `sites` are further domains on which
    articles lie, such as "bbc.co.uk" beside "bbc.com"; articles elsewhere are left alone. `delay` is in seconds between
    requests to a host, `max_pages` counts article pages a run, `timezone` is an IANA name for times that a page gives
    without a zone. `confirmed` says where and when the listing addresses were confirmed. `invented` marks outlets that
    do not exist.
    """

    slug: str
    name: str
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    front_pages: tuple[str, ...] = ()
    article_pattern: str | None = None
    sites: tuple[str, ...] = ()
    language: str = "en"
    country: str | None = None
    kind: OutletKind = "other"
    timezone: str | None = None
    delay: float = DEFAULT_DELAY
    max_pages: int = DEFAULT_MAX_PAGES
    invented: bool = False
    confirmed: str | None = None

    def owns(self, url: str) -> bool:
        """Does the address lie on the outlet's own site, or on one of its further `sites`?"""
        return same_site(url, self.home) or any(same_site(url, f"https://{domain}") for domain in self.sites)


def parse_outlets(toml: str, *, source: str) -> tuple[Outlet, ...]:
    """Read `[[outlet]]` tables. `source` is the file's name as messages show it.

    Raises OutletsError with every mistake of the file: broken TOML, unknown or missing keys, bad values, a slug twice.
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise OutletsError(source, (f"not TOML: {error}",)) from error
    problems = [_unknown(key, ("outlet",), "the file") for key in data if key != "outlet"]
    tables = data.get("outlet", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise OutletsError(source, (*problems, "outlets are written as [[outlet]] tables, with double brackets"))
    outlets: list[Outlet] = []
    lines = _header_lines(toml, len(tables))
    for number, table in enumerate(tables, 1):
        nameless = f"outlet number {number}" + (f" (line {lines[number - 1]})" if lines else "")
        where = f"outlet {table['slug']!r}" if isinstance(table.get("slug"), str) else nameless
        try:
            outlets.append(Outlet(**_OutletTable.model_validate(table).model_dump()))
        except ValidationError as error:
            problems += [_explain(dict(problem), where) for problem in error.errors()]
    slugs = [table.get("slug") for table in tables]
    for slug in sorted({outlet.slug for outlet in outlets}):
        if slugs.count(slug) > 1:
            at = ", ".join(str(line) for line, other in zip(lines, slugs, strict=False) if other == slug)
            seen = f" (lines {at})" if at else ""
            problems.append(f"outlet {slug!r}: stands {slugs.count(slug)} times{seen}; give each outlet its own slug")
    if problems:
        raise OutletsError(source, tuple(problems))
    return tuple(outlets)


def _header_lines(toml: str, tables: int) -> tuple[int, ...]:
    """The line that opens each table, from 1; empty where not every table opens with a line of its own."""
    found = tuple(number for number, line in enumerate(toml.split("\n"), 1) if _HEADER.match(line))
    return found if len(found) == tables else ()


_Listed = Annotated[tuple[str, ...], Strict(False)]
"""A TOML array; strict mode would want a Python tuple."""


class _OutletTable(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    name: str = Field(min_length=1, max_length=200)
    home: str
    feeds: _Listed = ()
    sitemaps: _Listed = ()
    front_pages: _Listed = ()
    article_pattern: str | None = None
    sites: _Listed = ()
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}$")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    kind: OutletKind = "other"
    timezone: str | None = None
    delay: float = Field(default=DEFAULT_DELAY, ge=0, le=3_600, allow_inf_nan=False)
    max_pages: int = Field(default=DEFAULT_MAX_PAGES, ge=1, le=10_000)
    invented: bool = False
    confirmed: str | None = None

    @field_validator("home")
    @classmethod
    def _home_is_web(cls, value: str) -> str:
        return _web(value)

    @field_validator("feeds", "sitemaps", "front_pages", mode="after")
    @classmethod
    def _listings_are_web(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_web(url) for url in value)

    @field_validator("sites")
    @classmethod
    def _sites_are_domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for domain in value:
            if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
                raise ValueError(f"{domain!r} is not a domain; write it bare and small, such as 'bbc.co.uk'")
        return value

    @field_validator("article_pattern")
    @classmethod
    def _pattern_compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"{value!r} is not a regular expression: {error}") from error
        return value

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str | None) -> str | None:
        try:
            ZoneInfo(value or "UTC")
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is not a time zone; write an IANA name such as 'Europe/London'") from error
        return value

    @model_validator(mode="after")
    def _front_pages_need_a_pattern(self) -> _OutletTable:
        if self.front_pages and not self.article_pattern:
            raise ValueError(
                "front_pages need article_pattern, so that menus and section pages are not taken for articles"
            )
        if not (self.feeds or self.sitemaps or self.front_pages):
            raise ValueError("no listing; give at least one of feeds, sitemaps or front_pages")
        return self


def _web(url: str) -> str:
    if not is_web(url):
        raise ValueError(f"{url!r} is not an address; write it in full, with https://")
    return url


def _explain(problem: dict[str, Any], where: str) -> str:
    """One pydantic error as a sentence with outlet, key and remedy."""
    path = [str(step) for step in problem["loc"]]
    key = ".".join(path)
    if problem["type"] == "extra_forbidden":
        return _unknown(key, tuple(_OutletTable.model_fields), where)
    if problem["type"] == "missing":
        return f"{where}: key {key!r} is missing; add it"
    message = str(problem["msg"]).removeprefix("Value error, ")
    hint = {
        "slug": " (small letters, digits and single hyphens, such as 'daily-bell')",
        "language": " (a code of two or three small letters, such as 'en')",
        "country": " (two capital letters, such as 'GB')",
        "kind": f" (one of {_KINDS})",
    }.get(key, "")
    return f"{where}: key {key!r}: {message}{hint}" if key else f"{where}: {message}"


def _unknown(key: str, known: tuple[str, ...], where: str) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    remedy = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
    return f"{where}: unknown key {key!r}; {remedy}"
