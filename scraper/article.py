"""What the scraper hands on: moments with their precision, fetched pages, failures and articles.

Every value here is frozen. `Article.text` is the one text that all later offsets point into:
the headline, a blank line, then the body's paragraphs separated by blank lines.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, Literal, Self
from urllib.parse import urlsplit

Precision = Literal["second", "minute", "day"]
Origin = Literal["json-ld", "meta", "microdata", "time", "url", "feed", "byline", "htmldate", "given"]
Kind = Literal["news", "opinion", "live", "video", "gallery", "stub"]
Stage = Literal["discover", "robots", "fetch", "extract"]

PARAGRAPH_BREAK = "\n\n"
FIRST_YEAR: Final = 1600
"""Of the first newspapers. What is dated earlier is no date of an article, and too near to the calendar's end to reckon
with."""
BEFORE_NEWSPAPERS: Final = f"before {FIRST_YEAR}, when there were no newspapers"
_UNSTORABLE: Final = re.compile("[\ud800-\udfff\0]")
"""Half characters, which no UTF-8 can hold, and NUL, which no database text can."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as precise as its source gave it.

    `at` is aware and in UTC. With precision "day" it is midnight of the day the source named, and
    orders nothing within that day. `origin` says where on the page (or in the input) it was found.
    """

    at: datetime
    precision: Precision
    origin: Origin

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.at.utcoffset() != UTC.utcoffset(None):
            raise ValueError(f"a moment needs an aware UTC time, not {self.at!r}")

    @classmethod
    def parse(cls, text: str, *, origin: Origin) -> Self:
        """Read ISO 8601. A bare day stays a bare day; so does a time without a zone, which fixes no more than a day.

        Raises ValueError where the text is not ISO 8601, or of a year before FIRST_YEAR.
        """
        stripped = text.strip()
        if "T" not in stripped and " " not in stripped:
            day = date.fromisoformat(stripped)
            found = cls(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", origin)
        else:
            at = datetime.fromisoformat(stripped)
            if at.year < FIRST_YEAR:  # before it is taken to UTC, which may lead out of the calendar
                raise ValueError(f"{stripped!r}: {BEFORE_NEWSPAPERS}")
            if at.tzinfo is None:
                return cls(datetime(at.year, at.month, at.day, tzinfo=UTC), "day", origin)
            found = cls(at.astimezone(UTC), "second" if at.second or at.microsecond else "minute", origin)
        if found.at.year < FIRST_YEAR:
            raise ValueError(f"{stripped!r}: {BEFORE_NEWSPAPERS}")
        return found

    def surely_before(self, other: Moment) -> bool:
        """True only where the two precisions allow the order to be known."""
        if "day" in (self.precision, other.precision):
            return self.at.date() < other.at.date()
        return self.at < other.at

    def __str__(self) -> str:
        if self.precision == "day":
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="minutes" if self.precision == "minute" else "seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed, a sitemap or a front page offers, with what it says of it."""

    url: str
    title: str | None = None
    published: Moment | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with: ETag and Last-Modified, as received."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def usable(self) -> bool:
        """Is there anything to ask with? Without, a server has no ground to answer 304."""
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page, as bytes. `url` is the address asked for, `final_url` the one that answered after redirects."""

    outlet: str
    url: str
    final_url: str
    body: bytes
    content_type: str | None
    fetched_at: datetime
    validators: Validators = field(default_factory=Validators)
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, sitemap or front page that was read. It is handed on after the pages it led to.

    `links` counts the article addresses taken from it, `skipped` those left (other sites, other shapes of address,
    more than the limit), `size` its bytes. `validators` are empty where a link it offers was not had this time, so
    that the next run asks for the whole listing again instead of being told that nothing changed. `undated` counts the
    links whose date was dropped because it lay ahead.
    """

    outlet: str
    url: str
    final_url: str
    links: int
    skipped: int
    size: int
    fetched_at: datetime
    validators: Validators = field(default_factory=Validators)
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server answered 304: what we hold is current."""

    outlet: str
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """Something not to be had. `reason` is a short stable phrase, `detail` says what happened and what helps."""

    outlet: str
    url: str
    stage: Stage
    reason: str
    detail: str
    at: datetime


RESPECTED: Final = frozenset({"robots", "paywall stub"})
"""Reasons of failures that are an outlet's wish: the page is as it should be, and left alone."""


def is_fault(failure: Failure) -> bool:
    """Is it a fault, rather than a page that is as it should be and that we leave alone?"""
    return failure.reason not in RESPECTED


Outcome = Page | Listing | Unchanged | Failure
"""What one visit to an outlet yields."""

UNREACHED: Final = ("outlet deadline", "run deadline")
"""Reasons of a `Failure` whose address was never the trouble: the time was up. It is asked for first next time."""
BROKEN_OFF: Final = (
    "extraction took too long",
    "extraction took too much memory",
    "extraction crashed",
    "extraction failed",
)
"""Reasons of a page that was had and could not be read to its end; the next run asks for it again, whole."""


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """The robots.txt of one origin (scheme, host, port) as it was read then; '' where the server has none."""

    origin: str
    text: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's text at one address, as extracted.

    `url` is exactly the address as it came in; `canonical_url` the one the article is matched by.
    `quarantined` holds the lines of the page that were taken for furniture and left out of the text. `aliases` are
    other addresses of the page, as canonical as they get: what it was asked for and where it answered, and what it
    calls itself. They match a later text whose canonical address changed; stored articles come back without them.
    """

    outlet: str
    url: str
    canonical_url: str
    title: str
    text: str
    extractor: str
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    language: str = "en"
    kind: Kind = "news"
    section: str | None = None
    quarantined: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Twelve hexadecimal digits from outlet and canonical URL: the same article in every run and database."""
        return article_key(self.outlet, self.canonical_url)

    @property
    def body_start(self) -> int:
        """Offset in `text` at which the body begins."""
        return len(self.title) + len(PARAGRAPH_BREAK)

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal. Two revisions with one digest are one revision."""
        return text_digest(self.text)


def storable(text: str) -> str:
    """The same text with U+FFFD for each lone surrogate and each NUL; as long as before, so that offsets hold."""
    if text.isascii() and "\0" not in text:
        return text  # as most are
    return _UNSTORABLE.sub("\ufffd", text)


def storable_article(article: Article) -> Article:
    """The same article with every text of it made `storable`: it has a key and a digest, whatever it was made from."""
    return replace(
        article,
        outlet=storable(article.outlet),
        url=storable(article.url),
        canonical_url=storable(article.canonical_url),
        title=storable(article.title),
        text=storable(article.text),
        authors=tuple(storable(name) for name in article.authors),
        language=storable(article.language),
        section=None if article.section is None else storable(article.section),
        quarantined=tuple(storable(line) for line in article.quarantined),
        aliases=tuple(storable(address) for address in article.aliases),
    )


@lru_cache(maxsize=4_096)
def article_key(outlet: str, canonical_url: str) -> str:
    return hashlib.sha256(f"{outlet}\n{canonical_url}".encode()).hexdigest()[:12]


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def join_text(title: str, paragraphs: list[str]) -> str:
    """The one text of an article: headline, blank line, paragraphs separated by blank lines."""
    return PARAGRAPH_BREAK.join([title, *paragraphs])


def host_of(url: str) -> str:
    """Host name of a URL in one spelling: lower case, in ASCII (IDNA), without the dot that a full name may end in.

    '' where it has none, or is no address; as it stands where it can't be a host's name.
    """
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:  # brackets around no number, signs that stand for "a/c"
        return ""
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    return host.rstrip(".")
