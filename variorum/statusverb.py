"""`variorum status`: asked of the database, said as a screen or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import click

from db.database import has_place, is_made
from variorum.opening import open_of
from variorum.settings import Settings
from variorum.status import Status, no_database, status_of


def status_verb(settings: Settings, *, as_json: bool, everything: bool, now: Callable[[], datetime]) -> int:
    """Print how things stand. Returns the exit status, 1 where there are findings. Raises as `status_of`."""
    status = _asked(settings, now())
    if as_json:
        from variorum.statusrows import status_row

        click.echo(json.dumps(status_row(status), ensure_ascii=False, indent=2))
    else:
        from variorum.statuswords import status_lines

        click.echo("\n".join(status_lines(status, everything=everything)))
    return status.exit_status


def _asked(settings: Settings, at: datetime) -> Status:
    url = settings.resolved_database_url
    if not is_made(url) and has_place(url):
        return no_database(settings, at)
    with open_of(settings, make=False) as store:
        return status_of(store, settings, at)
