"""Small drawings of an outlet's rates by month: a dot with its interval for each month, hollow where n is too small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import svg
from markupsafe import Markup

from compare.intervals import Estimate
from variorum.drawing import markup

# In units of the drawing's own view box, which is about as wide as a phone's column, so that its letters stay legible.
WIDTH: Final = 340
HEIGHT: Final = 110
LEFT: Final = 56
RIGHT: Final = 322
TOP: Final = 12
BOTTOM: Final = 84
RADIUS: Final = 4
CAP: Final = 3  # half the width of an interval's ends
OPEN: Final = 6  # how far the line of an interval that goes on beyond the top sticks out of the axis
HEADROOM: Final = 1.5  # the top of the axis over the highest rate: a round number of ours
#: More labels than this would touch each other.
MOST_LABELS: Final = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One month's estimate. `month` counts months from year 0, `label` is its short name and `told` what is said of it
    in words."""

    month: int
    label: str
    told: str
    estimate: Estimate


def month_chart(name: str, points: Sequence[Point], *, digits: int, most: float = math.inf) -> Markup:
    """The drawing. `points` are in order and at least one; its axis is labelled with so many `digits`. No
    rate can be over `most`."""
    known = [(one, _ends(one.estimate)) for one in points]
    top = min(most, _top([(one.estimate.few, *ends) for one, ends in known if ends is not None]))
    first, last = points[0].month, points[-1].month
    step = (RIGHT - LEFT) / max(1, last - first)

    def x(point: Point) -> int:
        return round(LEFT + (point.month - first) * step) if last > first else (LEFT + RIGHT) // 2

    def y(value: float) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * value / top)

    elements: list[svg.Element] = list(_axis(top, digits))
    drawn = [(one, x(one), ends) for one, ends in known if ends is not None]
    for (_, left, (a, _, _)), (_, right, (b, _, _)) in pairwise(drawn):
        elements.append(svg.Line(class_=["run"], x1=left, y1=y(a), x2=right, y2=y(b)))
    for one, at, (rate, low, high) in drawn:
        head = f"M{at - CAP} {y(high)}h{2 * CAP}m-{CAP} 0" if high <= top else f"M{at} {TOP - OPEN}"
        elements.append(svg.Path(class_=["reach"], extra={"d": f"{head}V{y(low)}m-{CAP} 0h{2 * CAP}"}))
        elements.append(svg.Circle(class_=["dot", *(["few"] if one.estimate.few else [])], cx=at, cy=y(rate), r=RADIUS))
    elements += _labels(points, [x(one) for one in points])
    said = "; ".join(f"{one.label}: {one.told}" for one in points)
    return markup(
        svg.SVG(
            viewBox=svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT),
            xmlns=None,
            elements=elements,
            extra={"role": "img", "aria-label": f"{name} by month. {said}."},
        )
    )


def _top(drawn: Sequence[tuple[bool, float, float, float]]) -> float:
    """The rate at the top of the axis, of (few, rate, low, high): every dot has room, and every interval that rests on
    enough. One of a handful of words reaches so far that it would press all dots to the foot: it goes beyond."""
    rates = [rate for _, rate, _, _ in drawn]
    reaches = [high for few, _, _, high in drawn if not few]
    wanted = max([HEADROOM * max(rates, default=0.0), *reaches])
    return wanted or min((high for _, _, _, high in drawn), default=0.0) or 1.0


def _ends(estimate: Estimate) -> tuple[float, float, float] | None:
    """Rate, low and high; None for a month with nothing to count in, which has no dot."""
    if estimate.rate is None or estimate.low is None or estimate.high is None:
        return None
    return estimate.rate, estimate.low, estimate.high


def _axis(top: float, digits: int) -> Iterator[svg.Element]:
    for value, at in ((0.0, BOTTOM), (top, TOP)):
        yield svg.Line(class_=["grid"], x1=LEFT - 6, y1=at, x2=RIGHT + 8, y2=at)
        yield _text(f"{value:,.{digits}f}" if value else "0", LEFT - 10, at + 4, "end")


def _labels(points: Sequence[Point], places: Sequence[int]) -> Iterator[svg.Element]:
    """Names of months, as many as have room."""
    every = math.ceil(len(points) / MOST_LABELS)
    for number, (one, at) in enumerate(zip(points, places, strict=True)):
        if number % every == 0:
            # At the right edge half of it would stick out.
            yield _text(one.label, at if at < RIGHT else WIDTH - 2, HEIGHT - 8, "middle" if at < RIGHT else "end")


def _text(text: str, x: int, y: int, anchor: str) -> svg.Element:
    return svg.Text(class_=["tick"], text=text, x=x, y=y, extra={"text-anchor": anchor})
