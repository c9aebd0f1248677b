"""Several places of a page name a day, and not always the same: which one is taken (pure).

Places of one origin (all meta tags, all JSON-LD) are filled by one program and count once; what two independent origins
say outweighs a third, and what the page shows beside its headline outweighs one origin that no reader sees.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from scraper.article import Moment, Origin
from scraper.datelines import Dateline
from scraper.datetext import EASTERNMOST, Dated, Order, in_order

STATED: Final = 1.0
"""Votes of one origin that programs read: JSON-LD, meta tags, microdata, the address."""
SHOWN_AS_PUBLISHED: Final = 2.0
SHOWN_AS_DATE: Final = 1.5
SHOWN: Final = 1.25
"""Votes of a day close to the headline: said to be that of publication, in an element named so, or neither. Where such
a day contradicted the first stated one, it was right on 15 of 19 labelled pages, and most of the others have two
origins that agree against it."""
SHOWN_NEAR: Final = 0.75
SHOWN_ELSEWHERE: Final = 0.5
"""Further from the headline teasers begin; and what a page calls its last change supports a day, without naming one."""
WESTERNMOST: Final = timedelta(hours=12)
"""How far behind Greenwich the last zone is."""
_LOCAL: Final = frozenset({"time", "byline", "url"})
"""Origins that name the day where the outlet is, and not in Greenwich."""
_VISIBLE: Final = frozenset({"time", "byline"})
"""Origins that are one: `<time>` is mostly the line that a reader sees."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one place of a page says: one reading, or two (day first, month first) where it may be either.

    `line` is there where a reader sees it.
    """

    origin: Origin
    readings: tuple[Dated, ...]
    line: Dateline | None = None


Settled = tuple[Evidence, Dated]
"""A place and the one reading that it has."""


def settle(wanted: Iterable[Evidence], every: Iterable[Evidence], order: Order | None) -> list[Settled]:
    """The places whose reading is known: it is the only one, another place of the page names that day, or the way of
    writing of the page's country decides. What stays open is left out."""
    certain = {evidence.readings[0].day for evidence in every if len(evidence.readings) == 1}
    found: list[Settled] = []
    for evidence in wanted:
        agreeing = [dated for dated in evidence.readings if dated.day in certain]
        one = agreeing[0] if len(agreeing) == 1 else in_order(evidence.readings, order)
        if one is not None:
            found.append((evidence, one))
    return found


def choose(settled: Sequence[Settled], *, changed: Dated | None, shown_changes: Collection[date]) -> Dated | None:
    """The day with the most votes, of equals the first in order, with the first exact time that lies on it.

    `changed` is the last change that the page states; `shown_changes` are days it shows as those of a change. A day
    that is only shown and that the page states to be that of its last change does not count against a stated one.
    """
    if not settled:
        return None
    first = settled[0][1].day
    stated = {dated.day for evidence, dated in settled if evidence.origin not in _VISIBLE}
    local = {
        dated.day for evidence, dated in settled if evidence.origin in _LOCAL and _weight(evidence) > SHOWN_ELSEWHERE
    }
    votes: dict[date, dict[str, float]] = {}
    for evidence, dated in settled:
        voter = "visible" if evidence.origin in _VISIBLE else evidence.origin
        beside = (dated.day - timedelta(days=1), dated.day + timedelta(days=1))
        for day in (dated.day, *(day for day in beside if day in local and _may_lie_on(dated, day))):
            only_shown = bool(stated) and day not in stated and abs(day - first) > timedelta(days=1)
            if only_shown and changed is not None and day == changed.day:
                continue
            given = votes.setdefault(day, {})
            given[voter] = max(given.get(voter, 0.0), _weight(evidence))
    for day in sorted(votes.keys() & set(shown_changes)):
        votes[day].setdefault("visible", SHOWN_ELSEWHERE)
    day = max(votes, key=lambda day: sum(votes[day].values()))
    on_it = [dated for _, dated in settled if dated.day == day]
    on_it += [Dated(dated.moment, day) for _, dated in settled if _may_lie_on(dated, day)]
    return next((dated for dated in on_it if dated.moment.precision != "day"), on_it[0])


def agreed(stated: Sequence[Evidence]) -> bool:
    """Do at least two independent origins, and all there are, name one day, which no zone can turn into another?"""
    every = [dated for evidence in stated for dated in evidence.readings]
    origins = {evidence.origin for evidence in stated}
    settled = bool(origins & _LOCAL) or not any(dated.universal for dated in every)
    return settled and len(origins) > 1 and len({dated.day for dated in every}) == 1


def _weight(evidence: Evidence) -> float:
    line = evidence.line
    if line is None:
        return SHOWN_NEAR if evidence.origin == "time" else STATED
    if line.close:
        return SHOWN_AS_PUBLISHED if line.said else SHOWN_AS_DATE if line.named else SHOWN
    return SHOWN_NEAR if line.near else SHOWN_ELSEWHERE


def _may_lie_on(dated: Dated, day: date) -> bool:
    """Is there a place where a moment stated in UTC lies on the day?"""
    return dated.universal and _within(dated.moment, day)


def _within(moment: Moment, day: date) -> bool:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight - EASTERNMOST <= moment.at < midnight + timedelta(days=1) + WESTERNMOST
