"""The pages over all events, from a database: their numbers are those of the verbs, and no reviewer is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from compare.norms import DIFFERENCES
from compare.verdicts import judged
from db.store import Store, open_store
from scraper.article import Failure
from tests.test_correcting import LEXICAL, NIGHT, compared, put
from tests.toys import FLOOD, PACT, article
from variorum.excerpts import ExcerptBudget
from variorum.gathering import HeldParts, event_part
from variorum.inputs import Method, Report
from variorum.kinds import KINDS
from variorum.naming import known_referents
from variorum.outletsums import OWN_MARKS
from variorum.outletviews import OutletPage
from variorum.overall import overall_pages
from variorum.pages import event_page
from variorum.reporting import event_inputs, report_stage, store_facts
from variorum.reviewing import all_items
from variorum.rulepacks import load_rules
from variorum.settings import ReportSettings, Show
from variorum.sitepaths import outlet_path
from variorum.storefacts import StoreFacts
from variorum.summaries import summary

TITLE = "Tram fares protest ends in clashes"
TRAM = [
    article("post", "t", TITLE, "Rioters threw bottles and stones at trams in Wexholm."),
    article("wire", "t", TITLE, "Protesters threw bottles and stones at trams in Wexholm."),
]
RULES = load_rules(LEXICAL)
REVIEWER = "Ottoline Quade"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        compared(opened, *PACT, *FLOOD, *TRAM)
        yield opened


def pages(store: Store, show: Show = "all", facts: StoreFacts | None = None) -> dict[str, Any]:
    """Every page over all events, by path."""
    report = Report(method=Method(RULES))
    budget, parts = ExcerptBudget(report.excerpt_words), HeldParts()
    for source in event_inputs(store, show):
        page = event_page(source, report, budget)
        parts.add(event_part(source, page, report, budget, known_referents(source, report)))
    return {path: page for path, _, page in overall_pages(parts, report, None, facts or store_facts(store, show))}


def own_marks(page: OutletPage, kind: str) -> int:
    return sum(int(one.own.counted.split()[0]) for one in page.marked if one.chip.kind == kind)


def test_an_outlet_s_numbers_are_those_of_the_norms(store: Store) -> None:
    found = pages(store)
    rows = [r for r in summary(store, LEXICAL, "norms", excerpt_words=None, err=StringIO()) if r["scope"] == "outlet"]
    assert {row["outlet"] for row in rows} == set(store.outlets())
    for outlet in store.outlets():
        page: OutletPage = found[outlet_path(outlet)]
        for measure in (*DIFFERENCES, *OWN_MARKS):
            row = next(r for r in rows if (r["outlet"], r["of"], r["kind"], r["voice"]) == (
                outlet, measure.of, measure.kind, measure.voice
            ))  # fmt: skip
            lines = page.apart if measure.of == "difference" else page.marked
            line = next((one for one in lines if one.chip.kind == measure.kind), None)
            if line is None:
                assert row["count"] == row["others"]["count"] == 0 or row["total"] == 0
                continue
            for view, given in ((line.own, row), (line.others, row["others"])):
                assert view.counted == f"{given['count']} of {given['total']:,}"
                assert view.few is (given["few"] and given["rate"] is not None)
                if given["rate"] is not None:
                    digits = 3 if measure.of == "difference" else 1
                    assert view.rate == f"{given['rate']:.{digits}f}"
                    assert view.interval == f"{given['low']:.{digits}f}–{given['high']:.{digits}f}"


def test_an_outlet_s_events_name_kinds_as_the_marks_do(store: Store) -> None:
    events = [event for outlet in store.outlets() for event in pages(store)[outlet_path(outlet)].events]
    told = {words.rpartition(" ")[0] for event in events for words in f"{event.apart}, {event.marked}".split(", ")}
    assert "attribution verb" in told
    assert told - {""} <= {kind.label for kind in KINDS.values()}


def test_what_was_rejected_counts_in_no_outlet(store: Store) -> None:
    before = pages(store)[outlet_path("statetv")]
    marks = [one for one in all_items(store) if one.subject == "flag" and one.about == "doubt.purported"]
    assert marks
    store.save_verdicts(judged("flag", one.about, one.quotes, "rejected", reviewer=REVIEWER, at=NIGHT) for one in marks)
    after = pages(store)[outlet_path("statetv")]
    own = [one for one in marks if "statetv" in one.outlets and getattr(one.what, "voice", "") == "own"]
    assert own
    assert own_marks(before, "doubt") - own_marks(after, "doubt") == len(own)
    assert "without what reviewers rejected" in after.counting
    only = pages(store, "reviewed")[outlet_path("statetv")]
    assert all(one.own.counted.startswith("0 ") for one in only.marked)
    assert "only what reviewers accepted" in only.counting


def test_outlets_stand_in_the_alphabet_and_have_no_rank(store: Store) -> None:
    overview = pages(store)["outlets.html"]
    names = [row.name for row in overview.rows]
    assert names == sorted(names, key=str.casefold)
    assert names == store.outlets()
    for row in overview.rows:
        assert row.href in pages(store)


def test_the_last_fetch_is_told_outlet_by_outlet(store: Store) -> None:
    closed = Failure("wire", "https://wire.example/x", "robots", "robots", "closed to programs", NIGHT)
    gone = Failure("daily", "https://daily.example/", "fetch", "timeout", "no answer in 30 s", NIGHT)
    facts = StoreFacts(
        fetched={
            "wire": {"new": 2, "same": 1, "unchanged": 3, "failed": 1},
            "daily": {"failed": 1},
            "never": {"listing": 1},
        },
        failures=(gone, closed),
    )
    found = pages(store, facts=facts)
    states = {row.name: row.fetch for row in found["outlets.html"].rows}
    assert states["wire"] == "delivered"
    assert states["daily"] == "failed"
    assert states["post"] == "not asked"
    assert (found["outlets.html"].read, found["outlets.html"].asked) == (2, 3)
    assert [row.href for row in found["outlets.html"].rows if row.name == "never"] == [""]
    page = found[outlet_path("wire")].fetch
    assert page.failures == ()
    assert [one.detail for one in found[outlet_path("daily")].fetch.failures] == [gone.detail]


def test_naming_is_counted_over_events_beside_the_neutral_name(store: Store) -> None:
    page = pages(store)["naming.html"]
    rioters = next(one for one in page.names if one.name == "rioters")
    assert [(use.outlet, use.own, use.events) for use in rioters.uses] == [("post", 1, 1)]
    assert rioters.beside == "protesters (1 outlet)"
    assert page.missing == 0
    maps = {event.title: event.naming for event in page.events}
    (referent,) = maps[TITLE].referents
    assert [(one.outlet, one.name, one.marked) for one in referent.called] == [
        ("post", "rioters", True),
        ("wire", "protesters", False),
    ]


def test_the_review_is_counted_by_rule_and_kind(store: Store) -> None:
    items = list(all_items(store))
    flags, differences = ([one for one in items if one.subject == subject] for subject in ("flag", "difference"))
    verdicts = [
        judged("flag", flags[0].about, flags[0].quotes, "accepted", reviewer=REVIEWER, at=NIGHT),
        judged("flag", flags[1].about, flags[1].quotes, "quoted", reviewer=REVIEWER, at=NIGHT),
        judged("difference", differences[0].about, differences[0].quotes, "accepted", reviewer=REVIEWER, at=NIGHT),
        judged("difference", differences[0].about, differences[0].quotes, "rejected", reviewer="Bo", at=NIGHT),
    ]
    store.save_verdicts(verdicts)
    for show in ("all", "reviewed"):
        page = pages(store, show)["review.html"]
        assert (page.flags.found, page.flags.accepted, page.flags.rejected) == (len(flags), 1, 1)
        assert page.flags.unreviewed == len(flags) - 2
        assert (page.differences.found, page.differences.disputed) == (len(differences), 1)
        assert sum(one.line.found for one in page.categories) == len(flags)
        assert sum(rule.line.found for one in page.categories for rule in one.rules) == len(flags)
        assert sum(one.line.found for one in page.kinds) == len(differences)
        assert (page.events, page.complete) == (len({one.event for one in items}), 0)
        for line in (page.flags, page.differences):
            assert line.found == line.reviewed + line.disputed + line.unreviewed
    assert "only what reviewers accepted" in page.showing


def test_an_event_is_complete_once_everything_in_it_is_decided(store: Store) -> None:
    items = list(all_items(store))
    event = items[0].event
    here = [one for one in items if one.event == event]
    made = [judged(o.subject, o.about, o.quotes, "accepted", reviewer=REVIEWER, at=NIGHT) for o in here]
    store.save_verdicts(made[:-1])
    assert pages(store)["review.html"].complete == 0
    store.save_verdicts(made)
    page = pages(store)["review.html"]
    assert (page.complete, page.untouched) == (1, page.events - 1)


def test_the_data_page_counts_what_is_held(store: Store) -> None:
    compared(store, replace(TRAM[0], text=TRAM[0].text + "\n\nPolice said five people were hurt."))
    put(store, article("local", "quay", "Quay lamps are lit", "The quay has forty new lamps."))
    page = pages(store)["data.html"]
    assert page.articles == len(store.keys()) - 1
    assert page.versions == store.counts()["revisions"] - 1
    assert {line.outlet for line in page.outlets} == set(store.outlets()) - {"local"}
    assert page.waiting == 1
    assert [(one.name, one.count) for one in page.languages] == [("English", page.articles)]
    shown, held = (int(text.replace(",", "")) for text in (page.shown, page.words))
    assert 0 < shown <= held


def test_no_file_names_a_reviewer_or_repeats_a_note(store: Store, tmp_path: Path) -> None:
    items = list(all_items(store))
    judgements: list[Any] = ["accepted", "rejected", "quoted", "other-claim"]
    store.save_verdicts(
        judged(
            one.subject, one.about, one.quotes, judgements[number % 4], reviewer=REVIEWER,
            at=NIGHT + timedelta(days=number % 3), note="the zeppelin note",
        )
        for number, one in enumerate(items)
    )  # fmt: skip
    versions = {"model": "lexical", "engine": "numpy", "rules": "x"}
    for show in ("all", "reviewed"):
        settings = LEXICAL.model_copy(update={"report": ReportSettings(show=show)})
        report_stage(store, settings, [], RULES, versions, out=tmp_path / show)
        written = [path for path in (tmp_path / show).rglob("*") if path.is_file()]
        assert len(written) > 12
        for path in written:
            text = path.read_text(encoding="utf-8")
            assert "Ottoline" not in text, path
            assert "Quade" not in text, path
            assert "zeppelin" not in text, path
    log = html.document_fromstring((tmp_path / "all" / "method.html").read_bytes()).text_content()
    assert re.search(r"\d+ marks? of the rule \S+ rejected\.", log)


def test_two_reports_of_one_database_are_the_same_and_the_second_writes_nothing(store: Store, tmp_path: Path) -> None:
    versions = {"model": "lexical", "engine": "numpy", "rules": "x"}
    first, second = (report_stage(store, LEXICAL, [], RULES, versions, out=tmp_path / name) for name in "ab")
    assert first == second
    files = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file()}
    assert files == {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*") if p.is_file()}
    again = report_stage(store, LEXICAL, [], RULES, versions, out=tmp_path / "a")
    assert (again.written, again.removed) == (0, 0)
