"""The night's work: fetch, compare, report, under one lock, with a line in the run ledger."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import click
from filelock import FileLock, Timeout

from compare.embed import Embedder
from db.store import Store
from scraper.exchange import Get
from scraper.outlets import Outlet, parse_outlets
from variorum import __version__
from variorum.comparing import CompareSummary, Comparison, compare_stage
from variorum.errors import LockError, SettingsError
from variorum.fetching import FetchSummary, fetch_stage
from variorum.progress import Progress, progress_for
from variorum.rulepacks import load_rules
from variorum.settings import CONFIG_NAME, Settings
from variorum.site import SiteSummary


@contextmanager
def hold_lock(database: Path | None) -> Iterator[None]:
    """Keep other runs off the database while this one works. Raises LockError naming the holder's process.

    The lock is the operating system's: it goes with the process, however that ends.
    """
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    holder = database.with_name(database.name + ".holder")
    lock = FileLock(database.with_name(database.name + ".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "another process"
        raise LockError(f"{database} is in use by {who}; wait for it to end, or end it") from error
    try:
        holder.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


class Ledger:
    """One run in the ledger: what each stage counted, and how it ended."""

    def __init__(self, store: Store, run: int) -> None:
        self._store, self.run = store, run
        self._summary: dict[str, object] = {}

    def add(self, stage: str, summary: object) -> None:
        """Record a stage's frozen summary, or a single value, under its name."""
        is_value = dataclasses.is_dataclass(summary) and not isinstance(summary, type)
        self._summary[stage] = dataclasses.asdict(summary) if is_value else summary  # type: ignore[call-overload]

    @property
    def summary(self) -> Mapping[str, object]:
        return self._summary


@contextmanager
def ledger(store: Store, verb: str, versions: Mapping[str, str], now: Callable[[], datetime]) -> Iterator[Ledger]:
    """Open a run in the ledger and close it as done, or as failed where the work raised."""
    entry = Ledger(store, store.start_run(verb, now(), versions))
    try:
        yield entry
    except BaseException as error:
        entry.add("error", f"{type(error).__name__}: {error}")
        store.finish_run(entry.run, now(), status="failed", summary=entry.summary)
        raise
    store.finish_run(entry.run, now(), status="done", summary=entry.summary)


def program_versions() -> dict[str, str]:
    return {"program": __version__}


def user_agent(settings: Settings) -> str:
    """The one User-Agent, with the address of whoever runs this. Raises SettingsError where nobody is named."""
    contact = settings.fetch.contact.strip()
    if not contact:
        raise SettingsError(
            f"{settings.folder / CONFIG_NAME}: contact under [fetch] is empty; outlets must be able to reach you:"
            ' set it to your e-mail address or web page'
        )
    return f"Variorum/{__version__} (+{contact})"


def client(settings: Settings) -> Get:
    from scraper.fetch import Client

    return Client(
        agent=user_agent(settings), timeout=settings.fetch.timeout_seconds, addresses=settings.fetch.addresses
    )


def configured_outlets(settings: Settings) -> tuple[Outlet, ...]:
    """The outlets of the file that the settings name; none where there is no such file."""
    path = settings.path(settings.outlets)
    if not path.is_file():
        return ()
    try:
        return parse_outlets(path.read_text(encoding="utf-8"), source=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read as UTF-8 text ({error})") from error


def chosen_outlets(settings: Settings, only: Sequence[str]) -> tuple[Outlet, ...]:
    """The outlets to ask. Raises SettingsError where there are none, or a slug is not among them."""
    outlets = configured_outlets(settings)
    if not outlets:
        path = settings.path(settings.outlets)
        raise SettingsError(f"{path}: no outlets there; write a starter list with: variorum init")
    unknown = sorted(set(only) - {outlet.slug for outlet in outlets})
    if unknown:
        known = ", ".join(outlet.slug for outlet in outlets)
        raise SettingsError(f"--outlet {', '.join(unknown)}: not in {settings.path(settings.outlets)}; there are {known}")
    return tuple(outlet for outlet in outlets if not only or outlet.slug in only)


@dataclass(frozen=True, slots=True)
class NightlySummary:
    """What one night counted, stage by stage."""

    fetch: FetchSummary
    compare: CompareSummary
    site: SiteSummary

    @property
    def exit_status(self) -> int:
        return 1 if self.fetch.failed else 0


def work_one_night(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    *,
    verb: str,
    now: Callable[[], datetime],
    progress: Progress,
    source_url: Callable[[str], str | None] = lambda url: url,
    notes: Mapping[str, object] = MappingProxyType({}),
) -> NightlySummary:
    """Fetch, compare and report, as one run of the ledger. The lock is the caller's."""
    from variorum.adapters import load_embedder

    comparison = Comparison(load_rules(settings), load_embedder(settings.compare.embedder))
    with ledger(store, verb, {**program_versions(), **comparison.versions}, now) as entry:
        for name, note in notes.items():
            entry.add(name, note)
        fetched = run_fetch(store, entry, outlets, settings, now=now, progress=progress)
        compared = compare_stage(store, comparison, progress)
        entry.add("compare", compared)
        written = write_report(store, settings, outlets, out=settings.path(settings.site), source_url=source_url)
        entry.add("site", written)
    return NightlySummary(fetched, compared, written)
