"""`variorum work`: a further process, on this machine or another, that computes due events of the run that is at work.

It takes no lock and writes no run of its own: events are claimed row by row in the database, and what it finds is what
that run would have found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import click

from db.store import Store
from variorum.comparison import Comparison
from variorum.corpus import Corpus, Shelf
from variorum.errors import SharingError
from variorum.executors import Workers, open_workers
from variorum.newsroom import configured_outlets
from variorum.nightly import comparison_for, say_what_is_missing
from variorum.progress import Progress, progress_for
from variorum.quarantine import quarantined
from variorum.results import SHARED, Finder, SharedRun, made_by, shared_run
from variorum.settings import Settings
from variorum.vectors import VectorSource

LOOK_EVERY: Final = 5.0  # seconds between two looks for due events


@dataclass
class Helper:
    """Takes part in whatever run is at work. What went wrong with events of a run is not tried again in that run."""

    store: Store
    comparison: Comparison
    progress: Progress
    workers: Workers
    _run: str = ""
    _failed: dict[str, str] = field(default_factory=dict)
    _refused: str = ""

    def take_part(self) -> int:
        """Compute the due events that are free now. Returns how many were saved.

        Raises SharingError where the run that is at work makes its results by others than this process would.
        """
        found = shared_run(self.store)
        if found is None or not self.store.count_due():
            return 0
        run, value = found
        if problem := _differing(run, self.comparison):
            raise SharingError(
                f"the run that is at work makes its results otherwise than this process would: {problem}; give both the"
                " same release, settings, outlets and rule packs, then start variorum work again"
            )
        if value != self._run:
            self._run, self._failed = value, {}
        version = self.comparison.versions["code"]
        elsewhere = self.workers.executor if self.workers.elsewhere else None
        vectors = VectorSource(self.store, self.comparison.embedder, self.progress, elsewhere)
        corpus = Corpus(Shelf(self.store, version), vectors, quarantined(self.store.furniture()))
        finder = Finder(self.store, corpus, self.comparison, self.progress, self.workers, failed=self._failed)
        with self.progress.stage("comparing events of the run that is at work", None) as advance:
            return finder.sweep(run.run, advance, state=(SHARED, value))


def work_verb(store: Store, settings: Settings, *, once: bool, sleep: Callable[[float], None]) -> int:
    """Share the work of runs until this process is ended, or with `once` until nothing is free. Returns the status.

    Raises SharingError for a SQLite file, and with `once` where the run that is at work is made by others.
    """
    if not store.shares_work:
        raise SharingError(
            "database_url: a SQLite file is for one run at a time on one machine, whose cores `executor` and `workers`"
            " put to use; for several machines keep the data in PostgreSQL: docs/scale.md"
        )
    comparison, progress = comparison_for(settings, configured_outlets(settings)), progress_for()
    say_what_is_missing(settings, progress)
    told = ""
    with open_workers(settings) as workers:
        helper = Helper(store, comparison, progress, workers)
        while True:
            try:
                saved = helper.take_part()
            except SharingError as error:
                if once:
                    raise
                saved = 0
                if str(error) != told:  # it may be last night's: the next may be of our kind
                    told = str(error)
                    progress.say(f"not taking part: {told}")
            if saved or once:
                click.echo(f"work: {saved} events compared")
            if once:
                return 0
            sleep(LOOK_EVERY)


def _differing(run: SharedRun, comparison: Comparison) -> str:
    """In what the run's results are made by others than ours, in words; '' where in nothing."""
    ours, theirs = made_by(comparison), run.made_by
    unlike = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    return ", ".join(f"{name} is {theirs.get(name, 'none')} there and {ours.get(name, 'none')} here" for name in unlike)
