"""What a machine does to a night over the years: nothing is lost, and nothing is doubled."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from db.store import open_store
from tests import postgres
from tests.killing import Forks, forks, left_behind, site_files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


@dataclass
class Machine:
    """Two nights, and what they leave where nothing happens."""

    work: Forks
    after: dict[int, dict[str, Any]]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with forks() as work:
        after = {}
        for night in (1, 2):
            done = work.night(night, f"sqlite:///{folder}/v.db", folder / "site")  # type: ignore[arg-type]
            assert done["status"] == 0, done
            after[night] = left_behind(f"sqlite:///{folder}/v.db", folder / "site")
        yield Machine(work, after)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/v.db"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def different(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def test_a_night_run_twice_changes_nothing(machine: Machine, database: str, site: Path) -> None:
    for night in (1, 1, 2, 2):
        assert machine.work.night(night, database, site)["status"] == 0  # type: ignore[arg-type]
        found = left_behind(database, site)
        assert different(found, machine.after[night]) == []
    with open_store(database) as store:
        assert store.runs()[0].summary["site"]["written"] == 0  # type: ignore[index]


def test_a_skipped_night_is_caught_up_with(machine: Machine, database: str, site: Path) -> None:
    """What was published and rewritten meanwhile comes with the next night."""
    assert machine.work.night(2, database, site, jumps=[2])["status"] == 0
    with open_store(database) as store:
        held = {(one.article.url, one.article.text) for one in store.articles()}
    assert held == {(row["url"], row["text"]) for row in machine.after[2]["export articles"]}


def test_another_time_zone_changes_nothing(machine: Machine, database: str, site: Path) -> None:
    assert machine.work.night(1, database, site, zone="America/St_Johns")["status"] == 0
    assert different(left_behind(database, site), machine.after[1]) == []
    assert machine.work.night(2, database, site, zone="Pacific/Auckland")["status"] == 0
    assert different(left_behind(database, site), machine.after[2]) == []


def test_a_clock_that_jumps_loses_nothing(machine: Machine, database: str, site: Path) -> None:
    """Ahead and back within a night; and before the second one a year back, as a machine without a battery wakes."""
    assert machine.work.night(1, database, site, jumps=[0, 3, -1, 40])["status"] == 0
    assert machine.work.night(2, database, site, jumps=[-365, 0])["status"] == 0
    found = left_behind(database, site)
    for what in ("events", "claims", "differences", "flags", "verdicts"):
        assert found[f"export {what}"] == machine.after[2][f"export {what}"], what
    with open_store(database) as store:
        assert [run.status for run in store.runs()] == ["done", "done"]


def test_a_database_that_another_program_locks_is_waited_for(machine: Machine, database: str, site: Path) -> None:
    assert machine.work.night(1, database, site)["status"] == 0
    with open_store(database) as other, ended(locked_now_and_then, other) as locks:
        done = machine.work.night(2, database, site, wait=0.05)
    assert done["status"] == 0, done
    assert locks, "the database was locked while the night worked"
    assert different(left_behind(database, site), machine.after[2]) == []


def locked_now_and_then(other: Any, locks: list[float], stop: threading.Event) -> None:
    for pause in (0.4, 1.0, 1.5):
        stop.wait(pause)
        with other._database.writing():
            locks.append(time.monotonic())
            stop.wait(0.7)


@contextlib.contextmanager
def ended(work: Any, *arguments: Any) -> Iterator[list[float]]:
    """Something that goes on in a thread until the block ends; what it noted."""
    noted: list[float] = []
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(*arguments, noted, stop))
    thread.start()
    try:
        yield noted
    finally:
        stop.set()
        thread.join()


def test_a_server_that_is_away_now_and_then_is_waited_for(machine: Machine, site: Path) -> None:
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.cluster() as url:
        admin = create_engine(url.format(name="template1"), isolation_level="AUTOCOMMIT")
        database = url.format(name="postgres")
        assert machine.work.night(1, database, site)["status"] == 0
        with ended(away_now_and_then, admin) as gone:
            done = machine.work.night(2, database, site)
        assert done["status"] == 0, done
        assert gone, "the server was away while the night worked"
        assert different(left_behind(database, site), machine.after[2]) == []
        admin.dispose()


AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'nightly, %'"


def away_now_and_then(admin: Any, gone: list[float], stop: threading.Event) -> None:
    """As a restart has it: every connection is cut, and none is taken for a while."""
    with admin.connect() as connection:
        while not connection.execute(text(AT_WORK)).scalar_one():
            if stop.wait(0.02):
                return
        for pause in (0.5, 1.0):
            stop.wait(pause)
            connection.execute(text("ALTER DATABASE postgres ALLOW_CONNECTIONS false"))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'")
            )
            gone.append(time.monotonic())
            stop.wait(0.7)
            connection.execute(text("ALTER DATABASE postgres ALLOW_CONNECTIONS true"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True)
    if made.returncode:
        pytest.skip("a disk can be made by root alone")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Leave so many bytes on the disk."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(b"x" * max(0, free - leave))
    return filler


@pytest.mark.parametrize("leave", [20_000, 300_000, 900_000])
def test_a_full_disk_ends_a_night_and_loses_nothing(machine: Machine, small_disk: Path, leave: int) -> None:
    database, site = f"sqlite:///{small_disk}/v.db", small_disk / "site"
    assert machine.work.night(1, database, site)["status"] == 0
    filler = fill(small_disk, leave)
    done = machine.work.night(2, database, site)
    assert done["status"] == 70
    assert "the disk is full" in str(done["error"]), done
    found = site_files(site)
    assert different(found, {n: c for n, c in machine.after[1].items() if n.startswith("site/")}) == []
    filler.unlink()
    assert machine.work.night(2, database, site)["status"] == 0
    assert different(left_behind(database, site), machine.after[2]) == []
