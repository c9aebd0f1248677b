"""Databases that every older version made, brought to this version's tables with nothing of theirs lost."""

from __future__ import annotations

import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner

from db.database import Database
from db.errors import BackupError, HeldError, OlderSchemaError, StoreError
from db.migrate import HEAD, VERSION_TABLE, stored_version
from db.nightlock import night_lock_at
from db.schema import Base
from db.store import Store, open_store
from tests.conftest import ROOT, files_of, new_database
from tests.stored import VERSIONS, load_into, rows_at, rows_of, sqlite_of
from tests.test_backup import needs_programs
from tests.test_store import url as url
from variorum.backups import restore_verb
from variorum.cli import main
from variorum.exporting import export
from variorum.nightly import compare_verb, report_verb
from variorum.opening import open_of, upgrading
from variorum.results import SHARED
from variorum.settings import CompareSettings, ReportSettings, Settings

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)
KEPT_WHOLE = (
    "runs", "fetches", "robots", "revisions", "aliases", "vectors", "sentences", "decisions", "verdicts",
    "verdict_quotes", "declined_proposals",
)  # fmt: skip


def settings_at(url: str, folder: Path) -> Settings:
    return Settings(
        database_url=url,
        folder=folder,
        compare=CompareSettings(embedder="lexical", tagger="none"),
        report=ReportSettings(processes=0),
    )


def stored(version: str, url: str, folder: Path) -> Settings:
    """Settings for a database of that version at `url`."""
    needs_programs(url)
    if url.startswith("sqlite"):
        sqlite_of(version, Path(url.removeprefix("sqlite:///")))
    else:
        load_into(version, url, folder)
    return settings_at(url, folder)


def backups(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("backups/*") if path.is_file())


def test_every_released_schema_is_stored() -> None:
    assert [f"{number:04}" for number in range(1, int(HEAD) + 1)] == VERSIONS, (
        "store a database of each version before it is left behind: tests/databases/make.py"
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_stored_database_is_brought_up_to_date(
    version: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not url.startswith("sqlite") and version not in (VERSIONS[0], VERSIONS[-2]):
        pytest.skip("on a server the oldest and the last but one stand for all")
    settings = stored(version, url, tmp_path)
    before = rows_at(url)
    with open_of(settings) as store:
        database = store._database
        with database.reading() as connection:
            options = {"compare_type": True, "version_table": VERSION_TABLE, "target_metadata": Base.metadata}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
            assert stored_version(connection) == HEAD
        after = rows_of(database)
        for table in KEPT_WHOLE:
            width = [len(row) for row in before.get(table, ())]
            assert [row[: max(width)] for row in after[table]] == before.get(table, []), table
        assert [row[0] for row in after["articles"]] == [row[0] for row in before["articles"]]
        decided = store.verdicts(), store.decisions()
        if url.startswith("sqlite") or version == VERSIONS[0]:  # the tables are the same, and so is what they hold
            _works(store, settings)
        assert (store.verdicts(), store.decisions()) == decided
    told = capsys.readouterr().err
    if version == HEAD:
        assert (backups(tmp_path), "upgrad" in told) == ([], False)
        return
    (backup,) = backups(tmp_path)
    assert f"-schema-{version}-" in backup.name
    assert f"from schema {version} to {HEAD}; as it was, it is kept as {backup}\n" in told
    if url.startswith("sqlite"):
        assert rows_at(f"sqlite:///{backup}") == before


def _without_runs(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that is held but the ledger, and the number of the run that others may share."""
    rows = rows_of(store._database)
    del rows["runs"]
    return rows | {"states": [row for row in rows["states"] if row[0] != SHARED]}


def _works(store: Store, settings: Settings) -> None:
    """The next night compares and reports, and the one after it changes nothing."""
    clock = itertools.count()
    for changed in (True, False):
        seen = files_of(settings.path(settings.site)) if not changed else {}
        rows = _without_runs(store) if not changed else {}
        assert compare_verb(store, settings, now=lambda: NIGHT + timedelta(minutes=next(clock))) == 0
        assert report_verb(store, settings, out=None, now=lambda: NIGHT + timedelta(minutes=next(clock))) == 0
        if not changed:
            assert files_of(settings.path(settings.site)) == seen
            assert _without_runs(store) == rows
    assert sorted(len(event["articles"]) for event in export(store, "events", excerpt_words=None)) == [2, 2, 3]
    assert store.counts()["shared_claims"] >= 5


def test_a_backup_taken_before_comes_back(url: str, tmp_path: Path) -> None:
    settings = stored("0003", url, tmp_path)
    before = rows_at(url)
    open_of(settings).close()
    assert rows_at(url) != before
    (backup,) = backups(tmp_path)
    restore_verb(settings, backup, replace=True, now=lambda: NIGHT)
    assert rows_at(url) == before


# What stops an upgrade leaves the database as it was


def test_without_anything_to_do_around_it_nothing_is_upgraded(url: str, tmp_path: Path) -> None:
    stored("0003", url, tmp_path)
    before = rows_at(url)
    with pytest.raises(OlderSchemaError, match=rf"schema 0003, this one needs {HEAD}.*run: variorum upgrade"):
        open_store(url)
    assert rows_at(url) == before


def test_a_migration_that_fails_half_way_leaves_all_as_it_was(url: str, tmp_path: Path) -> None:
    settings = stored("0003", url, tmp_path)
    database = Database(url, lock_timeout_s=5)
    with database.writing() as connection:  # in the way of 0005, after 0004 has changed tables
        connection.exec_driver_sql("CREATE TABLE verdicts (note TEXT)")
    before = rows_of(database)
    database.close()
    with pytest.raises(StoreError, match="verdicts"):
        open_of(settings)
    assert rows_at(url) == before
    assert len(backups(tmp_path)) == 1


def test_a_backup_that_cannot_be_taken_stops_the_upgrade(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/variorum.db"
    settings = stored("0003", url, tmp_path)
    before = rows_at(url)
    (tmp_path / "var/backups").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(BackupError, match=r"exists already(.|\n)*as it was(.|\n)*upgrade --without-backup"):
        open_of(settings)
    assert rows_at(url) == before
    with open_of(settings, backup=False) as store:
        assert store.counts()["articles"] == 7


def test_postgresql_is_not_upgraded_where_pg_dump_is_missing(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_database(cluster)
    load_into("0003", url, tmp_path)
    before = rows_at(url)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is not installed(.|\n)*upgrade --without-backup"):
        open_of(settings_at(url, tmp_path))
    assert rows_at(url) == before
    open_of(settings_at(url, tmp_path), backup=False).close()


def test_a_disk_that_fills_up_during_the_backup_changes_nothing(tmp_path: Path) -> None:
    """A limit of the size of files stands for the disk."""
    url = f"sqlite:///{tmp_path}/var/variorum.db"
    stored("0003", url, tmp_path)
    before = (tmp_path / "var/variorum.db").read_bytes()
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "from variorum.cli import main; main(['status'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "can't be written" in done.stderr
    assert "free some space" in done.stderr
    assert "it is as it was" in done.stderr
    assert (tmp_path / "var/variorum.db").read_bytes() == before
    assert backups(tmp_path) == []


def test_a_run_at_work_is_not_upgraded_under(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/variorum.db"
    settings = stored("0003", url, tmp_path)
    before = rows_at(url)
    with (
        night_lock_at(f"sqlite:///{tmp_path}/var/variorum.db", "nightly"),
        pytest.raises(HeldError, match="in use by nightly"),
    ):
        open_of(settings)
    assert rows_at(url) == before


def test_one_that_another_process_upgraded_meanwhile_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/variorum.db"
    settings = stored("0003", url, tmp_path)
    told: list[str] = []
    ours = upgrading(settings, backup=True, say=told.append, now=lambda: NIGHT)

    @contextmanager
    def late(database: Database, version: str) -> Iterator[None]:
        open_of(settings).close()
        with ours(database, version):
            yield

    open_store(url, around=late).close()
    assert (told, len(backups(tmp_path))) == ([], 1)


def test_a_killed_upgrade_leaves_the_one_or_the_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/variorum.db"
    settings = stored("0001", url, tmp_path)
    before = rows_at(url)
    code = (
        "import sys\nfrom pathlib import Path\nimport alembic.command, db.backup, variorum.backups\n"
        "from variorum.opening import open_of\nfrom variorum.settings import Settings\n"
        "print(flush=True)\nopen_of(Settings(folder=Path())).close()"
    )
    chance = random.Random(3)
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tmp_path, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
        found = rows_at(url)
        assert found == before or found[VERSION_TABLE] == [(HEAD,)]
    with open_of(settings) as store:
        store.check()
        assert store.counts()["articles"] == 7
    for path in backups(tmp_path):
        if path.suffix == ".db":
            assert rows_at(f"sqlite:///{path}") == before


# The verbs

OPENING = [
    ["fetch"], ["add", "x.txt"], ["compare"], ["report"], ["nightly"], ["export", "events"], ["norms"], ["status"],
    ["events"], ["events", "decisions"], ["flags"], ["furniture", "list"], ["verdicts", "export", "x.jsonl"],
    ["review"], ["report", "diff", "1", "2"], ["rules"], ["backup"], ["upgrade"], ["restore", "newer.db"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", OPENING, ids=" ".join)
def test_a_newer_database_is_refused_by_every_verb(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sqlite_of(HEAD, tmp_path / "var/variorum.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        connection.commit()
    if arguments[0] == "restore":
        path.rename(tmp_path / "newer.db")
    before = {file: content for file, (content, _) in files_of(tmp_path).items()}
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2, done.output
    assert "made by a newer version (schema 9999" in done.stderr
    assert "upgrade variorum or name another" in done.stderr
    after = {file: content for file, (content, _) in files_of(tmp_path).items()}
    assert {file: content for file, content in after.items() if not file.endswith((".lock", "-wal", "-shm"))} == before


def test_upgrade_tells_what_there_was_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sqlite_of("0005", tmp_path / "var/variorum.db")
    done = CliRunner().invoke(main, ["upgrade", "--without-backup"])
    assert (done.exit_code, backups(tmp_path)) == (0, [])
    assert f"from schema 0005 to {HEAD}, without a backup" in done.stderr
    done = CliRunner().invoke(main, ["upgrade"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"the database has schema {HEAD}, as this version needs it\n"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
