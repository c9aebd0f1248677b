"""Which executor the settings name: `executor` is "none", "threads", "processes" or "dask://HOST:PORT"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from db.glance import NightRun
from variorum.forkserver import begin_night, worker_context
from variorum.inorder import AHEAD, Common, warm_up
from variorum.lastingpool import LastingPool
from variorum.settings import DASK, Settings

if TYPE_CHECKING:  # processes that work for a cluster have no database
    from db.store import Store

WORTH_PROCESSES: Final = 40
"""Pieces of a tenth of a second or so, and new articles, from which processes are worth their start: each takes some
seconds, most of it for the language models."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor, None where this process does everything, and what is known of it.

    At most `ahead` pieces are under way; fewer than `worth` are worked here. `elsewhere`: its processors are not this
    machine's, so that work gains from it which keeps all of this one's cores busy already. `pool` is the executor where
    it is of processes that have to load first what the work needs.
    """

    executor: Executor | None = None
    ahead: int = AHEAD
    worth: int = 0
    elsewhere: bool = False
    pool: LastingPool | None = None

    @property
    def started(self) -> LastingPool | None:
        """The pool, once its processes have begun."""
        return self.pool if self.pool is not None and self.pool.begun else None

    def start(
        self,
        load: Callable[[Common, None], None],
        common: Common,
        articles: int,
        then: Callable[[LastingPool], None] = lambda pool: None,
    ) -> None:
        """Have processes begin and load what they need while this one goes on, where so many new articles will give
        them enough to do; `load` gets `common`. What goes wrong in it goes wrong in the work too, and is told there.
        `then` is called once they are there, in another thread, or at once where they had begun before."""
        if self.pool is None:
            return
        if self.pool.begun:
            then(self.pool)
        elif articles >= self.worth:
            warm_up(self.pool, load, common, partial(then, self.pool))

    def for_pieces(self, count: int) -> Executor | None:
        """The executor for so many pieces of work; None where they are too few to gain from it."""
        return self.executor if count >= self.worth or self.started else None


RUNS_READ: Final = 20
"""Of the latest runs, to find the latest night among them."""
HERE: Final = Workers()


def begin_early(settings: Settings, runs: Iterable[NightRun]) -> None:
    """Where nights bring enough to do, as the latest one did, have what their processes are forked from begin to load
    while this process loads what it needs itself: those that read pages are needed as soon as an outlet has something
    new."""
    if settings.executor == "processes" and expects_much(runs):
        begin_night(settings.compare.tagger)


def expects_much(runs: Iterable[NightRun]) -> bool:
    """Did the latest night among these runs, the newest first, bring enough new articles for processes to be worth
    it?"""
    for verb, summary in runs:
        fetched = summary.get("fetch")
        if verb == "nightly" and isinstance(fetched, dict):
            return int(fetched.get("new", 0)) >= WORTH_PROCESSES
    return False


def latest_runs(store: Store) -> list[NightRun]:
    return [(run.verb, run.summary) for run in store.runs(RUNS_READ)]


@contextmanager
def open_workers(settings: Settings) -> Iterator[Workers]:
    """What the settings name, for as long as the block goes on. Processes start when they are first needed.

    Raises ExecutorError for a cluster that can't be used, with the remedy.
    """
    if settings.executor == "none":
        yield HERE
    elif settings.executor == "threads":
        with ThreadPoolExecutor(settings.workers, "variorum-work") as threads:
            yield Workers(threads, ahead=_ahead(settings.workers))
    elif settings.executor == "processes":
        with LastingPool(settings.workers, context=worker_context(settings.compare.tagger)) as pool:
            yield Workers(pool, ahead=_ahead(settings.workers), worth=WORTH_PROCESSES, pool=pool)
    else:
        assert settings.executor.startswith(DASK), settings.executor
        from variorum.daskcluster import dask_executor

        with dask_executor(settings.executor) as (cluster, threads_there):
            yield Workers(cluster, ahead=_ahead(threads_there), elsewhere=True)


def _ahead(workers: int) -> int:
    """Two for each: one that it is at, and one that waits for it, whatever the first of all takes."""
    return max(AHEAD, 2 * workers)
