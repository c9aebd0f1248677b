"""What each outlet delivered in each run: counts kept beside the fetch log, a row an outlet and run.

The log grows by an entry an address and run, and may be thinned; an outlet's norm over many runs is read from here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from math import log2
from typing import Any, Final

from sqlalchemy import Connection, Text, and_, bindparam, cast, select, update

from db.database import chunks, insert_or_keep
from db.records import Delivery
from db.schema import DeliveryRow

LENGTH_STEPS: Final = 4
"""Length classes in a doubling of a text's words: each is 19 % longer than the one before, finer than two texts of one
outlet ever are alike and few enough to count by."""

COUNTED: Final = ("new", "changed", "same", "unchanged", "listing", "unusable", "failed")  # statuses of the fetch log


def length_class(words: int) -> int:
    """The class that a text of so many words is counted in, from 0."""
    return int(LENGTH_STEPS * log2(max(words, 1)))


def least_words(length: int) -> int:
    """The fewest words that a text of this length class has."""
    fewest = int(2 ** (length / LENGTH_STEPS))
    while length_class(fewest) < length:
        fewest += 1
    return fewest


_OF: Final = and_(DeliveryRow.run == bindparam("of_run"), DeliveryRow.outlet == bindparam("of_outlet"))
_HELD: Final = select(DeliveryRow.reasons, DeliveryRow.lengths).where(_OF).with_for_update()
# Made once: one runs for every page that is fetched.
_ADD: Final = {
    name: update(DeliveryRow).where(_OF).values({getattr(DeliveryRow, name): getattr(DeliveryRow, name) + 1})
    for name in COUNTED
}
_ADD_WITH: Final = {name: one.values(reasons=bindparam("why"), lengths=bindparam("long")) for name, one in _ADD.items()}


def count(connection: Connection, run: int, outlet: str, status: str, *, reason: str | None, words: int | None) -> None:
    """Count one entry of the fetch log. `reason` is why nothing came of it, `words` the length of a new article."""
    own: dict[str, Any] = {"of_run": run, "of_outlet": outlet}
    counting = _ADD[status]
    values: dict[str, Any] = own
    if reason is not None or words is not None:
        reasons, lengths = connection.execute(_HELD, own).one_or_none() or ({}, {})
        why = Counter(reasons) + Counter([] if reason is None else [reason])
        long = Counter(lengths) + Counter([] if words is None else [str(length_class(words))])
        counting, values = _ADD_WITH[status], {**own, "why": dict(why), "long": dict(long)}
    if connection.execute(counting, values).rowcount == 0:  # the outlet's first entry in this run
        empty = {"run": run, "outlet": outlet, **dict.fromkeys(COUNTED, 0), "reasons": {}, "lengths": {}}
        connection.execute(insert_or_keep(connection, DeliveryRow), empty)
        connection.execute(counting, values)


def load(connection: Connection, runs: Sequence[int]) -> list[Delivery]:
    """Those of these runs, sorted by (run, outlet)."""
    # Sorted by the primary key, and the JSON taken as text, of which most is empty: two months of 200 outlets are
    # 12,000 rows, and a person waits for them.
    query = select(
        DeliveryRow.run,
        DeliveryRow.outlet,
        *(getattr(DeliveryRow, name) for name in COUNTED),
        cast(DeliveryRow.reasons, Text),
        cast(DeliveryRow.lengths, Text),
    ).order_by(DeliveryRow.run, DeliveryRow.outlet)
    made: Callable[..., Delivery] = Delivery
    return [
        made(*counts, _counted(reasons), _counted(lengths))
        for chunk in chunks(sorted(runs))
        for *counts, reasons, lengths in connection.execute(query.where(DeliveryRow.run.in_(chunk))).all()
    ]


def _counted(text: str) -> dict[str, int]:
    counted: dict[str, int] = {} if text == "{}" else json.loads(text)
    return counted
