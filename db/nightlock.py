"""One night's work at a time on a database: a lock that goes with whoever holds it, however that ends.

Beside a SQLite file it is the operating system's, of a file; at PostgreSQL the server's, of a connection of its own. It
keeps two nights apart; what is stored is kept whole by transactions, whoever writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from db.database import Database
from db.errors import HeldError
from db.processes import lives

Confirm = Callable[[], None]
"""Makes sure that the lock is still held, and takes it anew where the server was away. Raises HeldError where another
has it by now."""

GRACE_SECONDS: Final = 5.0
"""For which a server's lock is waited for: it notices that a client is gone once it is done with its last statement."""
CLASS: Final = 0x76617269  # "vari", and the schema's name, are the number of the lock
KEEPALIVE: Final = "SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 15; SET tcp_keepalives_count = 4"
"""After two minutes a server gives up a client whose machine is gone, and with it the lock."""


@contextmanager
def night_lock(database: Database, who: str) -> Iterator[Confirm]:
    """Hold the lock. `who` is told to others that want it, in at most 63 signs at PostgreSQL.

    Raises HeldError naming the holder. A database in memory has no others.
    """
    if not database.is_sqlite:
        with _at_server(database, who) as confirm:
            yield confirm
    elif database.path is not None:
        with _beside(database.path, who):
            yield lambda: None
    else:
        yield lambda: None


@contextmanager
def night_lock_at(url: str, who: str) -> Iterator[None]:
    """Hold the lock of a database that is not opened: it may be damaged, old or not there yet. Raises HeldError."""
    database = Database(url, lock_timeout_s=GRACE_SECONDS)
    try:
        with night_lock(database, who):
            yield
    finally:
        database.close()


def night_holder(database: Database) -> str | None:
    """Who holds the lock, as they named themselves, asked without taking part; None where nobody does."""
    if not database.is_sqlite:
        with database.reading() as connection:
            found = connection.execute(_HOLDER, {"class": CLASS}).one_or_none()
            return None if found is None else str(found.application_name)
    return None if database.path is None else _holder_beside(database.path)


@contextmanager
def _beside(path: Path, who: str) -> Iterator[None]:
    holder = path.with_name(path.name + ".holder")
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HeldError(_told(str(path), *_named(holder))) from error
    try:
        holder.write_text(who, encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _named(holder: Path) -> tuple[str, datetime | None]:
    try:
        who = holder.read_text(encoding="utf-8")
        return who, datetime.fromtimestamp(holder.stat().st_mtime, UTC)
    except FileNotFoundError:  # it took the lock and has not said so yet, or is about to let go
        return "", None


_PROCESS: Final = re.compile(r"process (\d+)")


def _holder_beside(path: Path) -> str | None:
    """The file beside the lock names a process; one that was killed leaves it behind. So the lock itself is tried where
    that process, or another that has its number now, lives: for an instant, since a run that began in it would find the
    database in use.
    """
    file = path.with_name(f"{path.name}.holder")
    try:
        told = file.read_text(encoding="utf-8").strip()
    except OSError:
        return None  # not there, or removed this moment
    found = _PROCESS.search(told)
    if found and not lives(int(found[1])):
        return None
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return told
    except OSError:
        return told  # another user's lock: its process lives
    lock.release()
    return None


@contextmanager
def _at_server(database: Database, who: str) -> Iterator[Confirm]:
    with ExitStack() as kept:
        held = [kept.enter_context(_taken(database, who))]

        def confirm() -> None:
            try:
                held[-1].exec_driver_sql("SELECT 1")
            except SQLAlchemyError:  # the lock went with the connection
                held.append(kept.enter_context(_taken(database, who)))

        yield confirm


@contextmanager
def _taken(database: Database, who: str) -> Iterator[Connection]:
    with database.session() as connection:
        with database.plain_errors():
            connection.exec_driver_sql(KEEPALIVE)
            connection.execute(text("SELECT set_config('application_name', :who, false)"), {"who": who})
            attempts = Retrying(
                retry=retry_if_result(lambda taken: not taken),
                stop=stop_after_delay(GRACE_SECONDS),
                wait=wait_fixed(0.1),
                retry_error_callback=lambda _: False,
            )
            if not attempts(lambda: connection.execute(_TAKE, {"class": CLASS}).scalar_one()):
                found = connection.execute(_HOLDER, {"class": CLASS}).one_or_none()
                raise HeldError(_told(database.name, *(found or ("", None))))
        try:
            yield connection
        finally:
            # Said, since a server lets go of a closed connection's locks only when it comes to notice it.
            with suppress(SQLAlchemyError):  # the lock went with the connection
                connection.execute(_LET_GO, {"class": CLASS})


_TAKE = text("SELECT pg_try_advisory_lock(:class, hashtext(current_schema()))")
_LET_GO = text("SELECT pg_advisory_unlock(:class, hashtext(current_schema()))")
_HOLDER = text(
    "SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND a.datname = current_database()"
    " AND l.classid::bigint = :class AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295"
)


def _told(name: str, who: str, since: datetime | None) -> str:
    when = f" since {since.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z" if since else ""
    return f"{name} is in use by {who or 'another process'}{when}; wait for it to end, or end it"
