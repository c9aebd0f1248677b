"""A process pool that outlives its processes' deaths, and does not outlive its own process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Final

from variorum.errors import DeadlyWorkError
from variorum.thrift import thrifty

AGAIN_SECONDS: Final = 0.2
"""Until processes are started again where that failed: one that was killed is there for a moment yet."""
DEATHS: Final = 3
"""Times that a piece of work may be under way while a process dies: killed by hand, for want of memory, or by the
piece itself. Then it is given up."""


class LastingPool(Executor):
    """Processes of this machine, started when they are first needed. Use it as a context manager.

    Where one dies, the standard pool gives up all that is under way; here that is handed to a new pool, each piece at
    most `deaths` times. Its future then raises DeadlyWorkError. Left by an exception, or killed, its processes end at
    once and do not finish what they are at.
    """

    def __init__(self, processes: int, *, deaths: int = DEATHS, context: BaseContext | None = None) -> None:
        """`context` starts the processes. Without one each is a new interpreter; never "fork": the program has threads,
        and their locks would be copied as they stand."""
        self.processes, self._deaths = processes, deaths
        self._context = context or multiprocessing.get_context("spawn")
        # Nothing is ever sent: its end tells the processes to end.
        self._theirs, self._ours = self._context.Pipe(duplex=False)
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._beginning: threading.Thread | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        self._hand(done, lambda pool: pool.submit(fn, *args, **kwargs), self._deaths)
        return done

    @property
    def begun(self) -> bool:
        """Were its processes asked for?"""
        return self._beginning is not None or self._pool is not None

    def warm_up(self, fn: Callable[..., Any], /, *args: Any, then: Callable[[], None] = lambda: None) -> None:
        """Start the processes and have them do this first, while this one goes on: a process that is forked from one
        that still loads what it holds is there only after that. What goes wrong in it is told nowhere. `then` is called
        where this waits for them."""

        def begin_all() -> None:
            for _ in range(self.processes):
                self.submit(fn, *args)
            then()

        self._beginning = threading.Thread(target=begin_all, daemon=True)
        self._beginning.start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._beginning is not None:
            self._beginning.join()
        with self._lock:
            self._closed, pool = True, self._pool
        if pool is not None:
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._ours.close()

    def end(self) -> None:
        """End all processes at once, whatever they are at."""
        with self._lock:
            self._closed, pool = True, self._pool
        self._ours.close()
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.shutdown()
        else:
            self.end()

    def _hand(self, done: Future[Any], start: Callable[[ProcessPoolExecutor], Future[Any]], left: int) -> None:
        """Have one piece worked, and once more where a process dies meanwhile."""
        while True:
            pool = self._running()
            if pool is None:
                done.cancel()
                return
            try:
                inner = start(pool)
                break
            except BrokenProcessPool:
                self._give_up(pool)
            except (OSError, EOFError):  # the process that they are forked from died, or is about to
                self._give_up(pool)
                left -= 1
                if not left:
                    done.set_exception(self._too_many_deaths())
                    return
                time.sleep(AGAIN_SECONDS)
            except RuntimeError:  # shut down in between
                done.cancel()
                return

        def finished(inner: Future[Any]) -> None:
            if inner.cancelled() or not (done.running() or done.set_running_or_notify_cancel()):
                done.cancel()
                return
            error = inner.exception()
            if error is None:
                done.set_result(inner.result())
            elif not isinstance(error, BrokenProcessPool):
                done.set_exception(error)
            elif left > 1:
                self._give_up(pool)
                try:
                    self._hand(done, start, left - 1)
                except Exception as fault:  # noqa: BLE001  a callback's fault would be heard by nobody: `done` has it
                    done.set_exception(fault)
            else:
                done.set_exception(self._too_many_deaths())

        inner.add_done_callback(finished)

    def _too_many_deaths(self) -> DeadlyWorkError:
        return DeadlyWorkError(
            f"processes of the executor died {self._deaths} times over one piece of work, for want of"
            ' memory perhaps; end what else needs it, set workers = 1, or executor = "none"'
        )

    def _running(self) -> ProcessPoolExecutor | None:
        with self._lock:
            if self._closed:
                return None
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self.processes, self._context, initializer=begin, initargs=(self._theirs, self.processes)
                )
            return self._pool

    def _give_up(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False)


def begin(lease: Connection, processes: int) -> None:
    """What a process of the pool does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever asked ends the processes
    threading.Thread(target=_end_with, args=(lease,), daemon=True).start()
    thrifty()
    # Before numpy and torch are imported: each would have as many threads as there are cores, in every process.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // processes)))


def _end_with(lease: Connection) -> None:
    """End this process when whoever asks ends, or gives up. A pool's own processes would wait for work for ever."""
    with suppress(EOFError, OSError):
        lease.recv()
    os._exit(1)
