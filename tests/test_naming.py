"""An event's naming map as pages show it, and its rows without a tagger."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from db.store import open_store
from templates import environment
from tests import report_sample as sample
from tests.test_correcting import LEXICAL, compared
from tests.toys import article
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts
from variorum.gathering import HeldParts, event_part
from variorum.inputs import EventInput
from variorum.months import UNDATED, month_name, month_of, newest_first
from variorum.naming import MISSING, NamingView, known_referents, referents_of, view_of
from variorum.namingpages import MOST_EVENTS, NamesSum, names_part, naming_page
from variorum.namingviews import NamingPage
from variorum.overall import overall_pages
from variorum.pages import event_page, filed
from variorum.settings import CompareSettings
from variorum.storefacts import NO_FACTS
from variorum.summaries import summary


def view(source: EventInput, words: int = 400) -> NamingView:
    return shown(source, ExcerptBudget(words))


def shown(source: EventInput, budget: ExcerptBudget) -> NamingView:
    referents = known_referents(source, sample.report())
    return MISSING if referents is None else view_of(referents, Facts(source, sample.report(), budget, "../"))


def test_who_calls_one_thing_what_and_in_whose_voice() -> None:
    found = view(sample.tram())
    (crowd,) = found.referents
    assert crowd.name == "demonstrators"
    assert [(one.outlet, one.name, one.marked, one.own) for one in crowd.called] == [
        ("Meridian Wire", "protesters", False, 1),
        ("Public Broadcasting Aldmoor", "demonstrators", False, 1),
        ("The Daily Bell", "rioters", True, 1),
    ]
    assert [(one.called.name, one.called.own, one.called.quoted) for one in found.loose] == [
        ("mob", 1, 0),
        ("rioters", 0, 1),
    ]
    assert found.loose[1].neutral == "protesters, demonstrators"
    assert found.note == ""


def test_each_name_leads_to_its_passage() -> None:
    (crowd,) = view(sample.tram()).referents
    hrefs = [one.href for one in crowd.called]
    assert [href.rpartition("text=")[2] for href in hrefs if href] == ["Protesters", "Demonstrators", "Rioters"]
    assert all(href and href.startswith("../source/") for href in hrefs)


def test_names_are_printed_as_far_as_the_excerpt_limit_goes() -> None:
    budget = ExcerptBudget(1)  # a word for each article
    source = sample.tram()
    (bell,) = [item.article for item in source.articles if item.article.outlet == "daily-bell"]
    assert budget.spend(bell.key, 0, 1, bell.text[:1])  # is gone for another one already
    found = shown(source, budget)
    assert (found.referents, found.loose) == ((), ())  # a thing is not told of by its neutral names alone
    assert found.kept_back == "Left out, because the excerpt limit keeps the words back: 3 names of The Daily Bell."
    (one_left, *_) = view(source, words=1).referents
    assert [(one.outlet, one.name) for one in one_left.called if one.marked] == [("The Daily Bell", "rioters")]


def test_without_any_words_the_map_says_what_it_leaves_out_and_shows_none_of_it() -> None:
    found = view(sample.tram(), words=0)
    assert (found.referents, found.loose) == ((), ())
    assert found.kept_back == (
        "Left out, because the excerpt limit keeps the words back: 1 name of Meridian Wire, 1 name of Public"
        " Broadcasting Aldmoor and 3 names of The Daily Bell."
    )
    assert "keeps the words back" not in view(sample.tram()).kept_back


def test_names_come_before_sentences_where_words_are_few() -> None:
    """Each is a word or two, and without it the map has a gap; a sentence fewer is told by its place and link."""
    source, report = sample.tram(), sample.report(excerpt_words=12)
    budget = ExcerptBudget(12)
    page = event_page(source, report, budget, referents=known_referents(source, report))
    assert page.naming is not None
    assert page.naming.kept_back == ""
    assert all(budget.used(item.article.key) <= 12 for item in source.articles)


def test_the_page_over_all_events_counts_what_no_event_may_print() -> None:
    def page(words: int) -> NamingPage:
        names, budget, report = NamesSum(), ExcerptBudget(words), sample.report(excerpt_words=words)
        source = sample.tram()
        card = filed(source, event_page(source, report, budget), "e.html").card
        part = names_part(source, card, report, budget, known_referents(source, report))
        names.add("e", "2031-03", part)
        return naming_page(names, [part], report)

    assert [one.name for one in page(400).names] == ["mob", "rioters"]
    assert page(400).kept_back == ""
    assert page(0).names == ()
    assert page(0).kept_back == "Left out, because the excerpt limit keeps the words back: 2 names of The Daily Bell."
    (event,) = page(0).events
    assert event.naming.kept_back
    told = environment().get_template("naming.html").render(page=page(0))
    assert "2 names of The Daily Bell" in told
    assert "No outlet uses a marked name" not in told


def test_a_name_costs_nothing_where_it_was_printed_already() -> None:
    budget = ExcerptBudget(400)
    source = sample.tram()
    event_page(source, sample.report(), budget)
    before = budget.total
    shown(source, budget)
    assert budget.total == before


def test_an_event_of_an_older_version_says_so_and_guesses_nothing() -> None:
    found = view(sample.older(sample.tram()))
    assert (found.referents, found.loose) == ((), ())
    assert "variorum compare" in found.note
    with pytest.raises(ValueError, match="older version"):
        referents_of(sample.older(sample.tram()), sample.RULES)


def test_an_event_without_marked_names_has_no_map_and_needs_no_voices() -> None:
    assert view(sample.older(sample.ferry())) == NamingView((), (), "")


def test_rows_need_no_tagger_and_older_events_are_left_out_with_a_note(tmp_path: Path) -> None:
    title = "Tram fares protest ends in clashes"
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        compared(
            store,
            article("post", "t", title, "Rioters threw bottles and stones at trams in Wexholm."),
            article("wire", "t", title, "Protesters threw bottles and stones at trams in Wexholm."),
        )
        without = LEXICAL.model_copy(update={"compare": CompareSettings(embedder="lexical", tagger="no_such_pipeline")})
        err = StringIO()
        rows = list(summary(store, without, "naming", excerpt_words=400, err=err))
        assert [(row["called"], row["own"]) for row in rows] == [("rioters", 1), ("protesters", 1)]
        (event,) = store.events()
        store.save_results(event.id, event.fingerprint, replace(store.results(event.id), voices={}))
        assert list(summary(store, without, "naming", excerpt_words=400, err=err)) == []
        assert f"event {event.id} is left out: computed by an older version" in err.getvalue()


def test_many_events_stand_on_a_page_for_each_month() -> None:
    def pages(count: int) -> dict[str, Any]:
        parts, budget, report = HeldParts(), ExcerptBudget(400), sample.report()
        source = sample.tram()
        page = event_page(source, report, budget)
        for number in range(count):
            moved = sample.tram(f"20{20 + number % 5}-0{1 + number % 3}")
            moved = replace(moved, event=replace(moved.event, id=f"e{number}"))
            parts.add(event_part(moved, page, report, budget, known_referents(moved, report)))
        found = overall_pages(parts, report, None, NO_FACTS)
        return {path: page for path, template, page in found if template == "naming.html"}

    few = pages(MOST_EVENTS)
    assert list(few) == ["naming.html"]
    assert len(few["naming.html"].events) == MOST_EVENTS
    many = pages(MOST_EVENTS + 1)
    first = many.pop("naming.html")
    assert first.events == ()
    assert [month.href for month in first.months] == list(many)
    listed = [event.href for page in many.values() for event in page.events]
    assert sorted(listed) == sorted(f"events/e{number}.html" for number in range(MOST_EVENTS + 1))
    assert [month.events for month in first.months] == [len(page.events) for page in many.values()]
    assert first.looked_at == sum(page.looked_at for page in many.values())


def test_months_are_named_and_the_unknown_day_stands_last() -> None:
    assert newest_first(["2030-12", UNDATED, "2031-02", "2031-02"]) == ["2031-02", "2030-12", UNDATED]
    assert month_name("2031-02") == "February 2031"
    assert month_name(UNDATED) == "Day not known"
    assert month_of(None) == UNDATED
    assert month_of(sample.pact().articles[0].article.published) == "2025-03"
