"""Reading an outlet's listings: the configured ones, and the sitemaps below a sitemap index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from scraper.article import UNREACHED, Failure, Listing, Stage, Unchanged, Validators
from scraper.discover import Found, ListingKind, discover
from scraper.errors import DiscoverError, FetchError
from scraper.guest import Guest, Now
from scraper.outlets import Outlet
from scraper.urls import canonical_url

MAX_SITEMAPS: Final = 10
"""Sitemaps below one sitemap index that are read in one run, all depths together."""
MAX_DEPTH: Final = 2
"""How far below a configured sitemap others are followed: an index of indexes of sitemaps."""

_ROBOTS_REASONS: Final = frozenset({"robots", "robots unreachable", "crawl delay"})


@dataclass(frozen=True, slots=True)
class ReadListing:
    """A listing that was read, before its articles were asked for. `validators` are empty for a sitemap index."""

    url: str
    final_url: str
    found: Found
    size: int
    fetched_at: datetime
    validators: Validators

    def listing(self, outlet: str, missed: set[str]) -> Listing:
        """What is handed on of it; `missed` are canonical addresses that were not had."""
        left = sum(canonical_url(link.url) in missed for link in self.found.links)
        return Listing(
            outlet,
            self.url,
            self.final_url,
            links=len(self.found.links),
            skipped=self.found.skipped + left,
            size=self.size,
            fetched_at=self.fetched_at,
            validators=Validators() if left else self.validators,
            undated=self.found.undated,
        )


def listings_of(outlet: Outlet) -> Iterator[tuple[ListingKind, str]]:
    """The outlet's configured listings, in the order in which they are asked for."""
    yield from (("feed", url) for url in outlet.feeds)
    yield from (("sitemap", url) for url in outlet.sitemaps)
    yield from (("front page", url) for url in outlet.front_pages)


@dataclass(slots=True)
class ListingReader:
    """Reads one configured listing and, where that is a sitemap index, those below it; `met` are all of them.

    `seen` are the validators we hold, by address.
    """

    guest: Guest
    outlet: Outlet
    kind: ListingKind
    seen: Mapping[str, Validators]
    now: Now
    met: set[str] = field(default_factory=set)

    def read(self, url: str, depth: int = 0) -> Iterator[ReadListing | Unchanged | Failure]:
        """The listing, then what lies below it. One that can't be had is a `Failure`, and the others go on."""
        self.met.add(url)
        try:
            read, below = self._one(url, depth)
        except (FetchError, DiscoverError) as error:
            yield failure_of(
                self.outlet.slug, url, error, self.now(), "discover" if error.reason in UNREACHED else None
            )
            return
        yield read
        for sub in below:
            if self.guest.closed is None:
                yield from self.read(sub, depth + 1)

    def _one(self, url: str, depth: int) -> tuple[ReadListing | Unchanged, tuple[str, ...]]:
        final_url, reply = self.guest.ask(url, self.seen.get(url))
        if reply.status == 304:
            return Unchanged(self.outlet.slug, url, self.now()), ()
        found = discover(
            self.kind,
            reply.body,
            final_url,
            now=self.now(),
            owns=self.outlet.owns,
            pattern=self.outlet.article_pattern,
            content_type=reply.headers.get("content-type"),
        )
        fresh = [sub for sub in found.nested if sub not in self.met]
        below = tuple(fresh[: MAX_SITEMAPS + 1 - len(self.met) if depth < MAX_DEPTH else 0])
        self.met.update(below)
        found = replace(found, nested=below, skipped=found.skipped + len(fresh) - len(below))
        # An index is read again each time, for what lies below it may have changed where it did not.
        validators = Validators() if below else reply.validators
        return ReadListing(url, final_url, found, len(reply.body), self.now(), validators), below


def failure_of(
    outlet: str, url: str, error: FetchError | DiscoverError, at: datetime, stage: Stage | None = None
) -> Failure:
    """`stage` is where it happened; without one, it is told by the reason."""
    if isinstance(error, DiscoverError):
        stage = "discover"
    elif error.reason in _ROBOTS_REASONS:
        stage = "robots"
    return Failure(outlet, url, stage or "fetch", error.reason, error.detail, at)
