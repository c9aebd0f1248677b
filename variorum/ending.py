"""Ending on a signal: what is under way is wound up, the ledger told, and the process gone within seconds."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

STATUS: Final = 128
"""Added to a signal's number, the exit status of what it ended, as shells have it."""


class Ended(SystemExit):
    """A signal asked this process to end. Whoever has something to wind up does so in its `finally`, in a few seconds:
    ten after the signal a supervisor kills."""

    def __init__(self, number: int) -> None:
        self.status = STATUS + number
        super().__init__(self.status)
        self.signal = signal.Signals(number).name

    def __str__(self) -> str:
        return f"by {self.signal}"


@contextmanager
def ends_on_sigterm() -> Iterator[None]:
    """Within it SIGTERM raises Ended, once: another changes nothing. In a thread it is the main thread's affair."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise Ended(number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def leave(status: int) -> NoReturn:
    """End the process without waiting for its threads: one may wait for a server that does not answer, and what it
    would bring is not stored any more."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
