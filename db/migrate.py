"""Bringing a database's tables to what this version of the program expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from db.database import Database
from db.errors import NewerSchemaError, UnusableDatabaseError
from db.schema import Base

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0007"  # the newest file in migrations/versions; kept here so that opening needs no Alembic
VERSION_TABLE = "variorum_schema"
SCRIPTS = Path(__file__).parent / "migrations"


def bring_up_to_date(database: Database) -> None:
    """Make or upgrade the tables, in one transaction; do nothing where they are current.

    Raises NewerSchemaError for a database of a newer version, UnusableDatabaseError for one that holds other tables.
    """
    with database.reading() as connection:
        version = stored_version(connection)
        if version is None:
            _refuse_other_tables(connection, database)
    if version == HEAD:
        return

    # Alembic takes a quarter of a second to import: only where there is something to do.
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise NewerSchemaError(
            f"{database.name}: made by a newer version (schema {version}, this one knows {HEAD}); "
            "upgrade variorum or name another database"
        )
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
