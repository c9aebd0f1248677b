"""A further process that shares the work of a run: `python -m tests.helper_process URL LOG (die|stay)`.

It writes a line into LOG when it is ready and a line for each event that it computed. "die": it is killed once it has
computed its first event, which is claimed and not saved then.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.store import open_store
from tests.manyevents import PLAIN
from variorum.executors import HERE
from variorum.nightly import comparison_for
from variorum.progress import Silent
from variorum.working import Helper


class Telling(Silent):
    def __init__(self, log: Path, *, dies: bool) -> None:
        self.log, self.dies = log, dies

    def tell(self, word: str) -> None:
        with self.log.open("a", encoding="utf-8") as out:
            out.write(f"{word}\n")

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        def advance(count: int) -> None:
            if count:
                self.tell("event")
                if self.dies:
                    os.kill(os.getpid(), signal.SIGKILL)

        yield advance


def main(url: str, log: str, how: str) -> None:
    telling = Telling(Path(log), dies=how == "die")
    with open_store(url) as store:
        helper = Helper(store, comparison_for(PLAIN, ()), telling, HERE)
        telling.tell("ready")
        while True:
            helper.take_part()
            time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
