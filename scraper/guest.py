"""How an address is asked for: robots.txt first, one turn at a time, redirects hop by hop, patience with an end.

Nothing here opens a socket; what is needed of the world comes in as `Means`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from scraper.article import UNREACHED, RobotsCopy, Validators, host_of
from scraper.errors import FetchError
from scraper.exchange import Get, Reply, Request
from scraper.pacer import Pacer, RobotsText
from scraper.robots import MAX_ROBOTS, allowed, crawl_delay, decode_robots, is_fresh, stands_in
from scraper.timing import Deadline, Jitter, Limits, Pause, Sleep, persist
from scraper.urls import origin_of, resolve

Now = Callable[[], datetime]

MAX_REDIRECTS: Final = 5
"""Hops of one address; RFC 9309, section 2.3.1.2, names five for robots.txt."""
MAX_SILENCE: Final = 3
"""Addresses in a row that may give no answer before the outlet is left alone for this run."""
MAX_RETRY_AFTER: Final = timedelta(days=365)
"""What a Retry-After in seconds is taken for at most, so that any number of digits can be a date."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({"timeout", "unreachable", "cut off"})
"""Reasons of an exchange that may be over a moment later."""
_PASSING_STATUS: Final = frozenset({500, 502, 504})
_SILENT: Final = frozenset({"timeout", "unreachable", "unknown host", "cut off", "status 503", "page deadline"})


@dataclass(frozen=True, slots=True)
class Means:
    """What a visit needs of the world. `agent` is the full User-Agent, `delay` seconds between requests to a host,
    `ends` the deadline of the whole visit."""

    get: Get
    agent: str
    delay: float
    limits: Limits
    ends: Deadline
    pacer: Pacer
    sleep: Sleep
    now: Now
    jitter: Jitter


class Guest:
    """What one visit remembers: which robots.txt count for it, and whether it has to end.

    `closed` says why the outlet must be left alone for the rest of this run; None while it need not be.
    `stale` are the robots.txt that an old copy stood in for: (address, why).
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._rules: dict[str, RobotsText] = {}
        self._silent = 0
        self._waited = False
        self.closed: FetchError | None = None
        self.stale: list[tuple[str, FetchError]] = []

    def ask(self, url: str, validators: Validators | None = None) -> tuple[str, Reply]:
        """The answer to `url` after redirects, and the address that gave it; status 200 or 304 only.

        All hops, tries and waits together have the time of one page. 304 is an answer only where `validators` asked
        for it. Raises FetchError for everything else, and sets `closed` where the outlet must be left alone.
        """
        try:
            final_url, reply = self._follow(url, validators or Validators(), self._page(), obey=True)
            self._check(final_url, reply, validators)
        except FetchError as error:
            self._count_silence(error)
            if error.reason == "asked to wait" and self._means.pacer.is_closed(host_of(url)):  # not one it leads to
                detail = f"{error.detail}; the outlet is left alone for this run"
                self.closed = FetchError(error.reason, detail)
            raise
        self._silent = 0
        return final_url, reply

    def robots(self, url: str) -> str:
        """robots.txt for `url`, asked for once in a run and no more than once a day.

        Raises FetchError where RFC 9309 forbids everything, or the delay does. 4xx: nothing is forbidden. 5xx, 429 or
        no answer: everything is, unless a copy of the last 30 days stands in.
        """
        return self._robots(url, self._page())

    def _page(self) -> Deadline:
        return self._means.ends.within(self._means.limits.page, "page deadline")

    def _check(self, final_url: str, reply: Reply, validators: Validators | None) -> None:
        if reply.status in (404, 410):
            raise FetchError("gone", f"{final_url} answered {reply.status}")
        unasked = reply.status == 304 and not (validators and validators.usable)
        if reply.status not in (200, 203, 304) or unasked:
            raise FetchError(f"status {reply.status}", f"{final_url} answered {reply.status}")
        if reply.cut:
            raise FetchError("too large", f"{final_url} has more than {len(reply.body):,} bytes")

    def _count_silence(self, error: FetchError) -> None:
        self._silent = self._silent + 1 if error.reason in _SILENT else 0
        if self._silent >= MAX_SILENCE:
            detail = f"{self._silent} addresses in a row gave no answer; the outlet is left alone for this run"
            self.closed = FetchError("not answering", detail)

    def _robots(self, url: str, deadline: Deadline) -> str:
        origin = origin_of(url)
        if origin not in self._rules:
            rules = self._means.pacer.robots(origin, lambda: self._read_robots(origin, deadline), deadline)
            self._rules[origin] = self._accept(origin, rules)
        rules = self._rules[origin]
        if isinstance(rules, FetchError):
            raise FetchError(rules.reason, rules.detail)
        return rules

    def _read_robots(self, origin: str, deadline: Deadline) -> RobotsText:
        pacer, now = self._means.pacer, self._means.now()
        held = pacer.held_robots(origin)
        if held is not None and is_fresh(held, now):
            return held.text
        where = f"{origin}/robots.txt"
        try:
            _, reply = self._follow(where, Validators(), deadline, obey=False)
        except FetchError as error:
            if error.reason in UNREACHED or (error.reason == "page deadline" and held is None):
                raise  # our time was up, perhaps by other addresses: that says nothing of the file
            trouble = error.detail
        else:
            if reply.status < 500 and reply.status != 429 and reply.status >= 200:
                copy = RobotsCopy(origin, decode_robots(reply.body) if reply.status < 300 else "", now)
                pacer.keep_robots(copy)
                return copy.text
            trouble = f"{where} answered {reply.status}"
        if held is not None and stands_in(held, now):
            detail = f"{trouble}; the copy of {held.fetched_at:%Y-%m-%d %H:%M:%S} UTC stands in"
            self.stale.append((where, FetchError("robots unreachable", detail)))
            return held.text
        return FetchError("robots unreachable", f"{trouble}; without robots.txt nothing is fetched")

    def _accept(self, origin: str, rules: RobotsText) -> RobotsText:
        """The same rules, unless they ask for a delay we cannot keep; otherwise the host is asked that slowly."""
        if isinstance(rules, FetchError):
            return rules
        where, most = f"{origin}/robots.txt", self._means.limits.crawl_delay
        asked = crawl_delay(rules, self._means.agent) or 0.0
        if asked > most:
            detail = f"{where} asks for {asked:g} s between requests, more than the {most:g} s we can keep"
            return FetchError("crawl delay", f"{detail} (crawl_delay_seconds under [fetch])")
        self._means.pacer.slow_down(host_of(origin), asked)
        return rules

    def _follow(self, url: str, validators: Validators, deadline: Deadline, *, obey: bool) -> tuple[str, Reply]:
        """Exchange by exchange along the redirects, asking robots.txt of each hop. `obey` is off for robots.txt itself,
        which is also the only thing read cut."""
        passed, at = {url}, url
        while True:
            if obey and not allowed(self._robots(at, deadline), self._means.agent, at):
                raise FetchError("robots", f"robots.txt of {host_of(at)} disallows {at}")
            reply = self._heed(Request(at, validators) if obey else Request(at, max_bytes=MAX_ROBOTS), deadline)
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

    def _heed(self, request: Request, deadline: Deadline) -> Reply:
        """The answer; where the host asks for a short wait, the answer after it. Raises "asked to wait", and closes the
        host for the whole run, where it asks for a long one, for an unknown one, or a second time."""
        reply = self._exchange(request, deadline)
        if not _asks_to_wait(reply):
            return reply
        seconds = self._wait_of(reply)
        if seconds is not None and not self._waited and seconds <= min(self._means.limits.retry_after, deadline.left):
            self._waited = True
            self._means.pacer.rest(host_of(request.url), seconds)
            reply = self._exchange(request, deadline)
            if not _asks_to_wait(reply):
                return reply
        until = retry_until(reply.headers.get("retry-after"), self._means.now())
        when = f"until {until:%Y-%m-%d %H:%M:%S} UTC" if until else "for a while"
        error = FetchError("asked to wait", f"{request.url} answered {reply.status} and asks to be left alone {when}")
        self._means.pacer.close(host_of(request.url), error, until=until)
        raise error

    def _wait_of(self, reply: Reply) -> float | None:
        now = self._means.now()
        until = retry_until(reply.headers.get("retry-after"), now)
        return None if until is None else max(0.0, (until - now).total_seconds())

    def _exchange(self, request: Request, deadline: Deadline) -> Reply:
        """One exchange, tried again where the trouble looks passing. Each try waits for its turn, with the delay."""
        means = self._means
        return persist(
            lambda: self._try(request, deadline),
            again=_is_passing,
            tries=means.limits.tries,
            pause=Pause(means.sleep, means.jitter, deadline),
        )

    def _try(self, request: Request, deadline: Deadline) -> Reply:
        means = self._means
        with means.pacer.turn(host_of(request.url), means.delay, means.sleep, deadline):
            left = deadline.left
            if left <= 0:
                raise deadline.passed(request.url)
            try:
                return means.get(replace(request, seconds=left))
            except FetchError as error:
                if error.reason == "timeout" and deadline.left <= 0:
                    raise deadline.passed(request.url) from error
                raise


def _is_passing(outcome: Reply | FetchError) -> bool:
    if isinstance(outcome, FetchError):
        return outcome.reason in _PASSING
    return outcome.status in _PASSING_STATUS


def _asks_to_wait(reply: Reply) -> bool:
    return reply.status == 429 or (reply.status == 503 and "retry-after" in reply.headers)


def retry_until(header: str | None, now: datetime) -> datetime | None:
    """The moment a Retry-After header names, in seconds or as a date; None where it names none."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal():
        digits = text.lstrip("0")[:9] or "0"  # nine digits of seconds are 31 years
        return (now + min(timedelta(seconds=int(digits)), MAX_RETRY_AFTER)).astimezone(UTC)
    try:
        at = parsedate_to_datetime(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
