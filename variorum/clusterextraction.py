"""Extraction on a cluster: each page goes to a worker there, which has it read by a process of its own.

That process is the one that reads pages on a single machine (`variorum.extraction`), with the same limits of time and
memory: a page that hangs or eats memory costs that page, and the cluster's worker waits no longer than its limit.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from scraper.article import Article, Page
from scraper.errors import ExtractError
from scraper.outlets import Outlet
from variorum.adapters import load_extractors
from variorum.errors import DeadlyWorkError, ExecutorError, ExtractionError
from variorum.executors import open_workers
from variorum.extraction import CRASHED, Extraction, PageToArticle, open_extraction
from variorum.inorder import in_order
from variorum.pageworker import Loader, Refusal
from variorum.settings import DASK, Settings


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages are read: `seconds` and `max_bytes` as of `Extraction`, and what loads the extractors."""

    seconds: float
    max_bytes: int
    load: Loader = load_extractors


class ClusterExtraction:
    """A `PageToArticle` of an executor whose processors are not this machine's; any number of threads may call it.

    What is under way is one page for each calling thread. ExtractError comes with the reasons of `Extraction`;
    "extraction crashed" too where the workers died, each in its turn, that had the page. Raises ExecutorError where the
    cluster can't be used any more, ExtractionError where a worker there can start no process.
    """

    def __init__(self, executor: Executor, reading: Reading) -> None:
        self._executor, self._reading = executor, reading

    def __call__(self, page: Page, /, *, outlet: Outlet | None, now: datetime) -> Article:
        try:
            ((_, answer),) = in_order(self._executor, read_there, self._reading, [(page, outlet, now)])
        except DeadlyWorkError as error:
            raise ExtractError(CRASHED, f"{page.url}: {error}") from error
        if isinstance(answer, Refusal):
            raise ExtractError(answer.reason, answer.detail)
        return answer


@contextmanager
def open_reading(settings: Settings, say: Callable[[str], None]) -> Iterator[PageToArticle]:
    """Extraction where the settings have a run's work done: on the cluster, or by processes of this machine.

    Where the cluster can't be used that is said, and pages are read here: what outlets offer tonight may be gone
    tomorrow, and what is computed of it is not.
    """
    limits = settings.fetch
    with ExitStack() as opened:
        if settings.executor.startswith(DASK):
            try:
                cluster = opened.enter_context(open_workers(settings)).executor
            except ExecutorError as error:
                say(f"pages are read by processes of this machine: {error}")
            else:
                assert cluster is not None
                yield ClusterExtraction(cluster, Reading(limits.extract_seconds, limits.extract_max_bytes))
                return
        yield opened.enter_context(open_extraction(limits))


def read_there(reading: Reading, asked: tuple[Page, Outlet | None, datetime]) -> Article | Refusal:
    """What a worker of the cluster does with one page."""
    page, outlet, now = asked
    try:
        return _extraction(reading)(page, outlet=outlet, now=now)
    except ExtractError as error:
        return Refusal(error.reason, error.detail)
    except ExtractionError as error:
        raise ExtractionError(f"{platform.node()}: {error}") from error


@lru_cache(maxsize=2)
def _extraction(reading: Reading) -> Extraction:
    """One for all threads of this worker, with as many processes as are in use at the same time. One that has to make
    room lets go of its pipes, at whose end its processes end."""
    # A cluster starts its workers as daemonic processes, which may have no children lest these outlive them. Ours end
    # with the process that asks them, however it ends.
    multiprocessing.current_process().daemon = False
    return Extraction(
        processes=os.cpu_count() or 1, seconds=reading.seconds, max_bytes=reading.max_bytes, load=reading.load
    )
