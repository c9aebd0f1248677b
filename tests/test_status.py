"""`variorum status`: what a person is told in the morning, as a screen and as JSON."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from compare.verdicts import Quote, judged
from db.store import Store, open_store
from scraper.article import Failure, Listing, Page
from tests.conftest import ROOT, Run
from tests.toys import FLOOD, PACT
from variorum.diskspace import LEAST_FREE, NIGHTS_AHEAD, Disk, disk_use
from variorum.settings import Settings
from variorum.status import Status, stages_of, status_of
from variorum.statusrows import status_row
from variorum.statusverb import status_verb
from variorum.statuswords import COLUMNS, LINES, status_lines

FIRST = datetime(2025, 3, 3, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHTS = 22
MORNING = FIRST + (NIGHTS - 1) * DAY + timedelta(hours=4)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as made:
        yield made


@pytest.fixture(scope="module")
def kept_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all nights but the last, on which nothing was unusual."""
    path = tmp_path_factory.mktemp("nights") / "v.db"
    with open_store(f"sqlite:///{path}") as made:
        for number in range(NIGHTS - 1):
            night(made, number, {"bell": 8 + number % 3, "post": 9})
    return path


@pytest.fixture
def nightly(kept_nights: Path, tmp_path: Path) -> Iterator[Store]:
    """The same, to go on with."""
    shutil.copy(kept_nights, tmp_path / "nightly.db")
    with open_store(f"sqlite:///{tmp_path}/nightly.db") as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(folder=tmp_path)


def kinds(status: Status) -> list[str]:
    return [one.kind for one in status.findings]


def night(store: Store, number: int, gave: Mapping[str, int], *, verb: str = "nightly", status: str = "done") -> int:
    """A run in which each outlet gave so many new articles; -n: n pages without one."""
    at = FIRST + number * DAY
    run = store.start_run(verb, at, {"program": "0.0.9", "rules": "abc"})
    for outlet, new in gave.items():
        address = f"http://{outlet}.example/"
        store.log_fetch(run, Listing(outlet, address, address, abs(new), 0, 900, at), status="listing")
        for page in range(abs(new)):
            url = f"{address}{number}-{page}"
            asked = Page(outlet, url, url, b"x", None, at)
            if new > 0:
                store.log_fetch(run, asked, status="new", words=400)
            else:
                store.log_fetch(
                    run,
                    asked,
                    status="unusable",
                    failure=Failure(outlet, url, "extract", "no body", "the page has no body", at),
                )
    if status != "running":
        summary = {"fetch": {"pages": 20, "new": 8, "failed": 0}, "failures": [], "seconds": {"fetch": 1200.5}}
        ended = at + timedelta(minutes=40)
        store.finish_run(run, ended, status=status, summary=summary)  # type: ignore[arg-type]
    return run


LAST = NIGHTS - 1
USUAL = {"bell": 8, "post": 9}


# Outlets


def test_where_all_is_as_usual_nothing_is_reported(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, USUAL)
    status = status_of(nightly, settings, MORNING)
    assert status.findings == ()
    assert status.exit_status == 0
    text = "\n".join(status_lines(status))
    assert "nothing to look at" in text
    assert "2: 2 as usual; 17 new articles, where 18 are usual" in " ".join(text.split())


def test_a_broken_parser_is_told_with_its_remedy(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, {"bell": -9, "post": 9})
    status = status_of(nightly, settings, MORNING)
    (finding,) = status.findings
    assert (finding.kind, finding.outlet) == ("delivery", "bell")
    assert finding.problem == "pages came, but no articles: none of 9 gave one; usually 100 % do (no body 9)"
    assert "variorum outlets check bell" in finding.remedy
    assert status.exit_status == 1


def test_where_most_outlets_fail_alike_the_cause_is_here(store: Store, settings: Settings) -> None:
    night(store, 0, dict.fromkeys(("bell", "post", "wire", "daily"), -9))
    assert kinds(status_of(store, settings, FIRST + timedelta(hours=4))) == ["extraction", *["delivery"] * 4]


def test_only_configured_outlets_are_told_of(nightly: Store, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text(
        "".join(
            f'[[outlet]]\nslug = "{slug}"\nname = "N"\nhome = "https://{slug}.example/"\nfeeds = ["https://{slug}.example/f"]\n'
            for slug in ("bell", "never")
        ),
        encoding="utf-8",
    )
    night(nightly, LAST, USUAL)
    states = {one.outlet: one.state for one in status_of(nightly, settings, MORNING).outlets}
    assert states == {"bell": "as usual", "never": "not asked"}


def test_a_night_at_work_reports_no_outlet_for_what_it_has_not_fetched_yet(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, {"bell": 1}, status="running")
    with nightly.hold(f"nightly, process {os.getpid()} on desk"):
        status = status_of(nightly, settings, FIRST + LAST * DAY + timedelta(minutes=5))
    assert status.findings == ()
    assert status.working is not None
    assert any(line.startswith("at work   nightly, for 5 min") for line in status_lines(status))


# Runs


def test_a_night_that_failed_is_told_until_another_went_through(nightly: Store, settings: Settings) -> None:
    run = nightly.start_run("nightly", FIRST + LAST * DAY, {})
    summary = {"error": "StoreError: the disk\n is full"}
    nightly.finish_run(run, FIRST + LAST * DAY, status="failed", summary=summary)
    (finding,) = status_of(nightly, settings, MORNING).findings
    assert finding.problem == "nightly of 24 Mar 03:00 UTC failed: StoreError: the disk is full"
    assert finding.remedy.endswith("run it again: variorum nightly")
    later = nightly.start_run("nightly", MORNING, {})
    nightly.finish_run(later, MORNING, status="done", summary={})
    assert kinds(status_of(nightly, settings, MORNING)) == []


def test_a_run_whose_process_died_is_told(tmp_path: Path, settings: Settings) -> None:
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        night(store, 4, USUAL)
        night(store, 5, {}, status="running")
        (tmp_path / "v.db.holder").write_text("process 999999999", encoding="utf-8")
        status = status_of(store, settings, FIRST + 5 * DAY + timedelta(minutes=9))
    assert status.working is None
    assert [one.problem for one in status.findings] == ["nightly of 8 Mar 03:00 UTC broke off"]


def test_adding_which_takes_no_lock_is_believed_for_a_day(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, USUAL)
    nightly.start_run("add", MORNING, {})
    found = [kinds(status_of(nightly, settings, MORNING + timedelta(hours=hours))) for hours in (1, 30)]
    assert found == [[], ["run", "overdue"]]


@pytest.mark.parametrize(("late", "found"), [(1, []), (4, ["overdue"]), (60, ["overdue"])])
def test_a_night_that_did_not_come_is_noticed_the_same_morning(
    nightly: Store, settings: Settings, late: int, found: list[str]
) -> None:
    night(nightly, LAST, USUAL)
    due = FIRST + NIGHTS * DAY  # when the next should begin
    assert kinds(status_of(nightly, settings, due + timedelta(hours=late))) == found


def test_an_installation_that_rests_at_weekends_is_not_overdue_on_monday_morning(
    store: Store, settings: Settings
) -> None:
    for number in range(26):  # FIRST is a Monday
        if number % 7 < 5:
            night(store, number, {"bell": 8})
    assert kinds(status_of(store, settings, FIRST + 28 * DAY)) == []
    assert kinds(status_of(store, settings, FIRST + 28 * DAY + timedelta(hours=5))) == ["overdue"]


def test_a_run_that_is_at_work_for_far_too_long_is_told(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, {"bell": 1}, status="running")
    with nightly.hold(f"nightly, process {os.getpid()} on desk"):
        assert kinds(status_of(nightly, settings, MORNING)) == ["stuck"]


def test_odd_ledgers_are_told_as_they_are(store: Store, settings: Settings) -> None:
    """Another version of the program may write what this one does not know."""
    assert stages_of({}) == ()
    odd: dict[str, Any] = {"fetch": None, "compare": [1], "site": {"written": True}, "seconds": {"site": "long"}}
    assert [(one.name, one.seconds, one.counts) for one in stages_of({**odd, "other": {"n": 1}})] == [
        ("site", None, {}),
        ("other", None, {"n": 1}),
    ]
    own = {"process": {"pid": 7, "host": "desk", "lock": True}, "seconds": {"site": 2.5}, "site": {"written": 3}}
    assert [(one.name, one.seconds, one.counts) for one in stages_of(own)] == [("site", 2.5, {"written": 3})]
    run = store.start_run("nightly", FIRST, {})
    store.finish_run(run, FIRST, status="half done", summary=odd)  # type: ignore[arg-type]
    status = status_of(store, settings, FIRST)
    assert status.findings[0].problem == "nightly of 3 Mar 03:00 UTC ended as 'half done'"
    assert status_lines(status)
    json.dumps(status_row(status))


# The review queue


def test_the_review_queue_is_counted(url: str, settings: Settings) -> None:
    """On either database."""
    quotes = [Quote("k", "bell", "u", "u", word, "before", "behind") for word in ("claimed", "regime", "purported")]

    def verdict(word: int, judgement: Any, reviewer: str, hour: int, **more: Any) -> Any:
        at = FIRST + timedelta(hours=hour)
        return judged("flag", "doubt.x", [quotes[word]], judgement, reviewer=reviewer, at=at, **more)

    with open_store(url) as store:
        for article in (*PACT, *FLOOD):
            store.put_article(article, run=None, at=FIRST)
        store.save_verdicts(
            [
                verdict(0, "accepted", "ann", 1),
                verdict(0, "rejected", "bob", 2),
                verdict(1, "accepted", "ann", 1),
                verdict(1, "rejected", "ann", 2),  # she changed her mind: nothing is disputed
                verdict(2, "accepted", "ann", 1),
                verdict(2, "rejected", "bob", 2, proposes="phrase"),
                verdict(2, "rejected", "cy", 3, settles=True),
            ]
        )
        night(store, 2, USUAL)
        held = store.review_counts()
        assert (held.judged, held.disputed, held.verdicts) == (3, 1, 7)
        status = status_of(store, settings, FIRST + 2 * DAY + timedelta(hours=1))
    assert status.review is not None
    assert (status.review.disputed, status.review.proposals) == (1, 1)
    assert status.stored is not None
    assert status.stored["articles"] == 5
    assert status.disk is not None
    assert (status.disk.database or 0) > 100_000
    assert status.findings == ()


# Disk


def test_a_disk_that_fills_up_is_told(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, USUAL)
    status = status_of(nightly, settings, MORNING)
    assert status.disk is not None
    assert all(one.free > 0 and one.needed >= LEAST_FREE for one in status.disk.disks)
    assert Disk(Path("/x"), 10, 11).is_short
    assert not Disk(Path("/x"), 11, 11).is_short


def test_what_a_disk_needs_is_growth_and_a_second_report(tmp_path: Path) -> None:
    (tmp_path / "v.db").write_bytes(b"x" * 28_000)
    (tmp_path / "v.db-wal").write_bytes(b"x" * 10)
    (tmp_path / "site/events").mkdir(parents=True)
    (tmp_path / "site/events/a.html").write_bytes(b"x" * 300)
    use = disk_use(tmp_path / "v.db", None, tmp_path / "site", FIRST, FIRST + 28 * DAY)
    assert (use.database, use.log, use.site, use.site_whole) == (28_000, 10, 300, True)
    assert [one.needed for one in use.disks] == [LEAST_FREE + NIGHTS_AHEAD * 1_000 + 300]


# The screen and the JSON


def test_the_screen_is_one_screen_with_two_hundred_outlets_in_trouble(store: Store, settings: Settings) -> None:
    night(store, 0, {f"outlet-{n:03}": -5 for n in range(200)})
    status = status_of(store, settings, FIRST)
    lines = status_lines(status)
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS
    (more,) = [line for line in lines if "more (delivery" in line]
    shown = sum(line.startswith("! outlet-") for line in lines)
    assert f"! and {200 - shown} more (delivery {200 - shown}); all of them: variorum status --all" == more
    everything = status_lines(status, everything=True)
    assert sum(line.startswith("! outlet-") for line in everything) == 200
    assert sum(line.startswith("outlet-") for line in everything) == 200


def test_the_json_is_what_the_documentation_says(nightly: Store, settings: Settings) -> None:
    night(nightly, LAST, {"bell": -9, "post": 9}, status="failed")
    status = status_of(nightly, settings, MORNING)
    row = json.loads(json.dumps(status_row(status)))
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    section = text.partition("## What status says")[2].partition("\n## ")[0]
    documented = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert documented == set(paths(row))
    assert row["findings"][0].keys() == {"kind", "outlet", "event", "problem", "remedy"}
    assert row["ok"] is False
    assert {one["kind"] for one in row["findings"]} == {"run", "delivery"}
    assert [one["outlet"] for one in row["outlets"]] == ["bell", "post"]


def paths(row: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the first two levels; of a list, those of its rows."""
    for key, value in row.items():
        yield key
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and key not in ("stored", "versions"):
            yield from (f"{key}.{name}" for name in inner)


def test_the_json_has_the_same_keys_where_nothing_is_known(variorum: Run, nightly: Store, settings: Settings) -> None:
    done = variorum("status", "--json")
    row = json.loads(done.stdout)
    assert row.keys() == status_row(status_of(nightly, settings, FIRST)).keys()
    assert [(one["kind"], one["outlet"]) for one in row["findings"]] == [("no database", None)]
    assert done.returncode == 1
    moment = {"type": "string", "format": "date-time"}
    shape = {
        "type": "object",
        "properties": {
            "format": {"const": 1},
            "at": moment,
            "ok": {"const": False},
            "outlets": {"type": "array", "maxItems": 0},
            "last_run": {"type": "null"},
            "disk": {"type": "null"},
        },
    }
    Draft202012Validator(shape).validate(row)


def test_where_nothing_was_ever_stored_status_says_so_and_makes_nothing(variorum: Run, tmp_path: Path) -> None:
    done = variorum("status")
    assert done.returncode == 1
    assert "there is no database yet" in done.stdout
    assert "variorum nightly or variorum add" in done.stdout
    assert not (tmp_path / "var").exists()


def test_the_exit_status_is_that_of_the_findings(
    nightly: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(folder=tmp_path, database_url="sqlite:///nightly.db")
    night(nightly, LAST, USUAL)
    for late, status in ((0 * DAY, 0), (3 * DAY, 1)):
        at = MORNING + late
        assert status_verb(settings, as_json=True, everything=False, now=lambda at=at: at) == status  # type: ignore[misc]
        assert json.loads(capsys.readouterr().out)["ok"] is (status == 0)


def test_an_empty_database_is_no_finding(store: Store, settings: Settings) -> None:
    status = status_of(store, settings, FIRST)
    assert status.findings == ()
    assert "none yet; start with" in "\n".join(status_lines(status))
    assert replace(status, findings=()).exit_status == 0
