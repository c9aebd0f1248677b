"""What runs in a worker process of `variorum.extraction`: one page after another, within limits of time and memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Final

from scraper.article import BROKEN_OFF, Article, Page
from scraper.ensemble import BodyExtractor
from scraper.errors import ExtractError
from scraper.extract import extract
from scraper.outlets import Outlet
from variorum.faultwords import fault_words
from variorum.heldmemory import data_bytes, peak_bytes
from variorum.thrift import thrifty

_, TOO_LARGE, _, FAILED = BROKEN_OFF

TIRED_BYTES: Final = 600_000_000
"""Memory taken at one time, beside what it began with, from which a worker is replaced after its page, since what is
freed is not always given back. Over 370 stored pages a worker takes less than 300 MB; a page of a million tags leaves
1.2 GB behind."""
ALARM_SECONDS: Final = 5
"""How long after its time limit a worker ends itself, should nobody be left to end it."""

Loader = Callable[[], Sequence[BodyExtractor]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ExtractError as it travels between processes: exceptions with two arguments do not survive pickling."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker's first word: `problem` is empty, or says why it cannot work."""

    problem: str = ""


def serve(pipe: Connection, load: Loader, seconds: float, max_bytes: int) -> None:
    """A worker's life: get ready, then answer page after page until the pipe ends or memory has grown too far."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever asks ends the workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(max_bytes + data_bytes())
    tired_bytes = TIRED_BYTES + peak_bytes()
    try:
        extractors = load()
        sample = read_sample(extractors)
    except Exception as error:  # noqa: BLE001  handed to whoever started the worker, who raises it
        problem = f"{type(error).__name__}: {error}"
    else:
        problem = f"a plain page is refused: {sample.reason}: {sample.detail}" if isinstance(sample, Refusal) else ""
    gc.freeze()  # what was imported stays; looking through it again for cycles took a tenth of the time
    thrifty()
    pipe.send(Ready(problem))
    tired = bool(problem)
    while not tired:
        try:
            page, outlet, now = pipe.recv()
        except EOFError:
            return
        with _alarm(seconds):
            answer = answer_page(page, outlet, now, extractors)
        tired = peak_bytes() > tired_bytes
        pipe.send((answer, tired))


def read_sample(extractors: Sequence[BodyExtractor]) -> Article | Refusal:
    """Read a plain page, so that everything is imported before any page's time runs."""
    return answer_page(_SAMPLE, None, _SAMPLE.fetched_at, extractors)


def answer_page(
    page: Page, outlet: Outlet | None, now: datetime, extractors: Sequence[BodyExtractor]
) -> Article | Refusal:
    try:
        return extract(page, extractors, outlet=outlet, now=now)
    except ExtractError as error:
        return Refusal(error.reason, error.detail)
    except MemoryError:
        return Refusal(TOO_LARGE, f"{page.url}: {len(page.body)} bytes took more memory than extract_max_bytes allows")
    except Exception as error:  # noqa: BLE001  recorded as this page's failure, with the place; the night goes on
        return Refusal(FAILED, f"{page.url}: {fault_words(error, ['scraper'])}")


def _end_with_parent() -> None:
    """Wait for the process that asks to end, however it ends, and end with it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Let the system end this process some seconds after its time limit: code that never comes back to the interpreter
    hears neither the end of its parent nor anything else."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds + ALARM_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(most: int) -> None:
    """Of private memory (heap and anonymous mappings). Address space would count libraries and reserved arenas too."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


_SAMPLE_TEXT: Final = " ".join(
    f"The council of Wexholm read report {number} and put it on file." for number in range(40)
)
_SAMPLE: Final = Page(
    outlet="sample",
    url="https://sample.example/2031/03/10/council",
    final_url="https://sample.example/2031/03/10/council",
    body=(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Council reads reports</title></head>"
        "<body><article><h1>Council reads reports</h1>"
        f"<p>{_SAMPLE_TEXT}</p><p>{_SAMPLE_TEXT}</p></article></body></html>"
    ).encode(),
    content_type="text/html; charset=utf-8",
    fetched_at=datetime(2031, 3, 11, tzinfo=UTC),
)
"""A page that leads through the whole of extraction once."""
