"""What all visits of one run remember together: who is being asked, who was asked, and what robots.txt said.

Two outlets may live on one host, and one run may ask for several single pages: the host sees one caller in either case.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from scraper.errors import FetchError

RobotsText = str | FetchError
"""The text of a robots.txt, '' where there is none; or why nothing may be fetched without it."""


@dataclass(slots=True)
class _Host:
    """`turn` is held while the host is asked or waited for; `delay` is the longest its robots.txt files ask for, in
    seconds."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asked: bool = False
    delay: float = 0.0


@dataclass(slots=True)
class _Origin:
    reading: threading.Lock = field(default_factory=threading.Lock)
    robots: RobotsText | None = None


class Pacer:
    """One request at a time per host, with the delay between two of them. Safe to share between threads.

    Make one for a run and pass it to every `fetch_outlet` and `fetch_page` of it. It forgets nothing: a robots.txt it
    has seen is not asked for again, so it should not outlive the run.
    """

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._hosts: Final[dict[str, _Host]] = {}
        self._origins: Final[dict[str, _Origin]] = {}

    @contextmanager
    def turn(self, host: str, delay: float, sleep: Callable[[float], None]) -> Iterator[None]:
        """Hold the host for one request, after sleeping where it was asked before.

        The full delay (the larger of `delay` and what `slow_down` named, in seconds) lies between the end of one
        exchange and the start of the next: never early, whatever a clock says.
        """
        state = self._host(host)
        with state.turn:
            if state.asked:
                sleep(max(delay, state.delay))
            state.asked = True
            yield

    def slow_down(self, host: str, seconds: float) -> None:
        """From now on, at least `seconds` lie between two requests to `host`."""
        state = self._host(host)
        with self._lock:
            state.delay = max(state.delay, seconds)

    def robots(self, origin: str, read: Callable[[], RobotsText]) -> RobotsText:
        """The robots.txt of `origin`; `read` is called the first time only, while other threads that ask wait."""
        with self._lock:
            state = self._origins.setdefault(origin, _Origin())
        with state.reading:
            if state.robots is None:
                state.robots = read()
            return state.robots

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
