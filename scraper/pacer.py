"""What all visits of one run remember together: who is being asked, who was asked, and what robots.txt said.

Two outlets may live on one host, and one run may ask for several single pages: the host sees one caller in either case.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from scraper.article import RobotsCopy
from scraper.errors import FetchError
from scraper.timing import Deadline, Sleep

RobotsText = str | FetchError
"""The text of a robots.txt, '' where there is none; or why nothing may be fetched without it."""


@dataclass(slots=True)
class _Host:
    """`turn` is held while the host is asked or waited for. `delay` is the longest that anybody asked for between two
    requests, `rest` how long the next one has to wait at least; both in seconds. `closed`: ask it no more, and why."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asked: bool = False
    delay: float = 0.0
    rest: float = 0.0
    closed: FetchError | None = None


@dataclass(slots=True)
class _Origin:
    reading: threading.Lock = field(default_factory=threading.Lock)
    robots: RobotsText | None = None


class Pacer:
    """One request at a time per host, with the delay between two of them. Safe to share between threads.

    Make one for a run and pass it to every `fetch_outlet` and `fetch_page` of it. It forgets nothing: a robots.txt it
    has seen is not asked for again, so it should not outlive the run.

    robots: copies kept by earlier runs, one an origin; `new_robots` are those to keep for the next.
    """

    def __init__(self, robots: Iterable[RobotsCopy] = ()) -> None:
        self._lock: Final = threading.Lock()
        self._hosts: Final[dict[str, _Host]] = {}
        self._origins: Final[dict[str, _Origin]] = {}
        self._held: Final = {copy.origin: copy for copy in robots}
        self._new: Final[dict[str, RobotsCopy]] = {}
        self._until: Final[dict[str, datetime]] = {}

    @contextmanager
    def turn(self, host: str, delay: float, sleep: Sleep, deadline: Deadline) -> Iterator[None]:
        """Hold the host for one request, after sleeping where it was asked before.

        The full delay (the largest that any caller named for this host, in seconds) lies between the end of one
        exchange and the start of the next: never early, whatever a clock says. Raises FetchError, without a request,
        where the wait does not fit before the deadline or the host is closed.
        """
        state = self._host(host)
        left = deadline.left
        if left <= 0 or not state.turn.acquire(timeout=left if left < threading.TIMEOUT_MAX else -1):
            raise deadline.passed(host)
        try:
            self.slow_down(host, delay)
            if state.closed is not None:
                raise FetchError(state.closed.reason, state.closed.detail)
            pause = max(state.delay if state.asked else 0.0, state.rest)
            if pause >= deadline.left:
                raise deadline.passed(host)
            if state.asked or pause:
                sleep(pause)
            state.asked, state.rest = True, 0.0
            yield
        finally:
            state.turn.release()

    def slow_down(self, host: str, seconds: float) -> None:
        """From now on, at least `seconds` lie between two requests to `host`."""
        state = self._host(host)
        with self._lock:
            state.delay = max(state.delay, seconds)

    def rest(self, host: str, seconds: float) -> None:
        """At least `seconds` lie before the next request to `host`, whoever makes it."""
        state = self._host(host)
        with self._lock:
            state.rest = max(state.rest, seconds)

    def close(self, host: str, error: FetchError, *, until: datetime | None = None) -> None:
        """Nobody asks `host` again in this run; the attempt raises the like of `error`.

        `until`: the time that the host named, for `closed_until`.
        """
        self._host(host).closed = error
        if until is not None:
            with self._lock:
                self._until[host] = until

    @property
    def closed_until(self) -> dict[str, datetime]:
        """Hosts that asked to be left alone, in this run or before it, and until when; sorted."""
        with self._lock:
            return dict(sorted(self._until.items()))

    def is_closed(self, host: str) -> bool:
        return self._host(host).closed is not None

    def robots(self, origin: str, read: Callable[[], RobotsText], deadline: Deadline) -> RobotsText:
        """The robots.txt of `origin`; `read` is called the first time only, while other threads that ask wait.

        Where `read` raises, the next one to ask reads. Raises FetchError where the wait outlasts the deadline.
        """
        with self._lock:
            state = self._origins.setdefault(origin, _Origin())
        left = deadline.left
        if left <= 0 or not state.reading.acquire(timeout=left if left < threading.TIMEOUT_MAX else -1):
            raise deadline.passed(f"{origin}/robots.txt")
        try:
            if state.robots is None:
                state.robots = read()
            return state.robots
        finally:
            state.reading.release()

    def held_robots(self, origin: str) -> RobotsCopy | None:
        """The copy that an earlier run kept; None where there is none."""
        return self._held.get(origin)

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Note a copy for later runs."""
        with self._lock:
            self._new[copy.origin] = copy

    @property
    def new_robots(self) -> tuple[RobotsCopy, ...]:
        """What was read from servers in this run, sorted by origin."""
        with self._lock:
            return tuple(self._new[origin] for origin in sorted(self._new))

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
