"""Corrections from the command line to the grouping: applied at once, kept for good, carried to other databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from compare.decisions import DecidedArticle, Decision, merge, split
from compare.events import Event
from db.errors import UnknownKeyError
from db.records import StoredEvent
from db.store import Store, open_store
from scraper.article import Article, article_key
from tests.conftest import Run
from tests.toys import FLOOD, PACT, article, keep_events
from variorum.comparing import compare_stage
from variorum.correcting import merge_verb, pin_verb, split_verb, undo_verb
from variorum.decisionwords import decision_lines
from variorum.errors import InputError, ModelError
from variorum.eventlists import list_verb
from variorum.exporting import export
from variorum.nightly import compare_verb, comparison_for
from variorum.progress import LineProgress
from variorum.settings import CompareSettings, Settings
from variorum.verdictfiles import export_verb, import_verb

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)
TRAM = article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.")
FARES = article("post", "fares", "Ferry timetable is out", "Boats to Cold Quay leave hourly.", published="2031-03-12")
LEXICAL = Settings(compare=CompareSettings(embedder="lexical"))


class Clock:
    """A minute later each time it is asked."""

    def __init__(self) -> None:
        self.at = NIGHT

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def put(store: Store, *articles: Article) -> None:
    for one in articles:
        store.put_article(one, run=None, at=NIGHT)


def compared(store: Store, *articles: Article) -> None:
    put(store, *articles)
    compare_verb(store, LEXICAL, now=Clock())


def groups(store: Store) -> set[frozenset[str]]:
    return {frozenset(event.event.articles) for event in store.events()}


def home(store: Store, one: Article) -> str:
    return next(event.id for event in store.events() if one.key in event.event.articles)


def keys(*articles: Article) -> frozenset[str]:
    return frozenset(one.key for one in articles)


@pytest.fixture
def desk(store: Store) -> Store:
    compared(store, *PACT, *FLOOD, TRAM)
    assert groups(store) == {keys(*PACT), keys(*FLOOD), keys(TRAM)}
    return store


def test_a_merge_is_applied_at_once_and_the_larger_event_keeps_its_id(
    desk: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    pact, flood = home(desk, PACT[0]), home(desk, FLOOD[0])
    capsys.readouterr()
    assert merge_verb(desk, LEXICAL, flood, pact, now=Clock()) == 0
    assert groups(desk) == {keys(*PACT, *FLOOD), keys(TRAM)}
    assert home(desk, FLOOD[0]) == pact
    (made,) = desk.decisions()
    said = capsys.readouterr().out
    assert f"decided: merge, decision {made.id}" in said
    assert f"event {pact}: " in said
    assert all(f"  {one.key}  {one.outlet}" in said for one in (*PACT, *FLOOD))
    assert TRAM.key not in said
    assert [(run.verb, run.summary["decision"]) for run in desk.runs(1)] == [("events merge", made.id)]


def test_a_split_and_a_pin_hold_through_new_articles_and_new_versions(desk: Store) -> None:
    clock = Clock()
    split_verb(desk, LEXICAL, home(desk, PACT[0])[:6], [PACT[2].url], now=clock)
    pin_verb(desk, LEXICAL, TRAM.key[:6], home(desk, FLOOD[0]), now=clock)
    decided = {keys(*PACT[:2]), keys(PACT[2]), keys(*FLOOD, TRAM)}
    assert groups(desk) == decided
    changed = replace(PACT[2], text=PACT[2].text + "\n\nMinisters of Aldmoor and Kessaly dined in Wexholm.")
    compared(desk, FARES, changed)
    assert groups(desk) == {*decided, keys(FARES)}
    assert desk.articles([PACT[2].key])[0].revision == 2


def test_a_pinned_article_goes_with_the_earliest_of_its_event_and_leaves_the_others(desk: Store) -> None:
    pin_verb(desk, LEXICAL, PACT[2].key, home(desk, FLOOD[0]), now=Clock())
    (made,) = desk.decisions()
    assert {one.key for one in made.together} == keys(PACT[2], FLOOD[0])
    assert [{one.key for one in side} for side in made.apart] == [keys(PACT[2]), keys(*PACT[:2])]
    assert groups(desk) == {keys(*PACT[:2]), keys(*FLOOD, PACT[2]), keys(TRAM)}


def test_pinning_where_it_stands_holds_it_there(desk: Store) -> None:
    pin_verb(desk, LEXICAL, FLOOD[0].key, home(desk, FLOOD[0]), now=Clock())
    (made,) = desk.decisions()
    assert {one.key for one in made.together} == keys(*FLOOD)
    assert made.apart == ((), ())
    with pytest.raises(InputError, match="alone in event"):
        pin_verb(desk, LEXICAL, TRAM.key, home(desk, TRAM), now=Clock())


def test_undone_is_as_if_it_had_never_been_decided_and_stays_on_record(
    desk: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    before = {(event.id, event.event) for event in desk.events()}
    merge_verb(desk, LEXICAL, home(desk, TRAM), home(desk, FLOOD[0]), now=clock)
    (made,) = desk.decisions()
    undo_verb(desk, LEXICAL, made.id[:6], now=clock)
    assert {(event.id, event.event) for event in desk.events()} == before
    assert [(one.id, one.state) for one in desk.decisions()] == [(made.id, "undone")]
    assert any(made.id in line and "undone" in line for line in decision_lines(desk))
    with pytest.raises(InputError, match=r"undone already.*variorum events decisions"):
        undo_verb(desk, LEXICAL, made.id, now=clock)


def test_a_decision_against_an_earlier_one_is_refused_and_changes_nothing(desk: Store) -> None:
    clock = Clock()
    split_verb(desk, LEXICAL, home(desk, PACT[0]), [PACT[2].key], now=clock)
    (made,) = desk.decisions()
    before = groups(desk)
    with pytest.raises(InputError) as caught:
        merge_verb(desk, LEXICAL, home(desk, PACT[0]), home(desk, PACT[2]), now=clock)
    said = str(caught.value)
    assert made.id in said
    assert f"variorum events undo {made.id}" in said
    assert f"{PACT[2].outlet} “{PACT[2].title}”" in said
    assert any(f"{one.outlet} “{one.title}”" in said for one in PACT[:2])
    assert desk.decisions() == [made]
    assert groups(desk) == before
    undo_verb(desk, LEXICAL, made.id, now=clock)
    pin_verb(desk, LEXICAL, PACT[2].key, home(desk, PACT[0]), now=clock)


def test_a_decision_outlives_its_articles(desk: Store) -> None:
    split_verb(desk, LEXICAL, home(desk, PACT[0]), [PACT[2].key], now=Clock())
    made = desk.decisions()
    keep_events(desk, [])
    with desk._database.writing() as connection:
        connection.execute(text("DELETE FROM articles"))
    assert desk.decisions() == made
    compared(desk, *PACT[:2], *FLOOD)
    assert groups(desk) == {keys(*PACT[:2]), keys(*FLOOD)}
    compared(desk, PACT[2])
    assert groups(desk) == {keys(*PACT[:2]), keys(PACT[2]), keys(*FLOOD)}


def test_a_decision_goes_with_an_article_to_its_other_address(store: Store) -> None:
    """Elsewhere the page was held under its own address; here that is an alias of the article."""
    aliased = replace(PACT[2], aliases=("http://statetv.example/old",))
    compared(store, *PACT[:2], aliased)
    elsewhere = DecidedArticle(
        article_key("statetv", "http://statetv.example/old"),
        "statetv",
        "http://statetv.example/old",
        "http://statetv.example/old",
    )
    made = split([elsewhere], [named(one) for one in PACT[:2]], NIGHT)
    store.save_decisions([made])
    (held,) = store.decisions()
    assert (held.id, [one.key for one in held.together]) == (made.id, [PACT[2].key])
    compared(store)
    assert groups(store) == {keys(*PACT[:2]), keys(PACT[2])}


def test_decisions_that_came_to_contradict_each_other_stop_no_comparison(desk: Store) -> None:
    """The earlier holds, a note names both, and decisions on other articles are still taken."""
    first = merge([named(TRAM)], [named(FLOOD[0])], NIGHT - timedelta(hours=2))
    second = split([named(TRAM)], [named(FLOOD[0])], NIGHT - timedelta(hours=1))
    desk.save_decisions([first, second])
    said = StringIO()
    compare_stage(desk, comparison_for(LEXICAL, ()), LineProgress(said))
    assert groups(desk) == {keys(*PACT), keys(*FLOOD, TRAM)}
    assert f"note: decision {second.id} (split) is left out" in said.getvalue()
    assert f"variorum events undo {first.id}" in said.getvalue()
    split_verb(desk, LEXICAL, home(desk, PACT[0]), [PACT[2].key], now=Clock())
    assert groups(desk) == {keys(*PACT[:2]), keys(PACT[2]), keys(*FLOOD, TRAM)}


def test_nothing_is_decided_where_it_could_not_be_applied(desk: Store, tmp_path: Path) -> None:
    gone = Settings(compare=CompareSettings(embedder=str(tmp_path / "gone")))
    with pytest.raises(ModelError, match="no such folder"):
        merge_verb(desk, gone, home(desk, TRAM), home(desk, FLOOD[0]), now=Clock())
    assert desk.decisions() == []


def named(one: Article) -> DecidedArticle:
    return DecidedArticle(one.key, one.outlet, one.url, one.canonical_url)


def test_the_store_keeps_decisions_as_they_are_and_an_undoing_for_good(store: Store) -> None:
    made = merge([named(one) for one in PACT], [named(TRAM)], NIGHT)
    store.save_decisions([made, made])
    assert store.decisions() == [made]
    store.undo_decision(made.id, NIGHT)
    store.save_decisions([made])
    assert store.decisions() == [replace(made, undone_at=NIGHT)]
    with pytest.raises(UnknownKeyError, match="variorum events decisions"):
        store.undo_decision("0", NIGHT)


# What a person may name


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda s: merge_verb(s, LEXICAL, "0" * 12, home(s, TRAM), now=Clock()), "there is none; .*variorum events"),
        (lambda s: merge_verb(s, LEXICAL, home(s, TRAM)[:5], home(s, TRAM), now=Clock()), "at least the first 6"),
        (lambda s: merge_verb(s, LEXICAL, home(s, TRAM), home(s, TRAM)[:7], now=Clock()), "takes two events"),
        (lambda s: split_verb(s, LEXICAL, home(s, TRAM), [PACT[0].key], now=Clock()), "is in event .*, not in"),
        (lambda s: split_verb(s, LEXICAL, home(s, TRAM), [TRAM.key], now=Clock()), "no article would stay"),
        (lambda s: pin_verb(s, LEXICAL, "http://x.example/", home(s, TRAM), now=Clock()), "no article came with this"),
        (lambda s: undo_verb(s, LEXICAL, "abcdef", now=Clock()), "there is none; .*variorum events decisions"),
        (lambda s: list_verb(s, "abcdef"), "there is none; .*variorum events"),
    ],
)
def test_what_is_not_there_is_named_with_the_remedy(desk: Store, act: Callable[[Store], object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        act(desk)
    assert desk.decisions() == []


def test_an_article_that_is_not_compared_yet_is_in_no_event(desk: Store) -> None:
    put(desk, FARES)
    with pytest.raises(InputError, match=r"in no event yet; run: variorum compare"):
        pin_verb(desk, LEXICAL, FARES.url, home(desk, TRAM), now=Clock())


def test_an_ambiguous_beginning_names_all_it_begins(desk: Store) -> None:
    events = [
        StoredEvent(f"abcdef00000{n}", Event((one.key,), one.title, 1.0)) for n, one in enumerate((*PACT, *FLOOD, TRAM))
    ]
    keep_events(desk, events)
    with pytest.raises(InputError, match=r"begins abcdef000000, abcdef000001, .*give more characters"):
        merge_verb(desk, LEXICAL, "abcdef", "abcdef000001", now=Clock())


# From one database to another


@contextmanager
def another(folder: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{folder}/other.db") as opened:
        yield opened


def rows(store: Store) -> list[dict[str, Any]]:
    return list(export(store, "verdicts", excerpt_words=0))


def test_decisions_are_taken_over_before_their_articles_arrive(desk: Store, tmp_path: Path) -> None:
    clock = Clock()
    split_verb(desk, LEXICAL, home(desk, PACT[0]), [PACT[2].key], now=clock)
    merge_verb(desk, LEXICAL, home(desk, TRAM), home(desk, FLOOD[0]), now=clock)
    file = tmp_path / "decisions.jsonl"
    assert export_verb(desk, file) == 0
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == rows(desk)
    with another(tmp_path) as other:
        assert import_verb(other, file) == 0
        assert other.decisions() == desk.decisions()
        assert rows(other) == rows(desk)
        assert import_verb(other, file) == 0
        assert rows(other) == rows(desk)
        compared(other, *FLOOD, TRAM, *PACT)
        assert groups(other) == groups(desk)


def test_an_undoing_is_taken_over_and_never_taken_back(desk: Store, tmp_path: Path) -> None:
    clock = Clock()
    merge_verb(desk, LEXICAL, home(desk, TRAM), home(desk, FLOOD[0]), now=clock)
    early, late = tmp_path / "early.jsonl", tmp_path / "late.jsonl"
    export_verb(desk, early)
    undo_verb(desk, LEXICAL, desk.decisions()[0].id, now=clock)
    export_verb(desk, late)
    for order in ([early, late], [late, early]):
        (tmp_path / order[0].stem).mkdir()
        with another(tmp_path / order[0].stem) as other:
            for file in order:
                assert import_verb(other, file) == 0
            assert rows(other) == rows(desk)


def test_what_contradicts_is_reported_and_left_out(
    desk: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    split_verb(desk, LEXICAL, home(desk, PACT[0]), [PACT[2].key], now=Clock())
    file = tmp_path / "decisions.jsonl"
    with another(tmp_path) as other:
        together = merge([named(PACT[0])], [named(PACT[2])], NIGHT - timedelta(days=1))
        good = merge([named(TRAM)], [named(FLOOD[0])], NIGHT)
        other.save_decisions([together, good])
        export_verb(other, file)
    (held,) = desk.decisions()
    assert import_verb(desk, file) == 1
    assert {one.id for one in desk.decisions()} == {held.id, good.id}
    said = capsys.readouterr().err
    assert f"decision {together.id} (merge) contradicts" in said
    assert f"variorum events undo {held.id}" in said


def edited(row: dict[str, Any], **changes: object) -> str:
    return json.dumps({**row, **changes})


def test_bad_lines_are_numbered_and_the_good_ones_kept(store: Store, tmp_path: Path, capsys: Any) -> None:
    good: list[Decision] = [
        merge([named(TRAM)], [named(FLOOD[0])], NIGHT),
        split([named(PACT[0])], [named(PACT[1])], NIGHT + timedelta(hours=1)),
    ]
    with another(tmp_path) as other:
        other.save_decisions(good)
        first, second = sorted(rows(other), key=lambda row: row["at"])
    lines = [
        json.dumps(first),
        "{not json",
        '["a list"]',
        edited(first, kind="flag"),
        edited(first, verb="praise"),
        edited(first, at="2031-04-01T03:00:00"),
        edited(first, at="2031-04-01T04:00:00+00:00"),
        edited(first, state="perhaps"),
        edited(first, state="undone"),
        edited(first, together=first["together"][:1]),
        edited(first, apart=[[], first["together"]]),
        edited(first, apart=[]),
        edited(first, together=[{"outlet": "x"}]),
        edited(first, together=[{**first["together"][0], "outlet": "\ud800"}]),
        "",
        json.dumps(second),
    ]
    file = tmp_path / "in.jsonl"
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\n")
    assert import_verb(store, file) == 1
    assert {one.id for one in store.decisions()} == {one.id for one in good}
    said = capsys.readouterr()
    assert [line.partition("line ")[2].partition(":")[0] for line in said.err.splitlines()] == [
        *map(str, range(2, 15)),
        "17",
    ]
    assert "was it edited?" in said.err
    assert "2 new" in said.out
    assert "13 unusable" not in said.out
    assert "14 unusable" in said.out


def test_files_that_cannot_be_used_are_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl: can't be read"):
        import_verb(store, tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match="can't be written"):
        export_verb(store, tmp_path / "no" / "folder.jsonl")


# As a person runs it


def test_events_on_the_command_line(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    articles = [
        {
            "outlet": one.outlet,
            "url": one.url,
            "title": one.title,
            "published": str(one.published).replace("2031", "2025"),
            "text": one.body,
        }
        for one in (*PACT, *FLOOD)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    assert variorum("add", "in.jsonl").returncode == 0
    assert variorum("compare").returncode == 0
    listed = variorum("events").stdout
    assert listed == variorum("events", "list").stdout
    head, flood, pact = (line.split(maxsplit=4) for line in listed.splitlines())
    assert head == ["event", "day", "outlets", "articles", "title"]
    assert flood[1:4] == ["2025-03-11", "2", "2"]
    assert pact[1:4] == ["2025-03-10", "3", "3"]
    one = variorum("events", "list", pact[0]).stdout.splitlines()
    assert [line.split()[1] for line in one[1:]] == ["wire", "daily", "statetv"]  # by publication
    done = variorum("events", "split", pact[0], PACT[2].url)
    assert done.returncode == 0, done.stderr
    again = variorum("events", "merge", pact[0], PACT[2].key)
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    assert "variorum events" in again.stderr
    decision = json.loads(variorum("export", "verdicts").stdout)
    assert (decision["kind"], decision["verb"], decision["state"]) == ("grouping", "split", "in force")
    assert [one["url"] for one in decision["together"]] == [PACT[2].url]
    assert json.loads(variorum("verdicts", "export", "-").stdout) == decision
    home = next(line.split()[0] for line in variorum("events").stdout.splitlines() if PACT[2].title in line)
    refused = variorum("events", "merge", pact[0], home)
    assert refused.returncode == 2
    assert f"variorum events undo {decision['decision']}" in refused.stderr
    assert variorum("events", "undo", decision["decision"]).returncode == 0
    assert len(variorum("events").stdout.splitlines()) == 3
    assert "undone" in variorum("events", "decisions").stdout
    imported = variorum("verdicts", "import", "-", text=json.dumps(decision))
    assert (imported.returncode, "1 known" in imported.stdout) == (0, True)
