"""Events whose results tell of other texts than are held, and events that can't be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from jinja2 import UndefinedError

from db.records import EventResults
from db.store import Store, open_store
from tests.test_correcting import LEXICAL, NIGHT
from tests.test_rundiff import compared, fetched
from tests.toys import FLOOD, PACT
from variorum import eventrender, eventresults, nightly, reporting, results
from variorum.comparing import CompareSummary, compare_stage
from variorum.errors import ExecutorError, NotComparedError
from variorum.inputs import EventInput
from variorum.nightly import comparison_for, report_verb, versions_of
from variorum.patience import Patience
from variorum.progress import Silent
from variorum.reporting import report_stage
from variorum.reviewing import all_items
from variorum.settings import FetchSettings, Settings
from variorum.singlefile import single_file_verb
from variorum.status import status_of

LONGER = replace(PACT[2], text=PACT[2].text.replace("\n\n", "\n\nA new first paragraph moves every word.\n\n", 1))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as made:
        compared(made, *PACT, *FLOOD)
        yield made


def written(store: Store, out: Path) -> dict[str, bytes]:
    comparison = comparison_for(LEXICAL, ())
    report_stage(store, LEXICAL, (), comparison.rules, versions_of(comparison), out=out)
    return files_of(out)


def event_with(store: Store, outlet: str, slug: str) -> str:
    (key,) = [one.article.key for one in store.articles() if one.article.url == f"http://{outlet}.example/{slug}"]
    return store.homes([key])[key]


def compare(store: Store) -> CompareSummary:
    return compare_stage(store, comparison_for(LEXICAL, ()), Silent())


class _Faulty:
    """`event_results` with a fault that the events of these ids bring out."""

    def __init__(self, fault: Exception, *events: str) -> None:
        self._fault, self._events, self._sound = fault, events, eventresults.event_results

    def __call__(self, event_id: str, *args: Any, **kwargs: Any) -> EventResults:
        if not self._events or event_id in self._events:
            raise self._fault
        return self._sound(event_id, *args, **kwargs)


# A text that changed since


def test_a_changed_text_is_not_shown_with_the_marks_of_the_one_before(store: Store, tmp_path: Path) -> None:
    before = written(store, tmp_path)
    pact = event_with(store, "statetv", "pact-bid")
    assert [one for one in all_items(store) if one.event == pact]
    fetched(store, LONGER)
    with pytest.raises(NotComparedError, match=r"1 event has articles.*run: variorum compare"):
        written(store, tmp_path)
    with pytest.raises(NotComparedError, match="variorum compare"):
        single_file_verb(store, LEXICAL, pact, folder=tmp_path)
    assert {path: (tmp_path / path).read_bytes() for path in before} == before
    changed = {one.article.key: one.article for one in store.articles()}
    for item in all_items(store):
        for quote in item.quotes:
            assert f"{quote.prefix}{quote.exact}{quote.suffix}" in changed[quote.article].text
    compare(store)
    assert written(store, tmp_path).keys() == before.keys()
    assert b"A new first paragraph" in (tmp_path / "events" / f"{pact}.html").read_bytes()


def test_a_text_added_while_a_night_compares_keeps_its_report_from_nobody(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []

    def compare_and_add(*args: Any, **kwargs: Any) -> CompareSummary:
        told.append(compare_stage(*args, **kwargs))
        if len(told) == 1:
            store.put_article(LONGER, run=kwargs["run"], at=NIGHT)
        return told[-1]

    monkeypatch.setattr(nightly, "compare_stage", compare_and_add)
    settings = settings_for(tmp_path)
    summary = nightly.work_one_night(
        store, settings, (), verb="nightly", now=lambda: NIGHT, patience=Patience(sleep=lambda _: None)
    )
    assert [one.events_computed for one in told] == [0, 1]
    assert summary.compare.events_computed == 1
    page = tmp_path / "events" / f"{event_with(store, 'statetv', 'pact-bid')}.html"
    assert "A new first paragraph" in page.read_text(encoding="utf-8")


def settings_for(site: Path) -> Settings:
    return LEXICAL.model_copy(update={"site": str(site), "fetch": FetchSettings(contact="test@variorum.example")})


def test_articles_that_stand_in_no_event_yet_keep_no_report_back(store: Store, tmp_path: Path) -> None:
    before = written(store, tmp_path)
    fetched(store, replace(PACT[0], url="http://wire.example/other", canonical_url="http://wire.example/other"))
    after = written(store, tmp_path)
    assert {path for path in before if before[path] != after[path]} == {"data.html"}


def test_events_that_are_due_keep_the_report_back(store: Store, tmp_path: Path) -> None:
    store.make_all_due({})
    with pytest.raises(NotComparedError, match="2 events have articles"):
        written(store, tmp_path)
    assert not list(tmp_path.iterdir())


# An event that can't be compared


def test_a_fault_that_one_event_brings_out_leaves_the_others_alone(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flood, pact = event_with(store, "wire", "flood"), event_with(store, "statetv", "pact-bid")
    whole = written(store, tmp_path)
    store.make_all_due({})
    with monkeypatch.context() as patched:
        patched.setattr(eventresults, "event_results", _Faulty(KeyError("the word"), flood))
        patched.setattr(results, "_fingerprint", lambda *_: "other")
        summary = compare(store)
    assert summary.events_computed == 1
    (told,) = summary.failed
    assert told.startswith(f"{flood}: KeyError at ")
    (finding,) = [one for one in status_of(store, LEXICAL, NIGHT).findings if one.kind == "left out"]
    assert finding.event == flood
    assert "KeyError" in finding.problem
    pages = written(store, tmp_path)
    assert f"events/{flood}.html" not in pages
    assert f"events/{pact}.html" in pages
    assert b"1 event could not be shown" in pages["index.html"]
    with pytest.raises(NotComparedError, match=f"event {flood} could not be compared"):
        single_file_verb(store, LEXICAL, flood, folder=tmp_path)

    assert compare(store).failed == ()  # the program was mended
    assert written(store, tmp_path) == whole


def test_a_fault_that_comes_again_ends_no_later_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a quiet night what failed before may be all there is to do."""
    store.make_all_due({})
    monkeypatch.setattr(results, "_fingerprint", lambda *_: "other")
    monkeypatch.setattr(eventresults, "event_results", _Faulty(ValueError("odd"), event_with(store, "wire", "flood")))
    for _ in range(2):
        assert len(compare(store).failed) == 1


def test_a_fault_that_every_event_brings_out_ends_the_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.make_all_due({})
    monkeypatch.setattr(eventresults, "event_results", _Faulty(TypeError("none of them")))
    monkeypatch.setattr(results, "_fingerprint", lambda *_: "other")
    with pytest.raises(TypeError, match="none of them"):
        compare(store)
    assert len(store.due_events()) == 2


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), MemoryError()])
def test_what_is_no_events_own_fault_ends_the_run(
    store: Store, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    store.make_all_due({})
    monkeypatch.setattr(eventresults, "event_results", _Faulty(fault, event_with(store, "wire", "flood")))
    monkeypatch.setattr(results, "_fingerprint", lambda *_: "other")
    with pytest.raises(type(fault)):
        compare(store)


def test_the_ledger_and_the_exit_status_tell_of_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = event_with(store, "wire", "flood")
    monkeypatch.setattr(eventresults, "event_results", _Faulty(ValueError("odd"), flood))
    monkeypatch.setattr(results, "_fingerprint", lambda *_: "other")
    store.make_all_due({})
    run = compared(store)
    (entry,) = [one for one in store.runs() if one.id == run]
    assert entry.status == "done"
    assert [line.partition(":")[0] for line in entry.summary["compare"]["failed"]] == [flood]


# An event that can't be rendered


class _Unprintable:
    """`render_event` with a fault that the events of these ids bring out."""

    def __init__(self, fault: Exception, *events: str) -> None:
        self._fault, self._events, self._sound = fault, events, eventrender.render_event
        self.failed: list[str] = []

    def __call__(self, source: EventInput, *args: Any, **kwargs: Any) -> eventrender.RenderedEvent:
        if not self._events or source.event.id in self._events:
            self.failed.append(source.event.id)
            raise self._fault
        return self._sound(source, *args, **kwargs)


@pytest.mark.parametrize("fault", [ValueError("min() arg is an empty sequence"), UndefinedError("no such part")])
def test_an_event_that_cannot_be_rendered_costs_no_other_its_page(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    flood, pact = event_with(store, "wire", "flood"), event_with(store, "statetv", "pact-bid")
    told: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(eventrender, "render_event", _Unprintable(fault, flood))
        patched.setattr(click, "echo", told.append)
        assert report_verb(store, LEXICAL, out=tmp_path / "first", now=lambda: NIGHT) == 1
        pages = files_of(tmp_path / "first")
    assert f"events/{flood}.html" not in pages
    assert f"events/{pact}.html" in pages
    assert b"1 event could not be shown" in pages["index.html"]
    assert told[0].endswith("; events that could not be rendered: 1")
    (finding,) = [one for one in status_of(store, LEXICAL, NIGHT).findings if one.kind == "not rendered"]
    assert finding.event == flood
    assert type(fault).__name__ in finding.problem

    assert report_verb(store, LEXICAL, out=tmp_path / "first", now=lambda: NIGHT) == 0  # the program was mended
    assert files_of(tmp_path / "first") == written(store, tmp_path / "second")
    assert not [one for one in status_of(store, LEXICAL, NIGHT).findings if one.kind == "not rendered"]


def test_what_was_rendered_of_an_event_goes_where_it_cannot_be_rendered_any_more(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old page could have what the settings of today withhold, or excerpts that stand on another page by now."""
    before = written(store, tmp_path)
    flood = event_with(store, "wire", "flood")
    with monkeypatch.context() as patched:
        patched.setattr(eventrender, "render_event", _Unprintable(KeyError("the word"), flood))
        assert report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT, whole=True) == 1
        assert f"events/{flood}.html" not in files_of(tmp_path)
        assert report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT) == 1  # and is tried again
    assert report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT) == 0
    assert files_of(tmp_path) == before


def test_an_event_of_which_what_is_remembered_is_damaged_too_is_tried_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(store, tmp_path)
    flood = event_with(store, "wire", "flood")
    held = store.rendered(str(tmp_path), after="", to=flood)[flood]
    store.keep_rendered(str(tmp_path), {flood: (held, "damaged")})
    tried = _Unprintable(KeyError("the word"), flood)
    monkeypatch.setattr(eventrender, "render_event", tried)
    assert report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT) == 1
    assert tried.failed == [flood]
    assert f"events/{flood}.html" not in files_of(tmp_path)


def test_where_most_events_cannot_be_rendered_the_fault_ends_the_run_and_the_site_stays(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(store, tmp_path)
    faulty = _Unprintable(KeyError("the word"))
    monkeypatch.setattr(eventrender, "render_event", faulty)
    monkeypatch.setattr(reporting, "render_event", faulty)
    with pytest.raises(KeyError, match="the word"):
        report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT, whole=True)
    assert files_of(tmp_path) == before


def test_what_goes_wrong_in_other_processes_alone_ends_the_run_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(store, tmp_path)
    monkeypatch.setattr(eventrender, "render_event", _Unprintable(KeyError("the word")))
    with pytest.raises(ExecutorError, match=r"2 events, more than half of them, .*KeyError"):
        report_verb(store, LEXICAL, out=tmp_path, now=lambda: NIGHT, whole=True)
    assert files_of(tmp_path) == before


def files_of(out: Path) -> dict[str, bytes]:
    return {str(one.relative_to(out)): one.read_bytes() for one in sorted(out.rglob("*")) if one.is_file()}
