"""One polite visit to an outlet: what is asked for, and in which order.

robots.txt first, then the listings, then the articles they lead to: what the last run had no time for, new ones, known
ones. Nothing here opens a socket; `get`, `sleep`, `now`, `clock` and `jitter` are passed in. How each address is asked
for stands in `scraper.guest`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from scraper.article import Failure, Link, Outcome, Page, Stage, Unchanged, Validators
from scraper.errors import DiscoverError, FetchError
from scraper.exchange import Get
from scraper.guest import Guest, Means, Now
from scraper.listings import ListingReader, ReadListing, failure_of, listings_of
from scraper.outlets import DEFAULT_DELAY, Outlet
from scraper.pacer import Pacer
from scraper.timing import Clock, Deadline, Jitter, Limits, Sleep
from scraper.urls import canonical_url, is_web, same_site

_LASTING: Final = frozenset({"robots", "gone", "redirect elsewhere", "too large"})
"""Reasons that asking again tomorrow does not change: a listing counts as read in spite of them."""


def fetch_outlet(
    outlet: Outlet,
    get: Get,
    *,
    agent: str,
    seen: Mapping[str, Validators],
    recheck: Sequence[str] = (),
    first: Sequence[str] = (),
    sleep: Sleep,
    now: Now,
    clock: Clock = time.monotonic,
    jitter: Jitter = random.random,
    limits: Limits = Limits(),  # noqa: B008  frozen
    ends: Deadline | None = None,
    pacer: Pacer | None = None,
) -> Iterator[Outcome]:
    """Visit an outlet once.

    agent: the full User-Agent, whose product token robots.txt is asked for.
    seen: address -> validators of everything we hold, listings included; asked for only if changed.
    recheck: known article addresses to look at again even where no listing offers them.
    first: article addresses that the last run had no time for; they come before all others.
    sleep: gets seconds. now: gives an aware time. clock: monotonic seconds. jitter: draws from [0, 1).
    Between two requests to a host lie at least max(outlet.delay, Crawl-delay) seconds.
    limits: times and tries; `ends`: the run's deadline, none where it is not given.
    pacer: shared by all visits of a run, so that two outlets on one host take turns; a new one without.

    Yields a `Page` (new or changed), an `Unchanged` (304) or a `Failure` for each article address, each address once
    and at most `outlet.max_pages`; and, after the articles, a `Listing` for each listing that was read. What the time
    did not allow is a `Failure` with a reason of `UNREACHED`. Never raises for what a server does: robots.txt,
    redirects, limits and refusals all end in a `Failure`.
    """
    ends = (ends or Deadline(clock)).within(limits.outlet, "outlet deadline")
    guest = Guest(Means(get, agent, outlet.delay, limits, ends, pacer or Pacer(), sleep, now, jitter))

    def failure(url: str, error: FetchError | DiscoverError, stage: Stage = "fetch") -> Failure:
        return failure_of(outlet.slug, url, error, now(), stage)

    try:
        guest.robots(outlet.home)
    except FetchError as error:
        yield failure(outlet.home, error, "robots")
        return

    listings: list[ReadListing] = []
    for kind, url in listings_of(outlet):
        for outcome in ListingReader(guest, outlet, kind, seen, now).read(url):
            if isinstance(outcome, ReadListing):
                listings.append(outcome)
            else:
                yield outcome
        if guest.closed:
            break

    queue = _queue([read.found.links for read in listings], seen, recheck, first)
    missed: set[str] = set()
    for number, link in enumerate(queue):
        if guest.closed or number >= outlet.max_pages:
            missed.add(canonical_url(link.url))
            continue
        try:
            yield _article(guest, outlet, link, seen.get(link.url, Validators()), now)
        except FetchError as error:
            if error.reason not in _LASTING:
                missed.add(canonical_url(link.url))
            yield failure(link.url, error)
    for where, trouble in guest.stale:
        yield failure(where, trouble, "robots")
    if guest.closed:
        yield failure(outlet.home, guest.closed)
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
    clock: Clock = time.monotonic,
    jitter: Jitter = random.random,
    delay: float = DEFAULT_DELAY,
    limits: Limits = Limits(),  # noqa: B008  frozen
    ends: Deadline | None = None,
    pacer: Pacer | None = None,
) -> Page | Failure:
    """Fetch one page by its address, under the same rules as a visit: robots.txt, delay, redirects, limits, tries.

    `outlet` is the slug the page is booked under. A `pacer` shared by several calls keeps `delay` seconds between them
    too, and asks each robots.txt once. The other parameters are as in `fetch_outlet`.
    """
    guest = Guest(Means(get, agent, delay, limits, ends or Deadline(clock), pacer or Pacer(), sleep, now, jitter))
    try:
        final_url, reply = guest.ask(url)
    except FetchError as error:
        return failure_of(outlet, url, error, now())
    return Page(outlet, url, final_url, reply.body, reply.headers.get("content-type"), now(), reply.validators)


def _queue(
    listings: list[tuple[Link, ...]], seen: Mapping[str, Validators], recheck: Sequence[str], first: Sequence[str]
) -> list[Link]:
    """Addresses to ask for, each once: those owed from the last run, new ones, known ones; listings taking turns, so
    that a limit starves none of them."""
    offered: dict[str, Link] = {}
    for link in (link for row in zip_longest(*listings) for link in row if link is not None):
        offered.setdefault(canonical_url(link.url), link)
    known = {canonical_url(url): url for url in (*seen, *recheck) if is_web(url)}
    owed = {key: Link(known.get(key, url)) for url in first if is_web(url) for key in [canonical_url(url)]}
    # Known articles are asked for by the address we hold them under, so that their validators fit.
    ours = {
        key: Link(known[key], link.title, link.published) if key in known else link for key, link in offered.items()
    }
    again = {canonical_url(url): Link(url) for url in recheck if is_web(url)}
    order = {
        **{key: ours.get(key, link) for key, link in owed.items()},
        **{key: link for key, link in ours.items() if key not in known},
    }
    for key, link in (*ours.items(), *again.items()):
        order.setdefault(key, link)
    return list(order.values())


def _article(guest: Guest, outlet: Outlet, link: Link, validators: Validators, now: Now) -> Page | Unchanged:
    final_url, reply = guest.ask(link.url, validators)
    if reply.status == 304:
        return Unchanged(outlet.slug, link.url, now())
    if not (outlet.owns(final_url) or same_site(final_url, link.url)):
        raise FetchError("redirect elsewhere", f"{link.url} leads to another site: {final_url}")
    if final_url != link.url and canonical_url(final_url) == canonical_url(outlet.home):
        raise FetchError("gone", f"{link.url} leads to the front page")
    content_type = reply.headers.get("content-type")
    return Page(outlet.slug, link.url, final_url, reply.body, content_type, now(), reply.validators, link)
