"""Progress on standard error: a bar on a terminal, plain lines elsewhere; and in the log, where there is one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Protocol, TextIO

from variorum.runlog import LOG

DUMB: Final = ("dumb", "unknown")  # values of TERM: a terminal that moves no cursor
_CONTROLS: Final = dict.fromkeys((*range(10), *range(11, 32), *range(127, 160)), "�")


class Progress(Protocol):
    """How a long stage says where it is. A stage hands out a function that takes how many more items are done."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]: ...
    def say(self, line: str) -> None: ...


class LineProgress:
    """One line when a stage begins and one when it ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def say(self, line: str) -> None:
        print(_plain(line), file=self._stream, flush=True)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count

        self.say(f"{name} …" if total is None else f"{name}: {total} …")
        yield advance
        if total is None:
            self.say(f"{name}: {done} done")


class BarProgress:
    """A bar for each stage, through rich, which leaves colours out under NO_COLOR."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=stream, highlight=False, emoji=False, markup=False)

    def say(self, line: str) -> None:
        self._console.print(_plain(line), soft_wrap=True)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.description:<28}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        # What is printed meanwhile stands above the bar; on its way to a file it is left alone.
        with RichProgress(*columns, console=self._console, redirect_stdout=sys.stdout.isatty()) as bars:
            task = bars.add_task(name, total=total)
            yield lambda count: bars.advance(task, count)


class Silent:
    """Says nothing."""

    def say(self, line: str) -> None:
        pass

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda count: None


class LoggedProgress:
    """Shows it as `shown` does, and writes it to the log."""

    def __init__(self, shown: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._shown, self._clock = shown, clock

    def say(self, line: str) -> None:
        self._shown.say(line)
        LOG.warning("note", extra={"text": line})

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        done, began = 0, self._clock()

        def so_far() -> dict[str, object]:
            return {"stage": name, "done": done, "seconds": round(self._clock() - began, 3)}

        LOG.info("stage began", extra={"stage": name, "total": total})
        try:
            with self._shown.stage(name, total) as shown:

                def advance(count: int) -> None:
                    nonlocal done
                    done += count
                    shown(count)

                yield advance
        except BaseException:
            LOG.warning("stage broken off", extra=so_far())
            raise
        LOG.info("stage ended", extra=so_far())


def progress_for(stream: TextIO | None = None) -> Progress:
    """For standard error, or this stream."""
    stream = stream or sys.stderr
    bars = stream.isatty() and os.environ.get("TERM", "").lower() not in DUMB
    return LoggedProgress(BarProgress(stream) if bars else LineProgress(stream))


def _plain(line: str) -> str:
    """The line without what a terminal would obey: a headline may hold anything."""
    return line.translate(_CONTROLS)
