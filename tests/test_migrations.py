"""From an empty database to the tables the program expects, and no further than it knows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import db
from db.database import Database
from db.errors import NewerSchemaError, StoreError, UnusableDatabaseError
from db.migrate import HEAD, VERSION_TABLE, alembic_config, bring_up_to_date, stored_version
from db.schema import Base
from db.store import Store, open_store
from scraper.article import Failure, Page
from tests import postgres
from tests.toys import FLOOD, PACT
from variorum.comparing import compare_stage
from variorum.nightly import comparison_for
from variorum.progress import Silent
from variorum.settings import CompareSettings, Settings

NIGHT = datetime(2025, 3, 12, 3, tzinfo=UTC)
PUBLISHED = datetime(2031, 3, 10, tzinfo=UTC)  # the day of the earliest of the toy articles


@contextmanager
def nothing(database: Database, version: str) -> Iterator[None]:
    """What is done around an upgrade where only the upgrade is looked at."""
    yield


def database_at(url: str) -> Database:
    return Database(url, lock_timeout_s=5)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = database_at(f"sqlite:///{tmp_path}/v.db")
        yield database
        database.close()
        return
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.cluster() as url:
        database = database_at(url.format(name="postgres"))
        yield database
        database.close()


def test_the_migrations_make_the_tables_of_the_models(empty: Database) -> None:
    bring_up_to_date(empty)
    with empty.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSION_TABLE, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert stored_version(connection) == HEAD
        made = inspect(connection)
        for table in Base.metadata.sorted_tables:
            keys = {
                (key["name"], tuple(key["constrained_columns"]), key["referred_table"], key["options"].get("ondelete"))
                for key in made.get_foreign_keys(table.name)
            }
            assert keys == {
                (key.name, tuple(key.column_keys), key.referred_table.name, key.ondelete)
                for key in table.foreign_key_constraints
            }
            primary = made.get_pk_constraint(table.name)
            assert primary["name"] == table.primary_key.name
            assert primary["constrained_columns"] == [column.name for column in table.primary_key]


def test_the_head_is_the_one_we_name() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert scripts.get_heads() == [HEAD]
    assert [script.revision for script in scripts.walk_revisions()][-1] == "0001"


def test_decisions_can_be_taken_out_again_and_come_back(empty: Database) -> None:
    bring_up_to_date(empty)
    config = alembic_config()
    with empty.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    with empty.reading() as connection:
        assert stored_version(connection) == "0001"
        assert not inspect(connection).has_table("decisions")
        assert inspect(connection).has_table("events")
    bring_up_to_date(empty, around=nothing)
    with empty.reading() as connection:
        assert stored_version(connection) == HEAD
        assert inspect(connection).has_table("decisions")


def test_what_was_compared_before_there_were_nights_is_looked_at_again(empty: Database) -> None:
    bring_up_to_date(empty)
    store = Store(empty)
    for article in (*PACT, *FLOOD):
        store.put_article(article, run=None, at=NIGHT)
    settings = comparison_for(Settings(compare=CompareSettings(embedder="lexical")), ())
    compare_stage(store, settings, Silent())
    before, totals = store.events(), store.totals()
    config = alembic_config()
    with empty.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    bring_up_to_date(empty, around=nothing)
    assert store.pending() == dict.fromkeys(sorted(article.key for article in (*PACT, *FLOOD)), 1)
    assert [event.id for event in store.due_events()] == [event.id for event in before]
    day = timedelta(days=1)
    assert store.times(NIGHT - day, NIGHT + day) == {}
    assert store.times(PUBLISHED, PUBLISHED + 2 * day).keys() == store.pending().keys()
    assert store.reaches(PUBLISHED, PUBLISHED + 2 * day).keys() == {event.id for event in before}
    compare_stage(store, settings, Silent())
    assert (store.events(), store.totals(), store.pending(), store.due_events()) == (before, totals, {}, [])


def test_what_was_fetched_before_is_counted_by_outlet(empty: Database) -> None:
    bring_up_to_date(empty)
    store = Store(empty)
    run = store.start_run("fetch", NIGHT, {})
    page = Page("bell", "http://bell.example/a", "http://bell.example/a", b"x", None, NIGHT)
    for status in ("new", "new", "same"):
        store.log_fetch(run, page, status=status)
    for reason in ("no body", "too short", "no body"):
        failure = Failure("bell", page.url, "extract", reason, "nothing there", NIGHT)
        store.log_fetch(run, page, status="unusable", failure=failure)
    before = store.deliveries([run])
    config = alembic_config()
    with empty.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
    bring_up_to_date(empty, around=nothing)
    assert store.deliveries([run]) == before
    (held,) = before
    assert (held.new, held.same, held.unusable, held.reasons) == (2, 1, 3, {"no body": 2, "too short": 1})


def test_an_upgrade_that_breaks_off_leaves_nothing(empty: Database) -> None:
    config = alembic_config()

    def break_off() -> None:
        with empty.migrating() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == []
    bring_up_to_date(empty)
    bring_up_to_date(empty)
    with empty.reading() as connection:
        assert stored_version(connection) == HEAD


def test_rows_that_refer_to_nothing_stop_an_upgrade(tmp_path: Path) -> None:
    database = database_at(f"sqlite:///{tmp_path}/v.db")
    bring_up_to_date(database)

    def lose_a_parent() -> None:
        with database.migrating() as connection:
            connection.exec_driver_sql(
                "INSERT INTO event_articles (event, article) VALUES ('no such event', 'no such article')"
            )

    with pytest.raises(UnusableDatabaseError, match="restore a backup"):
        lose_a_parent()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event_articles").scalar_one() == 0
    with pytest.raises(StoreError), database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO event_articles (event, article) VALUES ('no such event', 'no such article')"
        )
    database.close()


def test_many_open_a_new_database_at_once(tmp_path: Path) -> None:
    code = "import sys; from db.store import open_store; open_store(sys.argv[1]).close()"
    arguments = [sys.executable, "-c", code, f"sqlite:///{tmp_path}/v.db"]

    def run(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments, cwd=Path(db.__file__).parent.parent, capture_output=True, text=True, check=False
        )

    with ThreadPoolExecutor(6) as pool:
        assert [(done.returncode, done.stderr) for done in pool.map(run, range(6))] == [(0, "")] * 6


# What is refused, with the remedy


def test_a_newer_schema_is_refused(empty: Database) -> None:
    bring_up_to_date(empty)
    with empty.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(NewerSchemaError, match=r"made by a newer version.*upgrade variorum or name another database"):
        bring_up_to_date(empty)


@pytest.mark.parametrize(
    "content", [b"This is a letter, not a database.\n" * 300, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(UnusableDatabaseError, match=r"letter\.txt: .*(not a database|damaged).*name another"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    open_store(f"sqlite:///{path}").close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xee" * 3996
    path.write_bytes(content)
    with pytest.raises(UnusableDatabaseError, match="damaged"):
        open_store(f"sqlite:///{path}")


def test_damage_within_is_found_by_a_check(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with open_store(f"sqlite:///{path}") as store:
        store.set_state("name", "value")
        store.check()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO event_articles (event, article) VALUES ('no such event', 'no such article')")
    connection.commit()
    connection.close()
    with open_store(f"sqlite:///{path}") as store, pytest.raises(UnusableDatabaseError, match="event_articles"):
        store.check()


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UnusableDatabaseError, match=r"tables of another program \(recipes\)"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UnusableDatabaseError, match=r"folder can't be made.*name another database"):
        open_store(f"sqlite:///{tmp_path}/file/v.db")
    with pytest.raises(UnusableDatabaseError, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    """Tried as a user without rights where the tests run as root."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    code = (
        "import sys\nfrom db.errors import UnusableDatabaseError\nfrom db.store import open_store\n"
        "try: open_store(sys.argv[1])\nexcept UnusableDatabaseError as error: print(error)"
    )
    drop = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    for url in (f"sqlite:///{folder}/v.db", f"sqlite:///{folder}/below/v.db"):
        done = subprocess.run(
            [*drop, sys.executable, "-c", code, url],
            cwd=Path(db.__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        assert str(folder) in done.stdout
        assert "name another database" in done.stdout


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "not a database URL"),
        ("var/variorum.db", "not a database URL"),
        ("mysql://host/name", "not supported"),
        ("postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "can't be reached"),
        ("postgresql+nothing://host/name", "driver is not installed"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(url: str, said: str) -> None:
    if "psycopg" in url and postgres.missing():
        pytest.skip(str(postgres.missing()))
    with pytest.raises(UnusableDatabaseError, match=said) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


# Quick, and complete as installed


def test_opening_a_current_database_needs_no_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/v.db"
    open_store(url).close()
    code = (
        "import sys\nfrom db.store import open_store\nopen_store(sys.argv[1]).close()\n"
        "print('alembic' in sys.modules, 'numpy' in sys.modules)"
    )
    root = Path(db.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code, url], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_package_s_own_files_suffice(tmp_path: Path) -> None:
    """A copy elsewhere, in a folder whose name Alembic would interpolate, makes a database from its own files."""
    place = tmp_path / "100%s installed"
    for name in ("db", "compare", "scraper"):
        shutil.copytree(
            Path(db.__file__).parent.parent / name, place / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    code = "import db.migrate, db.store; db.store.open_store('sqlite:///v.db').close(); print(db.migrate.SCRIPTS)"
    done = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(place)
    assert (place / "v.db").exists()
