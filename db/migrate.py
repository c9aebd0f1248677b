"""Bringing a database's tables to what this version of the program expects."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from db.database import Database
from db.errors import NewerSchemaError, OlderSchemaError, UnusableDatabaseError
from db.schema import Base

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0009"  # the newest file in migrations/versions; kept here so that opening needs no Alembic
VERSION_TABLE = "variorum_schema"
SCRIPTS = Path(__file__).parent / "migrations"


Around = Callable[[Database, str], AbstractContextManager[None]]
"""What to do around the upgrade of a database that another version made, given that version. What it raises before the
upgrade keeps the database as it is."""


def bring_up_to_date(database: Database, *, around: Around | None = None) -> None:
    """Make or upgrade the tables, in one transaction; do nothing where they are current.

    Raises NewerSchemaError for a database of a newer version, OlderSchemaError for one of an older version where
    nothing is given to do around the upgrade, UnusableDatabaseError for one that holds other tables.
    """
    with database.reading() as connection:
        version = stored_version(connection)
        if version is None:
            _refuse_other_tables(connection, database)
    if version == HEAD:
        return
    if version is None:
        _upgrade(database)
        return
    refuse_unknown(version, database.name)
    if around is None:
        raise OlderSchemaError(
            f"{database.name}: made by an older version (schema {version}, this one needs {HEAD});"
            " run: variorum upgrade"
        )
    with around(database, version):
        _upgrade(database)


def refuse_unknown(version: str | None, name: str) -> None:
    """Raises NewerSchemaError for a version after ours, UnusableDatabaseError for what is none of our databases."""
    if version == HEAD:
        return
    if version is None:
        raise UnusableDatabaseError(f"{name}: holds no database of variorum; name another")
    from alembic.script import ScriptDirectory

    if version not in {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}:
        raise NewerSchemaError(
            f"{name}: made by a newer version (schema {version}, this one knows {HEAD}); "
            "upgrade variorum or name another database"
        )


def _upgrade(database: Database) -> None:
    # Alembic takes a quarter of a second to import: only where there is something to do.
    from alembic import command

    config = alembic_config()
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def stored_version(connection: Connection) -> str | None:
    """The schema's version, None where the database was not made by us."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())  # noqa: S608


def alembic_config() -> Config:
    """Alembic's configuration from the package's own files; no alembic.ini is needed."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _refuse_other_tables(connection: Connection, database: Database) -> None:
    """A SQLite file is ours or empty; a PostgreSQL schema may be shared as long as no name is taken."""
    found = set(inspect(connection).get_table_names())
    others = found if database.is_sqlite else found & set(Base.metadata.tables)
    if others:
        raise UnusableDatabaseError(
            f"{database.name}: holds tables of another program ({', '.join(sorted(others)[:3])}); name another database"
        )
