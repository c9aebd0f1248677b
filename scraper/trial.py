"""Trying an outlet out: robots.txt, each listing and one page, as politely as a visit, to see what works.

Addresses of feeds rot; a trial tells before a night does. It keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scraper.article import Failure, Moment, Page
from scraper.discover import ListingKind
from scraper.errors import FetchError
from scraper.guest import Guest, Means
from scraper.listings import ListingReader, ReadListing, failure_of, listings_of
from scraper.outlets import Outlet
from scraper.robots import crawl_delay

CANDIDATES: Final = 5
"""Links that are looked at for one page: robots.txt may forbid some, and some may be gone."""


@dataclass(frozen=True, slots=True)
class RobotsTried:
    """robots.txt lets us in; `delay` is the seconds it asks for between requests, None where it asks for none."""

    url: str
    delay: float | None


@dataclass(frozen=True, slots=True)
class ListingTried:
    """A listing that was read: its links, the entries left aside, the sitemaps read below it, and the newest date that
    a link carries."""

    url: str
    kind: ListingKind
    links: int
    skipped: int
    below: int
    newest: Moment | None


@dataclass(frozen=True, slots=True)
class PageTried:
    """A page that a listing led to."""

    url: str
    page: Page


@dataclass(frozen=True, slots=True)
class Failed:
    """`what` is "robots", a kind of listing, or "page"."""

    what: str
    failure: Failure


Tried = RobotsTried | ListingTried | PageTried | Failed


def try_outlet(outlet: Outlet, means: Means) -> Iterator[Tried]:
    """Ask for robots.txt, each listing and one page that they lead to. Never raises for what a server does."""
    guest = Guest(means)

    def failed(what: str, url: str, error: FetchError) -> Failed:
        return Failed(what, failure_of(outlet.slug, url, error, means.now()))

    try:
        rules = guest.robots(outlet.home)
    except FetchError as error:
        yield failed("robots", outlet.home, error)
        return
    yield RobotsTried(outlet.home, crawl_delay(rules, means.agent))
    links: dict[str, None] = {}
    for kind, url in listings_of(outlet):
        for read in ListingReader(guest, outlet, kind, {}, means.now).read(url):
            if isinstance(read, ReadListing):
                links |= dict.fromkeys(link.url for link in read.found.links)
                yield _listing(kind, read)
            elif isinstance(read, Failure):
                yield Failed(kind, read)
    trouble = FetchError("no page", "no listing offers an article; correct the listings, or article_pattern")
    where = outlet.home
    for where in list(links)[:CANDIDATES]:
        try:
            final_url, reply = guest.ask(where)
        except FetchError as error:
            trouble = error
            if error.reason not in ("robots", "gone"):
                break
        else:
            content_type = reply.headers.get("content-type")
            yield PageTried(where, Page(outlet.slug, where, final_url, reply.body, content_type, means.now()))
            return
    yield failed("page", where, trouble)


def _listing(kind: ListingKind, read: ReadListing) -> ListingTried:
    dates = [link.published for link in read.found.links if link.published is not None]
    newest = max(dates, key=lambda moment: moment.at, default=None)
    return ListingTried(read.url, kind, len(read.found.links), read.found.skipped, len(read.found.nested), newest)
