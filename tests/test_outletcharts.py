"""The drawings of an outlet's months: dots where the rates are, the same in words, and nothing that a name could do."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from compare.intervals import share
from tests.test_templates import HOSTILE
from variorum.outletcharts import BOTTOM, HEADROOM, LEFT, RIGHT, TOP, Point, month_chart

MONTHS = ("Jan 31", "Feb 31", "Mar 31", "Apr 31")


def chart(*counts: tuple[int, int], months: tuple[int, ...] = (0, 1, 2, 3), name: str = "Doubt") -> Any:
    points = [
        Point(month, MONTHS[month], f"{count} of {of}", share(count, of))
        for month, (count, of) in zip(months, counts, strict=False)
    ]
    return etree.fromstring(str(month_chart(name, points, digits=3)))


def test_a_dot_stands_where_its_rate_is_and_its_interval_reaches_as_far() -> None:
    drawn = chart((0, 300), (50, 300), (100, 300))
    dots = [(int(dot.get("cx")), int(dot.get("cy"))) for dot in drawn.iterfind("circle")]
    assert [x for x, _ in dots] == [LEFT, (LEFT + RIGHT) // 2, RIGHT]
    assert dots[0][1] == BOTTOM
    assert dots[2][1] == round(BOTTOM - (BOTTOM - TOP) / HEADROOM)
    assert dots[0][1] > dots[1][1] > dots[2][1]
    assert len(drawn.findall("path")) == 3
    assert len([one for one in drawn.iterfind("line") if one.get("class") == "run"]) == 2


def test_too_few_are_hollow_and_nothing_to_count_in_is_no_dot() -> None:
    drawn = chart((1, 5), (0, 0), (9, 60))
    assert [dot.get("class") for dot in drawn.iterfind("circle")] == ["dot few", "dot"]
    assert drawn.get("aria-label") == "Doubt by month. Jan 31: 1 of 5; Feb 31: 0 of 0; Mar 31: 9 of 60."
    assert drawn.get("role") == "img"


def test_an_interval_that_rests_on_next_to_nothing_presses_no_dot_to_the_foot() -> None:
    drawn = chart((30, 100), (0, 1), (31, 100))
    heights = [BOTTOM - int(dot.get("cy")) for dot in drawn.iterfind("circle")]
    assert min(heights[0], heights[2]) > (BOTTOM - TOP) / 2
    first, open_, _ = (path.get("d") for path in drawn.iterfind("path"))
    assert int(open_.split()[1].partition("V")[0]) < TOP
    assert "h" in first.partition("V")[0]
    assert "h" not in open_.partition("V")[0]


def test_no_share_is_over_one() -> None:
    points = [Point(n, MONTHS[n], "…", share(40, 40)) for n in range(2)]
    drawn = etree.fromstring(str(month_chart("Doubt", points, digits=2, most=1.0)))
    assert [one.text for one in drawn.iterfind("text")][:2] == ["0", "1.00"]
    assert {int(dot.get("cy")) for dot in drawn.iterfind("circle")} == {TOP}


def test_months_without_an_event_keep_their_place() -> None:
    places = [int(dot.get("cx")) for dot in chart((1, 50), (2, 50), (3, 50), months=(0, 1, 3)).iterfind("circle")]
    assert places[1] - places[0] < places[2] - places[1]


def test_nothing_found_anywhere_is_drawn_at_the_foot() -> None:
    assert {int(dot.get("cy")) for dot in chart((0, 40), (0, 40)).iterfind("circle")} == {BOTTOM}


@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_hostile_name_is_text(nasty: str) -> None:
    drawn, plain = chart((1, 40), (2, 40), name=nasty), chart((1, 40), (2, 40))
    assert [(e.tag, sorted(e.attrib)) for e in drawn.iter()] == [(e.tag, sorted(e.attrib)) for e in plain.iter()]
