"""What the report tells of the database as a whole, beside its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.article import Failure
from variorum.corrections import Correction
from variorum.settings import Show


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """`show` is `report.show`. `fetched` has, by outlet, how often the last fetch had each status, and `failures`
    everything that it could not have, what outlets keep to themselves too. `waiting` articles are new or changed and
    not compared yet; `left_out` events could not be compared, or
    not be rendered.
    """

    show: Show = "all"
    fetched: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    waiting: int = 0
    left_out: int = 0
    corrections: tuple[Correction, ...] = ()


NO_FACTS = StoreFacts()
