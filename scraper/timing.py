"""How long things may take and how often they are tried: limits, deadlines, and the wait before another try.

A deadline lies on a monotonic clock that is passed in. Whoever has to wait asks first whether the wait fits: nothing
sleeps past a deadline, and nothing is given more time than is left of the earliest one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from scraper.errors import FetchError

if TYPE_CHECKING:
    from tenacity import RetryCallState

Sleep = Callable[[float], None]
Clock = Callable[[], float]
Jitter = Callable[[], float]
"""Draws a number from [0, 1)."""

FIRST_PAUSE: Final = 2.0
"""Seconds before the first further try, on average three quarters of it; each next pause is twice as long. It comes on
top of the delay between two requests to a host."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one visit may cost. Times in seconds.

    crawl_delay: the longest delay between two requests that a robots.txt may ask for; beyond it the outlet is skipped.
    page: one address, all told: waiting for its turn, redirects, tries, pauses, and other hosts' robots.txt.
    outlet: one visit. tries: how often an exchange is tried, the first included, where the trouble looks passing.
    retry_after: the longest Retry-After that is waited for, once in a visit; beyond it the outlet is left alone.
    """

    crawl_delay: float = 60.0  # 50 pages at this pace take 50 minutes
    page: float = 300.0  # five exchanges of 30 s and their delays; what is slower is no use to a nightly run
    outlet: float = 3_600.0  # 50 pages at the slowest pace, and the listings
    retry_after: float = 60.0  # as long as the slowest pace
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment `at` on `clock` by which something has to be over, and the `reason` that is given where it is not."""

    clock: Clock
    at: float = math.inf
    reason: str = "run deadline"

    @property
    def left(self) -> float:
        """Seconds left; none or fewer where it passed."""
        return self.at - self.clock()

    def within(self, seconds: float, reason: str) -> Deadline:
        """The earlier of this one and one `seconds` from now."""
        at = self.clock() + seconds
        return Deadline(self.clock, at, reason) if at < self.at else self

    def passed(self, what: str) -> FetchError:
        """The error that says so. `what` is an address or a host."""
        return FetchError(self.reason, f"{what}: the time was up (limits are set under [fetch])")


def persist(attempt: Callable[[], T], *, again: Callable[[T | FetchError], bool], tries: int, pause: Pause) -> T:
    """The outcome of the first attempt that `again` does not call passing, or of the last that there was room for.

    Raises the attempt's own FetchError. Between two attempts `pause` sleeps; one that does not fit ends it.
    """
    from tenacity import Retrying, retry_if_exception, retry_if_result

    def over(state: RetryCallState) -> bool:
        return state.attempt_number >= tries or state.upcoming_sleep >= pause.deadline.left

    def last(state: RetryCallState) -> T:
        assert state.outcome is not None, "there was an attempt"
        outcome: T = state.outcome.result()
        return outcome

    retrying = Retrying(
        sleep=pause.sleep,
        stop=over,
        wait=lambda state: pause.seconds(state.attempt_number),
        retry=retry_if_exception(lambda error: isinstance(error, FetchError) and again(error)) | retry_if_result(again),
        retry_error_callback=last,
    )
    return retrying(attempt)


@dataclass(frozen=True, slots=True)
class Pause:
    """The waits between tries: `FIRST_PAUSE`, doubled each time, of which between a half and the whole is slept."""

    sleep: Sleep
    jitter: Jitter
    deadline: Deadline

    def seconds(self, attempt: int) -> float:
        """After the attempt of that number, counted from 1."""
        return FIRST_PAUSE * 2.0 ** (attempt - 1) * (1 + self.jitter()) / 2
