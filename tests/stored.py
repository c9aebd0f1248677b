"""Databases that older versions of the program made, from `tests/databases`, on SQLite and on PostgreSQL."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import MetaData, Table, insert, select

from db.database import Database
from db.migrate import VERSION_TABLE, alembic_config

FOLDER = Path(__file__).parent / "databases"
VERSIONS = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))

Rows = dict[str, list[tuple[object, ...]]]


def sqlite_of(version: str, path: Path) -> Path:
    """The stored database as a file; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        gzip.open(FOLDER / f"{version}.sql.gz", "rt", encoding="utf-8") as dump,
        closing(sqlite3.connect(path)) as made,
    ):
        made.executescript(dump.read())
    return path


def load_into(version: str, url: str, folder: Path) -> None:
    """The same rows in a database of PostgreSQL, in tables that the migrations of that version make."""
    source = Database(f"sqlite:///{sqlite_of(version, folder / f'{version}.db')}", lock_timeout_s=5)
    target = Database(url, lock_timeout_s=5)
    config = alembic_config()
    with target.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    with source.reading() as reader, target.writing() as writer:
        held = MetaData()
        held.reflect(writer)
        for table in held.sorted_tables:
            if table.name == VERSION_TABLE:
                continue
            # Read with the types of the target: SQLite has its times and truths as text and numbers.
            names = [column.name for column in table.columns]
            quoted = ", ".join(f'"{name}"' for name in names)
            rows = reader.exec_driver_sql(f'SELECT {quoted} FROM "{table.name}"').fetchall()
            if rows:
                writer.execute(insert(table), [_typed(table, names, row) for row in rows])
            if table.name in ("runs", "fetches", "finding_versions"):
                writer.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 0) + 1, false)"
                    f' FROM "{table.name}"'
                )
    source.close()
    target.close()


def _typed(table: Table, names: list[str], row: Iterable[Any]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in zip(names, row, strict=True):
        kind = table.columns[name].type.__class__.__name__
        if value is not None and kind == "TIMESTAMP":
            value = datetime.fromisoformat(value)
        elif value is not None and kind == "BOOLEAN":
            value = bool(value)
        elif value is not None and kind in ("JSON", "JSONB"):
            value = json.loads(value)
        values[name] = value
    return values


def rows_of(database: Database) -> Rows:
    """Every row of every table, sorted."""
    with database.reading() as connection:
        held = MetaData()
        held.reflect(connection)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in held.sorted_tables
        }


def rows_at(url: str) -> Rows:
    database = Database(url, lock_timeout_s=5, make=False)
    try:
        return rows_of(database)
    finally:
        database.close()
