"""The timeline of an event: places in a small drawing, worked out here, drawn by the template."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from scraper.article import Moment
from variorum.views import Dot, Tick, Timeline, Track
from variorum.when import clock, short_day, short_moment

# In units of the drawing's own view box, which is about as wide as a phone's column, so that its letters stay legible.
WIDTH: Final = 380
LEFT: Final = 8
RIGHT: Final = 372
TRACK: Final = 30
AXIS: Final = 26
#: Hours between two ticks, smallest first; longer spans take whole multiples of the last.
STEPS: Final = (1, 2, 3, 6, 12, 24, 48, 168)
#: More labels than this would touch each other.
MOST_TICKS: Final = 6

Stop = tuple[str, Moment]
"""What happened ("article", "revision" or "seen", as in `Dot`) and when."""


def timeline(outlets: Sequence[tuple[str, Sequence[Stop]]]) -> Timeline | None:
    """A track for each outlet, in the order given. None where fewer than two different moments are
    known: there is nothing to see."""
    moments = [moment for _, stops in outlets for _, moment in stops]
    if len({(moment.at, moment.precision) for moment in moments}) < 2:
        return None
    first = min(moment.at for moment in moments)
    last = max(_end(moment) for moment in moments)
    step = _step(last - first)
    begin = _down(first, step)
    count = max(1, math.ceil((last - begin) / step))
    end = begin + step * count
    scale = (RIGHT - LEFT) / (end - begin).total_seconds()

    def place(at: datetime) -> int:
        return LEFT + round((at - begin).total_seconds() * scale)

    tracks = tuple(
        Track(outlet=name, y=index * TRACK, dots=tuple(_dot(shape, moment, place) for shape, moment in stops))
        for index, (name, stops) in enumerate(outlets)
    )
    every = math.ceil(count / MOST_TICKS)
    ticks = tuple(_tick(begin + step * index, place(begin + step * index)) for index in range(0, count + 1, every))
    said = "; ".join(
        f"{name}: {', '.join(_say(*stop) for stop in stops) or 'time not found'}" for name, stops in outlets
    )
    return Timeline(
        width=WIDTH,
        height=len(tracks) * TRACK + AXIS,
        left=LEFT,
        right=RIGHT,
        tracks=tracks,
        ticks=ticks,
        text=f"{said}. Times in UTC.",
    )


def _say(shape: str, moment: Moment) -> str:
    return short_moment(moment) + {"revision": " (changed)", "seen": " (seen changed)"}.get(shape, "")


def _end(moment: Moment) -> datetime:
    return moment.at + timedelta(days=1) if moment.precision == "day" else moment.at


def _step(span: timedelta) -> timedelta:
    hours = span.total_seconds() / 3600
    fitting = [step for step in STEPS if hours / step <= MOST_TICKS - 1]
    return timedelta(hours=fitting[0] if fitting else STEPS[-1] * math.ceil(hours / STEPS[-1] / MOST_TICKS))


def _down(at: datetime, step: timedelta) -> datetime:
    start = datetime(at.year, 1, 1, tzinfo=UTC)
    return start + step * ((at - start) // step)


def _dot(shape: str, moment: Moment, place: Callable[[datetime], int]) -> Dot:
    x = place(moment.at)
    if moment.precision == "day":
        return Dot(shape="day", x=x, width=place(_end(moment)) - x)
    return Dot(shape=shape, x=x, width=0)


def _tick(at: datetime, x: int) -> Tick:
    return Tick(x=x, label=short_day(at) if at.hour == 0 else clock(at))
