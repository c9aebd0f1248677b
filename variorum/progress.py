"""Progress on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO


class Progress(Protocol):
    """How a long stage says where it is. A stage hands out a function that takes how many more items are done."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]: ...
    def say(self, line: str) -> None: ...


class LineProgress:
    """One line when a stage begins and one when it ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

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
    """A bar for each stage, through rich."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=stream, highlight=False)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with RichProgress(*columns, console=self._console) as bars:
            task = bars.add_task(name, total=total)
            yield lambda count: bars.advance(task, count)


class Silent:
    """Says nothing."""

    def say(self, line: str) -> None:
        pass

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda count: None


def progress_for(stream: TextIO = sys.stderr) -> Progress:
    return BarProgress(stream) if stream.isatty() else LineProgress(stream)
