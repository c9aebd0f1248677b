"""What the verbs of the command line have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from db.store import Store
    from variorum.settings import Settings

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)


def settings_of(ctx: click.Context) -> Settings:
    """The settings that `--config` names, or those of the current folder. Raises SettingsError."""
    from variorum.settings import load_settings

    return load_settings(ctx.find_root().obj, cwd=Path())


def settings_at_work(ctx: click.Context) -> Settings:
    """The same for a verb that runs something: from here on it is written to the log, where the settings name one."""
    settings = settings_of(ctx)
    if settings.log.file:
        from variorum.runlog import start_log

        root = ctx.find_root()
        verb = ctx.command_path.removeprefix(root.command_path).strip()
        root.call_on_close(start_log(settings.log, settings.path(settings.log.file), verb))
    return settings


def store_of(settings: Settings, *, make: bool = False) -> Store:
    """The opened store, to be closed by the caller; `make` for verbs that may be the first. Raises StoreError."""
    from variorum.opening import open_of

    return open_of(settings, make=make)


def now() -> datetime:
    return datetime.now(UTC)
