"""Several processes share the events of one run in PostgreSQL: each is computed once, and nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from compare.events import Event
from db.errors import StoreError
from db.records import EventResults, StoredEvent
from db.store import Store, open_store
from tests.conftest import ROOT, Run
from tests.manyevents import NIGHT, PLAIN, everything, many_articles
from tests.toys import keep_events
from variorum.comparing import CompareSummary, compare_stage
from variorum.errors import SharingError
from variorum.executors import HERE
from variorum.nightly import comparison_for
from variorum.progress import Silent
from variorum.results import SHARED
from variorum.working import Helper, work_verb

on_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def fill(store: Store) -> None:
    for one in many_articles(3):
        store.put_article(one, run=None, at=NIGHT)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("alone")
    with open_store(f"sqlite:///{folder}/variorum.db") as one:
        fill(one)
        compare_stage(one, comparison_for(PLAIN, ()), Silent())
        return everything(one, folder / "site")


# Three processes


class AfterTheFirst(Silent):
    """Waits, when the first event of this process is computed and not saved yet, until something is true."""

    def __init__(self, is_true: Callable[[], bool]) -> None:
        self.is_true, self.waited = is_true, False

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        def advance(count: int) -> None:
            if name == "comparing events" and count and not self.waited:
                self.waited = True
                until(self.is_true)

        yield advance


def until(is_true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if is_true():
            return
        time.sleep(0.02)
    raise AssertionError("it does not come true")


@contextmanager
def helpers(url: str, folder: Path, *how: str) -> Iterator[tuple[list[Path], list[subprocess.Popen[bytes]]]]:
    logs = [folder / f"helper-{number}.log" for number in range(len(how))]
    started = [
        subprocess.Popen([sys.executable, "-m", "tests.helper_process", url, str(log), one], cwd=ROOT)
        for log, one in zip(logs, how, strict=True)
    ]
    try:
        until(lambda: all(log.exists() for log in logs))
        yield logs, started
    finally:
        for process in started:
            process.terminate()
            process.wait(60)


def events_in(log: Path) -> int:
    return log.read_text(encoding="utf-8").count("event")


def keep_account(url: str) -> Callable[[], Counter[str]]:
    """From now on the database counts how often each event's results are saved."""
    import psycopg

    address = url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE saved (event text)")
        connection.execute(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO saved VALUES (NEW.id); RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER note AFTER UPDATE OF fingerprint ON events FOR EACH ROW EXECUTE FUNCTION note()"
        )

    def account() -> Counter[str]:
        with psycopg.connect(address) as connection:
            return Counter(event for (event,) in connection.execute("SELECT event FROM saved"))

    return account


@on_postgresql
def test_three_processes_compute_each_event_once(store: Store, url: str, tmp_path: Path, alone: dict[str, Any]) -> None:
    fill(store)
    account = keep_account(url)
    with helpers(url, tmp_path, "stay", "stay") as (logs, _):
        waiting = AfterTheFirst(lambda: all(events_in(log) for log in logs))
        summary = compare_stage(store, comparison_for(PLAIN, ()), waiting)
    assert waiting.waited
    assert summary.events_computed == summary.events == 6
    assert account() == Counter({event.id: 1 for event in store.events()})
    assert everything(store, tmp_path / "site") == alone


@on_postgresql
def test_what_a_killed_process_had_claimed_the_others_do(
    store: Store, url: str, tmp_path: Path, alone: dict[str, Any]
) -> None:
    fill(store)
    account = keep_account(url)
    with helpers(url, tmp_path, "die", "stay") as (logs, started):
        waiting = AfterTheFirst(lambda: all(events_in(log) for log in logs) and started[0].poll() is not None)
        summary = compare_stage(store, comparison_for(PLAIN, ()), waiting)
    assert started[0].returncode == -signal.SIGKILL
    assert events_in(logs[0]) == 1
    assert summary.events_computed == 6
    assert store.due() == []
    assert account() == Counter({event.id: 1 for event in store.events()})
    assert everything(store, tmp_path / "site") == alone


@on_postgresql
def test_what_a_killed_run_left_due_a_helper_does(store: Store, tmp_path: Path, alone: dict[str, Any]) -> None:
    class Stops(Silent):
        @contextmanager
        def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
            if name == "comparing events":
                raise KeyboardInterrupt
            yield lambda count: None

    fill(store)
    helper = Helper(store, comparison_for(PLAIN, ()), Silent(), HERE)
    assert helper.take_part() == 0
    with pytest.raises(KeyboardInterrupt):
        compare_stage(store, comparison_for(PLAIN, ()), Stops())
    assert len(store.due()) == 6
    assert helper.take_part() == 6
    assert helper.take_part() == 0
    assert compared_again(store).events_computed == 0
    assert everything(store, tmp_path / "site") == alone


def compared_again(store: Store) -> CompareSummary:
    return compare_stage(store, comparison_for(PLAIN, ()), Silent())


# Who may take part


@on_postgresql
def test_a_process_that_would_find_something_else_is_refused(store: Store) -> None:
    fill(store)
    comparison = comparison_for(PLAIN, ())
    compare_stage(store, comparison, Silent())
    other = PLAIN.model_copy(update={"rules": PLAIN.rules.model_copy(update={"disable": ("intensity.very",)})})
    helper = Helper(store, comparison_for(other, ()), Silent(), HERE)
    assert helper.take_part() == 0  # nothing is due
    store.make_all_due({})
    with pytest.raises(SharingError, match=r"rules is \w+ there and \w+ here; give both the same release"):
        helper.take_part()
    assert len(store.due()) == 6


@on_postgresql
def test_a_run_that_changes_what_is_due_is_open_to_nobody(store: Store) -> None:
    fill(store)
    compare_stage(store, comparison_for(PLAIN, ()), Silent())
    store.make_all_due({})
    value = store.state(SHARED)
    assert value
    store.withdraw_state(SHARED)
    assert Helper(store, comparison_for(PLAIN, ()), Silent(), HERE).take_part() == 0
    with store.claimed(6, while_state=(SHARED, value)) as claim:
        assert claim.events == []


def test_a_file_is_for_one_machine(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/variorum.db") as store, pytest.raises(SharingError, match=r"docs/scale.md"):
        work_verb(store, PLAIN, once=True, sleep=lambda _: None)


@on_postgresql
def test_the_verb_ends_with_once_and_waits_without(store: Store, url: str, tmp_path: Path, variorum: Run) -> None:
    fill(store)
    compare_stage(store, comparison_for(PLAIN, ()), Silent())
    store.make_all_due({})
    looks = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_verb(store, PLAIN, once=False, sleep=sleep)
    assert (store.due(), looks) == ([], [5.0, 5.0])
    text = f'database_url = "{url}"\nexecutor = "none"\n[compare]\nembedder = "lexical"\ntagger = "none"\n'
    (tmp_path / "variorum.toml").write_text(text, encoding="utf-8")
    done = variorum("work", "--once")
    assert (done.returncode, done.stdout) == (0, "work: 0 events compared\n"), done.stderr


# Claims


def keep(store: Store, *ids: str) -> list[StoredEvent]:
    articles = many_articles(len(ids))
    for one in articles:
        store.put_article(one, run=None, at=NIGHT)
    keep_events(store, [StoredEvent(id_, Event((articles[5 * n].key,), id_, 1.0)) for n, id_ in enumerate(ids)])
    return store.events()


@on_postgresql
def test_what_one_claimed_another_does_not_get(store: Store, url: str) -> None:
    keep(store, "a", "b", "c")
    with open_store(url) as other, store.claimed(2) as mine:
        assert [event.id for event in mine.events] == ["a", "b"]
        with other.claimed(9) as theirs:
            assert [event.id for event in theirs.events] == ["c"]
            assert theirs.save(theirs.events[0], "f", EventResults((), (), (), {}), run=None)
        assert mine.save(mine.events[0], "f", EventResults((), (), (), {}), run=None)
        assert other.due() == ["a", "b"]  # kept when the block ends
    assert store.due() == ["b"]


def test_claims_of_a_block_that_raises_are_free_again(store: Store) -> None:
    keep(store, "a", "b")

    def break_off() -> None:
        with store.claimed(2) as claim:
            assert [event.id for event in claim.events] == ["a", "b"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with store.claimed(1, after="a") as claim:
        assert [event.id for event in claim.events] == ["b"]
        claim.not_due({"b"})
    with store.claimed_when_free("b") as claim:
        assert claim.events == []
    with store.claimed_when_free("a") as claim:
        assert [event.id for event in claim.events] == ["a"]


def test_results_of_other_articles_than_were_claimed_are_not_kept(store: Store) -> None:
    (event,) = keep(store, "a")
    with store.claimed(1) as claim:
        other = StoredEvent("a", Event((*event.event.articles, "0" * 12), "a", 1.0))
        assert not claim.save(other, "f", EventResults((), (), (), {}), run=None)
    assert store.due() == ["a"]
    assert store.event_fingerprints(["a"]) == {"a": ""}


@on_postgresql
def test_a_silent_worker_loses_its_claim_to_the_server(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    keep(store, "a")

    def be_cut_off() -> None:
        with store.claimed(1) as claim:
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
                ended = server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                    " AND datname = current_database()"
                )
                assert ended.fetchall()
            with open_store(url) as other, other.claimed_when_free("a") as theirs:
                assert [one.id for one in theirs.events] == ["a"]
            claim.save(claim.events[0], "f", EventResults((), (), (), {}), run=None)

    with pytest.raises(StoreError):
        be_cut_off()
    assert store.due() == ["a"]
