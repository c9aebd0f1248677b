"""`demo`: the whole nightly job, two nights long, against the invented newsroom over real HTTP.

The newsroom has a clock of its own, so that its nights fall where its stories do and every run gives the same site.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from db.store import Store
from scraper.outlets import parse_outlets
from variorum.demo.newsroom import source_path, write_sources
from variorum.demo.server import serve
from variorum.demo.stories import NIGHTS, Night
from variorum.ledger import hold_lock
from variorum.nightly import NightlySummary, summary_lines, work_one_night
from variorum.opening import open_of
from variorum.patience import Patience
from variorum.progress import progress_for
from variorum.settings import FetchSettings, ReportSettings, Settings

SOURCES = "source"  # folder of the site that holds the invented pages


def demo_verb(*, out: Path, database: Path) -> int:
    """Run the nights that have not been run yet, or the last one again. Returns the exit status."""
    progress = progress_for()
    status = 0
    given = Settings(database_url=f"sqlite:///{database}")
    with open_of(given) as store, hold_lock(store, "demo") as confirm, serve(1) as newsroom:
        patience = Patience(progress=progress, confirm=confirm)
        for night in _nights_to_run(store):
            newsroom.switch_to(night)
            progress.say(f"Night {night} of the invented newsroom, {NIGHTS[night]:%d %B %Y}")
            summary = run_night(store, night, newsroom.hosts, out=out, patience=patience)
            for line in summary_lines(summary):
                click.echo(f"night {night}: {line}")
            status = max(status, summary.exit_status)
    click.echo(f"report: {out / 'index.html'}")
    return status


def run_night(store: Store, night: Night, hosts: dict[str, str], *, out: Path, patience: Patience) -> NightlySummary:
    """One night against a newsroom that is already being served at `hosts` (invented host name to address)."""
    settings = Settings(
        site=str(out),
        fetch=FetchSettings(contact="demo@variorum.example", addresses=hosts),
        report=ReportSettings(title="Variorum: the invented newsroom"),
    )
    text = (resources.files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    outlets = parse_outlets(text, source="variorum/demo/outlets.toml")
    sources = write_sources(night, out / SOURCES)
    return work_one_night(
        store,
        settings,
        outlets,
        verb="demo",
        now=lambda: NIGHTS[night],
        patience=patience,
        source_url=source_url,
        notes={"night": night, "source_pages_written": sources.written},
    )


def source_url(url: str) -> str:
    """Where the site holds the invented page of an address."""
    return f"{SOURCES}/{source_path(url)}"


def _nights_to_run(store: Store) -> list[Night]:
    """The nights that are due; once both are done, the last one again, on which nothing should have changed."""
    done = {run.summary.get("night") for run in store.runs() if run.verb == "demo" and run.status == "done"}
    if 2 in done:
        return [2]
    return [2] if 1 in done else [1, 2]
