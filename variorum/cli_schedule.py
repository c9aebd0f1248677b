"""`variorum schedule`: prints what makes a machine run the night by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from variorum.cliparts import settings_of

if TYPE_CHECKING:
    from variorum.scheduling import Job
    from variorum.settings import Settings

Verb = TypeVar("Verb", bound=Callable[..., Any])

UNIT_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"


def _at(zone: str) -> Callable[[Verb], Verb]:
    return click.option(
        "--at",
        type=click.DateTime(["%H:%M"]),
        default="04:30",
        show_default=True,
        metavar="HH:MM",
        help=f"When the night begins, {zone}.",
    )


@click.group()
def schedule() -> None:
    """Print what makes this machine, or GitHub, run `nightly` every night.

    What is printed can be installed as it is; nothing is installed here. It names the interpreter and the settings
    that it was called with.
    """


@schedule.command("systemd")
@_at("by this machine's clock")
@click.option("--system", is_flag=True, help="For the system's service manager instead of your own.")
@click.option("--name", default="variorum", show_default=True, help="Of the units, where there are several newsdesks.")
@click.option(
    "--write",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the two units there instead of printing the script.",
)
@click.pass_context
def systemd(ctx: click.Context, at: datetime, system: bool, name: str, write: Path | None) -> None:
    """Print a script for /bin/sh that installs a service and a timer: `variorum schedule systemd | sh`."""
    import re

    from variorum.systemdunits import install_script, units, write_units

    if not re.match(UNIT_NAME, name):
        raise click.BadParameter("letters, digits, - and _ make the name of a unit", param_hint="--name")
    settings, job = _job(ctx, at)
    user = _user() if system else None
    files = units(job, name=name, user=user, writes=_folders(settings) if system else ())
    if write is None:
        click.echo(install_script(files, name=name, system=system), nl=False)
    else:
        for line in write_units(files, write, name=name, system=system):
            click.echo(line)


@schedule.command("cron")
@_at("by this machine's clock")
@click.pass_context
def cron(ctx: click.Context, at: datetime) -> None:
    """Print a line for a crontab: `(crontab -l; variorum schedule cron) | crontab -`."""
    from variorum.crontabs import crontab

    click.echo(crontab(_job(ctx, at)[1]), nl=False)


@schedule.command("github")
@_at("in UTC")
@click.option("--install", metavar="REQUIREMENT", help="What pip installs there; else requirements.txt says so.")
@click.pass_context
def github(ctx: click.Context, at: datetime, install: str | None) -> None:
    """Print a workflow for GitHub Actions that runs the night and publishes the site to Pages."""
    from variorum.workflows import installed_from, places_of, workflow

    settings, job = _job(ctx, at)
    click.echo(workflow(job, places_of(settings, job), install=install or installed_from()), nl=False)


def _job(ctx: click.Context, at: datetime) -> tuple[Settings, Job]:
    from variorum.scheduling import job_of, what_is_missing

    settings = settings_of(ctx)
    job = job_of(settings, ctx.find_root().obj, at=at.time())
    for note in what_is_missing(settings, job):
        click.echo(note, err=True)
    return settings, job


def _user() -> str:
    import os
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def _folders(settings: Settings) -> tuple[Path, ...]:
    """Where the night writes beside the settings: the database's folder, the site, the log's folder."""
    scheme, _, path = settings.resolved_database_url.partition(":///")
    found = [settings.path(settings.site)]
    if scheme.startswith("sqlite") and path:
        found.append(Path(path).parent)
    if settings.log.file:
        found.append(settings.path(settings.log.file).parent)
    return tuple(sorted({folder.resolve() for folder in found}))
