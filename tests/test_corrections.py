"""The log of corrections: what people decided otherwise, by day, once each, and without their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from compare.decisions import DecidedArticle, merge, pin, split
from compare.sitefurniture import SiteLine
from compare.spans import Span
from compare.verdicts import Verdict, judged, quote
from db.records import StoredLine
from tests import report_sample as sample
from variorum.corrections import corrections
from variorum.correctionwords import correction_days

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)
TEXT = "The regime of Norland spoke. The regime left."


def passage(at: int) -> Any:
    return quote(("a", "bell", "https://bell.example/1", "https://bell.example/1"), TEXT, Span(at, at + 6))


def verdict(judgement: Any = "rejected", *, at: int = 4, reviewer: str = "Ann", days: int = 0, **more: Any) -> Verdict:
    made = NOON + timedelta(days=days)
    return judged("flag", "naming.regime", [passage(at)], judgement, reviewer=reviewer, at=made, **more)


def lines(*verdicts: Verdict) -> list[str]:
    days = correction_days(
        corrections([], verdicts, []), sample.report(method=replace(sample.report().method, house=NO))
    )
    return [f"{day.day}: {line}" for day in days for line in day.lines]


NO = type(sample.HOUSE)()
SPLIT = "Split: an article of The Daily Bell stands apart from an article of Meridian Wire."


def test_each_mark_counts_once_on_the_day_of_the_verdict_that_holds() -> None:
    assert lines(verdict(), verdict(reviewer="Bo", days=1)) == [
        "2 April 2031: 1 mark of the rule naming.regime rejected."
    ]
    assert lines(verdict(), verdict(at=33)) == ["1 April 2031: 2 marks of the rule naming.regime rejected."]


def test_what_is_accepted_disputed_or_undone_is_no_correction() -> None:
    assert lines(verdict("accepted")) == []
    assert lines(verdict(), verdict("accepted", reviewer="Bo")) == []
    assert lines(replace(verdict(), undone_at=NOON)) == []
    settled = [verdict("accepted"), verdict(reviewer="Bo"), verdict(reviewer="Cy", days=2, settles=True)]
    assert lines(*settled) == ["3 April 2031: 1 mark of the rule naming.regime rejected."]


@pytest.mark.parametrize(
    ("judgement", "words"),
    [("quoted", "for the words are a source’s"), ("other-claim", "for the passages do not tell the same")],
)
def test_the_reason_is_told_where_it_was_given(judgement: str, words: str) -> None:
    assert words in lines(verdict(judgement))[0]


def decided(slug: str, number: int = 1) -> DecidedArticle:
    url = f"https://{slug}.example/{number}"
    return DecidedArticle(f"{slug}{number}", slug, url, url)


def test_the_grouping_is_told_by_outlets_and_what_was_undone_too() -> None:
    wire, wire2, pba, bell = decided("meridian"), decided("meridian", 2), decided("pba"), decided("daily-bell")
    made = [
        merge([wire, wire2], [pba], NOON),
        replace(split([bell], [wire], NOON), undone_at=NOON + timedelta(days=1)),
        pin(pba, wire, [bell], NOON + timedelta(days=3)),
    ]
    days = correction_days(corrections(made, [], []), sample.report())
    assert [(day.day, day.lines) for day in days if day.day] == [
        (
            "4 April 2031",
            (
                "Pinned: articles of Meridian Wire and Public Broadcasting Aldmoor belong to one event, "
                "apart from an article of The Daily Bell.",
            ),
        ),
        (
            "2 April 2031",
            ("Undone: Split: an article of The Daily Bell stands apart from an article of Meridian Wire.",),
        ),
        (
            "1 April 2031",
            (
                "Merged: articles of Meridian Wire (2) and Public Broadcasting Aldmoor belong to one event.",
                SPLIT,
            ),
        ),
    ]


def test_furniture_is_told_without_its_words() -> None:
    line = SiteLine("harbour-post", "Ring our newsdesk.", "end", 1, 9, 4, NOON, NOON)
    stored = [
        StoredLine("a", line, "released", NOON),
        StoredLine("b", line, "released", NOON),
        StoredLine("c", line, "quarantined", NOON),
        StoredLine("d", line, "quarantined"),
    ]
    (day, _) = correction_days(corrections([], [], stored), sample.report())
    assert day.lines == (
        "1 line that The Harbour Post prints around its articles is left out from then on.",
        "2 lines that The Harbour Post prints around its articles are read as news from then on.",
    )


def test_what_no_day_is_kept_of_stands_last() -> None:
    method = replace(sample.report().method, disabled=["intensity.very"])
    days = correction_days(corrections([], [verdict()], []), sample.report(method=method))
    assert [day.day for day in days] == ["1 April 2031", ""]
    assert days[-1].lines == (
        "Switched off for every outlet: intensity.very.",
        "Switched off for The Aldmoor Ledger: attribution.claim.",
        "Allowed to The Aldmoor Ledger: “claimed the cup”.",
        "Allowed to every outlet: “so-called Council of Elms”.",
    )


def test_the_order_of_input_does_not_matter() -> None:
    made = [verdict(at=4), verdict(at=33, days=1), verdict("quoted", at=4, reviewer="Bo", days=2, settles=True)]
    assert corrections([], made, []) == corrections([], made[::-1], [])
    assert [one.day for one in corrections([], made, [])] == [date(2031, 4, 3), date(2031, 4, 2)]
