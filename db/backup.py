"""Backups of a database as files, and databases made from them again, whichever kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import pgbackup, sqlitebackup
from db.database import Database
from db.sqlitebackup import Advance


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was written: the version of the schema in it, and its size."""

    path: Path
    schema: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a database was made of: the version of the schema, and where what it held before is kept, if anything."""

    schema: str
    kept: Path | None


def back_up(url: str, path: Path, *, replace: bool = False, advance: Advance = lambda done, total: None) -> Backup:
    """Write the database at `url`, as it is at one moment, into a file, and check that; it stays in use meanwhile.

    The database is not upgraded for it. `advance` is told how many pages of how many are copied, SQLite's only. Raises
    BackupError where the file exists and is not to be replaced, where it can't be written, or where PostgreSQL's
    programs are missing; NewerSchemaError; UnusableDatabaseError where there is no database, or a damaged one.
    """
    database = Database(url, lock_timeout_s=sqlitebackup.BUSY_S, make=False)
    try:
        if database.is_sqlite:
            schema = sqlitebackup.back_up(database, path, replace=replace, advance=advance)
        else:
            schema = pgbackup.back_up(database, path, replace=replace)
    finally:
        database.close()
    return Backup(path, schema, path.stat().st_size)


def restore(
    url: str, backup: Path, *, replace: bool, aside: Path, advance: Advance = lambda done, total: None
) -> Restored:
    """Make the database at `url` what the backup holds: all of it or, whatever happens, nothing.

    What it held is kept at `aside` first, with `replace`; without it only an empty database is restored into. A backup
    of an older version is upgraded when the database is opened next. Raises UnusableDatabaseError for a backup that is
    damaged or none of ours, NewerSchemaError, BackupError, LockedError, each with nothing changed.
    """
    database = Database(url, lock_timeout_s=sqlitebackup.BUSY_S)
    try:
        if database.path is not None:
            found = sqlitebackup.restore(backup, database.path, replace=replace, aside=aside, advance=advance)
        else:
            found = pgbackup.restore(database, backup, replace=replace, aside=aside)
    finally:
        database.close()
    return Restored(*found)
