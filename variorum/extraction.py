"""Extraction in worker processes: a page that takes too long, too much memory or its process with it costs that page.

Each worker has a pipe of its own to the thread that asks it, and is killed outright when its time is up; nothing is
shared that a dying process could leave locked. (Pools with one queue for all were tried: pebble's does not survive the
death of an idle worker, and the standard library's knows no time limit.)
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Final, Protocol, Self

from scraper.article import BROKEN_OFF, Article, Page
from scraper.errors import ExtractError
from scraper.outlets import Outlet
from variorum.adapters import load_extractors
from variorum.errors import ExtractionError
from variorum.forkserver import page_context
from variorum.pageworker import Loader, Ready, Refusal, answer_page, serve
from variorum.settings import FetchSettings

TOO_LONG, TOO_LARGE, CRASHED, FAILED = BROKEN_OFF

START_SECONDS: Final = 120.0
"""Within which a worker must be ready once it has begun: at once where it is forked (variorum.forkserver), after half a
second of imports elsewhere; on a busy machine more. What it is forked from has no such limit."""
STARTS, AGAIN_SECONDS = 3, 0.2
"""How often a worker is begun before that is given up, and how long after."""
UNSEEN: Final = 255
"""The exit status that the standard library gives a process of which it could not learn how it ended, since what it was
forked from ended too."""
NO_WORKER: Final = "no worker for extraction can be started"


class PageToArticle(Protocol):
    """What a stage needs of extraction: one page to its article. Raises ExtractError where there is none to be had."""

    def __call__(self, page: Page, /, *, outlet: Outlet | None, now: datetime) -> Article: ...


def announcing(read: PageToArticle, arrives: Callable[[], None]) -> PageToArticle:
    """`read`, that calls `arrives` whenever there is a page to be read, by any thread."""

    def announced(page: Page, /, *, outlet: Outlet | None, now: datetime) -> Article:
        arrives()
        return read(page, outlet=outlet, now=now)

    return announced


class Extraction:
    """A `PageToArticle` of worker processes, to be used as a context manager and from any number of threads.

    A call waits for a free worker, then for its answer, at most `seconds`: what is under way is one page for each
    calling thread. Workers start when they are first needed. With `processes` 0 the pages are read in this process,
    where neither time nor memory is limited. `max_bytes` limits the memory a worker may ask for, where the system has
    such a limit (Linux). `load` is called in each worker and must be importable from its module.

    Besides the reasons of `scraper.extract.extract`, ExtractError comes with "extraction took too long", "extraction
    took too much memory", "extraction crashed" (the worker died) and "extraction failed" (an error nobody foresaw).
    Raises ExtractionError where no worker can be started.
    """

    def __init__(self, *, processes: int, seconds: float, max_bytes: int, load: Loader = load_extractors) -> None:
        self._seconds, self._max_bytes, self._load = seconds, max_bytes, load
        self._context = page_context()
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()  # None: a place without a worker yet
        for _ in range(processes):
            self._idle.put(None)
        self._here = load() if processes == 0 else None
        self._alive: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __call__(self, page: Page, /, *, outlet: Outlet | None, now: datetime) -> Article:
        answer = answer_page(page, outlet, now, self._here) if self._here is not None else self._ask(page, outlet, now)
        if isinstance(answer, Refusal):
            raise ExtractError(answer.reason, answer.detail)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all workers at once. A call that is under way ends with ExtractError "extraction crashed"."""
        with self._lock:
            self._closed = True
            for worker in self._alive:
                worker.process.kill()  # a call under way sees the end of its pipe and clears up after itself
        places: list[_Worker | None] = []
        with suppress(queue.Empty):
            while True:
                places.append(self._idle.get_nowait())
        for worker in filter(None, places):
            self._drop(worker)
        for _ in places:
            self._idle.put(None)  # whoever waits for one learns that this has ended

    def _ask(self, page: Page, outlet: Outlet | None, now: datetime) -> Article | Refusal:
        worker = self._idle.get()
        try:
            if worker is not None and not worker.process.is_alive():
                self._drop(worker)  # it died while nobody asked: no page is to blame
                worker = None
            if worker is None:
                worker = self._start()
            answer, tired = worker.ask(page, outlet, now, self._seconds)
            if tired:
                self._drop(worker)
                worker = None
        except BaseException:
            if worker is not None:
                self._drop(worker)
                worker = None
            raise
        finally:
            self._idle.put(worker)
        return answer

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        try:
            process = self._begun((theirs, self._load, self._seconds, self._max_bytes))
        except (OSError, EOFError) as error:
            ours.close()
            raise ExtractionError(f"{NO_WORKER}: {type(error).__name__}: {error}; run: variorum doctor") from error
        finally:
            theirs.close()  # so that the worker's end is the only one, and its death is seen here
        worker = _Worker(process, ours)
        with self._lock:
            closed = self._closed
            if not closed:
                self._alive.add(worker)
        try:
            if closed:
                raise ExtractionError("extraction has ended; no page can be read any more")
            worker.wait_until_ready()
        except BaseException:
            self._drop(worker)
            raise
        return worker

    def _begun(self, job: tuple[Connection, Loader, float, int]) -> BaseProcess:
        """A worker's process; what it is forked from begins anew where that died, and is there for a moment yet."""
        for left in reversed(range(STARTS)):
            process = self._context.Process(target=serve, args=job, name="variorum-extraction", daemon=True)
            try:
                process.start()
                break
            except (OSError, EOFError):
                if not left:
                    raise
                time.sleep(AGAIN_SECONDS)
        return process

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._alive.discard(worker)
        worker.end()


def open_extraction(settings: FetchSettings) -> Extraction:
    """Extraction as it is set. Use it as a context manager."""
    return Extraction(
        processes=settings.extract_processes,
        seconds=settings.extract_seconds,
        max_bytes=settings.extract_max_bytes,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Worker:
    """A process and our end of its pipe."""

    process: BaseProcess
    pipe: Connection

    def wait_until_ready(self) -> None:
        try:
            word = self.pipe.recv() if self.pipe.poll(START_SECONDS) else Ready(f"not ready in {START_SECONDS:.0f} s")
        except (EOFError, OSError):
            self.process.join()
            word = Ready(f"it ended with {_exit_of(self.process)}")
        if word.problem:
            raise ExtractionError(f"{NO_WORKER}: {word.problem}; run: variorum doctor")

    def ask(self, page: Page, outlet: Outlet | None, now: datetime, seconds: float) -> tuple[Article | Refusal, bool]:
        """The answer, and whether the worker has to be replaced: its time was up, it died, or it grew too large."""
        try:
            self.pipe.send((page, outlet, now))
            if not self.pipe.poll(seconds):
                return Refusal(TOO_LONG, f"{page.url}: stopped after {seconds:g} s (extract_seconds)"), True
            answer, tired = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            return Refusal(CRASHED, f"{page.url}: the worker ended with {_exit_of(self.process)}"), True
        return answer, tired

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _exit_of(process: BaseProcess) -> str:
    code = process.exitcode
    if code == UNSEEN:
        return "an end that nobody saw"
    return f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
