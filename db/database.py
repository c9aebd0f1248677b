"""One open database: its engine, its transactions, and its errors in our own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, insert, make_url, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)

from db.columns import dump_json
from db.errors import GoneError, LockedError, StoreError, UnknownKeyError, UnstorableError, UnusableDatabaseError
from db.schema import Base

NO_ANSWER = "no answer"  # stands for the SQLSTATE where no server was there to give one
IN_LIST = 5_000  # values in one IN (...); SQLite allows 32,766 parameters in a statement, PostgreSQL 65,535
T = TypeVar("T")


class Database:
    """An engine with read and write transactions. Every error that leaves them is a StoreError."""

    def __init__(self, url: str, *, lock_timeout_s: float, make: bool = True) -> None:
        parsed = _parse(url)
        self.name = parsed.render_as_string(hide_password=True)
        self.path = sqlite_file(url)
        if parsed.get_backend_name() == "sqlite":
            if self.path is not None:
                self.name = str(self.path)
                if make:
                    _make_room(self.path)
                elif not self.path.exists():
                    raise UnusableDatabaseError(
                        f"{self.path}: there is no database yet; run variorum fetch or variorum add first, or correct"
                        " database_url"
                    )
            self._engine = _sqlite_engine(parsed, lock_timeout_s, in_memory=parsed.database in (None, "", ":memory:"))
            self._reader = self._engine
        else:
            self._engine = _postgresql_engine(parsed, lock_timeout_s)
            # Several statements of one reading see one state, as they do in SQLite.
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = self._engine.execution_options(writes=True)

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def driver_parameters(self) -> dict[str, Any]:
        """What the driver of a server's database is connected with: host, port, user, password, dbname and others."""
        _, parameters = self._engine.dialect.create_connect_args(self._engine.url)
        return {name: value for name, value in parameters.items() if name != "context"}  # psycopg's own

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with self.plain_errors(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole, or not at all where the block raises."""
        with self.plain_errors(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """A write transaction of which nothing is kept."""
        with self.plain_errors(), self._writer.connect() as connection, connection.begin() as transaction:
            yield connection
            transaction.rollback()

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A write transaction for changes of the tables, alone among all processes.

        SQLite changes a table by copying it and dropping the old one, which would take along what refers to it; so
        foreign keys are off, and checked at the end.
        """
        with self.plain_errors(), self._writer.connect() as connection:
            self._pragma(connection, "foreign_keys = OFF")
            try:
                with connection.begin():
                    if not self.is_sqlite:
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                    yield connection
                    if broken := self._broken_references(connection):
                        raise UnusableDatabaseError(f"{self.name}: damaged ({broken[0]}); restore a backup")
            finally:
                self._pragma(connection, "foreign_keys = ON")

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection of its own, in no transaction and no pool: what hangs on the server's session goes with it."""
        with self.plain_errors():
            connection = self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()
        try:
            connection.detach()
            yield connection
        finally:
            connection.close()

    def use_wal(self) -> None:
        """Let readers go on while one writes. SQLite remembers it in the file, copies made by some tools do not.

        The switch does not wait for a lock as other statements do. Where another process holds one, it has opened the
        file as we do and makes the switch itself; the program is right without it, only slower.
        """
        if self.path is not None:
            with self.plain_errors(), self._engine.connect() as connection:
                try:
                    self._pragma(connection, "journal_mode = WAL")
                    # Only who has read in WAL counts as having the file open: `db.sqlitebackup` asks for that.
                    self._pragma(connection, "schema_version")
                except DBAPIError as error:
                    if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                        raise

    def size(self) -> int | None:
        """Bytes on a server's disk; None for SQLite."""
        if self.is_sqlite:
            return None
        with self.reading() as connection:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())

    def free_bytes(self) -> tuple[int, int]:
        """Bytes within a SQLite file that hold nothing, and its size; both are 0 of a server, which reuses its own."""
        if not self.is_sqlite:
            return 0, 0
        with self.reading() as connection:
            free, pages, size = (
                int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
                for name in ("freelist_count", "page_count", "page_size")
            )
        return free * size, pages * size

    def compact(self) -> None:
        """Write a SQLite file anew without its free space; needs about twice its size of free disk meanwhile."""
        if not self.is_sqlite:
            return
        with self.plain_errors(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            try:
                driver.execute("VACUUM")
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise DBAPIError("VACUUM", None, error) from error

    def check(self) -> None:
        """Raises UnusableDatabaseError where SQLite finds damage. A server looks after its own files."""
        with self.reading() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("SELECT 1")
                return
            found = [str(line) for (line,) in connection.exec_driver_sql("PRAGMA quick_check") if line != "ok"]
            found += self._broken_references(connection)
        if found:
            raise UnusableDatabaseError(f"{self.name}: damaged ({found[0]}); restore a backup")

    def _broken_references(self, connection: Connection) -> list[str]:
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if self.is_sqlite else ()
        return [f"a row of {row[0]} refers to a missing one of {row[2]}" for row in rows]

    def close(self) -> None:
        self._engine.dispose()

    def _pragma(self, connection: Connection, statement: str) -> None:
        # On the driver's own connection: SQLAlchemy would open a transaction first, within which these do nothing.
        if self.is_sqlite:
            driver: Any = connection.connection.driver_connection
            try:
                driver.execute(f"PRAGMA {statement}")
            except sqlite3.Error as error:
                raise DBAPIError(statement, None, error) from error

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Within it the driver's errors become a StoreError."""
        try:
            yield
        except StatementError as error:
            raise _in_our_words(error, self.name) from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.name}: {error}") from error


_MIGRATION_LOCK = 0x76617269  # "vari": the number under which PostgreSQL knows that somebody is migrating


def chunks(values: Sequence[T], size: int = IN_LIST) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def values_by_key(connection: Connection, key: Any, value: Any, keys: Iterable[str]) -> dict[str, Any]:
    """One column of a table by another, sorted by it; keys without a row are missing."""
    query = select(key, value).order_by(key)
    return {
        found: held
        for chunk in chunks(sorted(set(keys)))
        for found, held in connection.execute(query.where(key.in_(chunk)))
    }


def insert_all(connection: Connection, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert the rows, in their order; nothing where there are none."""
    if rows:
        connection.execute(insert(table), rows)


def insert_or_keep(connection: Connection, table: type[Base]) -> Any:
    """An INSERT that leaves a row of the same primary key as it is."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise UnusableDatabaseError(
            "not a database URL; write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        ) from error
    if backend not in ("sqlite", "postgresql"):
        raise UnusableDatabaseError(f"{backend}: this database is not supported; use sqlite or postgresql")
    return parsed


def is_made(url: str) -> bool:
    """Is there a database at `url`, as far as looking for a SQLite file tells? A server's is asked by opening it."""
    path = _file_of(url)
    return path is None or path.exists()


def has_place(url: str) -> bool:
    """Could a SQLite file lie at `url`? Not where what should be a folder of it is a file."""
    path = _file_of(url)
    return path is None or next(one for one in path.absolute().parents if one.exists()).is_dir()


def _file_of(url: str) -> Path | None:
    parsed = _parse(url)
    in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if in_file else None


def sqlite_file(url: str) -> Path | None:
    """The file at `url`; None for a server or a database in memory."""
    parsed = _parse(url)
    name = parsed.database or ""
    in_file = parsed.get_backend_name() == "sqlite" and name not in ("", ":memory:") and not name.startswith("file:")
    return Path(name) if in_file else None


def database_name(url: str) -> str:
    """What a server calls the database at `url`; empty where the URL leaves it to the server."""
    return _parse(url).database or ""


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_folder = path.is_dir()
    except OSError as error:
        raise UnusableDatabaseError(
            f"{path}: its folder can't be made ({error.strerror}); name another database"
        ) from error
    if is_folder:
        raise UnusableDatabaseError(f"{path}: is a folder; name a file in it")


def _sqlite_engine(url: URL, lock_timeout_s: float, *, in_memory: bool) -> Engine:
    arguments: dict[str, Any] = {"timeout": lock_timeout_s}
    if in_memory:
        arguments["check_same_thread"] = False
        engine = create_engine(url, json_serializer=dump_json, connect_args=arguments, poolclass=StaticPool)
    else:
        engine = create_engine(url, json_serializer=dump_json, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver opens no transaction of its own: `begin` below does
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # safe with WAL, even where the process is killed

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer asks for the lock at once: one that had read first could not wait for its turn.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL, lock_timeout_s: float) -> Engine:
    settings = f"-c timezone=UTC -c lock_timeout={int(lock_timeout_s * 1000)}"
    try:
        return create_engine(
            url.update_query_dict({"options": f"{url.query.get('options', '')} {settings}".strip()}),
            json_serializer=dump_json,
            pool_pre_ping=True,
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise UnusableDatabaseError(
            f"{url.drivername}: its driver is not installed; pip install 'psycopg[binary]' and write postgresql+psycopg://"
        ) from error


def _in_our_words(wrapped: StatementError, name: str) -> StoreError:
    """The store's error for a driver's: by SQLite's error name, or by PostgreSQL's SQLSTATE."""
    error = wrapped.orig
    if isinstance(error, StoreError):
        return error
    text = str(error).strip()
    code = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
    if not code and isinstance(wrapped, OperationalError):
        code = NO_ANSWER
    for prefixes, kind, message in _KNOWN_ERRORS:
        if code.startswith(prefixes):
            return kind(f"{name}: {message} ({text})")
    if isinstance(error, (TypeError, ValueError, OverflowError)):
        return UnstorableError(f"{name}: a value can't be stored ({text})")
    return StoreError(f"{name}: the database refused ({text})")


_KNOWN_ERRORS: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40001", "40P01"),
        LockedError,
        "another program keeps writing to it; wait for it to end, then run this again",
    ),
    (
        ("SQLITE_NOTADB", "SQLITE_CORRUPT"),
        UnusableDatabaseError,
        "not a database, or damaged; restore a backup or name another file",
    ),
    (
        ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        UnusableDatabaseError,
        "can't be opened; check that the folder can be written to, or name another database",
    ),
    (
        ("SQLITE_READONLY",),
        UnusableDatabaseError,
        "can't be written to; check the permissions of the file and its folder",
    ),
    (
        ("SQLITE_FULL", "53100"),
        StoreError,
        "the disk is full; what was stored before is safe: free some space, then run this again",
    ),
    (
        ("SQLITE_IOERR",),
        StoreError,
        "the disk is full, or can't be read or written; what was stored is safe: look at it, then run this again",
    ),
    (
        ("SQLITE_CONSTRAINT_FOREIGNKEY", "23503"),
        UnknownKeyError,
        "refers to a run, an article, an event or a claim that is not stored; store that first",
    ),
    (
        ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"),
        StoreError,
        "the same identifier is given twice",
    ),
    ((NO_ANSWER, "08", "57P"), GoneError, "the server can't be reached or is going down; check the URL and the server"),
    (("28", "3D"), UnusableDatabaseError, "the server refuses us; check the URL"),
)
