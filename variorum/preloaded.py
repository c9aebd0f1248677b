"""What a fork server has loaded before workers are forked from it (variorum.forkserver): importing this loads it.

Nothing here may start a thread: a fork has the one that forks, and the locks of all. What goes wrong here goes wrong in
a worker too, and is told there; this process would only end.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress

from variorum.forkserver import PAGES, TAGGER
from variorum.thrift import thrifty


def load_for_pages() -> None:
    """Let workers find what pages are read by loaded."""
    from variorum.adapters import load_extractors
    from variorum.pageworker import read_sample

    read_sample(load_extractors())


def load_for_events(chosen: str) -> None:
    """Let workers find loaded what events are compared and rendered by: modules, templates, the tagger."""
    import scipy.sparse  # noqa: F401  it loads this part of itself when it is first asked for

    from variorum.adapters.taggers import shared_tagger
    from variorum.eventrender import load_templates
    from variorum.eventresults import results_or_fault  # noqa: F401

    load_templates()
    tagger = shared_tagger(chosen)
    if tagger is not None:
        tagger.parse(["It rained."])


thrifty()
gc.disable()  # what is loaded here stays
if PAGES in os.environ:
    with suppress(Exception):
        load_for_pages()
chosen = os.environ.get(TAGGER)
if chosen is not None:
    with suppress(Exception):
        load_for_events(chosen)
gc.freeze()  # a worker that looked through it for cycles would have pages of its own of it
gc.enable()
