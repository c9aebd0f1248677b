"""Something that is done while this thread goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def beside(name: str) -> Iterator[Executor]:
    """A thread that does one thing after the other while the block goes on. It is waited for, but where a signal ends
    the block: what waits for a disk or a server then is not."""
    threads = ThreadPoolExecutor(1, name)
    wait = False
    try:
        yield threads
        wait = True
    except Exception:
        wait = True
        raise
    finally:
        threads.shutdown(wait=wait)
