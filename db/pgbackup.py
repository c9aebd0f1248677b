"""Copies of a PostgreSQL database, by PostgreSQL's own programs: pg_dump, pg_restore and psql.

Only our tables are in a copy, since a schema may be shared. Passwords go through the environment, never through a
command line, which every user of the machine can read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect

from db.database import Database
from db.errors import BackupError, LockedError, UnusableDatabaseError
from db.migrate import VERSION_TABLE, refuse_unknown, stored_version
from db.schema import Base
from db.wholefile import told, written_beside

OURS = frozenset({*Base.metadata.tables, VERSION_TABLE})  # a table that a migration drops has to be added here
PACKAGE = "install PostgreSQL's client programs (Debian: postgresql-client) so that it is found on PATH"
MAGIC = b"PGDMP"
DROP_WAIT_S = 10  # for other programs' transactions on our tables, before a restore gives up


@dataclass(frozen=True, slots=True)
class _Server:
    """How a program of PostgreSQL gets to the database: libpq's connection string, and an environment."""

    conninfo: str
    environment: Mapping[str, str]


def back_up(database: Database, path: Path, *, replace: bool) -> str:
    """Write our tables, of one moment, into one file in pg_dump's custom format at `path`, and read that once.

    Returns the schema's version. Raises BackupError, NewerSchemaError, UnusableDatabaseError; then `path` is as it was.
    """
    dump, server = _program("pg_dump"), _server(database)
    _program("pg_restore")
    with database.reading() as connection:
        version = stored_version(connection)
        refuse_unknown(version, database.name)
        schema, tables = _our_tables(connection)
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-password", f"--dbname={server.conninfo}"]
    options += [f'--table="{_doubled(schema)}"."{table}"' for table in tables]
    with written_beside(path, replace=replace) as part:
        _run([dump, *options, f"--file={part.absolute()}"], server.environment, path)
        found, _ = examine(part)
        if found != version:
            raise BackupError(f"{path}: schema {found} was written for {version}; was it upgraded meanwhile? try again")
    return found


def examine(path: Path) -> tuple[str, frozenset[tuple[str, str]]]:
    """The version of a backup that can be read to its end, and its tables as (schema, name).

    Raises UnusableDatabaseError for one that is damaged or none of ours, NewerSchemaError.
    """
    restore = _program("pg_restore")
    with told(path):
        if not path.is_file():
            raise BackupError(f"{path}: no such file; name a backup")
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise UnusableDatabaseError(f"{path}: no dump of PostgreSQL; name a file that variorum backup wrote")
    listed = _read(restore, path, "--list")
    tables = frozenset(re.findall(r"^\d+; \d+ \d+ TABLE (?!DATA )(\S+) (\S+) ", listed, re.MULTILINE))
    rows = _read(restore, path, "--data-only", f"--table={VERSION_TABLE}", "--file=-")
    found = re.search(rf"^COPY \S*\b{VERSION_TABLE} .*;\n(\S+)\n\\\.$", rows, re.MULTILINE)
    version = found[1] if found else None
    refuse_unknown(version, str(path))
    assert version is not None
    _read(restore, path, f"--file={os.devnull}")
    return version, tables


def restore(database: Database, backup: Path, *, replace: bool, aside: Path) -> tuple[str, Path | None]:
    """Make our tables what `backup` holds, in one transaction. What they held is kept at `aside`, as a backup.

    Returns the schema's version, and `aside` where something was put there. Raises UnusableDatabaseError and
    NewerSchemaError for a backup that can't be used, BackupError where the database holds something and is not to be
    replaced or the server refuses, LockedError where somebody works with the tables; in each case nothing is changed.
    """
    psql, server = _program("psql"), _server(database)
    version, in_backup = examine(backup)
    with database.reading() as connection:
        schema, there = _our_tables(connection)
        holds_something = any(
            connection.exec_driver_sql(f'SELECT EXISTS (SELECT 1 FROM "{table}")').scalar_one()  # noqa: S608
            for table in there
            if table != VERSION_TABLE
        )
    if others := {name for name, _ in in_backup} - {schema}:
        raise BackupError(
            f"{backup}: holds tables of the schema {', '.join(sorted(others))}, and {database.name} uses {schema};"
            " make that the first of its search_path"
        )
    kept = None
    if holds_something:
        if not replace:
            raise BackupError(
                f"{database.name}: holds something; name another database, or replace it with --replace, which keeps a"
                " backup of it"
            )
        back_up(database, aside, replace=False)
        kept = aside
    # DROP without CASCADE: whatever another program built upon our tables stops this.
    begin = f"BEGIN;\nSET LOCAL lock_timeout = '{DROP_WAIT_S}s';\n"
    if there:
        begin += "DROP TABLE " + ", ".join(f'"{_doubled(schema)}"."{table}"' for table in there) + ";\n"
    _replay(psql, server, backup, begin, database.name)
    return version, kept


def _replay(psql: str, server: _Server, backup: Path, begin: str, name: str) -> None:
    """Run `begin` and the backup's own statements in one transaction, which is only ended once all of them are sent.

    Where this process or one of the programs is killed before, psql finds the end of its input and no COMMIT.
    """
    read = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(backup.absolute())]
    write = [psql, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", f"--dbname={server.conninfo}"]
    with (
        tempfile.TemporaryFile() as said,
        _started(write, server.environment, said.fileno(), feed=True) as writer,
        _started(read, dict(os.environ), said.fileno()) as reader,
    ):
        assert writer.stdin is not None
        assert reader.stdout is not None
        try:
            writer.stdin.write(begin.encode())
            shutil.copyfileobj(reader.stdout, writer.stdin)
            if reader.wait() == 0:
                writer.stdin.write(b"\nCOMMIT;\n")
            writer.stdin.close()
        except BrokenPipeError:
            pass  # psql has given up, and says why
        ended = writer.wait(), reader.poll()
        if ended != (0, 0):
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
            if "lock timeout" in text:
                raise LockedError(f"{name}: another program works with it; end that, then run this again")
            raise BackupError(f"{name}: was not restored, and is as it was ({text or ended})")


@contextmanager
def _started(
    command: Sequence[str], environment: Mapping[str, str], errors: int, *, feed: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with a pipe to its input or from its output; killed where the block raises."""
    process = subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
        stderr=errors,
    )
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:
                pass
        process.wait()


def _our_tables(connection: Connection) -> tuple[str, list[str]]:
    schema = str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    return schema, sorted(OURS & set(inspect(connection).get_table_names()))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed, and PostgreSQL's backups are its work; {PACKAGE}")
    return found


def _server(database: Database) -> _Server:
    from psycopg.conninfo import make_conninfo

    parameters = database.driver_parameters()
    environment = dict(os.environ)
    if password := parameters.pop("password", None):
        environment["PGPASSWORD"] = str(password)
    return _Server(make_conninfo("", **parameters), environment)


def _read(program: str, path: Path, *options: str) -> str:
    done = subprocess.run([program, *options, str(path.absolute())], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise UnusableDatabaseError(f"{path}: damaged, or of a newer PostgreSQL ({done.stderr.strip()})")
    return done.stdout


def _run(command: Sequence[str], environment: Mapping[str, str], path: Path) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{path}: {Path(command[0]).name} can't write it ({done.stderr.strip()})")


def _doubled(name: str) -> str:
    return name.replace('"', '""')
