"""The vocabulary of the pages that list the events of one month, where events are many.

`variorum.archive` builds these, templates print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Card, CardDay, Frame, MonthNear


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """All events of one month, with the ways to the months around it."""

    frame: Frame
    month: str
    events: int
    days: tuple[CardDay, ...]
    single: tuple[Card, ...]
    earlier: MonthNear | None
    later: MonthNear | None
