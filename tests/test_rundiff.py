"""What flags and differences came, went and changed between two runs: kept with the results, told by `report diff`."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from importlib import resources
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from alembic import command

from compare.wording import Difference, Variant
from db import store as store_module
from db.database import Database
from db.errors import StoreError
from db.migrate import alembic_config, bring_up_to_date
from db.records import EventResults, KeptFinding, StoredDifference
from db.store import Store, open_store
from db.told import told
from scraper.article import Article
from tests.conftest import DemoRun, Run, run_variorum
from tests.test_correcting import LEXICAL, NIGHT, Clock, home
from tests.test_grouping import LATER, StoppedError, Stopping
from tests.test_migrations import empty as empty
from tests.test_migrations import nothing
from tests.test_store import article as page
from tests.test_store import event, keep, results_of
from tests.toys import FLOOD, PACT, keep_events
from variorum.comparing import compare_stage
from variorum.correcting import merge_verb, undo_verb
from variorum.demo.server import serve
from variorum.demo.stories import Night
from variorum.errors import InputError
from variorum.exporting import export
from variorum.findingchanges import changes
from variorum.ledger import ledger
from variorum.nightly import comparison_for, versions_of
from variorum.progress import Progress, Silent
from variorum.rundiff import diff_rows, diff_verb, run_diff

EDITED = replace(PACT[2], text=PACT[2].text.replace("claimed", "said"))
VOICED = replace(PACT[0], text=PACT[0].text + "\n\nOfficials claimed the pact was a purported bid.")


def run(store: Store, verb: str = "compare") -> int:
    return store.start_run(verb, NIGHT, {})


def findings(store: Store) -> list[KeptFinding]:
    """Of every event, as the results that are stored tell them."""
    addresses = {item.article.key: (item.article.outlet, item.article.url) for item in store.articles()}
    return [one for held in store.events() for one in told(held.id, store.results(held.id), addresses)]


def fetched(store: Store, *articles: Article) -> int:
    """A run that brings these articles, and compares nothing."""
    with ledger(store, "add", {"program": "1"}, Clock()) as entry:
        for one in articles:
            store.put_article(one, run=entry.run, at=NIGHT)
    return entry.run


def compared(store: Store, *articles: Article, progress: Progress | None = None, verb: str = "compare") -> int:
    """A night: these articles come and everything is compared."""
    comparison = comparison_for(LEXICAL, ())
    with ledger(store, verb, versions_of(comparison), Clock()) as entry:
        for one in articles:
            store.put_article(one, run=entry.run, at=NIGHT)
        entry.add("compare", compare_stage(store, comparison, progress or Silent(), run=entry.run))
    return entry.run


def text_of(store: Store, first: object, second: object, **chosen: Any) -> str:
    out = StringIO()
    asked = {"event": None, "outlet": None, "form": "text", **chosen}
    diff_verb(store, LEXICAL, str(first), str(second), out=out, err=StringIO(), **asked)
    return out.getvalue()


def rows_of(store: Store, first: object, second: object, **chosen: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(store, first, second, form="jsonl", **chosen).splitlines()]


def kinds(store: Store, first: int, second: int) -> Counter[str]:
    return Counter(change.kind for change in run_diff(store, str(first), str(second)).changes)


# Keeping


def test_what_is_kept_is_what_was_stored_when_each_run_ended(store: Store) -> None:
    """Events that come, change, vanish and come again, and saves that fail: any two runs give their difference."""
    articles = [page("bell"), page("wire"), page("post")]
    keep(store, *articles)
    chance = random.Random(7)
    stood: list[tuple[int, Counter[KeptFinding]]] = []
    store.begin_history(run(store))
    for _ in range(14):
        this = run(store)
        before = [one.id for one in store.events()]
        ids = chance.sample(["e1", "e2", "e3"], k=chance.randint(0, 3))
        keep_events(store, [event(id_, *articles) for id_ in ids], opened=before, run=this)
        for id_ in ids:
            results = varied(chance, articles)
            if chance.random() < 0.7:
                store.save_results(id_, "f", results, run=this)
            else:
                with pytest.raises(StoreError):
                    store.save_results(id_, "f", replace(results, claims=()), run=this)
        stood.append((this, Counter(findings(store))))
    assert any(all(counter.total() for counter in (a, b)) and a != b for (_, a), (_, b) in pairwise(stood))
    for at, (first, then) in enumerate(stood):
        for second, now in stood[at:]:
            held = store.findings_between(first, second)
            before_, after_ = Counter(held.before), Counter(held.after)
            assert (before_ - after_, after_ - before_) == (then - now, now - then)
            assert sum(held.stayed.values()) + (before_ & after_).total() == (then & now).total()


def varied(chance: random.Random, articles: list[Article]) -> EventResults:
    """Results with some of the same few findings, with and without the same ids."""
    whole = results_of(*articles)
    flags = tuple(
        replace(one, flag=replace(one.flag, message=chance.choice(["Why?", "Why not?"])))
        for one in whole.flags
        if chance.random() < 0.7
    )
    variants = tuple(Variant(a.key, a.outlet, 0, 1, "A", chance.choice("ab")) for a in articles)
    added = StoredDifference("z", Difference("number", variants, chance.choice(["Two.", "Three."])))
    return replace(whole, flags=flags, differences=chance.choices([*whole.differences, added], k=3))


def test_the_same_findings_write_nothing(store: Store) -> None:
    a, b = page("bell"), page("wire")
    keep(store, a, b)
    first, second, third = run(store), run(store), run(store)
    flag, other = results_of(a, b).flags
    odd = replace(flag, flag=replace(flag.flag, message='Ü “” \u2028 \\ "\n'))  # kept as JSON, and known again
    results = replace(results_of(a, b), flags=(odd, other))
    keep_events(store, [event("e", a, b)], run=first)
    store.save_results("e", "f1", results, run=first)
    store.save_results("e", "f1", results, run=first)
    store.save_results("e", "f2", results, run=second)
    keep_events(store, [event("e", a, b, title="Another title")], run=second)
    assert [store.findings_touched(one) for one in (first, second)] == [4, 0]
    store.save_results("e", "f3", replace(results, flags=(other,)), run=third)
    assert store.findings_touched(third) == 1
    assert store.findings_between(second, third).before == tuple(
        one for one in told("e", results, {a.key: (a.outlet, a.url), b.key: (b.outlet, b.url)}) if one.id == odd.id
    )


def test_words_that_repeat_another_article_s_are_kept_and_not_counted(store: Store) -> None:
    a, b = page("bell"), page("wire")
    keep(store, a, b)
    first, second = run(store), run(store)
    keep_events(store, [event("e", a, b)], run=first)
    flag, other = results_of(a, b).flags
    repeating = replace(results_of(a, b), flags=(flag, replace(other, repeats=True)))
    store.save_results("e", "f1", repeating, run=first)
    assert store.findings_between(first, first).stayed == {"difference": 2, "flag": 1}
    store.save_results("e", "f2", replace(repeating, flags=repeating.flags[:1]), run=second)
    held = store.findings_between(first, second)
    (change,) = changes(held.before, held.after)
    assert (change.kind, change.counts) == ("went", False)


def test_without_a_run_nothing_is_kept(store: Store) -> None:
    a = page("bell")
    keep(store, a)
    keep_events(store, [event("e", a)])
    store.save_results("e", "f", results_of(a))
    assert store.events_in_history() == set()
    assert store.history_began() is None


def test_results_that_cannot_be_stored_leave_the_history_as_it_was(store: Store) -> None:
    a = page("bell")
    keep(store, a)
    first, second = run(store), run(store)
    keep_events(store, [event("e", a)], run=first)
    store.save_results("e", "f", results_of(a), run=first)
    flag = results_of(a).flags[0]
    for bad in (
        replace(results_of(a), claims=()),
        replace(results_of(a), flags=(replace(flag, flag=replace(flag.flag, message="\0")),)),
    ):
        with pytest.raises(StoreError):
            store.save_results("e", "g", bad, run=second)
    with pytest.raises(StoreError):
        store.save_results("e", "g", EventResults(), run=999)
    assert store.findings_touched(second) == 0
    assert store.findings_between(first, second).stayed == {"difference": 2, "flag": 2}


def test_what_vanishes_and_comes_in_another_event_in_one_run_has_moved(store: Store) -> None:
    a = page("bell")
    keep(store, a)
    first, second, third = (run(store) for _ in range(3))
    keep_events(store, [event("old", a)], run=first)
    store.save_results("old", "f", results_of(a), run=first)
    keep_events(store, [event("new", a)], run=second)
    store.save_results("new", "f", results_of(a), run=second)
    held = store.findings_between(first, second)
    assert {one.event for one in held.before} == {"old"}
    assert {one.event for one in held.after} == {"new"}
    assert {change.kind for change in changes(held.before, held.after)} == {"moved"}
    keep_events(store, [], run=third)
    gone = store.findings_between(second, third)
    assert (len(gone.before), gone.after, gone.stayed) == (4, (), {})


def test_what_came_and_went_within_a_run_leaves_no_trace(store: Store) -> None:
    a = page("bell")
    keep(store, a)
    first, second = run(store), run(store)
    keep_events(store, [event("e", a), event("brief", a)], run=first)
    store.save_results("e", "f", results_of(a), run=first)
    store.save_results("brief", "f", results_of(a), run=second)
    keep_events(store, [event("e", a)], run=second)
    assert store.findings_touched(second) == 0
    assert store.events_in_history() == {"e"}


# Where there was no history


def test_what_was_compared_before_comes_with_the_first_run_that_keeps(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "OPENED_AT_ONCE", 2)  # so that the toys need several transactions
    a = page("bell")
    keep(store, a)
    ids = [f"e{n}" for n in range(5)]
    before, stopped, first, second = (run(store) for _ in range(4))
    keep_events(store, [event(id_, a) for id_ in [*ids, "empty"]])
    for id_ in ids:
        store.save_results(id_, "f", results_of(a))
    store.save_results("e3", "f", results_of(a), run=stopped)  # and then the run was killed
    store.begin_history(first)
    assert store.history_began() == first
    assert store.findings_touched(first) == 4 * 4
    assert store.events_in_history() == set(ids)
    store.begin_history(second)
    assert (store.history_began(), store.findings_touched(second)) == (first, 0)
    assert store.findings_between(first, second).stayed == {"difference": 10, "flag": 10}
    assert len(store.findings_between(before, first).after) == 20


def test_an_upgraded_database_says_where_its_history_begins(empty: Database) -> None:
    bring_up_to_date(empty)
    store = Store(empty)
    old = compared(store, *PACT, *FLOOD)
    config = alembic_config()
    with empty.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
    bring_up_to_date(empty, around=nothing)
    with empty.writing() as connection:  # an older version never wrote it
        connection.exec_driver_sql("DELETE FROM states WHERE name = 'findings: first run with a history'")
    with pytest.raises(InputError, match="nothing was compared yet that a history is kept of"):
        run_diff(store, str(old), str(old))
    begun = compared(store)  # computes nothing: the fingerprints hold
    assert store.runs(1)[0].summary["compare"]["events_computed"] == 0  # type: ignore[index]
    later = compared(store, EDITED)
    with pytest.raises(InputError, match=rf"no history of findings before run {begun}; see: variorum export runs"):
        run_diff(store, str(old), str(later))
    assert kinds(store, begun, later) == kinds_of_the_edit()
    assert run_diff(store, str(begun), str(begun)).changes == ()


def kinds_of_the_edit() -> Counter[str]:
    """What the edit changes where the history was whole from the first run on."""
    with open_store("sqlite://") as other:
        return kinds(other, compared(other, *PACT, *FLOOD), compared(other, EDITED))


# Night to night


def test_a_revision_that_takes_words_out_is_told_with_its_cause(store: Store) -> None:
    first = compared(store, *PACT, *FLOOD)
    second = compared(store, EDITED)
    told = text_of(store, "previous", "last")
    assert told == text_of(store, first, second)
    pact = home(store, PACT[0])
    lines = told.splitlines()
    assert lines[0].startswith(f"run {first} (compare, 2031-04-01")
    assert "0 new articles and 1 new text of articles held before: changes may come of that" in lines
    assert f"event {pact}: {next(e.event.title for e in store.events([pact]))}" in lines
    (went,) = [line for line in lines if line.startswith("  went") and "attribution.claim" in line]
    assert went.endswith("statetv (own): [claimed] [new text]")
    assert home(store, FLOOD[0]) not in told


def test_flags_before_and_after_are_those_of_the_exports(store: Store) -> None:
    first = compared(store, *PACT, *FLOOD)
    flags = {row["flag"]: row for row in export(store, "flags", excerpt_words=None)}
    second = compared(store, EDITED, VOICED, LATER)
    now = {row["flag"]: row for row in export(store, "flags", excerpt_words=None)}
    rows = [row for row in rows_of(store, first, second) if row["kind"] == "flag"]
    assert {row["change"] for row in rows} >= {"came", "went"}
    for row in rows:
        for side, held in (("before", flags), ("after", now)):
            if row[side]:
                known = held[row[side]["flag"]]
                names = ("article", "outlet", "event", "rule", "category", "match", "voice", "source", "message")
                assert {name: row[side][name] for name in names} == {name: known[name] for name in names}
    matched = {id_ for id_ in now if id_ in flags}
    assert {row["after"]["flag"] for row in rows if row["change"] == "came"} <= now.keys() - matched
    assert LATER.key not in {article for row in rows for article in row["new_texts"]}


def test_differences_are_cut_like_those_of_the_export(store: Store) -> None:
    empty = compared(store)
    full = compared(store, *PACT, *FLOOD)
    diff = run_diff(store, str(empty), str(full))
    rows = [row for row in diff_rows(diff, 10_000) if row["kind"] == "difference"]
    assert rows
    assert all(row["after"]["explanation"] and all(s["text"] for s in row["after"]["sides"]) for row in rows)
    for row in (row for row in diff_rows(diff, 0) if row["kind"] == "difference"):
        assert row["after"]["explanation"] is None
        assert {side["text"] for side in row["after"]["sides"]} == {None}
    printed: Counter[str] = Counter()
    for article, text in {(s["article"], s["text"]) for row in diff_rows(diff, 5) for s in sides(row) if s["text"]}:
        printed[article] += len(text.split())
    assert printed
    assert max(printed.values()) <= 5


def sides(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return row["after"].get("sides", ())  # type: ignore[no-any-return]


def test_a_night_without_news_changes_nothing_and_says_so(store: Store) -> None:
    compared(store, *PACT, *FLOOD)
    compared(store)
    told = text_of(store, "previous", "last")
    held = Counter(one.subject for one in findings(store))
    assert f"flags: 0 came, 0 went, 0 changed, 0 moved, {held['flag']} as before" in told
    assert f"differences: 0 came, 0 went, 0 changed, 0 moved, {held['difference']} as before" in told
    assert "event " not in told
    assert rows_of(store, "previous", "last") == []


def test_findings_of_merged_events_move_and_are_counted_by_where_they_stood(store: Store) -> None:
    first = compared(store, *PACT, *FLOOD, VOICED)
    pact, flood = home(store, PACT[0]), home(store, FLOOD[0])
    stood = Counter(one.event for one in findings(store))
    merge_verb(store, LEXICAL, pact, flood, now=Clock())
    assert home(store, FLOOD[0]) == home(store, PACT[0]) == pact
    rows = rows_of(store, first, "last")
    assert [row["change"] for row in rows] == ["moved"] * stood[flood]
    assert {(row["before"]["event"], row["after"]["event"]) for row in rows} == {(flood, pact)}
    told = text_of(store, first, "last")
    assert f"  moved    {stood[flood]} from event {flood}, as they were" in told.splitlines()
    assert text_of(store, first, "last", event=flood).splitlines()[-1] == told.splitlines()[-1]
    (decision,) = store.decisions()
    undo_verb(store, LEXICAL, decision.id, now=Clock())
    assert {row["change"] for row in rows_of(store, first, "last")} <= {"moved"}
    assert Counter(one.event == pact for one in findings(store)) == {True: stood[pact], False: stood[flood]}


def test_of_an_event_that_is_no_more_it_is_told_where_its_articles_stand(store: Store) -> None:
    a, b = page("bell"), page("wire")
    keep(store, a, b)
    for events in (["first"], ["second"], []):
        with ledger(store, "compare", {}, Clock()) as entry:
            keep_events(store, [event(id_, a, b) for id_ in events], run=entry.run)
            if events == ["first"]:
                store.save_results("first", "f", results_of(a, b), run=entry.run)
            store.begin_history(entry.run)
            entry.add("compare", {})
        if events == ["second"]:
            told = text_of(store, "previous", "last")
            assert "event first: there is no such event now; its articles stand in second" in told
    assert "event first: there is no such event now; its articles stand in no event" in text_of(store, 1, 3)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("stage", ["grouping articles", "comparing events"])
def test_a_night_that_was_stopped_and_taken_up_ends_in_the_same_difference(
    store: Store, stage: str, begun: bool
) -> None:
    with open_store("sqlite://") as unbroken:
        for one in (store, unbroken):
            compared(one, *PACT, *FLOOD)
        compared(unbroken, LATER, EDITED)
        with pytest.raises(StoppedError):
            compared(store, LATER, EDITED, progress=Stopping(stage, begun=begun))
        stopped = store.runs(1)[0].id
        compared(store)
        last = store.runs(1)[0].id
        rows = rows_of(store, 1, last)
        assert [row | {"to": 2} for row in rows] == rows_of(unbroken, 1, 2)
        assert "has not finished comparing: what it saved counts" in text_of(store, 1, stopped)
        steps = run_diff(store, "1", str(stopped)), run_diff(store, str(stopped), str(last))
        ids = [{one.id for change in step.changes for one in change.findings} for step in steps]
        assert {row["after"][row["kind"]] for row in rows if row["change"] == "came"} <= ids[0] | ids[1]
        assert rows_of(store, "previous", "last") == rows  # not the one that was stopped


# Naming runs


def test_runs_that_compared_nothing_stand_for_the_last_that_did(store: Store) -> None:
    early = fetched(store, *PACT)
    first = compared(store)
    middle = fetched(store, EDITED)
    second = compared(store)
    assert f"run {early} (add, 2031-04-01 03:01 UTC): nothing had been compared by then" in text_of(store, early, first)
    assert kinds(store, early, first).keys() == {"came"}
    told = text_of(store, middle, second)
    assert f"run {middle} (add, 2031-04-01 03:01 UTC) compared nothing: as after run {first} (compare" in told
    assert "1 new text of articles held before" in told  # though the run that brought it is not the later one
    assert rows_of(store, middle, second) == [row | {"from": middle} for row in rows_of(store, first, second)]
    assert text_of(store, "previous", "last") == text_of(store, first, second)


def test_other_versions_are_named_at_the_top(store: Store) -> None:
    compared(store, *PACT)
    versions = versions_of(comparison_for(LEXICAL, ())) | {"rules": "an older pack"}
    with ledger(store, "compare", versions, Clock()) as entry:
        entry.add("compare", {})
    rules = versions_of(comparison_for(LEXICAL, ()))["rules"]
    assert f"rules {rules} → an older pack: changes may come of that" in text_of(store, 1, 2)
    assert "changes may come of that" not in text_of(store, 2, 2)


def test_runs_that_cannot_be_set_side_by_side_are_refused_with_the_remedy(store: Store) -> None:
    with pytest.raises(InputError, match=r"run '1': there is none; name .* one of: none yet"):
        run_diff(store, "1", "2")
    alone = fetched(store, *PACT)
    with pytest.raises(InputError, match="nothing was compared yet"):
        run_diff(store, str(alone), str(alone))
    with pytest.raises(InputError, match="run 'last': 0 runs have compared so far; run: variorum compare"):
        run_diff(store, "last", "last")
    compared(store)
    with pytest.raises(InputError, match="run 'previous': 1 run has compared so far"):
        run_diff(store, "previous", "last")
    with pytest.raises(InputError, match="run 2 is later than run 1; write: variorum report diff 1 2"):
        run_diff(store, "2", "1")
    for given in ("3", "0", "-1", "first", ""):
        with pytest.raises(InputError, match=rf"run '{given}': there is none; .* run 2 \(compare.*, run 1 \(add"):
            run_diff(store, "1", given)
    for _ in range(12):
        fetched(store)
    with pytest.raises(InputError, match="and 4 earlier ones; see: variorum export runs"):
        run_diff(store, "1", "99")


def test_one_event_or_outlet_alone(store: Store) -> None:
    first = compared(store)
    second = compared(store, *PACT, *FLOOD, VOICED)
    every = rows_of(store, first, second)
    pact = home(store, PACT[0])
    assert rows_of(store, first, second, event=pact[:6]) == [row for row in every if row["after"]["event"] == pact]
    of_outlet = rows_of(store, first, second, outlet="statetv")
    assert 0 < len(of_outlet) < len(every)
    assert all("statetv" in json.dumps(row) for row in of_outlet)
    assert "as before" not in text_of(store, first, second, outlet="statetv")
    with pytest.raises(InputError, match="event 'ffffff': there is none; list them with: variorum events"):
        run_diff(store, "1", "2", event="ffffff")
    with pytest.raises(InputError, match="outlet 'stattv': there is no article of it; there are daily, statetv, wire"):
        run_diff(store, "1", "2", outlet="stattv")


# The command line


def line_of(one: Article) -> str:
    row = {"outlet": one.outlet, "url": one.url, "title": one.title, "text": one.text.split("\n\n", 1)[1]}
    return json.dumps(row | {"published": str(one.published).replace("2031", "2025")}) + "\n"  # `add` takes no future


def test_the_verb_beside_the_report(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    file = tmp_path / "some.jsonl"
    for articles in (PACT, [EDITED]):
        file.write_text("".join(map(line_of, articles)), encoding="utf-8")
        assert variorum("add", str(file)).returncode == 0
        assert variorum("compare").returncode == 0
    done = variorum("report", "diff", "previous", "last")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("run 2 (compare, ")
    assert "attribution.claim" in done.stdout
    rows = variorum("report", "diff", "2", "4", "--format", "jsonl")
    assert "note: 0 new articles and 1 new text" in rows.stderr
    assert {json.loads(line)["change"] for line in rows.stdout.splitlines()} >= {"went"}
    wrong = variorum("report", "diff", "4", "2")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in wrong.stderr
    written = variorum("report", "--out", "elsewhere")
    assert written.returncode == 0
    assert (tmp_path / "elsewhere/index.html").is_file()
    mixed = variorum("report", "--out", "elsewhere", "diff", "2", "4")
    assert mixed.returncode == 2
    assert "--out is for writing the site" in mixed.stderr
    assert len(variorum("export", "runs").stdout.splitlines()) == 5  # a diff is no run


def test_a_night_that_changed_something_says_how_to_see_it(tmp_path: Path) -> None:
    invented = (resources.files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    (tmp_path / "outlets.toml").write_text(invented, encoding="utf-8")
    hint = "what changed since last night: variorum report diff previous last"
    said = []
    with serve(1) as newsroom:
        addresses = "".join(f"{host!r} = {at!r}\n" for host, at in newsroom.hosts.items())
        (tmp_path / "variorum.toml").write_text(
            "[compare]\nembedder = 'lexical'\ntagger = 'none'\n[fetch]\ncontact = 'tests@variorum.example'\n"
            f"[fetch.addresses]\n{addresses}",
            encoding="utf-8",
        )
        for night in NIGHTS_IN_A_ROW:
            newsroom.switch_to(night)
            done = run_variorum("nightly", cwd=tmp_path)
            assert done.returncode in (0, 1), done.stderr
            said.append(hint in done.stdout.splitlines())
    assert said == [False, True, False]  # there is none before the first, and the third brings nothing


NIGHTS_IN_A_ROW: Final[tuple[Night, ...]] = (1, 2, 2)


# The demo's two nights


@pytest.fixture(scope="module")
def demo_rows(demo_run: DemoRun) -> list[dict[str, Any]]:
    return [json.loads(line) for line in demo_run.asked("report", "diff", "1", "2", "--format", "jsonl").splitlines()]


def test_the_demo_s_second_night_is_the_first_with_what_changed(
    demo_run: DemoRun, demo_rows: list[dict[str, Any]]
) -> None:
    assert {row["change"] for row in demo_rows} == {"came", "went", "changed"}
    now = {row["flag"] for row in demo_run.export("flags")}
    of_flags = [row for row in demo_rows if row["kind"] == "flag"]
    assert {row["after"]["flag"] for row in of_flags if row["after"]} <= now
    assert not {row["before"]["flag"] for row in of_flags if row["change"] == "went"} & now


def test_words_that_the_demo_s_revisions_take_out_go_with_a_new_text(
    demo_run: DemoRun, demo_rows: list[dict[str, Any]]
) -> None:
    removed = {
        (row["article"], one["rule"], one["before"])
        for row in demo_run.export("revisions")
        for one in row["framing"] or ()
        if one["change"] == "removed"
    }
    went = {
        (row["before"]["article"], row["before"]["rule"], row["before"]["match"]): row["new_texts"]
        for row in demo_rows
        if row["kind"] == "flag" and row["change"] == "went"
    }
    assert went
    assert went.keys() & removed
    assert all(key[0] in new_texts for key, new_texts in went.items() if key in removed)


def test_the_demo_s_night_that_brought_nothing_changes_nothing(demo_run: DemoRun) -> None:
    assert demo_run.asked("report", "diff", "2", "3", "--format", "jsonl") == ""
    assert ", 0 changed, 0 moved, " in demo_run.asked("report", "diff", "previous", "last")
