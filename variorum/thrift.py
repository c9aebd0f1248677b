"""What keeps a process from spending time and memory on nothing: cycles that are not there, threads that wait for each
other, what is freed and kept all the same."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from contextlib import suppress
from functools import cache
from typing import Final

COLLECT_AFTER: Final = 50_000
"""Objects made and not freed, some MB. Texts, words and rows are many objects and hardly a cycle: looking through them
as often as is usual takes 5 to 15 % of the time of every stage."""
SETTLED_AFTER: Final = 1_000_000
"""The same once no more pages are read, whose trees have cycles: from then on a night of 100 articles makes some
hundred thousand objects that last for a while, and 500 that only a search finds."""

REMEMBERED_STEPS: Final = 64
"""Steps that oneDNN, which does OpenVINO's work, keeps ready for all models of the process and beyond their end. By
default it keeps 1,024, which take 130 MB more than these once the model is let go, and 25 MB more in each process that
asks for words. A user's own setting stands."""


FROM_THE_HEAP: Final = 32 << 20
"""Bytes up to which glibc takes what is asked for from its heap: the most that it can be told. Left alone it asks the
system for each array of 128 KB or more, and gives it back, until it has learned better by its largest."""
HELD: Final = 256 << 20
"""Bytes of freed memory at the end of the heap that it holds for later. The system clears each page that it gives: that
was a third of a million pages in a night of a hundred articles, and a tenth of the time that parses take."""
OWN_WISHES: Final = frozenset({"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"})
"""By which a user tells glibc the same, which stands."""
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # as glibc's malloc.h numbers what mallopt sets


def thrifty() -> None:
    """Have this process look for cycles rarely, multiply small matrices in one thread, keep few steps of oneDNN and use
    memory again. To be called before numpy is imported, and before there are other threads, by each process: what is
    told through the environment, the second and the third, holds for those that it starts too.

    A parse multiplies hundreds of small matrices for a sentence. Two threads of numpy's OpenBLAS wait for each other
    busily: twice the processor time, and no less on the clock; two such processes on two cores took twice as long as
    two with a thread each. torch and OpenVINO have threads of their own.
    """
    gc.set_threshold(COLLECT_AFTER)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(REMEMBERED_STEPS))
    if sys.platform == "linux" and os.environ.keys().isdisjoint(OWN_WISHES):
        with suppress(OSError, AttributeError):  # a C library other than glibc
            library = ctypes.CDLL(None)
            library.mallopt(MMAP_THRESHOLD, FROM_THE_HEAP)
            library.mallopt(TRIM_THRESHOLD, HELD)


@cache
def settle() -> None:
    """Have what this process has loaded by now never looked through for cycles again: a quarter of a second in each
    search through everything, and modules and their functions are there to stay. Once, for what is garbage by then
    stays too. And look through the rest but rarely."""
    gc.freeze()
    gc.set_threshold(SETTLED_AFTER)


def give_back() -> None:
    """Return to the system what was freed. The C library of Linux keeps most of it for later: some 140 MB of those that
    2,000 articles leave when they are grouped, while other processes need memory."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # a C library other than glibc
            ctypes.CDLL(None).malloc_trim(0)
