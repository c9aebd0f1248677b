"""Backups: whole, of one moment, checked; restores: all of it or nothing, and what was there is kept."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backup import back_up, restore
from db.database import Database
from db.errors import BackupError, HeldError, LockedError, NewerSchemaError, StoreError, UnusableDatabaseError
from db.migrate import HEAD, VERSION_TABLE
from db.nightlock import night_lock_at
from db.pgbackup import _server
from db.store import open_store
from db.wholefile import need_room
from tests.conftest import ROOT
from tests.stored import VERSIONS, rows_at, sqlite_of
from tests.test_store import url as url
from tests.toys import FLOOD, PACT
from variorum.backups import backup_verb, restore_verb
from variorum.errors import InputError
from variorum.opening import open_of
from variorum.settings import Settings

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)


def fill(url: str, state: str) -> None:
    with open_store(url) as store:
        for article in (*PACT, *FLOOD):
            store.put_article(article, run=None, at=NIGHT)
        store.set_state("which", state)


def state_at(url: str) -> str | None:
    with open_store(url) as store:
        return store.state("which")


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part")]


@pytest.fixture
def full(tmp_path: Path) -> str:
    """A SQLite database that holds something."""
    url = f"sqlite:///{tmp_path}/var/v.db"
    fill(url, "first")
    return url


def needs_programs(url: str) -> None:
    if not url.startswith("sqlite") and not all(map(shutil.which, ("pg_dump", "pg_restore", "psql"))):
        pytest.skip("PostgreSQL's client programs are not installed")


# Both kinds of database


def test_a_backup_comes_back(url: str, tmp_path: Path) -> None:
    needs_programs(url)
    fill(url, "first")
    before = rows_at(url)
    done = back_up(url, tmp_path / "out/one.backup")
    assert (done.schema, done.size_bytes) == (HEAD, (tmp_path / "out/one.backup").stat().st_size)
    with open_store(url) as store:
        store.set_state("which", "second")
        store.start_run("compare", NIGHT, {})
    after = rows_at(url)
    assert after != before

    found = restore(url, done.path, replace=True, aside=tmp_path / "out/aside")
    assert (found.schema, found.kept) == (HEAD, tmp_path / "out/aside")
    assert rows_at(url) == before
    with open_store(url) as store:
        assert store.start_run("compare", NIGHT, {}) >= 1  # its numbers go on
    restore(url, tmp_path / "out/aside", replace=True, aside=tmp_path / "out/again")
    assert rows_at(url) == after
    assert parts(tmp_path) == []


def test_what_holds_something_is_only_replaced_when_told(url: str, tmp_path: Path) -> None:
    needs_programs(url)
    fill(url, "first")
    back_up(url, tmp_path / "one.backup")
    before = rows_at(url)
    with pytest.raises(BackupError, match=r"holds something.*--replace"):
        restore(url, tmp_path / "one.backup", replace=False, aside=tmp_path / "aside")
    assert rows_at(url) == before
    assert not (tmp_path / "aside").exists()


def test_an_empty_database_is_restored_into(url: str, tmp_path: Path) -> None:
    needs_programs(url)
    fill(url, "first")
    back_up(url, tmp_path / "full.backup")
    before = rows_at(url)
    restore(url, tmp_path / "full.backup", replace=True, aside=tmp_path / "aside")
    with open_store(url) as store, store._database.writing() as connection:
        for table in ("states", "revisions", "articles"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    found = restore(url, tmp_path / "full.backup", replace=False, aside=tmp_path / "empty")
    assert (found.kept, rows_at(url)) == (None, before)


def test_a_file_that_exists_is_left_alone(url: str, tmp_path: Path) -> None:
    needs_programs(url)
    fill(url, "first")
    path = tmp_path / "one.backup"
    path.write_text("a letter", encoding="utf-8")
    with pytest.raises(BackupError, match=r"one\.backup: exists already; .*--force"):
        back_up(url, path)
    assert path.read_text(encoding="utf-8") == "a letter"
    back_up(url, path, replace=True)
    assert path.stat().st_size > 1000
    assert parts(tmp_path) == []


def test_a_newer_one_is_neither_backed_up_nor_restored(url: str, tmp_path: Path) -> None:
    needs_programs(url)
    fill(url, "first")
    back_up(url, tmp_path / "old.backup")
    with open_store(url) as store:
        database = store._database
        with database.writing() as connection:
            connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(NewerSchemaError, match="upgrade variorum"):
        back_up(url, tmp_path / "one.backup")
    assert [path.name for path in tmp_path.glob("*.backup")] == ["old.backup"]


@pytest.mark.parametrize("kind", ["letter", "cut short", "damaged", "other program's", "missing"])
def test_what_is_no_backup_changes_nothing(url: str, tmp_path: Path, kind: str) -> None:
    needs_programs(url)
    fill(url, "first")
    before = rows_at(url)
    path = tmp_path / "one.backup"
    back_up(url, path)
    content = bytearray(path.read_bytes())
    if kind == "letter":
        path.write_bytes(b"This is a letter.\n" * 1000)
    elif kind == "cut short":
        path.write_bytes(content[: len(content) * 2 // 3])
    elif kind == "damaged":
        for at in range(len(content) // 2, len(content) // 2 + 3000):
            content[at] ^= 0x5A
        path.write_bytes(content)
    else:
        path.unlink()
    if kind == "other program's":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
    files = sorted(tmp_path.rglob("*"))
    with pytest.raises((UnusableDatabaseError, BackupError), match=r"one\.backup"):
        restore(url, path, replace=True, aside=tmp_path / "aside")
    assert rows_at(url) == before
    assert [file for file in sorted(tmp_path.rglob("*")) if file not in files] == []


# SQLite


def test_writers_do_not_wait_and_the_copy_is_of_one_moment(full: str, tmp_path: Path) -> None:
    with open_store(full) as writer:
        writer.set_state("ballast", "x" * 40_000_000)  # several steps
        told: list[int] = []

        def write_between(done: int, total: int) -> None:
            told.append(total - done)
            writer.set_state("which", f"written after step {len(told)}")

        before = rows_at(full)
        back_up(full, tmp_path / "one.db", advance=write_between)
        assert len(told) > 3
        assert told == sorted(told, reverse=True)  # it never began again
        assert told[-1] == 0
        assert writer.state("which") == f"written after step {len(told)}"
    assert rows_at(f"sqlite:///{tmp_path}/one.db") == before
    assert not list(tmp_path.glob("one.db?*"))


def test_an_old_backup_comes_back_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(folder=tmp_path)
    sqlite_of(VERSIONS[0], tmp_path / "old.db")
    restore_verb(settings, tmp_path / "old.db", replace=False, now=lambda: NIGHT)
    assert f"schema {VERSIONS[0]}; the next verb upgrades it to {HEAD}" in capsys.readouterr().out
    assert rows_at(settings.resolved_database_url) == rows_at(f"sqlite:///{tmp_path}/old.db")
    with open_of(settings) as store:
        assert store.counts()["articles"] == 7


def test_a_newer_backup_is_refused(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "one.db")
    with closing(sqlite3.connect(tmp_path / "one.db")) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NewerSchemaError, match=r"one\.db: made by a newer version.*upgrade variorum"):
        restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside")
    assert state_at(full) == "first"


def test_the_backup_taken_before_an_upgrade_replaces_a_newer_database(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "one.db")
    with closing(sqlite3.connect(tmp_path / "var/v.db")) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        connection.commit()
    newer = rows_at(full)
    restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside.db")
    assert state_at(full) == "first"
    assert rows_at(f"sqlite:///{tmp_path}/aside.db") == newer


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_database_that_somebody_has_open_is_not_replaced(full: str, tmp_path: Path, mode: str) -> None:
    back_up(full, tmp_path / "one.db")
    with closing(sqlite3.connect(tmp_path / "var/v.db")) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")  # a restored file is in no WAL before it is opened
    with open_store(full) as desk:
        with pytest.raises(LockedError, match="another program has it open, such as the review desk"):
            restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside")
        desk.set_state("which", "second")
    assert state_at(full) == "second"
    restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside")
    assert state_at(full) == "first"


def test_what_a_killed_process_left_in_the_wal_is_kept_aside_and_not_replayed(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "one.db")
    code = (
        "import os, sys\nfrom db.store import open_store\nstore = open_store(sys.argv[1])\n"
        "store.set_state('which', 'in the WAL')\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, full], cwd=ROOT, check=False)
    wal = tmp_path / "var/v.db-wal"
    assert wal.stat().st_size > 0
    restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside.db")
    assert state_at(full) == "first"
    assert state_at(f"sqlite:///{tmp_path}/aside.db") == "in the WAL"


def test_a_wal_without_its_database_is_moved_away(full: str, tmp_path: Path) -> None:
    back_up(full, tmp_path / "one.db")
    (tmp_path / "var/v.db").unlink()
    (tmp_path / "var/v.db-wal").write_bytes(b"stale" * 1000)
    found = restore(full, tmp_path / "one.db", replace=False, aside=tmp_path / "aside.db")
    assert found.kept == tmp_path / "aside.db"
    assert (tmp_path / "aside.db-wal").read_bytes() == b"stale" * 1000
    assert state_at(full) == "first"


@pytest.mark.parametrize("span", [(0, 100), (100, 4096), (0, None)])
def test_a_damaged_database_is_replaced_and_kept(full: str, tmp_path: Path, span: tuple[int, int | None]) -> None:
    back_up(full, tmp_path / "one.db")
    path = tmp_path / "var/v.db"
    content = bytearray(path.read_bytes())
    content[slice(*span)] = b"\xee" * len(content[slice(*span)])
    path.write_bytes(content)
    with pytest.raises(StoreError):
        restore(full, tmp_path / "one.db", replace=False, aside=tmp_path / "aside.db")
    assert path.read_bytes() == content
    restore(full, tmp_path / "one.db", replace=True, aside=tmp_path / "aside.db")
    assert state_at(full) == "first"
    assert (tmp_path / "aside.db").read_bytes() == content


def test_a_place_that_cannot_be_written_to_is_said(full: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is a folder"):
        back_up(full, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match=r"file: exists already; name another file"):
        back_up(full, tmp_path / "file/one.db")
    with pytest.raises(BackupError, match=r"MB free, and 1,000,000,000,000 MB are needed; free some space"):
        need_room(tmp_path / "not/there", 10**18)


@pytest.mark.parametrize("verb", ["BACK_UP", "RESTORE"])
def test_a_disk_that_fills_up_changes_nothing(full: str, tmp_path: Path, verb: str) -> None:
    """A limit of the size of files stands for the disk."""
    back_up(full, tmp_path / "one.db")
    with open_store(full) as store:
        store.set_state("which", "second")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
    code = {"BACK_UP": BACK_UP, "RESTORE": RESTORE}[verb]
    arguments = [full, str(tmp_path / "one.db"), str(tmp_path / "aside.db")]
    done = subprocess.run(
        [sys.executable, "-c", limit + code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "can't be written" in done.stderr
    assert state_at(full) == "second"
    assert state_at(f"sqlite:///{tmp_path}/one.db") == "first"
    assert not (tmp_path / "aside.db").exists()
    assert parts(tmp_path) == []


# The verbs


def test_the_verbs_tell_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(folder=tmp_path)
    fill(settings.resolved_database_url, "first")
    folder = tmp_path / "var/backups"
    for _ in range(2):
        assert backup_verb(settings, None, force=False, keep=None, now=lambda: NIGHT) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "variorum-20310401T030000Z-2.db",
        "variorum-20310401T030000Z.db",
    ]
    others = {"variorum-notes.db", "variorum-schema-0001-20200101T000000Z.db", "demo-20200101T000000Z.db"}
    left_behind = "variorum-20200101T000000Z.db.0a1b2c3d.part"
    for name in (*others, "variorum-20200101T000000Z.db", left_behind):
        (folder / name).write_text(name, encoding="utf-8")
        os.utime(folder / name, (0, 0))
    capsys.readouterr()
    assert backup_verb(settings, None, force=False, keep=2, now=lambda: NIGHT + timedelta(days=1)) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"backup: {folder}/variorum-20310402T030000Z.db, schema {HEAD}, ")
    assert told.count("removed ") == 3
    assert {path.name for path in folder.iterdir()} - others == {
        "variorum-20310401T030000Z-2.db",
        "variorum-20310402T030000Z.db",
    }
    with pytest.raises(InputError, match="--keep"):
        backup_verb(settings, tmp_path / "x.db", force=False, keep=1, now=lambda: NIGHT)

    backup = folder / "variorum-20310402T030000Z.db"
    with (
        night_lock_at(f"sqlite:///{tmp_path}/var/variorum.db", "nightly"),
        pytest.raises(HeldError, match="in use by nightly"),
    ):
        restore_verb(settings, backup, replace=True, now=lambda: NIGHT)
    assert restore_verb(settings, backup, replace=True, now=lambda: NIGHT) == 0
    assert capsys.readouterr().out == (
        f"what was there is kept as {folder}/variorum-replaced-20310401T030000Z.db\nrestored {backup}, schema {HEAD}\n"
    )


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabaseError, match="there is no database yet"):
        backup_verb(Settings(folder=tmp_path), None, force=False, keep=None, now=lambda: NIGHT)
    assert not (tmp_path / "var").exists()


def test_postgresql_without_its_programs(cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is not installed.*postgresql-client"):
        back_up(cluster.format(name="postgres"), tmp_path / "one.dump")


def test_a_password_reaches_no_command_line() -> None:
    database = Database("postgresql+psycopg://ada:s3cret@/news?host=/run/pg&sslmode=disable", lock_timeout_s=5)
    server = _server(database)
    assert "s3cret" not in server.conninfo
    assert server.environment["PGPASSWORD"] == "s3cret"
    assert {"host=/run/pg", "dbname=news", "user=ada", "sslmode=disable"} <= set(server.conninfo.split())


# Killed at any moment


def killed(code: str, *arguments: str, after: float) -> None:
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        time.sleep(after)
        process.send_signal(signal.SIGKILL)


BACK_UP = """
import sys
from pathlib import Path
from db.backup import back_up
print(flush=True)
back_up(sys.argv[1], Path(sys.argv[2]), replace=True)
"""
RESTORE = """
import sys
from pathlib import Path
from db.backup import restore
print(flush=True)
restore(sys.argv[1], Path(sys.argv[2]), replace=True, aside=Path(sys.argv[3]))
"""


@pytest.fixture
def ballast() -> str:
    return "".join(random.Random(7).choices("abcdefgh", k=3_000_000))


def test_a_killed_backup_leaves_the_older_file(full: str, tmp_path: Path, ballast: str) -> None:
    with open_store(full) as store:
        store.set_state("ballast", ballast)
    back_up(full, tmp_path / "one.db")
    before, path = (tmp_path / "one.db").read_bytes(), tmp_path / "one.db"
    with open_store(full) as store:
        store.set_state("which", "second")
    chance = random.Random(1)
    for _ in range(4):
        killed(BACK_UP, full, str(path), after=chance.uniform(0, 0.1))
        if path.read_bytes() != before:
            assert state_at(f"sqlite:///{path}") == "second"
    assert state_at(full) == "second"


def test_a_killed_restore_leaves_the_one_or_the_other(url: str, tmp_path: Path, ballast: str) -> None:
    needs_programs(url)
    fill(url, "first")
    with open_store(url) as store:
        store.set_state("ballast", ballast)
    first = rows_at(url)
    back_up(url, tmp_path / "one.backup")
    with open_store(url) as store:
        store.set_state("which", "second")
        store.set_state("ballast", ballast[::-1])
    second = rows_at(url)
    chance = random.Random(2)
    for number in range(3):
        killed(
            RESTORE, url, str(tmp_path / "one.backup"), str(tmp_path / f"aside{number}"), after=chance.uniform(0, 0.4)
        )
        with open_store(url) as store:
            store.check()
        assert rows_at(url) in (first, second)
    restore(url, tmp_path / "one.backup", replace=True, aside=tmp_path / "aside")
    assert rows_at(url) == first
