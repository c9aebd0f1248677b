"""The fetch stage: outlets in parallel, each host in its own polite line; articles into the store as they come."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.errors import UnstorableError
from db.store import Store
from scraper.article import Failure, Listing, Outcome, Page, Unchanged
from scraper.errors import ExtractError
from scraper.extract import BodyExtractor, extract
from scraper.fetch import Get, Pacer, fetch_outlet
from scraper.outlets import Outlet
from variorum.progress import Progress
from variorum.settings import Settings

# Reasons of scraper.visit and scraper.extract for what is no fault: robots.txt keeps us out, the text is sold.
RESPECTED = frozenset({"robots", "paywall stub"})
OUTLETS_AT_ONCE = 8  # hosts asked at the same time; each host still gets one request at a time


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """Counts of one fetch.

    `known` counts pages the server called unchanged (304) or whose text was the same; `refused` those that robots.txt
    keeps us from, `unusable` those that are recognised as holding no article (a paywall), `failed` what went wrong.
    """

    outlets: int
    pages: int
    new: int
    changed: int
    known: int
    unusable: int
    failed: int
    refused: int


def fetch_stage(
    store: Store,
    run: int,
    outlets: Sequence[Outlet],
    *,
    settings: Settings,
    get: Get,
    agent: str,
    extractor: BodyExtractor,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    progress: Progress,
) -> FetchSummary:
    """Ask every outlet for what is new and for what may have changed. One outlet's failure leaves the others alone."""
    since = now() - timedelta(days=settings.fetch.recheck_days)
    by_slug = {outlet.slug: outlet for outlet in outlets}
    inbox: queue.Queue[Outcome | BaseException | None] = queue.Queue(maxsize=64)
    stop = threading.Event()

    def ask(outlet: Outlet) -> None:
        try:
            outcomes = fetch_outlet(
                outlet,
                get,
                agent=agent,
                seen=seen[outlet.slug],
                recheck=recheck[outlet.slug],
                sleep=sleep,
                now=now,
                pacer=pacer,
            )
            for outcome in outcomes:
                inbox.put(outcome)
                if stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001  handed to the main thread, which raises it
            inbox.put(error)
        finally:
            inbox.put(None)

    seen = {outlet.slug: store.validators(outlet.slug) for outlet in outlets}
    recheck = {outlet.slug: store.known_urls(outlet.slug, since) for outlet in outlets}
    pacer = Pacer()  # outlets that share a host stand in one line
    counts: Counter[str] = Counter()
    pool: Executor = ThreadPoolExecutor(max_workers=OUTLETS_AT_ONCE)
    with pool, progress.stage("fetching", None) as advance:
        try:
            for outlet in outlets:
                pool.submit(ask, outlet)
            waiting = len(outlets)
            while waiting:
                outcome = inbox.get()
                if outcome is None:
                    waiting -= 1
                elif isinstance(outcome, BaseException):
                    raise outcome
                else:
                    counts[_take_in(store, run, outcome, by_slug, extractor, now())] += 1
                    advance(1)
        finally:
            stop.set()
            while not inbox.empty():  # let a worker that waits for room see the stop
                inbox.get_nowait()
    return FetchSummary(
        outlets=len(outlets),
        pages=counts.total() - counts["listing"],
        new=counts["new"],
        changed=counts["changed"],
        known=counts["same"] + counts["unchanged"],
        unusable=counts["unusable"],
        failed=counts["failed"],
        refused=counts["refused"],
    )


def is_fault(failure: Failure) -> bool:
    """Is it a fault, rather than a page that is as it should be and that we leave alone?"""
    return failure.reason not in RESPECTED


def _take_in(
    store: Store,
    run: int,
    outcome: Outcome,
    outlets: dict[str, Outlet],
    extractor: BodyExtractor,
    at: datetime,
) -> str:
    """Store what came and log it. Returns the status under which it counts."""
    match outcome:
        case Page():
            try:
                article = extract(outcome, extractor, outlet=outlets[outcome.outlet], now=at)
            except ExtractError as error:
                failure = Failure(outcome.outlet, outcome.url, "extract", error.reason, error.detail, at)
                store.log_fetch(run, outcome, status="unusable", failure=failure)
                return "failed" if is_fault(failure) else "unusable"
            try:
                status: str = store.put_article(article, run=run, at=at)
            except UnstorableError as error:
                failure = Failure(outcome.outlet, outcome.url, "extract", "not storable", str(error), at)
                store.log_fetch(run, outcome, status="unusable", failure=failure)
                return "failed"
        case Listing():
            status = "listing"
        case Unchanged():
            store.log_fetch(run, outcome, status="unchanged")
            outlet = outlets[outcome.outlet]
            listings = {*outlet.feeds, *outlet.sitemaps, *outlet.front_pages}
            return "listing" if outcome.url in listings else "unchanged"
        case Failure():
            store.log_fetch(run, outcome, status="failed")
            return "failed" if is_fault(outcome) else "refused"
    store.log_fetch(run, outcome, status=status)
    return status
