"""A fault of the program in one line, for what is left out because of it."""

from __future__ import annotations

import traceback
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ONE_EVENTS_FAULTS: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""Faults of the program that some text brought out. Others, of the disk, of memory or of the database, end the run."""
LONGEST: Final = 200
"""Characters of an error's own text: it may quote a whole page."""


@dataclass(frozen=True, slots=True)
class EventFault:
    """What went wrong in an event that can't be compared or shown, in one line."""

    words: str


def event_fault(error: BaseException) -> EventFault:
    return EventFault(fault_words(error, ["compare", "variorum", "templates"]))


def fault_words(error: BaseException, packages: Collection[str]) -> str:
    """What was raised, where in these packages (by the names of their folders), and what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).parent.name in packages]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {str(error)[:LONGEST]}"
