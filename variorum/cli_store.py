"""The verbs that look after the database: backup, restore and upgrade."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cliparts import now, settings_of

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@click.option(
    "--keep", type=click.IntRange(min=1), metavar="N", help="Remove all but the newest N with names given by this verb."
)
@click.pass_context
def backup(ctx: click.Context, file: Path | None, force: bool, keep: int | None) -> None:
    """Write the database into one file, while it stays in use, and check that file.

    Without FILE it goes into backups/ beside the database, named by the time in UTC. A PostgreSQL database goes through
    pg_dump, which has to be installed.
    """
    from variorum.backups import backup_verb

    ctx.exit(backup_verb(settings_of(ctx), file, force=force, keep=keep, now=now))


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace a database that holds something; it is kept aside.")
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """Make the database what FILE, a backup, holds: all of it, or nothing where that can't be.

    FILE is checked first. Refused while a run or the review desk works with the database.
    """
    from variorum.backups import restore_verb

    ctx.exit(restore_verb(settings_of(ctx), file, replace=replace, now=now))


@click.command()
@click.option("--without-backup", is_flag=True, help="Take no backup first, for instance because you have one.")
@click.pass_context
def upgrade(ctx: click.Context, without_backup: bool) -> None:
    """Upgrade the database to this version of the program, with a backup taken first.

    Every other verb does the same when it finds an older database.
    """
    from variorum.backups import upgrade_verb

    ctx.exit(upgrade_verb(settings_of(ctx), backup=not without_backup))
