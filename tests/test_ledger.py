"""One night at a time, on a file and on a server; the ledger tells of runs that were killed; patience waits."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from db.errors import GoneError, HeldError, LockedError
from db.store import Store, open_store
from tests.conftest import new_database
from tests.test_correcting import NIGHT, Clock
from tests.test_ending import wait_for
from variorum.ending import Ended
from variorum.ledger import hold_lock, ledger
from variorum.patience import Patience

ROOT = Path(__file__).parent.parent
HOLD = """
import sys
from datetime import UTC, datetime
from db.store import open_store
from variorum.ledger import hold_lock, ledger
with open_store(sys.argv[1]) as store, hold_lock(store, "nightly"):
    with ledger(store, "nightly", {}, lambda: datetime.now(UTC)) as entry:
        entry.add("fetch", {"new": 3})
        print("held", flush=True)
        sys.stdin.read()
"""


@contextmanager
def another_night(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock, with a run in the ledger, until its standard input ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_run_is_told_who_holds_the_database_and_since_when(store: Store, url: str) -> None:
    with another_night(url) as process:
        with pytest.raises(HeldError) as refused, hold_lock(store, "compare"):
            pytest.fail("the lock was given twice")
        told = str(refused.value)
        assert f"nightly, process {process.pid} on {platform.node()}"[:40] in told
        assert re.search(r" since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ; wait for it to end, or end it$", told)
        assert [run.status for run in store.runs()] == ["running"], "whoever is refused touches no run"
        assert store.holder() is not None
        assert str(process.pid) in str(store.holder()), "whoever looks on is told too"
        process.communicate("")
        assert process.returncode == 0
    with hold_lock(store, "compare"):
        assert [run.status for run in store.runs()] == ["done"]


def test_the_lock_of_a_dead_process_is_taken_over_and_its_run_closed(store: Store, url: str) -> None:
    assert store.holder() is None
    with another_night(url) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    wait_for(lambda: store.holder() is None)  # a server notices in a moment
    (open_,) = store.runs_under_way()
    with hold_lock(store, "nightly"):
        (run,) = store.runs()
    assert (run.id, run.status, run.finished_at) == (open_.id, "broken off", None)
    assert run.summary["fetch"] == {"new": 3}, "what it had done is known"
    assert store.runs_under_way() == []


def test_a_run_without_the_lock_is_closed_only_where_its_process_is_gone(store: Store) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass

    def adding(pid: int, host: str) -> int:
        process = {"pid": pid, "host": host, "lock": False}
        return store.start_run("add", NIGHT, {}, summary={"process": process})

    here, dead, elsewhere = adding(os.getpid(), platform.node()), adding(gone.pid, platform.node()), adding(1, "far")
    older = store.start_run("nightly", NIGHT, {})  # by a version that did not write who it is
    with hold_lock(store, "nightly"):
        assert [run.id for run in store.runs_under_way()] == [here, elsewhere]
    assert {run.id for run in store.runs() if run.status == "broken off"} == {dead, older}


def test_stages_are_told_as_they_end_with_what_they_took(store: Store) -> None:
    with ledger(store, "nightly", {"program": "1"}, Clock()) as entry:
        with entry.stage("fetch"):
            pass
        entry.add("fetch", {"new": 1})
        (run,) = store.runs_under_way()
        assert run.summary["fetch"] == {"new": 1}
        assert set(run.summary["seconds"]) == {"fetch"}  # type: ignore[call-overload]
    assert json.loads(json.dumps(store.runs()[0].summary))["process"]["pid"] == os.getpid()


def test_patience_does_again_what_the_database_kept_from_being_done() -> None:
    faults = [LockedError("locked"), GoneError("away"), GoneError("still away")]
    told: list[str] = []

    def work() -> str:
        told.append("work")
        if faults:
            raise faults.pop(0)
        return "done"

    slept: list[float] = []
    assert Patience(sleep=slept.append, confirm=lambda: told.append("confirm"))(work) == "done"
    assert told == ["work", "confirm", "work", "confirm", "work", "confirm", "work"]
    assert len(slept) == 3
    assert slept == sorted(slept)


def test_patience_ends() -> None:
    def work() -> None:
        raise GoneError("away")

    with pytest.raises(GoneError):
        Patience(attempts=3, sleep=lambda _: None)(work)


def test_no_patience_for_what_waiting_does_not_mend() -> None:
    def work() -> None:
        raise ValueError("a mistake")

    with pytest.raises(ValueError, match="a mistake"):
        Patience(sleep=lambda _: pytest.fail("it waited"))(work)


def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/v.db"
    with open_store(url, lock_timeout_s=0.05) as store, open_store(url) as other:
        with other._database.writing():
            waits: list[float] = []

            def sleep(seconds: float) -> None:
                waits.append(seconds)
                if len(waits) == 3:
                    raise InterruptedError("long enough")

            with pytest.raises(InterruptedError):
                Patience(sleep=sleep)(lambda: store.start_run("nightly", NIGHT, {}))
        assert len(waits) == 3
        assert Patience(sleep=sleep)(lambda: store.start_run("nightly", NIGHT, {})) == 1


@pytest.fixture
def admin(cluster: str) -> Iterator[Engine]:
    """Who may close a server's databases and cut those who are connected to them, as a restart does."""
    engine = create_engine(cluster.format(name="postgres"), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def cut(admin: Engine, name: str) -> None:
    with admin.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def test_a_server_that_was_away_is_waited_for_and_its_lock_taken_anew(cluster: str, admin: Engine) -> None:
    url = new_database(cluster)
    with open_store(url) as store, hold_lock(store, "nightly") as confirm:
        cut(admin, name_in(url))
        work = Patience(sleep=lambda _: None, confirm=confirm)
        confirm()
        assert work(lambda: store.start_run("nightly", NIGHT, {})) > 0
        with open_store(url) as other, pytest.raises(HeldError), hold_lock(other, "compare"):
            pytest.fail("the lock was lost")


def test_a_server_that_is_away_when_the_lock_is_taken_is_waited_for(cluster: str, admin: Engine) -> None:
    url = new_database(cluster)
    name = name_in(url)
    waits: list[float] = []

    def allow(yes: bool) -> None:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {yes}")
        cut(admin, name)

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            allow(True)

    with open_store(url) as store:
        allow(False)
        with hold_lock(store, "nightly", patience=Patience(sleep=sleep)):
            assert len(waits) >= 2
            assert str(store.holder()).startswith("nightly, process")
            with pytest.raises(HeldError), open_store(url) as other, hold_lock(other, "compare", patience=NEVER):
                pytest.fail("the lock was given twice")
        assert store.holder() is None
        allow(False)
        with pytest.raises(GoneError), hold_lock(store, "nightly", patience=Patience(attempts=3, sleep=waits.append)):
            pytest.fail("no server answered")
        allow(True)


NEVER = Patience(sleep=lambda _: pytest.fail("another run was waited for"))


def test_a_transaction_that_a_signal_left_open_does_not_keep_the_ledger_from_telling(url: str) -> None:
    """A signal may strike after the work of a transaction, before the end of its block is reached."""

    def struck(store: Store) -> None:
        transaction = store._database.writing()
        connection = transaction.__enter__()
        connection.exec_driver_sql("UPDATE runs SET verb = 'another'")
        raise Ended(signal.SIGTERM)

    with open_store(url, lock_timeout_s=2) as store:
        with pytest.raises(Ended) as ended, ledger(store, "compare", {}, Clock()):
            struck(store)
        assert not getattr(ended.value, "__notes__", []), "the ledger was told"
        (run,) = store.runs()
        assert (run.verb, run.status, run.summary["error"]) == ("compare", "failed", "Ended: by SIGTERM")
