"""`variorum backup`, `restore` and `upgrade`: the database as a file, back from it, and on to a newer schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from db.backup import back_up, restore
from db.database import database_name, sqlite_file
from db.migrate import HEAD
from db.nightlock import night_lock_at
from db.wholefile import PART
from variorum.errors import InputError
from variorum.ledger import who_for
from variorum.opening import open_of
from variorum.progress import Progress, progress_for
from variorum.settings import Settings

FOLDER: Final = "backups"
TIME: Final = "%Y%m%dT%H%M%SZ"
PART_KEPT: Final = timedelta(days=1)  # no backup takes that long; what is older was left behind by a killed process
MB: Final = 1_000_000


def backup_verb(
    settings: Settings, file: Path | None, *, force: bool, keep: int | None, now: Callable[[], datetime]
) -> int:
    """Write a backup; with `keep`, remove all but the newest so many of those that were named by this verb.

    Raises InputError, StoreError.
    """
    if keep is not None and file is not None:
        raise InputError("--keep removes older backups with names of ours; leave out FILE, or --keep")
    at = now()
    path = file or default_path(settings, "", at)
    with _pages(progress_for(), "copying pages") as advance:
        done = back_up(settings.resolved_database_url, path, replace=force, advance=advance)
    click.echo(f"backup: {done.path}, schema {done.schema}, {done.size_bytes / MB:,.1f} MB, checked")
    if file is None:
        for old in _outdated(settings, keep, at):
            old.unlink()
            click.echo(f"removed {old}")
    return 0


def restore_verb(settings: Settings, file: Path, *, replace: bool, now: Callable[[], datetime]) -> int:
    """Put a backup in the place of the database. Raises HeldError where a run is at work, StoreError."""
    aside = default_path(settings, "replaced", now())
    url = settings.resolved_database_url
    with night_lock_at(url, who_for("restore")), _pages(progress_for(), "copying pages") as advance:
        done = restore(url, file, replace=replace, aside=aside, advance=advance)
    if done.kept is not None:
        click.echo(f"what was there is kept as {done.kept}")
    later = "" if done.schema == HEAD else f"; the next verb upgrades it to {HEAD}, with a backup"
    click.echo(f"restored {file}, schema {done.schema}{later}")
    return 0


def upgrade_verb(settings: Settings, *, backup: bool) -> int:
    """Upgrade the database, if that has to be. Raises StoreError."""
    with open_of(settings, make=False, backup=backup):
        click.echo(f"the database has schema {HEAD}, as this version needs it")
    return 0


def default_path(settings: Settings, word: str, at: datetime) -> Path:
    """A free name in the folder of backups: the database's own, what for, and the time in UTC."""
    folder, stem, ending = _naming(settings)
    base = "-".join(part for part in (stem, word, at.strftime(TIME)) if part)
    names = (f"{base}{f'-{number}' if number > 1 else ''}{ending}" for number in range(1, 1000))
    return next(folder / name for name in names if not (folder / name).exists())


def _naming(settings: Settings) -> tuple[Path, str, str]:
    """Folder, beginning and end of the names of backups: beside a SQLite file, else under `var` beside the settings."""
    url = settings.resolved_database_url
    if (path := sqlite_file(url)) is not None:
        return path.parent / FOLDER, path.stem, ".db"
    name = database_name(url) or "variorum"
    return settings.path("var") / FOLDER, re.sub(r"[^A-Za-z0-9_-]", "_", name), ".dump"


def _outdated(settings: Settings, keep: int | None, at: datetime) -> list[Path]:
    """Backups beyond the newest `keep`, and what killed processes left behind; only files with a name of ours."""
    folder, stem, ending = _naming(settings)
    named = re.compile(rf"{re.escape(stem)}-\d{{8}}T\d{{6}}Z(-\d+)?{re.escape(ending)}")
    files = [path for path in folder.iterdir() if path.is_file()]
    whole = sorted((path for path in files if named.fullmatch(path.name)), key=_age)
    parts = [path for path in files if named.match(path.name) and path.suffix == PART]
    old = [path for path in parts if path.stat().st_mtime < (at - PART_KEPT).timestamp()]
    return (whole[:-keep] if keep else []) + sorted(old)


def _age(path: Path) -> tuple[str, int]:
    """For sorting: by the time in the name, then by the number behind it."""
    found = re.search(r"-(\d{8}T\d{6}Z)(?:-(\d+))?", path.name)
    assert found is not None
    return found[1], int(found[2] or 1)


@contextmanager
def _pages(progress: Progress, name: str) -> Iterator[Callable[[int, int], None]]:
    """A function that is told how many of how many are done; nothing is shown where it is told but once."""
    with ExitStack() as stack:
        before = 0
        step: Callable[[int], None] | None = None

        def advance(done: int, total: int) -> None:
            nonlocal before, step
            if step is None and done < total:
                step = stack.enter_context(progress.stage(name, total))
            if step is not None:
                step(done - before)
            before = done

        yield advance
