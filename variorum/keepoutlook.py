"""When texts were last thinned, and what `[keep]` would thin next: for `status`, at the price of a look at an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from db.store import Store
from variorum.settings import Settings, Show

COUNTED_UP_TO: Final = 1_000
"""Events that are due and counted. There are more after `bodies_days` was set for the first time, until the next
night."""


@dataclass(frozen=True, slots=True)
class KeepOutlook:
    """`last` is when texts were last thinned, None before any were. Where `[keep]` thins texts: of `due` events they
    are old enough now, counted up to COUNTED_UP_TO, and of the next one at `next` at the earliest; a younger article
    may hold an event back that shares text with it or joins it. Else 0 and None."""

    last: datetime | None
    due: int = 0
    next: datetime | None = None

    @property
    def counted_whole(self) -> bool:
        return self.due < COUNTED_UP_TO


def keep_outlook(store: Store, settings: Settings, now: datetime) -> KeepOutlook:
    going = store.retention(dry=True)
    last = going.last_thinned()
    if not settings.keep.bodies_days:
        return KeepOutlook(last)
    span = timedelta(days=settings.keep.bodies_days)
    why = whole_for(settings.report.show, settings.report.excerpt_words)
    due, closes = going.outlook(now - span, whole_for=why, at_most=COUNTED_UP_TO)
    return KeepOutlook(last, due, None if closes is None else closes + span)


def whole_for(show: Show, excerpt_words: int) -> str:
    """What the finding that too little of an event's texts can go rests on: other settings may let go of more."""
    return f"{show} {excerpt_words}"
