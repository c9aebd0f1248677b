"""How the runs went: what did not end as it should, what is at work, and whether a night is overdue.

An installation is held against its own rhythm: it may run each night, each hour or on working days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from db.records import RunTimes

NIGHTS: Final = 28  # of the newest whole nights, from which the rhythm is known
LEAST_INTERVALS: Final = 3  # between nights; fewer make no rhythm
LONG: Final = 0.9
"""Of past intervals and durations are no longer than what is called long: a weekend without nights is in it, a night
that was missed once or twice is not."""
GRACE: Final = timedelta(hours=1)
"""For which a night may be late beyond a long interval and a long duration, and a run be longer than long ones."""
TOO_LONG: Final = 3  # times a long duration: a run that is at work for longer is rather stuck

UNLOCKED: Final = frozenset({"add"})  # verbs that go on beside a night
BELIEVED: Final = timedelta(days=1)  # for which such a run is taken to be at work

COVERED_BY: Final[Mapping[str, frozenset[str]]] = {
    "nightly": frozenset({"nightly", "report"}),
    "fetch": frozenset({"fetch", "nightly"}),
    "compare": frozenset({"compare", "nightly"}),
    "report": frozenset({"report", "nightly"}),
}
"""A run that did not end as it should matters no more once one of these did; of another verb, the same or a night."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """What works now: `run` is None where no run of the ledger belongs to it, `process` "" where that can't be known,
    as of a database on a server."""

    run: RunTimes | None
    process: str

    def since(self, now: datetime) -> timedelta | None:
        return None if self.run is None else max(now - self.run.started_at, timedelta())


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`last` is the newest whole night, None before there was one. `interval` is the median of those between past ones,
    `due` when the next should have been through at the latest; both None where there were too few. `duration` is what
    the longer nights take."""

    last: RunTimes | None
    interval: timedelta | None
    duration: timedelta | None
    due: datetime | None


def rhythm_of(nights: Sequence[RunTimes]) -> Rhythm:
    """From the runs that make a night, newest first; those that did not end as they should are passed over."""
    whole = [one for one in nights if one.status == "done"][: NIGHTS + 1]
    if not whole:
        return Rhythm(None, None, None, None)
    took = [one.finished_at - one.started_at for one in whole if one.finished_at is not None]
    duration = _long(took) if took else None
    between = [later.started_at - earlier.started_at for later, earlier in pairwise(whole)]
    if len(between) < LEAST_INTERVALS:
        return Rhythm(whole[0], None, duration, None)
    due = whole[0].started_at + _long(between) + (duration or timedelta()) + GRACE
    usual = timedelta(seconds=median(one.total_seconds() for one in between))
    return Rhythm(whole[0], usual, duration, due)


def at_work(runs: Sequence[RunTimes], process: str | None, now: datetime) -> AtWork | None:
    """What is at work now, of the newest runs, newest first. `process` holds the lock, None where none does; a verb
    that takes none is taken at its word."""
    newest = runs[0] if runs and runs[0].status == "running" else None
    if process is not None:
        return AtWork(newest, process)
    if newest is None:
        return None
    unlocked = newest.verb in UNLOCKED and now - newest.started_at < BELIEVED
    return AtWork(newest, "") if unlocked else None


def unfinished(runs: Sequence[RunTimes], working: AtWork | None) -> list[RunTimes]:
    """Runs, newest first, that did not end as they should, for which no later run has made up; of each verb the newest
    alone."""
    found: list[RunTimes] = []
    done: set[str] = set()
    for one in runs:
        if working is not None and working.run is not None and one.id == working.run.id:
            continue
        if one.status == "done":
            done.add(one.verb)
        elif done.isdisjoint(COVERED_BY.get(one.verb, {one.verb, "nightly"})):
            found.append(one)
            done.add(one.verb)
    return found


def is_stuck(working: AtWork, rhythm: Rhythm, now: datetime) -> bool:
    """Is it at work for longer than any night should take? Never where no duration is known."""
    since = working.since(now)
    if since is None or rhythm.duration is None:
        return False
    return since > TOO_LONG * rhythm.duration + GRACE


def _long(spans: Sequence[timedelta]) -> timedelta:
    """The shortest that at least LONG of them are no longer than."""
    in_order = sorted(spans)
    return in_order[max(0, -int(-LONG * len(in_order) // 1) - 1)]
