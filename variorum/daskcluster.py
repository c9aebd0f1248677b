"""A Dask cluster as an executor. Its packages are imported at first use: `pip install 'variorum[dask]'`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from variorum.errors import DeadlyWorkError, ExecutorError
from variorum.programstamp import differing, program_stamp

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS: Final = 15.0
"""Within which a scheduler must answer, and then tell of a worker."""


@contextmanager
def dask_executor(url: str, *, seconds: float | None = None) -> Iterator[tuple[Executor, int]]:
    """An executor of the cluster whose scheduler is at `url` ("dask://HOST:PORT"), and how many threads its workers
    have together. `seconds` is how long an answer is waited for, CONNECT_SECONDS where it is None.

    Raises ExecutorError, with the remedy, where Dask is not installed, the scheduler does not answer, there is no
    worker, or one runs another program.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ExecutorError(
            f'executor = "{url}": needs Dask, which is not installed here ({error}); run: pip install "variorum[dask]"'
        ) from error
    seconds = CONNECT_SECONDS if seconds is None else seconds
    address = "tcp://" + url.removeprefix("dask://")
    quiet = logging.getLogger("distributed")  # it tells of workers that come and go, which is no finding of ours
    before = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        with _connected(Client, address, url, seconds) as client:
            threads = _checked(client, url, seconds)
            cluster = _Cluster(client, url)
            try:
                yield cluster, threads
            finally:
                cluster.leave()
    finally:
        quiet.setLevel(before)


@contextmanager
def _connected(kind: type[Client], address: str, url: str, seconds: float) -> Iterator[Client]:
    try:
        client = kind(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise ExecutorError(
            f'executor = "{url}": no Dask scheduler answers there ({_first_line(error)}); start one with: dask'
            ' scheduler, correct the address, or set executor = "processes"'
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=seconds)  # type: ignore[no-untyped-call]


def _checked(client: Client, url: str, seconds: float) -> int:
    """The workers' threads. Raises ExecutorError where there is none, or one runs another program."""
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        raise ExecutorError(
            f'executor = "{url}": the scheduler has no worker; start some on machines where this release is installed,'
            f" with: dask worker {url.removeprefix('dask://')} --nthreads 1 --nworkers auto"
        ) from error
    here = program_stamp()
    for worker, told in sorted(client.run(_stamp_there, on_error="return").items()):
        problem = differing(here, told) if isinstance(told, dict) else f"it can't be asked ({_first_line(told)})"
        if problem:
            raise ExecutorError(
                f'executor = "{url}": the worker at {worker} does not run this program: {problem}; install the same'
                " release there, with the packages of requirements.lock, and start it again"
            )
    return sum(client.nthreads().values())  # type: ignore[no-untyped-call]


def _stamp_there() -> dict[str, str]:
    return program_stamp()


class _Cluster(Executor):
    """Dask's own executor, with its errors in our words, for any number of threads. Where a worker dies, Dask hands its
    work to another; a piece under which four died is given up."""

    def __init__(self, client: Client, url: str) -> None:
        self._executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._url = url
        self._waiting: set[Future[Any]] = set()
        self._left = False
        self._lock = threading.Lock()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()

        def finished(inner: Future[Any]) -> None:
            self._waiting.discard(done)
            if done.cancelled() or not done.set_running_or_notify_cancel():
                return
            problem = CancelledError() if inner.cancelled() else inner.exception()
            if problem is None:
                done.set_result(inner.result())
            else:
                done.set_exception(self._in_our_words(problem))

        with self._lock:
            if self._left:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._waiting.add(done)
        self._executor.submit(fn, *args, **kwargs).add_done_callback(finished)
        return done

    def leave(self) -> None:
        """Cancel what is under way: a thread that waits for it would wait for ever once the connection is gone."""
        with self._lock:
            self._left = True
        for done in tuple(self._waiting):
            done.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait)

    def _in_our_words(self, problem: BaseException) -> BaseException:
        if not isinstance(problem, CancelledError) and not type(problem).__module__.startswith("distributed"):
            return problem
        from distributed.scheduler import KilledWorker

        kind = DeadlyWorkError if isinstance(problem, KilledWorker) else ExecutorError
        return kind(
            f'executor = "{self._url}": the cluster gave a piece of work up'
            f" ({type(problem).__name__}: {_first_line(problem)}); look at its workers and the scheduler,"
            " then run this again"
        )


def _first_line(error: object) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
