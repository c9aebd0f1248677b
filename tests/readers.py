"""Extractors with which workers of extraction get into trouble.

Apart from the tests that use them, because every worker imports the module its extractors stand in: the tests' own
takes most of a second, this one next to nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from scraper.ensemble import Body, BodyExtractor
from scraper.errors import ExtractError

MOST = 1_000_000_000  # bytes of memory for a worker


class Trouble:
    """Reads paragraphs by pattern; what the page's address says happens first."""

    name = "trouble/1"

    def __call__(self, html: str, url: str, language: str) -> Body:
        match url.rpartition("/")[2]:
            case "stall":
                time.sleep(3600)
            case "exit":
                os._exit(7)
            case "signal":
                os.kill(os.getpid(), signal.SIGKILL)
            case "huge":
                bytearray(4 * MOST)
            case "grow":
                bytearray(b"x") * (7 * MOST // 10)
            case "deadly":
                os.kill(_who_asks(), signal.SIGKILL)
                time.sleep(3600)
            case "deadly-once":
                mark = Path(os.environ["VARIORUM_TEST_MARK"])
                if not mark.exists():
                    mark.touch()
                    os.kill(_who_asks(), signal.SIGKILL)
                    time.sleep(3600)
            case "bug":
                raise ZeroDivisionError("a mistake of ours")
            case "who":
                raise ExtractError("asked", str(os.getpid()))
            case "whose":
                raise ExtractError("asked", str(_who_asks()))
        return Body(title=None, paragraphs=tuple(re.findall(r"<p>(.*?)</p>", html)))


def _who_asks() -> int:
    """The process that started this one, whatever it is forked from."""
    asks = multiprocessing.parent_process()
    assert asks is not None
    assert asks.pid is not None
    return asks.pid


def trouble() -> Sequence[BodyExtractor]:
    return (Trouble(),)


def broken() -> Sequence[BodyExtractor]:
    raise ImportError("no such extractor")


@dataclass(frozen=True)
class Stalling:
    """Loads what reads every page but one, which never ends while a file names it."""

    note: Path

    def __call__(self) -> Sequence[BodyExtractor]:
        return (_StallsOnce(self.note),)


@dataclass(frozen=True)
class _StallsOnce:
    note: Path
    name: ClassVar[str] = "stalls-once/1"

    def __call__(self, html: str, url: str, language: str) -> Body:
        if self.note.is_file() and url == self.note.read_text("utf-8"):
            time.sleep(3600)
        return Body(title=None, paragraphs=tuple(re.findall(r"<p>(.*?)</p>", html)))
