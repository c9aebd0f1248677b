"""Outlets held against their own norm: what is reported the next morning, and what is not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.deliveries import LENGTH_STEPS, least_words, length_class
from db.records import Delivery
from variorum.deliveries import MOST_NIGHTS, NORM_NIGHTS, Night, OutletState, Visit, nights_of, outlet_state

MONDAY = datetime(2025, 3, 3, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def gave(**counts: Any) -> Delivery:
    known = dict.fromkeys(("new", "changed", "same", "unchanged", "listing", "unusable", "failed"), 0)
    rest: dict[str, Any] = {"reasons": {}, "lengths": {}}
    return Delivery(run=1, outlet="bell", **{**known, **rest, **counts})


def delivered(new: int, *, words: int = 500, without: int = 0, failed: int = 0, same: int = 0) -> Delivery:
    """A night on which the listing answered; all new texts of one length."""
    lengths = {str(length_class(words)): new} if new else {}
    reasons = {name: number for name, number in (("no body", without), ("timeout", failed)) if number}
    return gave(
        new=new, same=same, unusable=without, failed=failed, listing=1, lengths=lengths, reasons=reasons
    )  # fmt: skip


def state(nightly: Sequence[Delivery | None], first: datetime = MONDAY) -> OutletState:
    """An outlet that gave this, night after night; None where it was not asked."""
    visits = [Visit(first + n * DAY, True, one) for n, one in enumerate(nightly) if one is not None]
    nights = nights_of(visits, visits[-1].at)
    return outlet_state("bell", nights, None)


def problems(nightly: Sequence[Delivery | None]) -> list[str]:
    return [one.problem for one in state(nightly).deviations]


USUAL = [delivered(n) for n in (20, 23, 18, 25, 21, 17, 22) * 4]  # four weeks


# What is reported


def test_a_parser_broken_by_a_redesign_is_noticed_the_next_morning() -> None:
    found = state([*USUAL, delivered(0, without=22)])
    assert [one.problem for one in found.deviations] == ["unreadable", "stopped"]
    worst = found.deviations[0]
    assert (worst.came, worst.expected, worst.nights) == (
        "pages came, but no articles: none of 22 gave one",
        "usually 100 % do",
        1,
    )


def test_a_parser_broken_for_one_section_is_noticed() -> None:
    found = state([*USUAL, delivered(12, without=9)])
    assert [one.problem for one in found.deviations] == ["unreadable"]
    assert found.deviations[0].came == "many pages without an article: 9 of 21 pages"


def test_texts_that_are_suddenly_short_are_noticed() -> None:
    found = state([*USUAL, delivered(20, words=60)])
    assert [one.problem for one in found.deviations] == ["short texts"]
    assert (
        found.deviations[0].came == f"texts are short: 20 of 20 new ones under {least_words(length_class(500))} words"
    )


def test_an_outlet_that_stopped_delivering_is_noticed() -> None:
    found = state([*USUAL, delivered(0)])
    assert [one.problem for one in found.deviations] == ["stopped"]
    assert found.deviations[0].expected == "usually 21 a night and never a night without"
    assert found.expected == pytest.approx(sum(one.new for one in USUAL[1:]) / 27)


def test_an_outlet_that_gives_far_fewer_is_noticed() -> None:
    found = state([*USUAL, delivered(3)])
    assert [one.problem for one in found.deviations] == ["fewer articles"]
    assert found.deviations[0].came == "3 new"


def test_an_outlet_that_answers_nothing_is_noticed_without_a_norm() -> None:
    assert problems([gave(failed=1, reasons={"robots unreachable": 1})]) == ["unreachable"]
    assert problems([*USUAL, gave(failed=3, reasons={"timeout": 3})]) == ["unreachable", "stopped"]


def test_many_failures_are_noticed_where_few_are_usual() -> None:
    usual = [delivered(n, same=20, failed=n % 2) for n in (20, 23, 18, 25, 21, 17, 22) * 4]
    assert problems([*usual, delivered(15, same=10, failed=15)]) == ["more failures"]
    assert problems([*usual, delivered(20, same=20, failed=3)]) == []


@pytest.mark.parametrize("since", [2, 5, MOST_NIGHTS])
def test_a_fault_stays_reported_while_it_lasts(since: int) -> None:
    for broken in (delivered(2, without=20), delivered(20, words=60), delivered(0)):
        found = state([*USUAL, *[broken] * since])
        assert found.deviations
        assert found.deviations[0].nights == since


def test_a_silence_is_reported_for_as_long_as_the_outlet_is_asked() -> None:
    assert problems([*USUAL, *[delivered(0)] * 100]) == ["stopped"]
    assert problems([delivered(0)] * 10) == ["never delivered"]


# What is not


def test_an_outlet_that_is_quiet_at_weekends_is_reported_on_no_day() -> None:
    week = [delivered(n) for n in (20, 24, 22, 19, 23, 0, 0)]
    for days in range(8, 7 * 8):
        assert problems((week * 8)[:days]) == [], f"day {days}"
    assert problems([*week * 4, delivered(0)]) == ["stopped"]  # but a Monday without anything is


def test_a_weekly_page_is_reported_once_it_fails_for_three_weeks() -> None:
    week = [delivered(n) for n in (1, 0, 0, 0, 0, 0, 0)]
    assert problems([*week * 5, *[delivered(0)] * 6]) == []
    assert problems([*week * 5, *[delivered(0)] * 14]) == ["stopped"]  # 20 nights in a row, with those before


def test_a_new_outlet_has_no_norm_yet() -> None:
    found = state([delivered(50), *[delivered(20)] * 4, delivered(0)])
    assert (found.state, found.expected, found.deviations) == ("too little history", None, ())


def test_a_small_outlet_is_not_reported_for_one_night_without_anything() -> None:
    assert problems([*[delivered(n) for n in (2, 3, 1, 4, 2, 3, 2) * 4], delivered(0)]) == []


def test_an_outlet_that_always_has_some_pages_without_an_article_is_not_reported() -> None:
    usual = [delivered(10, without=n) for n in (8, 12, 10, 9, 14, 7, 11) * 4]
    assert problems([*usual, delivered(10, without=13)]) == []


def test_what_an_outlet_wants_left_alone_is_no_failure() -> None:
    closed = gave(failed=5, reasons={"robots": 5})
    assert problems([*USUAL[:3], closed]) == []
    assert problems([*USUAL[:3], gave(unusable=9, reasons={"paywall stub": 9})]) == []


def test_an_outlet_that_was_never_asked_says_so() -> None:
    assert outlet_state("bell", (), None).state == "not asked"


def test_made_up_outlets_with_busy_and_quiet_days_are_rarely_reported() -> None:
    """Outlets of many sizes over two months; their counts spread more than Poisson's."""
    chance = random.Random(7)
    reported = judged = 0
    for _ in range(30):
        size, weekend = chance.choice((0.5, 2, 5, 12, 30, 50)), chance.choice((0.0, 0.3, 0.6, 1.0))
        nightly = []
        for day in range(60):
            mean = size * (weekend if day % 7 > 4 else 1.0) * chance.gammavariate(8, 1 / 8)
            new = min(_poisson(chance, mean), 50)
            lengths = Counter(str(length_class(int(chance.lognormvariate(6, 0.6)) + 30)) for _ in range(new))
            without = sum(chance.random() < 0.04 for _ in range(2 * new))
            nightly.append(gave(new=new, same=new, unusable=without, listing=1, lengths=lengths))
        for days in range(30, 61):
            found = state(nightly[:days])
            judged += found.state in ("as usual", "finding")
            reported += bool(found.deviations)
    assert judged > 800
    assert reported / judged < 1 / 300


def _poisson(chance: random.Random, mean: float) -> int:
    """Arrivals of an exponential clock within a night."""
    number, at = -1, 0.0
    while at <= mean:
        at += chance.expovariate(1.0)
        number += 1
    return number


# Nights


def nights(*visits: tuple[float, int, bool]) -> list[Night]:
    """Of visits so many hours after MONDAY, with so many new articles, whole or broken off."""
    made = [Visit(MONDAY + timedelta(hours=at), whole, delivered(new)) for at, new, whole in visits]
    return nights_of(made, max(one.at for one in made if one.whole))


def test_a_night_run_twice_is_one_night() -> None:
    assert [(one.new, one.days) for one in nights((0, 20, True), (24, 18, True), (24.5, 1, True))] == [
        (20, None),
        (19, pytest.approx(24.5 / 24)),
    ]


def test_nights_that_begin_hours_apart_are_nights_of_their_own() -> None:
    assert [one.new for one in nights((0, 1, True), (27, 2, True), (46, 3, True), (72, 4, True))] == [1, 2, 3, 4]


def test_what_a_broken_off_run_brought_counts_with_the_next() -> None:
    assert [one.new for one in nights((0, 20, True), (24, 7, False), (48, 30, True))] == [20, 37]
    assert [one.new for one in nights((0, 20, True), (24, 7, False))] == [20]


def test_a_night_that_was_skipped_is_waited_for_in_the_next() -> None:
    missed = [*USUAL[:20], None, None, *USUAL[20:], delivered(0)]
    found = state(missed)
    assert found.deviations[0].problem == "stopped"
    assert found.expected == pytest.approx(sum(one.new for one in USUAL[1:]) / 29)


def test_a_run_minutes_after_the_night_is_not_held_against_a_whole_day() -> None:
    visits = [Visit(MONDAY + n * DAY, True, one) for n, one in enumerate(USUAL)]
    again = Visit(visits[-1].at + timedelta(minutes=10), True, delivered(0))
    found = outlet_state("bell", nights_of([*visits, again], again.at), None)
    assert (found.state, found.night.new if found.night else None) == ("as usual", 22)


def test_an_installation_that_fetches_every_hour_has_the_same_nights() -> None:
    visits = [Visit(MONDAY + timedelta(hours=n), True, delivered(1)) for n in range(24 * 20)]
    held = nights_of(visits, visits[-1].at)
    assert outlet_state("bell", held, None).state == "as usual"
    silent = [Visit(one.at, True, delivered(0)) if n >= 24 * 19 else one for n, one in enumerate(visits)]
    found = outlet_state("bell", nights_of(silent, silent[-1].at), None)
    assert [one.problem for one in found.deviations] == ["stopped"]


def test_the_norm_is_of_the_newest_weeks() -> None:
    found = state([*[delivered(100)] * 30, *[delivered(20)] * NORM_NIGHTS, delivered(20)])
    assert found.expected == pytest.approx(20)


@pytest.mark.parametrize("words", [0, 1, 2, 7, 59, 60, 500, 10_000])
def test_a_length_class_holds_its_words(words: int) -> None:
    length = length_class(words)
    assert least_words(length) <= max(words, 1) < least_words(length + LENGTH_STEPS)
