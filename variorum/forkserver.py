"""How worker processes begin: forked from a process that has loaded, once for all, what each of them needs.

A worker that begins with a new interpreter spends one to two seconds of a core on modules and on the tagger, and holds
some 100 MB of them for itself. Never forked from this process: it has threads, and their locks would be copied as they
stand. The standard library's fork server has none.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from variorum.adapters.taggers import NONE

if TYPE_CHECKING:  # Windows has but one of them
    from multiprocessing.context import ForkServerContext, SpawnContext

    Context = ForkServerContext | SpawnContext

PRELOADED: Final = ("variorum.uninterrupted", "variorum.preloaded")
PAGES: Final = "VARIORUM_PRELOADED_PAGES"
"""The environment variable that tells the fork server to hold what pages are read by: the standard library lets it
import modules and hands them nothing."""
TAGGER: Final = "VARIORUM_PRELOADED_TAGGER"
"""The one that tells it what `tagger` under [compare] names, where it is to hold what events are compared by."""
LONGEST_FOLDER: Final = 70
"""Bytes of the name of the folder for temporary files. The server listens at a socket in it, whose name the system cuts
at 107 bytes, 33 of them the standard library's."""


def page_context() -> Context:
    """Starts processes that read pages: forked where a night's processes are (`begin_night`), new interpreters
    elsewhere, which are there in half a second."""
    return _context() if PAGES in os.environ else multiprocessing.get_context("spawn")


def begin_night(tagger: str) -> None:
    """Have what a night's processes are forked from, those that read pages and those that compare, begin to load."""
    os.environ[PAGES] = "1"
    worker_context(tagger)
    begin_loading()


def worker_context(tagger: str = NONE) -> Context:
    """Starts processes that compare and render events.

    They are forked, on Linux: macOS' own library of matrices does not survive a fork, and Windows has none. What they
    are forked from begins with the first of them, which is there once that has loaded what it holds, and ends with this
    program. `tagger`, as under [compare], is loaded there too; what is there already stays as it is.
    """
    os.environ[TAGGER] = tagger
    return _context()


def _context() -> Context:
    if not _forks():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def _forks() -> bool:
    return sys.platform == "linux" and len(os.fsencode(tempfile.gettempdir())) <= LONGEST_FOLDER


def begin_loading() -> None:
    """Have the process that workers are forked from begin to load what it holds, while this one goes on with something
    else. Nothing waits for it but the first worker, which is told where that can't be."""
    if _forks():
        from multiprocessing.forkserver import ensure_running

        with suppress(OSError):
            ensure_running()
