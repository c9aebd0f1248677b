"""Exports that are worked out from what is stored when they are asked for: norms and naming maps.

They read one event at a time, and say on `err` where what is stored was made by something else than what is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TextIO

from db.store import Store
from variorum.eventreading import Archive, made_by
from variorum.namingrows import naming_rows
from variorum.normrows import norm_rows
from variorum.settings import Settings

SUMMARIES: Final = ("norms", "naming")


def summary(
    store: Store, settings: Settings, what: str, *, excerpt_words: int | None, err: TextIO
) -> Iterator[dict[str, Any]]:
    """The rows of one of SUMMARIES, in an order that depends on content alone."""
    made = made_by(store, settings)
    for note in made.notes:
        err.write(f"note: {note}\n")
    archive = Archive(store)
    if what == "norms":
        return norm_rows(archive, made)
    return naming_rows(archive, settings, made, excerpt_words=excerpt_words, err=err)
