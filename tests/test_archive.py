"""Lists of events: a light first page, and every event within reach of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.article import Moment
from templates import environment
from tests import report_sample as sample
from variorum.archive import CARD, INDEX, LINE, Filed, archive_pages, in_order, newest_days
from variorum.excerpts import ExcerptBudget
from variorum.pages import event_page, filed, index_page

FIRST = datetime(2031, 1, 1, 8, tzinfo=UTC)
PACT, FERRY = (
    filed(source, event_page(source, sample.report(), ExcerptBudget(400)), "events/x.html")
    for source in (sample.pact(), sample.ferry())
)


def many(days: Sequence[int | None], single: bool = False) -> list[Filed]:
    """An event for each of these days, counted from the first; None where no day is known."""
    made = FERRY if single else PACT
    return [
        replace(
            made,
            event=f"e{number}",
            day=None if day is None else Moment(FIRST + timedelta(days=day), "minute", "given"),
            card=replace(made.card, href=f"events/e{number}.html"),
        )
        for number, day in enumerate(days)
    ]


def test_few_events_stand_on_the_first_page_and_have_no_archive() -> None:
    known = many([*range(40), None])
    assert list(archive_pages(known, sample.report())) == []
    page = index_page(known, sample.report(), None)
    assert page.months == ()
    assert len({card.href for day in page.days for card in day.cards}) == 41


def test_a_thousand_events_leave_the_first_page_light_and_all_within_reach() -> None:
    known = [*many([number // 3 for number in range(900)]), *SINGLES]
    env = environment()
    page = index_page(known, sample.report(), sample.fetch_report())
    first = env.get_template("index.html").render(page=page)
    assert len(first.encode()) < INDEX + 60_000  # the list, and what stands around it
    assert f"<span>{len(known)} events</span>" in first
    linked = set(re.findall(r'href="(events/\w+\.html)"', first))
    months = dict(archive_pages(known, sample.report()))
    assert set(re.findall(r'href="(archive/[\w-]+\.html)"', first)) == set(months)
    for path, archived in months.items():
        written = env.get_template("archive.html").render(page=archived)
        found = set(re.findall(r'href="\.\./(events/\w+\.html)"', written))
        assert len(found) == archived.events, path
        linked |= found
    assert linked == {one.card.href for one in known}


SINGLES = [
    replace(one, card=replace(one.card, href=f"events/s{one.event}.html"))
    for one in many([*range(99), None], single=True)
]


def test_the_newest_days_stay_whole() -> None:
    known = in_order(many([5, 5, 5, 4, 3, None]))
    assert [one.event for one in newest_days(known, most=1)] == ["e0", "e1", "e2"]
    assert len(newest_days(known, most=4 * CARD)) == 4
    assert len(newest_days(known, most=6 * CARD)) == 6
    assert newest_days([], most=1) == []
    assert len(newest_days(many([1, 0], single=True), most=2 * LINE)) == 2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 90)), max_size=30), st.integers(0, 20 * CARD))
def test_what_the_first_page_does_not_list_a_month_does(days: list[int | None], most: int) -> None:
    known = many(days)
    shown = {one.event for one in newest_days(known, most=most)}
    pages = [page for _, page in archive_pages(known, sample.report(), most=most)]
    archived = {card.href for page in pages for day in page.days for card in day.cards}
    assert archived in (set(), {one.card.href.replace("events/", "../events/") for one in known})
    assert bool(archived) is (len(shown) < len(known))
    assert sum(page.events for page in pages) in (0, len(known))
    for page in pages:
        assert [one.href == "" for one in page.months].count(True) == 1


def test_a_month_changes_only_with_its_own_events() -> None:
    known = many([0, 1, 40, 41])
    before = dict(archive_pages(known, sample.report(), most=1))
    changed = [*known[:3], replace(known[3], card=replace(known[3].card, claims=99))]
    after = dict(archive_pages(changed, sample.report(), most=1))
    assert {path for path in after if after[path] != before[path]} == {"archive/2031-02.html"}
