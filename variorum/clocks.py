"""A night's clock: the machine's, asked once, so that its jumps do not reach into the night."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from db.store import Store

Now = Callable[[], datetime]


def steady(now: Now, monotonic: Callable[[], float] = time.monotonic) -> Now:
    """What `now` says at first, and from then on what has passed since."""
    began, at = now(), monotonic()
    return lambda: began + timedelta(seconds=monotonic() - at)


def believed(store: Store, now: Now) -> Now:
    """The time that dates of pages are held against. A clock that lies before the newest run is wrong, and nothing
    tells by how much: then what lies up to a year after that run is believed, not dropped as lying ahead."""
    newest = max((run.started_at for run in store.runs(RECENT)), default=None)
    return lambda: newest + DOUBT if newest is not None and now() < newest - LEEWAY else now()


RECENT: Final = 50  # runs that are looked at: those of a month
LEEWAY: Final = timedelta(days=1)  # by which the clocks of two machines that work on one database may differ
DOUBT: Final = timedelta(days=366)
