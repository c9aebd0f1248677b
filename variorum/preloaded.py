"""What a fork server has loaded before workers are forked from it (variorum.forkserver): importing this loads it.

Nothing here may start a thread: a fork has the one that forks, and the locks of all.
"""

from __future__ import annotations

import gc
import os

import scipy.sparse  # noqa: F401  it loads this part of itself when it is first asked for

from variorum.adapters.taggers import NONE, shared_tagger
from variorum.eventrender import load_templates
from variorum.eventresults import results_or_fault  # noqa: F401
from variorum.forkserver import TAGGER
from variorum.thrift import thrifty


def load(chosen: str) -> None:
    """Let workers find the templates and the tagger loaded."""
    try:
        load_templates()
        tagger = shared_tagger(chosen)
        if tagger is not None:
            tagger.parse(["It rained."])
    except Exception:  # noqa: BLE001  it goes wrong in a worker too, and is told there; this process would only end
        return


thrifty()
load(os.environ.get(TAGGER, NONE))
gc.freeze()  # what is here stays; a worker that looked through it for cycles would have pages of its own of it
