"""`outlets check`: what of each outlet works, asked politely and not stored."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import click

from scraper.article import RESPECTED
from scraper.errors import ExtractError
from scraper.fetch import Get, Pacer
from scraper.guest import Means
from scraper.outlets import Outlet
from scraper.timing import Sleep
from scraper.trial import Failed, ListingTried, PageTried, RobotsTried, Tried, try_outlet
from variorum.extraction import PageToArticle, open_extraction
from variorum.fetching import OUTLETS_AT_ONCE, limits_of, run_deadline
from variorum.nightly import chosen_outlets, client, user_agent
from variorum.settings import Settings

WHAT_WIDTH = len("front page")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the table: an outlet's robots.txt, listing or page, and what came of it."""

    outlet: str
    what: str
    url: str
    ok: bool
    found: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.ok else 'FAIL'}  {self.outlet}  {self.what:<{WHAT_WIDTH}}  {self.url}  {self.found}"


def outlets_check_verb(settings: Settings, only: Sequence[str], *, now: Callable[[], datetime]) -> int:
    """Print the table, outlet by outlet in the order of their file. Returns the exit status: 1 where anything fails."""
    outlets = chosen_outlets(settings, only)
    get = client(settings)
    failed = False
    with open_extraction(settings.fetch) as read:
        for line in check_outlets(outlets, settings, get, read, now=now, sleep=time.sleep):
            failed |= not line.ok
            click.echo(str(line))
    return 1 if failed else 0


def check_outlets(
    outlets: Sequence[Outlet],
    settings: Settings,
    get: Get,
    read: PageToArticle,
    *,
    now: Callable[[], datetime],
    sleep: Sleep,
) -> Iterator[CheckLine]:
    """The lines of each outlet, in the order given. Outlets are asked in parallel, each host in its own line."""
    pacer, ends = Pacer(), run_deadline(settings.fetch, time.monotonic)

    def check(outlet: Outlet) -> list[CheckLine]:
        limits = limits_of(settings.fetch)
        until = ends.within(limits.outlet, "outlet deadline")
        means = Means(get, user_agent(settings), outlet.delay, limits, until, pacer, sleep, now, random.random)
        return [_line(outlet, tried, read, now) for tried in try_outlet(outlet, means)]

    with ThreadPoolExecutor(max_workers=OUTLETS_AT_ONCE) as pool:
        for lines in pool.map(check, outlets):
            yield from lines


def _line(outlet: Outlet, tried: Tried, read: PageToArticle, now: Callable[[], datetime]) -> CheckLine:
    match tried:
        case RobotsTried():
            asks = "asks for no delay" if tried.delay is None else f"asks for {tried.delay:g} s between requests"
            return CheckLine(outlet.slug, "robots", tried.url, ok=True, found=f"lets us in, {asks}")
        case ListingTried():
            newest = f"newest {tried.newest}" if tried.newest else "no dates"
            found = f"{tried.links} links, {tried.skipped} left aside, {newest}"
            # Of a sitemap index the links lie in the sitemaps below, which have lines of their own.
            return CheckLine(outlet.slug, tried.kind, tried.url, ok=tried.links > 0 or tried.below > 0, found=found)
        case Failed():
            why = tried.failure
            return CheckLine(outlet.slug, tried.what, why.url, ok=False, found=f"{why.reason}: {why.detail}")
        case PageTried():
            return _page_line(outlet, tried, read, now)


def _page_line(outlet: Outlet, tried: PageTried, read: PageToArticle, now: Callable[[], datetime]) -> CheckLine:
    try:
        article = read(tried.page, outlet=outlet, now=now())
    except ExtractError as error:
        ok = error.reason in RESPECTED  # a page that is sold works as it should
        return CheckLine(outlet.slug, "page", tried.url, ok=ok, found=f"{error.reason}: {error.detail}")
    published = f", published {article.published}" if article.published else ", no date"
    found = f"{article.kind}, {len(article.body.split())} words{published}: {article.title}"
    return CheckLine(outlet.slug, "page", tried.url, ok=True, found=found)
