"""What keeps a process from spending time on nothing: cycles that are not there, threads that wait for each other."""

from __future__ import annotations

import gc
import os
from typing import Final

COLLECT_AFTER: Final = 50_000
"""Objects made and not freed, some MB. Texts, words and rows are many objects and hardly a cycle: looking through them
as often as is usual takes 5 to 15 % of the time of every stage."""


def thrifty() -> None:
    """Have this process look for cycles rarely, and multiply small matrices in one thread; so do the processes that it
    starts. To be called before numpy is imported.

    A parse multiplies hundreds of small matrices for a sentence. Two threads of numpy's OpenBLAS wait for each other
    busily: twice the processor time, and no less on the clock; two such processes on two cores took twice as long as
    two with a thread each. torch and OpenVINO have threads of their own.
    """
    gc.set_threshold(COLLECT_AFTER)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
