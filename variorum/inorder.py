"""Many pieces of work, done here or by an executor, with their results in the order of the pieces.

One shape for all work that needs neither socket nor database: a function of a module, what holds for every piece, and
the pieces. Whoever does the work, the results are the same; an executor gets a few pieces ahead, never all of them, so
that memory does not grow with their number.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

from variorum.errors import ExecutorError
from variorum.lastingpool import LastingPool
from variorum.programstamp import differing, program_stamp

AHEAD: Final = 8
"""Pieces handed out before the first of them is taken back: enough to keep a few processes busy, and a bound to what
is held in memory."""

Common = TypeVar("Common")
Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    executor: Executor | None,
    work: Callable[[Common, Item], Result],
    common: Common,
    items: Iterable[Item],
    *,
    ahead: int = AHEAD,
) -> Iterator[tuple[Item, Result]]:
    """Each item with `work(common, item)`, in the order given; without an executor worked here, one after the other.

    `work` is a function of a module, pure; `common`, items and results can be pickled. At most `ahead` items are under
    way. Where `work` raises, so does this, at the item's place; ExecutorError where a worker runs another program.
    """
    if executor is None:
        yield from ((item, work(common, item)) for item in items)
        return
    handed, stamp = common if isinstance(executor, ThreadPoolExecutor) else Handed(common), program_stamp()
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    source = iter(items)

    def hand_out(count: int) -> None:
        for item in islice(source, count):
            waiting.append((item, executor.submit(answer, work, stamp, handed, item)))

    try:
        hand_out(ahead)
        while waiting:
            item, future = waiting.popleft()
            result = future.result()
            hand_out(1)
            yield item, result
    finally:
        for _, future in waiting:
            future.cancel()


def warm_up(
    pool: LastingPool, work: Callable[[Common, None], object], common: Common, then: Callable[[], None]
) -> None:
    """Have each process of a pool do `work(common, None)` first, and wait for none of it. `then` is called, in a thread
    of its own, once that is handed out."""
    pool.warm_up(answer, work, program_stamp(), Handed(common), None, then=then)


def handing_out(
    executor: Executor, work: Callable[[Common, Item], Result], common: Common
) -> Callable[[Item], Future[Result]]:
    """What hands out one piece of work after another, each as `in_order` does."""
    handed, stamp = Handed(common), program_stamp()
    return lambda item: executor.submit(answer, work, stamp, handed, item)


class Handed:
    """What holds for every piece, as bytes: pickled once here, and read once in each worker."""

    def __init__(self, common: object) -> None:
        self.content = zlib.compress(pickle.dumps(common), 1)


def answer(work: Callable[[Any, Any], Any], stamp: dict[str, str], handed: object, item: object) -> Any:
    """What a worker does with one piece."""
    if problem := differing(stamp, program_stamp()):
        raise ExecutorError(
            f"a worker of the executor does not run this program: {problem}; install the same release there, with the"
            " packages of requirements.lock, and start it again"
        )
    return work(_common(handed.content) if isinstance(handed, Handed) else handed, item)


@lru_cache(maxsize=2)
def _common(content: bytes) -> Any:
    return pickle.loads(zlib.decompress(content))  # noqa: S301  the process that hands out the work made it
