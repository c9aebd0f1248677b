"""What a fork server has loaded before workers are forked from it (variorum.forkserver): importing this loads it.

Nothing here may start a thread: a fork has the one that forks, and the locks of all.
"""

from __future__ import annotations

import gc
import os

import scipy.sparse  # noqa: F401  it loads this part of itself when it is first asked for

from variorum.adapters.taggers import NONE, shared_tagger
from variorum.errors import VariorumError
from variorum.eventrender import load_templates
from variorum.eventresults import results_or_fault  # noqa: F401
from variorum.forkserver import TAGGER
from variorum.thrift import thrifty


def load_tagger(chosen: str) -> None:
    """Let workers find the tagger loaded. What goes wrong goes wrong in a worker too, and is told there."""
    try:
        tagger = shared_tagger(chosen)
        if tagger is not None:
            tagger.parse(["It rained."])
    except VariorumError:
        return


thrifty()
load_templates()
load_tagger(os.environ.get(TAGGER, NONE))
gc.freeze()  # what is here stays; a worker that looked through it for cycles would have pages of its own of it
