"""The timeline of an event: who published and changed what when."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import svg

from scraper.article import Moment
from variorum.drawing import LEFT, RIGHT, ROW, picture
from variorum.views import Figure
from variorum.when import clock, short_day, short_moment

BASE: Final = 21  # of a track within its row, under the outlet's name
AXIS: Final = 26
#: Hours between two ticks, smallest first; longer spans take whole multiples of the last.
STEPS: Final = (1, 2, 3, 6, 12, 24, 48, 168)
#: More labels than this would touch each other.
MOST_TICKS: Final = 6
#: The last label is set before its tick where it would leave the drawing.
LABEL: Final = 20

Stop = tuple[str, Moment]
"""What happened, one of WHAT, and when."""
WHAT: Final = {"article": "published", "revision": "changed", "seen": "seen changed"}


def timeline(outlets: Sequence[tuple[str, Sequence[Stop]]]) -> Figure | None:
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

    height = len(outlets) * ROW + AXIS
    every = math.ceil(count / MOST_TICKS)
    ticks = [begin + step * index for index in range(0, count + 1, every)]
    drawn: list[svg.Element] = [one for at in ticks for one in _tick(at, place(at), height)]
    for index, (name, stops) in enumerate(outlets):
        y = index * ROW + BASE
        drawn.append(svg.Text(x=LEFT, y=y - 9, text=name, class_=["name"]))
        drawn.append(svg.Line(x1=LEFT, x2=RIGHT, y1=y, y2=y, class_=["track"]))
        drawn += [_dot(what, moment, place, y) for what, moment in stops]
    return Figure(
        kind="timeline",
        title="Timeline of publication",
        drawing=picture(height, "Timeline of publication. The table below it has the same.", drawn),
        caption="● published · ◇ changed, or seen changed · ▭ that day, hour not given. Times in UTC.",
        head=("Outlet", "When", "What"),
        rows=tuple(
            row
            for name, stops in outlets
            for row in ([(name, short_moment(at), WHAT[what]) for what, at in stops] or [(name, "time not found", "")])
        ),
    )


def _end(moment: Moment) -> datetime:
    return moment.at + timedelta(days=1) if moment.precision == "day" else moment.at


def _step(span: timedelta) -> timedelta:
    hours = span.total_seconds() / 3600
    fitting = [step for step in STEPS if hours / step <= MOST_TICKS - 1]
    return timedelta(hours=fitting[0] if fitting else STEPS[-1] * math.ceil(hours / STEPS[-1] / MOST_TICKS))


def _down(at: datetime, step: timedelta) -> datetime:
    start = datetime(at.year, 1, 1, tzinfo=UTC)
    return start + step * ((at - start) // step)


def _dot(what: str, moment: Moment, place: Callable[[datetime], int], y: int) -> svg.Element:
    x = place(moment.at)
    if moment.precision == "day":
        return svg.Rect(x=x, y=y - 3, width=place(_end(moment)) - x, height=6, rx=3, class_=["day"])
    if what == "article":
        return svg.Circle(cx=x, cy=y, r=4.5, class_=["dot"])
    diamond: list[svg.PathData] = [svg.M(x, y - 5), svg.l(5, 5), svg.l(-5, 5), svg.l(-5, -5), svg.Z()]
    return svg.Path(d=diamond, class_=["rev"])


def _tick(at: datetime, x: int, height: int) -> Iterator[svg.Element]:
    yield svg.Line(x1=x, x2=x, y1=0, y2=height - LABEL, class_=["grid"])
    anchor: Literal["start", "middle", "end"] = "start" if x == LEFT else "end" if x > RIGHT - LABEL else "middle"
    label = short_day(at) if at.hour == 0 else clock(at)
    yield svg.Text(x=x, y=height - 6, text=label, text_anchor=anchor, class_=["tick"])
