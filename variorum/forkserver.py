"""How worker processes begin: forked from a process that has loaded, once for all, what each of them needs.

A worker that begins with a new interpreter spends one to two seconds of a core on modules and on the tagger, and holds
some 100 MB of them for itself. Never forked from this process: it has threads, and their locks would be copied as they
stand. The standard library's fork server has none.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from variorum.adapters.taggers import NONE

if TYPE_CHECKING:  # Windows has but one of them
    from multiprocessing.context import ForkServerContext, SpawnContext

    Context = ForkServerContext | SpawnContext

PRELOADED: Final = ("variorum.uninterrupted", "variorum.preloaded")
TAGGER: Final = "VARIORUM_PRELOADED_TAGGER"
"""The environment variable that tells the fork server what `tagger` under [compare] names, where it is to hold what
events are compared by: the standard library lets it import modules and hands them nothing."""


def page_context() -> Context:
    """Forks what it starts, on Linux: macOS' own library of matrices does not survive a fork, and Windows has none. The
    server begins with the first process, which is there once the server has loaded what it holds, and ends with this
    program. It holds what pages are read by; a server that is there already stays as it is."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def worker_context(tagger: str = NONE) -> Context:
    """As `page_context`, and a server that begins from now on holds what events are compared and rendered by too;
    `tagger` is as under [compare]."""
    os.environ[TAGGER] = tagger
    return page_context()


def begin_loading() -> None:
    """Have the process that workers are forked from begin to load what it holds, while this one goes on with something
    else. Nothing waits for it but the first worker, which is told where that can't be."""
    if sys.platform == "linux":
        from multiprocessing.forkserver import ensure_running

        with suppress(OSError):
            ensure_running()
