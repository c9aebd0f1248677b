"""What a file's ledger tells before a store is opened: the same as the store, or nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.glance import runs_at_a_glance
from db.store import open_store
from tests.test_correcting import NIGHT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a night's #1 %41?.db"
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        for verb, new in (("nightly", 40), ("report", 0), ("nightly", 3)):
            run = store.start_run(verb, NIGHT, {})
            store.finish_run(run, NIGHT, status="done", summary={"fetch": {"new": new}})
    (tmp_path / "v.db").rename(path)
    return path


def test_the_latest_runs_are_those_of_the_store(file: Path) -> None:
    latest = [("nightly", {"fetch": {"new": 3}}), ("report", {"fetch": {"new": 0}})]
    assert runs_at_a_glance(f"sqlite:///{file}", 2) == latest
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name]


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_night_under_way_is_not_waited_for(file: Path, journal: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as at_work:
        at_work.execute(f"PRAGMA journal_mode = {journal}")
        at_work.execute("BEGIN EXCLUSIVE")
        at_work.execute("DELETE FROM runs")
        assert len(runs_at_a_glance(f"sqlite:///{file}", 9)) == 3
        at_work.execute("ROLLBACK")


def test_what_can_not_be_read_tells_nothing(file: Path) -> None:
    for summary in ("{", "[]", "null", b"{}\xff"):
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("UPDATE runs SET summary = ?", (summary,))
        assert runs_at_a_glance(f"sqlite:///{file}", 9) == []
    file.write_bytes(os.urandom(4096))
    assert runs_at_a_glance(f"sqlite:///{file}", 9) == []
    file.unlink()
    assert runs_at_a_glance(f"sqlite:///{file}", 9) == []
    assert not file.exists()
    for url in (
        "sqlite:///:memory:",
        "sqlite:///",
        "sqlite://",
        "postgresql+psycopg:///runs",
        f"sqlite:///{file.parent}",
    ):
        assert runs_at_a_glance(url, 9) == []
