"""The log of runs: JSON Lines in the file that `[log]` names, written through the standard library's logging.

Every line has `time` (UTC, ISO 8601), `level`, `message`, `verb`, `run` (the ledger's number, null outside of one),
`pid` and `logger`. The messages are few and stable; what they say more stands under keys of its own:

    run began          versions
    run ended          seconds, summary: what each stage counted
    run failed         seconds, summary, error, and a traceback where the program itself is at fault
    verb failed        error: what kept a verb from beginning its run
    stage began        stage, total: items, null where nobody knows yet
    stage ended        stage, done: items, seconds
    stage broken off   the same
    failure            outlet, url, stage, reason, detail; at level info where it is the outlet's wish
    page               outlet, url, status; at level debug
    note               text
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import IO, Final

from scraper.article import Failure, is_fault
from variorum.settings import LogSettings

LOG: Final = logging.getLogger("variorum")
LOG.addHandler(logging.NullHandler())  # without a file nothing is said on standard error instead

LONGEST_LINE: Final = 1 << 20
"""Bytes that go to the file in one write, so that two processes' lines don't mix; a longer line is written in parts."""

_RUN: Final[ContextVar[int | None]] = ContextVar("run", default=None)
_TOLD: Final[ContextVar[BaseException | None]] = ContextVar("told", default=None)


class LineFile(WatchedFileHandler):
    """Appends to a file, whole lines at a time, and opens it anew where another program has moved it away.

    Where it can't be written, that is said once on standard error and the work goes on. What waits in the buffer is
    written as soon as it can be.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace", delay=True)
        self._told = False

    def _open(self) -> IO[str]:  # type: ignore[override]
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a", buffering=LONGEST_LINE, encoding=self.encoding, errors=self.errors)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # opening it is not guarded there
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._told:
            self._told = True
            print(
                f"variorum: the log {self.baseFilename} can't be written ({error.strerror or error});"
                " the work goes on without it",
                file=sys.stderr,
            )

    def close(self) -> None:
        with suppress(OSError):  # said already
            super().close()


class _About(logging.Filter):
    """Adds to each record which verb and which run it is about."""

    def __init__(self, verb: str) -> None:
        super().__init__()
        self._verb = verb

    def filter(self, record: logging.LogRecord) -> bool:
        record.verb, record.run, record.severity = self._verb, _RUN.get(), record.levelname.lower()
        return True


def start_log(settings: LogSettings, path: Path, verb: str) -> Callable[[], None]:
    """Write what this process does from here on to the file, with other packages' warnings. Returns what ends that.

    The file is opened with the first line.
    """
    from pythonjsonlogger.json import JsonFormatter

    form = JsonFormatter(
        ["asctime", "severity", "message", "verb", "run", "process", "name"],
        rename_fields={"asctime": "time", "severity": "level", "process": "pid", "name": "logger"},
        json_ensure_ascii=False,
    )
    form.converter, form.default_time_format, form.default_msec_format = time.gmtime, "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"
    level = settings.level.upper()
    handler = LineFile(path)
    handler.setLevel(level)
    handler.setFormatter(form)
    handler.addFilter(_About(verb))
    root = logging.getLogger()
    root.addHandler(handler)
    LOG.setLevel(level)
    logging.captureWarnings(True)

    def stop() -> None:
        logging.captureWarnings(False)
        LOG.setLevel(logging.NOTSET)
        root.removeHandler(handler)
        handler.close()

    return stop


@contextmanager
def logged_run(
    run: int,
    versions: Mapping[str, str],
    summary: Mapping[str, object],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """Log the beginning and the end of a run of the ledger, and what ended it early. `summary` is read at its end."""
    _RUN.set(run)  # to the end of the process or the next run: what comes behind it is about it too
    began = clock()
    LOG.info("run began", extra={"versions": dict(versions)})
    try:
        yield
    except BaseException as error:
        _log_error("run failed", error, seconds=round(clock() - began, 3), summary=dict(summary))
        raise
    LOG.info("run ended", extra={"seconds": round(clock() - began, 3), "summary": dict(summary)})


def log_error(error: BaseException) -> None:
    """Log what ended a verb, unless the log has it as the end of its run."""
    if _TOLD.get() is not error:
        _log_error("verb failed", error)


def _log_error(message: str, error: BaseException, **more: object) -> None:
    _TOLD.set(error)
    LOG.log(
        # A signal or Ctrl-C is somebody's wish.
        logging.ERROR if isinstance(error, Exception) else logging.WARNING,
        message,
        extra={"error": f"{type(error).__name__}: {error}", **more},
        exc_info=error if isinstance(error, Exception) and not is_ours(error) else None,
    )


def log_failure(failure: Failure) -> None:
    """Log something not to be had."""
    LOG.log(
        logging.WARNING if is_fault(failure) else logging.INFO,
        "failure",
        extra={
            "outlet": failure.outlet,
            "url": failure.url,
            "stage": failure.stage,
            "reason": failure.reason,
            "detail": failure.detail,
        },
    )


def is_ours(error: BaseException) -> bool:
    """Is it one of the packages' own errors, whose text says all there is to say?"""
    from compare.errors import CompareError
    from db.errors import StoreError
    from scraper.errors import ScraperError
    from variorum.errors import VariorumError

    return isinstance(error, (VariorumError, ScraperError, CompareError, StoreError))
