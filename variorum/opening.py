"""Opening the database that the settings name; one of an older version is upgraded then, with a backup taken first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from db.database import Database
from db.errors import BackupError
from db.migrate import HEAD, Around, stored_version
from db.store import LOCK_TIMEOUT_S, Store, open_store
from variorum.settings import Settings


def open_of(
    settings: Settings, *, make: bool = True, lock_timeout_s: float = LOCK_TIMEOUT_S, backup: bool = True
) -> Store:
    """The opened store, to be closed by the caller. An upgrade is told on standard error.

    Raises StoreError for a database that can't be opened or upgraded, and for a backup that can't be taken before an
    upgrade, unless `backup` is off; HeldError where another run works with a database that has to be upgraded. Then
    nothing is changed.
    """
    around = upgrading(settings, backup=backup, say=_say, now=lambda: datetime.now(UTC))
    return open_store(settings.resolved_database_url, make=make, lock_timeout_s=lock_timeout_s, around=around)


def upgrading(settings: Settings, *, backup: bool, say: Callable[[str], None], now: Callable[[], datetime]) -> Around:
    """What is done around an upgrade: other runs are kept off, and the database as it is goes into a file first."""

    @contextmanager
    def around(database: Database, version: str) -> Iterator[None]:
        from db.backup import back_up
        from db.nightlock import night_lock
        from variorum.backups import default_path
        from variorum.ledger import who_for

        with night_lock(database, who_for("upgrade")):
            with database.reading() as connection:
                if stored_version(connection) != version:  # another process was quicker
                    yield
                    return
            if backup:
                path = default_path(settings, f"schema-{version}", now())
                try:
                    back_up(settings.resolved_database_url, path)
                except BackupError as error:
                    raise BackupError(
                        f"{error}\n{database.name} has to be upgraded from schema {version} to {HEAD}, and no backup"
                        " could be taken first; it is as it was. Where you have a backup of your own, run: variorum"
                        " upgrade --without-backup"
                    ) from error
                say(f"upgrading {database.name} from schema {version} to {HEAD}; as it was, it is kept as {path}")
            else:
                say(f"upgrading {database.name} from schema {version} to {HEAD}, without a backup")
            yield
        say(f"upgraded {database.name} to schema {HEAD}")

    return around


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
