"""Copies of a SQLite database, out of it and into it, through SQLite's own backup interface.

Pages are copied, in steps, from one snapshot: a reading transaction is held meanwhile, so that other processes' writes
neither wait nor make the copy begin again, which without it they do. (VACUUM INTO gives a smaller file, builds every
index anew for it, and hears no signal before it ends.) Into a database they go in one transaction of its own.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from db.database import Database
from db.errors import BackupError, LockedError, UnusableDatabaseError
from db.migrate import VERSION_TABLE, refuse_unknown, stored_version
from db.wholefile import flush, need_room, told, written_beside

STEP_PAGES = 2048  # copied between two looks at signals; 8 MB with pages of 4 KB
BUSY_S = 5.0  # seconds for which a restore waits for somebody's transaction before it refuses
BESIDE = ("-wal", "-shm", "-journal")  # files that SQLite keeps beside a database and takes for a part of it

Advance = Callable[[int, int], None]
"""Told how many pages of how many are copied."""


def back_up(database: Database, path: Path, *, replace: bool, advance: Advance) -> str:
    """Write the database into one file at `path` and check that; other processes read and write meanwhile.

    Returns its schema's version. Raises BackupError, NewerSchemaError, UnusableDatabaseError; then `path` is as it was.
    """
    with database.reading() as connection:
        version = stored_version(connection)  # begins the snapshot
        refuse_unknown(version, database.name)
        size = _size(connection.exec_driver_sql)
        need_room(path.parent, size)
        driver: Any = connection.connection.driver_connection
        with written_beside(path, replace=replace) as part:
            _copy_to_new(driver, part, path, advance)
            found = examine(part)
            if found != version:
                raise BackupError(f"{path}: schema {found} was written for {version}; check the disk, then try again")
    return found


def examine(path: Path) -> str:
    """The schema's version of a whole and sound database of ours. The file is left as it is.

    Raises UnusableDatabaseError for one that is damaged or no database of ours, NewerSchemaError.
    """
    with opened_to_read(path) as connection:
        return _examine(connection, path)


def restore(backup: Path, path: Path, *, replace: bool, aside: Path, advance: Advance) -> tuple[str, Path | None]:
    """Make the database at `path` what `backup` holds, in one transaction. What it held is kept at `aside`.

    Returns the schema's version, and `aside` where something was put there. Raises UnusableDatabaseError and
    NewerSchemaError for a backup that can't be used, BackupError where the database holds something and is not to be
    replaced, LockedError where another program has it open; in each case nothing is changed.
    """
    with opened_to_read(backup) as source:
        version = _examine(source, backup)
        if path.exists() and path.samefile(backup):
            raise BackupError(f"{backup}: is the database itself; name a backup of it")
        need_room(path.parent, _size(source.execute))
        if path.exists() and _is_sqlite(path):
            try:
                return version, _restore_into(path, source, replace=replace, aside=aside, advance=advance)
            except UnusableDatabaseError:
                if not replace:
                    raise  # otherwise what can't be read is moved away as it is
        with written_beside(path, replace=path.exists()) as part:
            _copy_to_new(source, part, path, advance)
            kept = _set_aside(path, aside, replace=replace)
        return version, kept


def _restore_into(
    path: Path, source: sqlite3.Connection, *, replace: bool, aside: Path, advance: Advance
) -> Path | None:
    """Write over a database as its own transaction. Where the process is killed, the next to open it rolls that back.

    Raises UnusableDatabaseError for one that is damaged at its head.
    """
    with closing(sqlite3.connect(path, timeout=BUSY_S)) as target, _refused(path):
        _take_alone(target, path)
        kept = _keep(target, path, aside, replace=replace)
        source.backup(target, pages=STEP_PAGES, progress=_told_to(advance), sleep=0)
    return kept


@contextmanager
def opened_to_read(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing, in a transaction. Raises UnusableDatabaseError for what is no database."""
    if not path.is_file():
        raise BackupError(f"{path}: no such file; name a backup")
    if not _is_sqlite(path):
        raise UnusableDatabaseError(f"{path}: no SQLite database; name a file that variorum backup wrote")
    url = f"file:{quote(str(path.absolute()))}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        url += "&immutable=1"  # a copy of a database with a WAL is only read where its folder can be written to
    with closing(sqlite3.connect(url, uri=True, isolation_level=None)) as connection, _refused(path):
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection


def _examine(connection: sqlite3.Connection, path: Path) -> str:
    found = [str(line) for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
    found += [
        f"a row of {row[0]} refers to a missing one of {row[2]}"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
    if found:
        raise UnusableDatabaseError(f"{path}: damaged ({found[0]}); use another backup")
    version = _version(connection)
    refuse_unknown(version, str(path))
    assert version is not None
    return version


def _version(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (VERSION_TABLE,)).fetchone():
        return None
    row = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608
    return None if row is None else str(row[0])


def _copy_to_new(source: sqlite3.Connection, part: Path, path: Path, advance: Advance) -> None:
    """Fill an empty file, of which nothing is kept where this raises; so nothing is flushed before the end."""
    try:
        with closing(sqlite3.connect(part)) as target:
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target, pages=STEP_PAGES, progress=_told_to(advance), sleep=0)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except sqlite3.Error as error:
        raise BackupError(
            f"{path}: can't be written ({error}); check the disk, free some space there, or name another file"
        ) from error


def _told_to(advance: Advance) -> Callable[[int, int, int], None]:
    # Python looks at signals while it runs this, which is the other reason to copy in steps.
    return lambda status, remaining, total: advance(total - remaining, total)


def _take_alone(target: sqlite3.Connection, path: Path) -> None:
    """Nobody else may have it open: what they wrote after the copy that is kept aside would be lost.

    SQLite leaves WAL for a rollback journal only where no other connection is open, and empties the WAL then.
    """
    try:
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute("PRAGMA locking_mode = EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LockedError(
                f"{path}: another program has it open, such as the review desk; end that, then run this again"
            ) from error
        raise


def _keep(target: sqlite3.Connection, path: Path, aside: Path, *, replace: bool) -> Path | None:
    if not _holds_something(target):
        return None
    if not replace:
        raise BackupError(_FULL.format(path))
    need_room(aside.parent, _size(target.execute))
    with written_beside(aside, replace=False) as part:
        _copy_to_new(target, part, aside, lambda done, total: None)
    return aside


_FULL = "{}: holds something; name another database, or replace it with --replace, which keeps the old one aside"


def _holds_something(connection: sqlite3.Connection) -> bool:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return any(
        connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]  # noqa: S608
        for name in names
        if name != VERSION_TABLE
    )


def _set_aside(path: Path, aside: Path, *, replace: bool) -> Path | None:
    """Keep what is at `path` and no database under another name too, and move away what SQLite would take for a part
    of the one that comes in its place."""
    held = [path.with_name(path.name + name) for name in ("", *BESIDE)]
    held = [old for old in held if old.exists() and old.stat().st_size]
    if path in held and not replace:
        raise BackupError(_FULL.format(path))
    with told(aside):
        aside.parent.mkdir(parents=True, exist_ok=True)
        for old in held:
            new = aside.with_name(aside.name + old.name.removeprefix(path.name))
            if old == path:
                os.link(old, new)
            else:
                old.rename(new)
        flush(aside.parent)
    return aside if held else None


def _is_sqlite(path: Path) -> bool:
    with told(path), path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _size(execute: Callable[[str], Any]) -> int:
    """In bytes."""
    return int(execute("PRAGMA page_count").fetchone()[0]) * int(execute("PRAGMA page_size").fetchone()[0])


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UnusableDatabaseError(f"{path}: can't be read or written ({error}); use another file") from error
