"""The night's work: fetch, compare, report, under one lock, with a line in the run ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from db.store import Store
from scraper.exchange import Get
from scraper.outlets import Outlet
from variorum import __version__
from variorum.adapters import LateEmbedder
from variorum.adapters.taggers import rules_only_note, tagger_named
from variorum.calibrations import calibrations_path, read_calibrations
from variorum.clocks import steady
from variorum.comparedruns import has_previous
from variorum.comparing import CompareSummary, Comparison, compare_stage
from variorum.errors import SettingsError
from variorum.executors import Workers, expects_much, latest_runs, open_workers
from variorum.fetching import FetchSummary, fetch_stage
from variorum.inputs import as_published
from variorum.keeping import keep_last
from variorum.ledger import Ledger, hold_lock, ledger
from variorum.newsroom import configured_outlets
from variorum.patience import Patience
from variorum.progress import Progress, progress_for
from variorum.reporting import SourceUrl, report_stage
from variorum.rulepacks import rule_book
from variorum.settings import CONFIG_NAME, DASK, Settings
from variorum.sitefolder import SiteSummary
from variorum.uncompared import waiting_events

TOLD_EACH: Final = 5
"""Events that could not be rendered of which is told what went wrong."""


def program_versions() -> dict[str, str]:
    return {"program": __version__}


def user_agent(settings: Settings) -> str:
    """The one User-Agent, with the address of whoever runs this. Raises SettingsError where nobody is named."""
    contact = settings.fetch.contact.strip()
    if not contact:
        raise SettingsError(
            f"{settings.folder / CONFIG_NAME}: contact under [fetch] is empty; outlets must be able to reach you:"
            " set it to your e-mail address or web page"
        )
    return f"Variorum/{__version__} (+{contact})"


def client(settings: Settings) -> Get:
    from scraper.fetch import Client

    try:
        return Client(
            agent=user_agent(settings),
            timeout=settings.fetch.timeout_seconds,
            max_bytes=settings.fetch.max_bytes,
            addresses=settings.fetch.addresses,
        )
    except ValueError as error:
        raise SettingsError(f"{settings.folder / CONFIG_NAME}: [fetch]: {error}") from error


def chosen_outlets(settings: Settings, only: Sequence[str]) -> tuple[Outlet, ...]:
    """The outlets to ask. Raises SettingsError where there are none, or a slug is not among them."""
    outlets = configured_outlets(settings)
    if not outlets:
        path = settings.path(settings.outlets)
        raise SettingsError(f"{path}: no outlets there; write a starter list with: variorum init")
    unknown = sorted(set(only) - {outlet.slug for outlet in outlets})
    if unknown:
        known = ", ".join(outlet.slug for outlet in outlets)
        raise SettingsError(f"outlet {', '.join(unknown)}: not in {settings.path(settings.outlets)}; there are {known}")
    return tuple(outlet for outlet in outlets if not only or outlet.slug in only)


@dataclass(frozen=True, slots=True)
class NightlySummary:
    """What one night counted, stage by stage."""

    fetch: FetchSummary
    compare: CompareSummary
    site: SiteSummary

    @property
    def exit_status(self) -> int:
        return 1 if self.fetch.failed or self.compare.failed or self.site.failed else 0


def embedder_for(settings: Settings) -> LateEmbedder:
    """The embedder that the settings name, not loaded yet."""
    chosen = settings.compare
    return LateEmbedder(
        settings.resolved_embedder, prompt=chosen.prompt, dimensions=chosen.dimensions, engine=chosen.engine
    )


def comparison_for(settings: Settings, outlets: Sequence[Outlet]) -> Comparison:
    book = rule_book(settings)
    return Comparison(
        rules=book.rules,
        house=book.house,
        embedder=embedder_for(settings),
        names={outlet.slug: outlet.name for outlet in outlets},
        wires={outlet.slug: outlet.name for outlet in outlets if outlet.kind == "wire"},
        calibrations=read_calibrations(calibrations_path(settings)),
        open_days=settings.compare.open_days,
        tagger=tagger_named(settings.compare.tagger),
    )


def begin_embedding(settings: Settings, comparison: Comparison, *, at_once: bool) -> Callable[[], None]:
    """What to call when a page has come: the model that its sentences will need is loaded while outlets are asked, or
    begun `at_once`, where much is to be expected. On a cluster others have it."""
    if settings.executor.startswith(DASK) or not isinstance(comparison.embedder, LateEmbedder):
        return lambda: None
    if at_once:
        comparison.embedder.begin()
    return comparison.embedder.begin


def say_what_is_missing(settings: Settings, progress: Progress) -> None:
    """Tell, before work begins, what it has to do without."""
    if note := rules_only_note(settings.compare.tagger):
        progress.say(note)
    for note in embedder_for(settings).notes:
        progress.say(f"note: {note}")


def say_what_is_not_shown(site: SiteSummary, progress: Progress) -> None:
    """Tell of the events that could not be rendered: of the first ones, since one fault may have many."""
    for told in site.failed[:TOLD_EACH]:
        event, _, problem = told.partition(": ")
        progress.say(
            f"event {event} could not be rendered and is left out of the report: {problem}; please report this, with"
            f" what variorum events why {event} prints"
        )
    if (further := len(site.failed) - TOLD_EACH) > 0:
        progress.say(f"events that could not be rendered, besides: {further}; see: variorum status --all")


def versions_of(comparison: Comparison) -> dict[str, str]:
    return {"program": __version__, **comparison.versions}


def work_one_night(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    *,
    verb: str,
    now: Callable[[], datetime],
    patience: Patience,
    source_url: SourceUrl = as_published,
    notes: Mapping[str, object] = MappingProxyType({}),
) -> NightlySummary:
    """Fetch, compare and report, as one run of the ledger. The lock is the caller's. Where the database is away for a
    while, the stage at work goes on once it is back."""
    comparison = comparison_for(settings, outlets)
    versions = versions_of(comparison)
    get = client(settings)
    progress = patience.progress
    say_what_is_missing(settings, progress)
    out = settings.path(settings.site)
    with ledger(store, verb, versions, now, patience=patience) as entry:
        for name, note in notes.items():
            entry.tell(name, note)
        begin = begin_embedding(settings, comparison, at_once=expects_much(patience(lambda: latest_runs(store))))
        fetched = _fetch(store, entry, settings, outlets, get, now=now, patience=patience, arrives=begin)
        with open_workers(settings) as workers:
            compared = _compare(store, entry, comparison, progress, workers)
            with entry.stage("site"), progress.stage("writing the report", None) as advance:
                site = patience(
                    lambda: report_stage(
                        store,
                        settings,
                        outlets,
                        comparison.rules,
                        versions,
                        out=out,
                        source_url=source_url,
                        workers=workers,
                    )
                )
                advance(site.written)
        say_what_is_not_shown(site, progress)
        entry.add("site", site)
        with entry.stage("keep"):
            patience(
                lambda: keep_last(
                    store, settings, outlets, comparison.rules, versions, progress, now=now(), add=entry.tell
                )
            )
    return NightlySummary(fetched, compared, site)


def _compare(
    store: Store, entry: Ledger, comparison: Comparison, progress: Progress, workers: Workers
) -> CompareSummary:
    with entry.stage("compare"):

        def once() -> CompareSummary:
            return entry.patience(lambda: compare_stage(store, comparison, progress, run=entry.run, workers=workers))

        compared = once()
        if waiting_events(store):  # a text was added while it worked
            compared = once().after(compared)
    entry.add("compare", compared)
    return compared


def fetch_verb(store: Store, settings: Settings, *, only: Sequence[str], now: Callable[[], datetime]) -> int:
    """Fetch the chosen outlets and say what came. Returns the exit status."""
    outlets = chosen_outlets(settings, only)
    get = client(settings)
    with hold_lock(store, "fetch") as confirm:
        patience = Patience(progress=progress_for(), confirm=confirm)
        clock = steady(now)
        with ledger(store, "fetch", program_versions(), clock, patience=patience) as entry:
            summary = _fetch(store, entry, settings, outlets, get, now=clock, patience=patience)
    click.echo(fetch_line(summary))
    return 1 if summary.failed else 0


def compare_verb(store: Store, settings: Settings, *, now: Callable[[], datetime]) -> int:
    """Compare what is stored and say what was found. Returns the exit status."""
    comparison = comparison_for(settings, configured_outlets(settings))
    progress = progress_for()
    say_what_is_missing(settings, progress)
    with hold_lock(store, "compare") as confirm:
        patience = Patience(progress=progress, confirm=confirm)
        with (
            ledger(store, "compare", versions_of(comparison), now, patience=patience) as entry,
            open_workers(settings) as workers,
        ):
            summary = _compare(store, entry, comparison, progress, workers)
    click.echo(compare_line(summary))
    return 1 if summary.failed else 0


def report_verb(
    store: Store, settings: Settings, *, out: Path | None, now: Callable[[], datetime], whole: bool = False
) -> int:
    """Write the site and say where it is; `whole` renders every event. Returns the exit status."""
    outlets = configured_outlets(settings)
    comparison = comparison_for(settings, outlets)
    versions = versions_of(comparison)
    folder = out or settings.path(settings.site)
    with hold_lock(store, "report"), ledger(store, "report", versions, now) as entry:
        progress = progress_for()
        with entry.stage("site"), progress.stage("writing the report", None) as advance:
            summary = report_stage(store, settings, outlets, comparison.rules, versions, out=folder, whole=whole)
            advance(summary.written)
        say_what_is_not_shown(summary, progress)
        entry.tell("site", summary)
    click.echo(site_line(summary))
    click.echo(f"report: {folder / 'index.html'}")
    return 1 if summary.failed else 0


def nightly_verb(store: Store, settings: Settings, *, now: Callable[[], datetime]) -> int:
    """The whole night. Returns the exit status."""
    outlets = chosen_outlets(settings, ())
    with hold_lock(store, "nightly") as confirm:
        patience = Patience(progress=progress_for(), confirm=confirm)
        summary = work_one_night(store, settings, outlets, verb="nightly", now=steady(now), patience=patience)
    for line in summary_lines(summary):
        click.echo(line)
    if summary.compare.findings_touched and has_previous(store):
        click.echo("what changed since last night: variorum report diff previous last")
    click.echo(f"report: {settings.path(settings.site) / 'index.html'}")
    return summary.exit_status


def summary_lines(summary: NightlySummary) -> tuple[str, str, str]:
    return fetch_line(summary.fetch), compare_line(summary.compare), site_line(summary.site)


def fetch_line(summary: FetchSummary) -> str:
    return (
        f"fetch: {summary.outlets} outlets, {summary.pages} pages: {summary.new} new, {summary.changed} changed,"
        f" {summary.known} known, {summary.unusable} without an article, {summary.refused} refused by robots.txt,"
        f" {summary.failed} failed"
    )


def compare_line(summary: CompareSummary) -> str:
    return (
        f"compare: {summary.articles} articles, {summary.looked_at} looked at, {summary.embedded} sentences embedded;"
        f" {summary.events} events, {summary.events_computed} of them computed anew;"
        f" {summary.shared_claims} claims of two or more outlets, {summary.differences} differences,"
        f" {summary.flags} flags"
        + (f"; events that could not be compared: {len(summary.failed)}" if summary.failed else "")
        + (f"; new site furniture: {summary.quarantined}, see variorum furniture list" if summary.quarantined else "")
    )


def site_line(summary: SiteSummary) -> str:
    return (
        f"report: {summary.written} files written, {summary.unchanged} left as they were, {summary.removed} removed"
        + (f"; events that could not be rendered: {len(summary.failed)}" if summary.failed else "")
    )


def _fetch(
    store: Store,
    entry: Ledger,
    settings: Settings,
    outlets: Sequence[Outlet],
    get: Get,
    *,
    now: Callable[[], datetime],
    patience: Patience,
    arrives: Callable[[], None] = lambda: None,
) -> FetchSummary:
    from variorum.clusterextraction import open_reading
    from variorum.extraction import announcing

    with entry.stage("fetch"), open_reading(settings, patience.progress.say) as read:
        summary = fetch_stage(
            store,
            entry.run,
            outlets,
            settings=settings,
            get=get,
            agent=user_agent(settings),
            read=announcing(read, arrives),
            now=now,
            patience=patience,
        )
    entry.tell("fetch", summary)
    failures = [f"{f.outlet}: {f.reason}: {f.url}: {f.detail}" for f in store.failures(entry.run)]
    entry.add("failures", failures)
    return summary
