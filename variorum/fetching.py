"""The fetch stage: outlets in parallel, each host in its own polite line; articles into the store as they come."""

from __future__ import annotations

import json
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from db.errors import UnstorableError
from db.store import Store
from scraper.article import (
    BROKEN_OFF,
    UNREACHED,
    Article,
    Failure,
    Listing,
    Outcome,
    Page,
    Unchanged,
    Validators,
    is_fault,
)
from scraper.errors import ExtractError, FetchError
from scraper.fetch import Get, Limits, Pacer, fetch_outlet
from scraper.outlets import Outlet
from scraper.robots import STALE
from scraper.timing import Clock, Deadline, Jitter
from variorum.clocks import believed
from variorum.extraction import PageToArticle
from variorum.patience import PATIENT, Patience
from variorum.runlog import LOG, log_failure
from variorum.settings import FetchSettings, Settings

OUTLETS_AT_ONCE = 8  # hosts asked at the same time; each host still gets one request at a time
PARTING_SECONDS = 2.0  # for which outlets are waited for that are asked while a run is ended
WAITING = 8  # outcomes on their way to the store; a page's body is among them, so this bounds memory


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


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What came from an outlet; of a page, its article or why it holds none."""

    outcome: Outcome
    read: Article | ExtractError | None = None


def fetch_stage(
    store: Store,
    run: int,
    outlets: Sequence[Outlet],
    *,
    settings: Settings,
    get: Get,
    agent: str,
    read: PageToArticle,
    now: Callable[[], datetime],
    patience: Patience,
    clock: Clock = time.monotonic,
    jitter: Jitter = random.random,
) -> FetchSummary:
    """Ask every outlet for what is new and for what may have changed. One outlet's failure leaves the others alone.

    `read` is called in the outlets' threads; `patience` waits for hosts, and for the database. What the last run had no
    time for comes first, outlets and addresses.
    """
    since = now() - timedelta(days=settings.fetch.recheck_days)
    late = {failure.outlet for failure in store.failures() if failure.reason in UNREACHED}
    turns = sorted(outlets, key=lambda outlet: outlet.slug not in late)
    by_slug = {outlet.slug: outlet for outlet in outlets}
    seen = {outlet.slug: store.validators(outlet.slug) for outlet in outlets}
    recheck = {outlet.slug: store.known_urls(outlet.slug, since) for outlet in outlets}
    first = {outlet.slug: store.unreached(outlet.slug) for outlet in outlets}
    ends = run_deadline(settings.fetch, clock)
    dated_by = believed(store, now)
    inbox: queue.Queue[_Arrival | BaseException | None] = queue.Queue(maxsize=WAITING)
    stop, left = threading.Event(), threading.Event()

    def hand_over(what: _Arrival | BaseException | None) -> None:
        if not left.is_set():
            inbox.put(what)

    def ask(outlet: Outlet) -> None:
        try:
            outcomes = fetch_outlet(
                outlet,
                get,
                agent=agent,
                seen=seen[outlet.slug],
                recheck=recheck[outlet.slug],
                first=first[outlet.slug],
                sleep=patience.sleep,
                now=now,
                clock=clock,
                jitter=jitter,
                limits=limits_of(settings.fetch),
                ends=ends,
                pacer=pacer,
            )
            while not stop.is_set() and (outcome := next(outcomes, None)) is not None:
                hand_over(_Arrival(outcome, _read(outcome, read, outlet, dated_by)))
        except BaseException as error:  # noqa: BLE001  handed to the main thread, which raises it
            hand_over(error)
        finally:
            hand_over(None)

    counts: Counter[str] = Counter()
    pool: Executor = ThreadPoolExecutor(max_workers=OUTLETS_AT_ONCE)
    with remembered_robots(store, now, patience) as pacer, patience.progress.stage("fetching", None) as advance:
        asked = [pool.submit(ask, outlet) for outlet in turns]
        waiting = len(asked)
        try:
            while waiting:
                arrival = inbox.get()
                if arrival is None:
                    waiting -= 1
                elif isinstance(arrival, BaseException):
                    raise arrival
                else:
                    status = patience(partial(_take_in, store, run, arrival, by_slug, now()))
                    asked_for = arrival.outcome
                    LOG.debug("page", extra={"outlet": asked_for.outlet, "url": asked_for.url, "status": status})
                    counts[status] += 1
                    advance(1)
        finally:
            stop.set()
            waiting -= sum(one.cancel() for one in asked)
            pool.shutdown(wait=False)
            with suppress(queue.Empty):
                while waiting:  # let workers that wait for room see the stop; each ends with None
                    waiting -= inbox.get(timeout=PARTING_SECONDS) is None
            left.set()  # one that waits for its server is left behind: what it brings comes with the next run
    return FetchSummary(
        outlets=len(outlets),
        pages=counts.total() - counts["listing"],
        new=counts["new"],
        changed=counts["changed"],
        known=counts["same"] + counts["settled"] + counts["unchanged"],
        unusable=counts["unusable"],
        failed=counts["failed"],
        refused=counts["refused"],
    )


def limits_of(settings: FetchSettings) -> Limits:
    """What one visit may cost, as it is set."""
    return Limits(
        crawl_delay=settings.crawl_delay_seconds,
        page=settings.page_seconds,
        outlet=settings.outlet_seconds,
        retry_after=settings.retry_after_seconds,
        tries=settings.tries,
    )


def run_deadline(settings: FetchSettings, clock: Clock) -> Deadline:
    """The end of a run's fetching, counted from now."""
    return Deadline(clock).within(settings.run_seconds, "run deadline")


LONGEST_WAIT: Final = timedelta(days=7)
"""How far ahead a Retry-After is remembered: more is rather a mistake than a wish, and the host can say it again."""
WAITS: Final = "hosts that asked to wait"


@contextmanager
def remembered_robots(store: Store, now: Callable[[], datetime], patience: Patience = PATIENT) -> Iterator[Pacer]:
    """A pacer for one run that knows the robots.txt of earlier ones and which hosts asked them to wait; what it reads
    itself is kept for later ones."""
    pacer = Pacer(store.robots(now() - STALE))
    for host, until in _asked_to_wait(store).items():
        if until > now():
            detail = f"{host} asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
            pacer.close(host, FetchError("asked to wait", detail), until=until)
    try:
        yield pacer
    finally:
        patience(lambda: store.keep_robots(pacer.new_robots))
        waits = {host: min(until, now() + LONGEST_WAIT).isoformat() for host, until in pacer.closed_until.items()}
        patience(lambda: store.set_state(WAITS, json.dumps(waits)))


def _asked_to_wait(store: Store) -> dict[str, datetime]:
    """Hosts that asked an earlier run to be left alone, and until when."""
    return {host: datetime.fromisoformat(until) for host, until in json.loads(store.state(WAITS) or "{}").items()}


def _read(
    outcome: Outcome, read: PageToArticle, outlet: Outlet, now: Callable[[], datetime]
) -> Article | ExtractError | None:
    if not isinstance(outcome, Page):
        return None
    try:
        return read(outcome, outlet=outlet, now=now())
    except ExtractError as error:
        return error


def _take_in(store: Store, run: int, arrival: _Arrival, outlets: dict[str, Outlet], at: datetime) -> str:
    """Store what came and log it. Returns the status under which it counts."""
    outcome = arrival.outcome
    words: int | None = None
    match outcome:
        case Page():
            if isinstance(arrival.read, ExtractError):
                failure = Failure(outcome.outlet, outcome.url, "extract", arrival.read.reason, arrival.read.detail, at)
                # Without validators it is asked for whole next time, instead of being called unchanged.
                asked = replace(outcome, validators=Validators()) if failure.reason in BROKEN_OFF else outcome
                store.log_fetch(run, asked, status="unusable", failure=failure)
                log_failure(failure)
                return "failed" if is_fault(failure) else "unusable"
            assert arrival.read is not None, "every page was read"
            try:
                status: str = store.put_article(arrival.read, run=run, at=at)
            except UnstorableError as error:
                failure = Failure(outcome.outlet, outcome.url, "extract", "not storable", str(error), at)
                store.log_fetch(run, outcome, status="unusable", failure=failure)
                log_failure(failure)
                return "failed"
            words = len(arrival.read.body.split()) if status == "new" else None
        case Listing():
            status = "listing"
        case Unchanged():
            store.log_fetch(run, outcome, status="unchanged")
            outlet = outlets[outcome.outlet]
            listings = {*outlet.feeds, *outlet.sitemaps, *outlet.front_pages}
            return "listing" if outcome.url in listings else "unchanged"
        case Failure():
            store.log_fetch(run, outcome, status="failed")
            log_failure(outcome)
            return "failed" if is_fault(outcome) else "refused"
    # To the fetch log a text that is not taken in is one that brought nothing new.
    store.log_fetch(run, outcome, status="same" if status == "settled" else status, words=words)
    return status
