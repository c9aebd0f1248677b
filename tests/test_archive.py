"""Lists of events: a light first page, and every event within reach of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.article import Moment
from templates import environment
from tests import report_sample as sample
from variorum.archive import CARD, INDEX, LINE, Filed, FiledSum, months_of, newest_days
from variorum.excerpts import ExcerptBudget
from variorum.gathering import HeldParts, event_part
from variorum.months import UNDATED
from variorum.overall import overall_pages
from variorum.pages import event_page
from variorum.storefacts import NO_FACTS

FIRST = datetime(2031, 1, 1, 8, tzinfo=UTC)
PART, FERRY = (
    event_part(source, event_page(source, sample.report(), ExcerptBudget(400)), sample.report(), ExcerptBudget(400), ())
    for source in (sample.pact(), sample.ferry())
)


def many(days: Sequence[int | None], single: bool = False) -> list[Filed]:
    """An event for each of these days, counted from the first; None where no day is known."""
    made = (FERRY if single else PART).filed
    return [
        replace(
            made,
            event=f"e{number}",
            day=None if day is None else Moment(FIRST + timedelta(days=day), "minute", "given"),
            card=replace(made.card, href=f"events/e{number}.html"),
        )
        for number, day in enumerate(days)
    ]


def pages(known: Iterable[Filed], most: int = INDEX) -> dict[str, Any]:
    """The first page and those of months, by path."""
    parts = HeldParts()
    for one in known:
        parts.add(replace(PART, filed=one))
    found = overall_pages(parts, sample.report(), sample.fetch_report(), NO_FACTS, most=most)
    return {path: page for path, template, page in found if template in ("index.html", "archive.html")}


def test_few_events_stand_on_the_first_page_and_have_no_archive() -> None:
    found = pages(many([*range(40), None]))
    assert list(found) == ["index.html"]
    assert found["index.html"].months == ()
    assert len({card.href for day in found["index.html"].days for card in day.cards}) == 41


def test_a_thousand_events_leave_the_first_page_light_and_all_within_reach() -> None:
    known = [*many([number // 3 for number in range(900)]), *SINGLES]
    env = environment()
    months = pages(known)
    first = env.get_template("index.html").render(page=months.pop("index.html"))
    assert len(first.encode()) < INDEX + 60_000  # the list, and what stands around it
    assert f"<span>{len(known)} events</span>" in first
    linked = set(re.findall(r'href="(events/\w+\.html)"', first))
    assert set(re.findall(r'href="(archive/[\w-]+\.html)"', first)) == set(months)
    for path, archived in months.items():
        written = env.get_template("archive.html").render(page=archived)
        found = set(re.findall(r'href="\.\./(events/\w+\.html)"', written))
        assert len(found) == archived.events, path
        linked |= found
    assert linked == {one.card.href for one in known}


SINGLES = [
    replace(one, event=f"s{one.event}", card=replace(one.card, href=f"events/s{one.event}.html"))
    for one in many([*range(99), None], single=True)
]


def test_the_newest_days_stay_whole() -> None:
    def shown(known: list[Filed], most: int) -> frozenset[str]:
        found = FiledSum()
        for one in known:
            found.add(one)
        return newest_days(found.days, most=most)

    known = many([5, 5, 5, 4, 3, None])
    assert shown(known, 1) == {"2031-01-06"}
    assert shown(known, 4 * CARD) == {"2031-01-06", "2031-01-05"}
    assert shown(known, 6 * CARD) == {"2031-01-06", "2031-01-05", "2031-01-04", ""}
    assert shown([], 1) == set()
    assert shown(many([1, 0], single=True), 2 * LINE) == {"2031-01-02", "2031-01-01"}
    assert months_of(["2031-01-06", ""]) == {"2031-01", UNDATED}


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.integers(0, 90)), max_size=30), st.integers(0, 20 * CARD))
def test_what_the_first_page_does_not_list_a_month_does(days: list[int | None], most: int) -> None:
    known = many(days)
    months = pages(known, most)
    first = months.pop("index.html")
    shown = {card.href for day in first.days for card in day.cards}
    archived = {card.href for page in months.values() for day in page.days for card in day.cards}
    assert archived in (set(), {one.card.href.replace("events/", "../events/") for one in known})
    assert bool(archived) is (len(shown) < len(known))
    assert sum(page.events for page in months.values()) in (0, len(known))
    assert [link.href for link in first.months] == list(months)
    assert first.events == len(known)


def test_every_month_leads_to_those_around_it_and_to_all() -> None:
    months = pages(many([0, 40, 80, None]), 1)
    months.pop("index.html")
    ordered = list(months)
    assert ordered == ["archive/2031-03.html", "archive/2031-02.html", "archive/2031-01.html", "archive/undated.html"]
    for (path, page), earlier, later in zip(months.items(), [*ordered[1:], ""], ["", *ordered], strict=False):
        assert f"archive/{page.earlier.href}" == earlier if earlier else page.earlier is None, path
        assert f"archive/{page.later.href}" == later if later else page.later is None, path


def test_a_month_changes_only_with_its_own_events_and_its_neighbours() -> None:
    known = many([0, 1, 40, 41])
    before = pages(known, 1)
    changed = [*known[:3], replace(known[3], card=replace(known[3].card, claims=99))]
    after = pages(changed, 1)
    assert {path for path in after if after[path] != before[path]} == {"index.html", "archive/2031-02.html"}
    more = pages([*known, *many([0, 0, 0, 0, 80])[4:]], 1)
    assert {path for path in before if more[path] != before[path]} == {"index.html", "archive/2031-02.html"}
