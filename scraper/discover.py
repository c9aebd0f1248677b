"""Listings to links: feeds, sitemaps and front pages, given as bytes (pure).

What a listing offers is taken in its own order, each address once. Only http and https addresses come out, resolved
against the listing's own address and without fragment. `MAX_LINKS` bounds what one listing may offer, `MAX_DOCUMENT`,
`MAX_FEED` and `MAX_TAGS` what one may cost to read; what lies beyond is counted in `Found.skipped` or refused by name,
never lost in silence.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from lxml import etree, html

from scraper.article import Link, Moment, storable
from scraper.datetext import lies_ahead
from scraper.encoding import decode
from scraper.errors import DiscoverError
from scraper.urls import canonical_url, resolve, same_site

ListingKind = Literal["feed", "sitemap", "front page"]

MAX_LINKS: Final = 1_000
"""Links taken from one listing; a news sitemap may hold 1,000 by its own rules."""
MAX_NESTED: Final = 50
"""Sitemaps taken from one sitemap index."""
MAX_DOCUMENT: Final = 20_000_000
"""Bytes of an unpacked sitemap. The protocol allows 50 MB; a news sitemap of 1,000 addresses stays under 1 MB."""

MAX_FEED: Final = 3_000_000
"""Bytes of a feed. Whole texts of some 50 articles take 1 MB; feedparser takes up to 60 bytes of memory for each of an
ill-formed feed (measured)."""
MAX_TAGS: Final[Mapping[ListingKind, int]] = MappingProxyType(
    {"feed": 200_000, "sitemap": 1_000_000, "front page": 400_000}
)
"""Opening angle brackets. feedparser takes up to 28 µs and 850 bytes for each, lxml about 120 bytes (measured). A front
page of 10,000 links has about 60,000; a sitemap of the 50,000 addresses that its rules allow has 400,000."""
MAX_TITLE: Final = 500
"""Characters of a title that are kept: it helps to tell links apart and is no more than that."""

_GZIP: Final = b"\x1f\x8b"
_BARE_AMPERSAND: Final = re.compile(rb"&(?!#?\w{1,32};)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a listing offers: article links, further sitemaps of a sitemap index, and how many entries were left.

    `undated` counts the links whose date was dropped because it lies ahead.
    """

    links: tuple[Link, ...]
    nested: tuple[str, ...] = ()
    skipped: int = 0
    undated: int = 0


def discover(
    kind: ListingKind,
    body: bytes,
    url: str,
    *,
    now: datetime,
    owns: Callable[[str], bool],
    pattern: str | None = None,
    content_type: str | None = None,
) -> Found:
    """Read a listing fetched from `url`.

    Links count where `owns` says yes or where they lie on the listing's own site, and, given a `pattern`, where
    their path and query contain it.
    A date that lies ahead of `now`, which is aware, is dropped and counted.
    Sitemaps that an index names count where links would, those with the newest `lastmod` first.
    Raises DiscoverError with the reason "empty", "too large", "not a feed", "not a sitemap", "not XML" or "not HTML".
    """
    if not body.strip():
        raise DiscoverError("empty", f"{url} answered with an empty body")
    if kind == "sitemap":
        body = _unpacked(body, url)
    _check_size(kind, body, url)
    nested: list[str] = []
    match kind:
        case "feed":
            offered = _feed(body, url, content_type)
        case "sitemap":
            offered, nested = _sitemap(body, url)
        case "front page":
            offered = _front_page(body, url, content_type)
    found = _chosen(offered, nested, url, owns, re.compile(pattern) if pattern else None)
    links = tuple(_dated(link, now) for link in found.links)
    return replace(found, links=links, undated=sum(new != old for new, old in zip(links, found.links, strict=True)))


def _dated(link: Link, now: datetime) -> Link:
    ahead = link.published is not None and lies_ahead(link.published, now)
    return replace(link, published=None) if ahead else link


def _chosen(
    offered: Iterable[Link | None],
    nested: list[str],
    url: str,
    owns: Callable[[str], bool],
    pattern: re.Pattern[str] | None,
) -> Found:
    links: list[Link] = []
    below = dict.fromkeys(sub for sub in nested if owns(sub) or same_site(sub, url))
    skipped = len(set(nested)) - min(len(below), MAX_NESTED)
    seen: set[str] = set()
    for link in offered:
        if len(links) == MAX_LINKS or link is None or not (owns(link.url) or same_site(link.url, url)):
            skipped += 1
            continue
        key = canonical_url(link.url)
        if key in seen:
            continue
        seen.add(key)
        if pattern is not None and not pattern.search(_path_and_query(link.url)):
            skipped += 1
            continue
        links.append(link)
    return Found(tuple(links), tuple(below)[:MAX_NESTED], skipped)


def _check_size(kind: ListingKind, body: bytes, url: str) -> None:
    """What would cost too much to read is refused before that."""
    if kind == "feed" and len(body) > MAX_FEED:
        raise DiscoverError("too large", f"{url} has {len(body):,} bytes, more than {MAX_FEED:,}")
    if (tags := body.count(b"<")) > MAX_TAGS[kind]:
        raise DiscoverError("too large", f"{url} has {tags:,} tags, more than {MAX_TAGS[kind]:,}")


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _feed(body: bytes, url: str, content_type: str | None) -> list[Link | None]:
    import feedparser

    # A stream, never bytes or str: feedparser would take those for a file name or an address to open.
    parsed: Any = feedparser.parse(
        io.BytesIO(body), response_headers={"content-location": url, "content-type": content_type or "application/xml"}
    )
    if not parsed.get("version") and not parsed.get("entries"):
        cause = parsed.get("bozo_exception")
        raise DiscoverError(
            "not a feed",
            f"{url} is neither RSS nor Atom{f' ({cause})' if cause else ''}; correct the address under 'feeds'",
        )
    return [_entry(entry, url) for entry in parsed.entries]


def _entry(entry: Any, url: str) -> Link | None:
    href = entry.get("feedburner_origlink") or entry.get("link")
    target = resolve(url, href) if href else None
    if target is None:
        return None
    return Link(target, _text(entry.get("title")), feed_moment(entry.get("published") or entry.get("updated")))


def feed_moment(text: str | None) -> Moment | None:
    """A feed's or sitemap's date: RFC 822 or ISO 8601. What is neither gives None; without a zone it is a bare day."""
    if not text:
        return None
    try:
        return Moment.parse(text, origin="feed")
    except (ValueError, OverflowError):
        pass
    try:
        at = parsedate_to_datetime(text)
        if at.tzinfo is None:
            return Moment(datetime(at.year, at.month, at.day, tzinfo=UTC), "day", "feed")
        return Moment(at.astimezone(UTC), "second" if at.second else "minute", "feed")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sitemap(body: bytes, url: str) -> tuple[list[Link | None], list[str]]:
    root = _xml(body, url)
    name = etree.QName(root).localname if isinstance(root.tag, str) else ""
    if name == "sitemapindex":
        dated = [
            (_last_change(entry), target)
            for entry in root.iterchildren("{*}sitemap")
            if (target := resolve(url, entry.findtext("{*}loc") or "")) is not None
        ]
        return [], [target for _, target in sorted(dated, key=itemgetter(0), reverse=True)]
    if name != "urlset":
        raise DiscoverError("not a sitemap", f"{url} begins with <{name}>; correct the address under 'sitemaps'")
    links: list[Link | None] = []
    for entry in root.iterchildren("{*}url"):
        target = resolve(url, entry.findtext("{*}loc") or "")
        date = entry.findtext("{*}news/{*}publication_date")
        links.append(Link(target, _text(entry.findtext("{*}news/{*}title")), feed_moment(date)) if target else None)
    return links, []


def _last_change(entry: etree._Element) -> datetime:
    """When a sitemap says it changed; one that does not say comes last. Python sorts stably, so the others keep their
    order."""
    moment = feed_moment(entry.findtext("{*}lastmod"))
    return moment.at if moment else datetime.min.replace(tzinfo=UTC)


def _unpacked(body: bytes, url: str) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MAX_DOCUMENT)
    except zlib.error as error:
        raise DiscoverError("not a sitemap", f"{url} looks like gzip but cannot be unpacked: {error}") from error
    if unpacker.unconsumed_tail:
        raise DiscoverError("too large", f"{url} unpacks to more than {MAX_DOCUMENT:,} bytes")
    return plain


def _xml(body: bytes, url: str) -> etree._Element:
    """No entities, no document types, no network: a listing has no use for any of them.

    Sitemaps come with bare ampersands, undeclared prefixes, blanks before the declaration or without their end. What
    is not well-formed is read as far as that goes, and is no XML where it holds not one address even then.
    """
    try:
        return etree.fromstring(body, _xml_parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        try:
            root = etree.fromstring(_BARE_AMPERSAND.sub(b"&amp;", body.strip()), _xml_parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None or root.find("{*}*/{*}loc") is None:
            raise DiscoverError("not XML", f"{url}: {error}; correct the address under 'sitemaps'") from error
        return root


def _xml_parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover)


def _front_page(body: bytes, url: str, content_type: str | None) -> list[Link | None]:
    try:
        page = html.document_fromstring(decode(body, content_type).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise DiscoverError("not HTML", f"{url}: {error}") from error
    base = page.find(".//base[@href]")
    start = (resolve(url, base.get("href", "")) if base is not None else None) or url
    links: list[Link | None] = []
    for anchor in page.iterfind(".//a[@href]"):
        target = resolve(start, anchor.get("href", ""))
        links.append(Link(target, _text(str(anchor.text_content()))) if target else None)
    return links


def _text(value: str | None) -> str | None:
    return storable(" ".join(value.split())[:MAX_TITLE]) or None if value else None
