"""One polite visit to an outlet: what is asked for, in which order, and how slowly.

robots.txt first, then the listings, then the articles they lead to: new ones before known ones. Nothing here opens a
socket; `get`, `sleep` and `now` are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import zip_longest
from typing import Final

from scraper.article import Failure, Link, Listing, Outcome, Page, Stage, Unchanged, Validators, host_of
from scraper.discover import Found, ListingKind, discover
from scraper.errors import DiscoverError, FetchError
from scraper.exchange import Get, Reply, Request
from scraper.outlets import DEFAULT_DELAY, Outlet
from scraper.pacer import Pacer, RobotsText
from scraper.robots import MAX_ROBOTS, allowed, crawl_delay, decode_robots
from scraper.urls import canonical_url, is_web, origin_of, resolve, same_site

Sleep = Callable[[float], None]
Now = Callable[[], datetime]

MAX_DELAY: Final = 60.0
"""Seconds. An outlet that asks for a longer Crawl-delay is skipped: 50 pages would take most of an hour."""
MAX_REDIRECTS: Final = 5
"""Hops of one address; RFC 9309, section 2.3.1.2, names five for robots.txt."""
MAX_SILENCE: Final = 3
"""Addresses in a row that may time out or be unreachable before the outlet is left alone for this run."""
MAX_SUBSITEMAPS: Final = 5
"""Sitemaps of one sitemap index that are read in one run."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LASTING: Final = frozenset({"robots", "gone", "redirect elsewhere", "too large"})
"""Reasons that asking again tomorrow does not change: a listing counts as read in spite of them."""
_SILENT: Final = frozenset({"timeout", "unreachable", "unknown host"})


def fetch_outlet(
    outlet: Outlet,
    get: Get,
    *,
    agent: str,
    seen: Mapping[str, Validators],
    recheck: Sequence[str] = (),
    sleep: Sleep,
    now: Now,
    max_delay: float = MAX_DELAY,
    pacer: Pacer | None = None,
) -> Iterator[Outcome]:
    """Visit an outlet once.

    agent: the full User-Agent, whose product token robots.txt is asked for.
    seen: address -> validators of everything we hold, listings included; asked for only if changed.
    recheck: known article addresses to look at again even where no listing offers them.
    sleep: gets seconds. now: gives an aware time. Between two requests to a host lie at least
    max(outlet.delay, Crawl-delay) seconds; above `max_delay` the outlet is skipped.
    pacer: shared by all visits of a run, so that two outlets on one host take turns; a new one without.

    Yields a `Page` (new or changed), an `Unchanged` (304) or a `Failure` for each article address, each address once
    and at most `outlet.max_pages`; and, after the articles, a `Listing` for each listing that was read. Never raises
    for what a server does: robots.txt, redirects, limits and refusals all end in a `Failure`.
    """
    visit = _Visit(get, agent, outlet.delay, max_delay, sleep, now, pacer)

    def failure(url: str, error: FetchError | DiscoverError) -> Failure:
        return _failure(outlet.slug, url, error, now())

    try:
        visit.robots(outlet.home)
    except FetchError as error:
        yield failure(outlet.home, error)
        return

    listings: list[_Read] = []
    for kind, url in _listings(outlet):
        try:
            for outcome in _read_listing(visit, outlet, kind, url, seen):
                if isinstance(outcome, _Read):
                    listings.append(outcome)
                else:
                    yield outcome
        except (FetchError, DiscoverError) as error:
            yield failure(url, error)
        if visit.closed:
            break

    queue = _queue([read.found.links for read in listings], seen, recheck)
    missed: set[str] = set()
    for number, link in enumerate(queue):
        if visit.closed or number >= outlet.max_pages:
            missed.add(canonical_url(link.url))
            continue
        try:
            yield _article(visit, outlet, link, seen.get(link.url, Validators()))
        except FetchError as error:
            if error.reason not in _LASTING:
                missed.add(canonical_url(link.url))
            yield failure(link.url, error)
    if visit.closed:
        yield failure(outlet.home, visit.closed)
    for read in listings:
        yield read.listing(outlet.slug, missed)


def fetch_page(
    url: str,
    get: Get,
    *,
    agent: str,
    outlet: str,
    sleep: Sleep,
    now: Now,
    delay: float = DEFAULT_DELAY,
    max_delay: float = MAX_DELAY,
    pacer: Pacer | None = None,
) -> Page | Failure:
    """Fetch one page by its address, under the same rules as a visit: robots.txt, delay, redirects, limits.

    `outlet` is the slug the page is booked under. A `pacer` shared by several calls keeps `delay` seconds between them
    too, and asks each robots.txt once.
    """
    visit = _Visit(get, agent, delay, max_delay, sleep, now, pacer)
    try:
        final_url, reply = visit.ask(url)
    except FetchError as error:
        return _failure(outlet, url, error, now())
    return Page(outlet, url, final_url, reply.body, reply.headers.get("content-type"), now(), reply.validators)


@dataclass(frozen=True, slots=True)
class _Read:
    """A listing that was read, before its articles were asked for."""

    url: str
    final_url: str
    found: Found
    size: int
    fetched_at: datetime
    validators: Validators

    def listing(self, outlet: str, missed: set[str]) -> Listing:
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
        )


class _Visit:
    """What one visit remembers: the run's pacer, which robots.txt count for it, and whether it has to end."""

    def __init__(
        self, get: Get, agent: str, delay: float, max_delay: float, sleep: Sleep, now: Now, pacer: Pacer | None
    ) -> None:
        self._get, self._agent, self._sleep, self.now = get, agent, sleep, now
        self._delay, self._max_delay = delay, max_delay
        self._pacer = pacer or Pacer()
        self._rules: dict[str, RobotsText] = {}
        self._silent = 0
        self.closed: FetchError | None = None

    def ask(self, url: str, validators: Validators | None = None) -> tuple[str, Reply]:
        """The answer to `url` after redirects, and the address that gave it; status 200 or 304 only.

        Every hop of a redirect is an exchange of its own, with a deadline of its own. 304 is an answer only where
        `validators` asked for it. Raises FetchError for everything else.

        Sets `closed` where the outlet must be left alone for this run.
        """
        try:
            final_url, reply = self._follow(url, validators or Validators(), obey=True)
        except FetchError as error:
            self._silent = self._silent + 1 if error.reason in _SILENT else 0
            if self._silent >= MAX_SILENCE:
                detail = f"{self._silent} addresses in a row gave no answer; the outlet is left alone for this run"
                self.closed = FetchError("not answering", detail)
            raise
        self._silent = 0
        if reply.status == 429 or (reply.status == 503 and "retry-after" in reply.headers):
            until = retry_until(reply.headers.get("retry-after"), self.now())
            when = f"until {until:%Y-%m-%d %H:%M:%S} UTC" if until else "for a while"
            detail = f"{final_url} answered {reply.status} and asks to be left alone {when}"
            self.closed = FetchError("asked to wait", f"{detail}; the outlet is left alone for this run")
            raise FetchError("asked to wait", detail)
        if reply.status in (404, 410):
            raise FetchError("gone", f"{final_url} answered {reply.status}")
        unasked = reply.status == 304 and not (validators and validators.usable)
        if reply.status not in (200, 203, 304) or unasked:
            raise FetchError(f"status {reply.status}", f"{final_url} answered {reply.status}")
        if reply.cut:
            raise FetchError("too large", f"{final_url} has more than {len(reply.body):,} bytes")
        return final_url, reply

    def robots(self, url: str) -> str:
        """robots.txt for `url`, asked for once in a run.

        Raises FetchError where RFC 9309 forbids everything, or the delay does. 4xx: nothing is
        forbidden. 5xx, 429 or no answer: everything is.
        """
        origin = origin_of(url)
        if origin not in self._rules:
            self._rules[origin] = self._accept(origin, self._pacer.robots(origin, lambda: self._read_robots(origin)))
        rules = self._rules[origin]
        if isinstance(rules, FetchError):
            raise FetchError(rules.reason, rules.detail)
        return rules

    def _read_robots(self, origin: str) -> RobotsText:
        where = f"{origin}/robots.txt"
        try:
            _, reply = self._follow(where, Validators(), obey=False)
        except FetchError as error:
            return FetchError("robots unreachable", f"{error.detail}; without robots.txt nothing is fetched")
        if reply.status == 429 or reply.status >= 500 or reply.status < 200:
            detail = f"{where} answered {reply.status}; without robots.txt nothing is fetched"
            return FetchError("robots unreachable", detail)
        return decode_robots(reply.body) if reply.status < 300 else ""

    def _accept(self, origin: str, rules: RobotsText) -> RobotsText:
        """The same rules, unless they ask for a delay we cannot keep; otherwise the host is asked that slowly."""
        if isinstance(rules, FetchError):
            return rules
        where = f"{origin}/robots.txt"
        asked = crawl_delay(rules, self._agent) or 0.0
        if asked > self._max_delay:
            detail = f"{where} asks for {asked:g} s between requests, more than the {self._max_delay:g} s we can keep"
            return FetchError("crawl delay", detail)
        self._pacer.slow_down(host_of(origin), asked)
        return rules

    def _follow(self, url: str, validators: Validators, *, obey: bool) -> tuple[str, Reply]:
        """Follow redirects by hand: each hop is an exchange of its own, with its host's robots.txt and its delay."""
        at, passed = url, {url}
        while True:
            if obey and not allowed(self.robots(at), self._agent, at):
                raise FetchError("robots", f"robots.txt of {host_of(at)} disallows {at}")
            with self._pacer.turn(host_of(at), self._delay, self._sleep):
                reply = self._get(Request(at, validators) if obey else Request(at, max_bytes=MAX_ROBOTS))
            if reply.status not in _REDIRECTS:
                return at, reply
            following = resolve(at, reply.headers.get("location", ""))
            if following is None or "location" not in reply.headers:
                raise FetchError("redirect refused", f"{at} leads to {reply.headers.get('location')!r}")
            if following in passed:
                raise FetchError("redirect loop", f"{url} comes back to {following}")
            if len(passed) > MAX_REDIRECTS:
                raise FetchError("too many redirects", f"{url} leads on more than {MAX_REDIRECTS} times")
            passed.add(following)
            at = following


def _listings(outlet: Outlet) -> Iterator[tuple[ListingKind, str]]:
    yield from (("feed", url) for url in outlet.feeds)
    yield from (("sitemap", url) for url in outlet.sitemaps)
    yield from (("front page", url) for url in outlet.front_pages)


def _read_listing(
    visit: _Visit, outlet: Outlet, kind: ListingKind, url: str, seen: Mapping[str, Validators], *, nested: bool = False
) -> Iterator[_Read | Unchanged | Failure]:
    final_url, reply = visit.ask(url, seen.get(url))
    if reply.status == 304:
        yield Unchanged(outlet.slug, url, visit.now())
        return
    content_type = reply.headers.get("content-type")
    found = discover(
        kind, reply.body, final_url, owns=outlet.owns, pattern=outlet.article_pattern, content_type=content_type
    )
    below = found.nested[: 0 if nested else MAX_SUBSITEMAPS]
    found = Found(found.links, below, found.skipped + len(found.nested) - len(below))
    yield _Read(url, final_url, found, len(reply.body), visit.now(), Validators() if below else reply.validators)
    for sub in below:
        try:
            yield from _read_listing(visit, outlet, kind, sub, seen, nested=True)
        except (FetchError, DiscoverError) as error:
            yield _failure(outlet.slug, sub, error, visit.now())


def _queue(listings: list[tuple[Link, ...]], seen: Mapping[str, Validators], recheck: Sequence[str]) -> list[Link]:
    """Addresses to ask for, each once: new ones first, listings taking turns, so that a limit starves none of them."""
    offered: dict[str, Link] = {}
    for link in (link for row in zip_longest(*listings) for link in row if link is not None):
        offered.setdefault(canonical_url(link.url), link)
    known = {canonical_url(url): url for url in (*seen, *recheck) if is_web(url)}
    new = [link for key, link in offered.items() if key not in known]
    # Known articles are asked for by the address we hold them under, so that their validators fit.
    old = [Link(known[key], link.title, link.published) for key, link in offered.items() if key in known]
    again = {canonical_url(url): Link(url) for url in recheck if is_web(url)}
    return [*new, *old, *(link for key, link in again.items() if key not in offered)]


def _article(visit: _Visit, outlet: Outlet, link: Link, validators: Validators) -> Page | Unchanged:
    final_url, reply = visit.ask(link.url, validators)
    if reply.status == 304:
        return Unchanged(outlet.slug, link.url, visit.now())
    if not (outlet.owns(final_url) or same_site(final_url, link.url)):
        raise FetchError("redirect elsewhere", f"{link.url} leads to another site: {final_url}")
    if final_url != link.url and canonical_url(final_url) == canonical_url(outlet.home):
        raise FetchError("gone", f"{link.url} leads to the front page")
    content_type = reply.headers.get("content-type")
    return Page(outlet.slug, link.url, final_url, reply.body, content_type, visit.now(), reply.validators, link)


def _failure(outlet: str, url: str, error: FetchError | DiscoverError, at: datetime) -> Failure:
    if isinstance(error, DiscoverError):
        stage: Stage = "discover"
    else:
        stage = "robots" if error.reason in ("robots", "robots unreachable", "crawl delay") else "fetch"
    return Failure(outlet, url, stage, error.reason, error.detail, at)


def retry_until(header: str | None, now: datetime) -> datetime | None:
    """The moment a Retry-After header names, in seconds or as a date; None where it names none."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return (now + timedelta(seconds=min(int(header), 365 * 86_400))).astimezone(UTC)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
