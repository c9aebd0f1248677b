"""What each outlet delivered in each run: counts kept beside the fetch log, a row an outlet and run.

The log grows by an entry an address and run, and may be thinned; an outlet's norm over many runs is read from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2
from typing import Any, Final

from sqlalchemy import Connection, select, update

from db.columns import clean_text
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


def count(connection: Connection, run: int, outlet: str, status: str, *, reason: str | None, words: int | None) -> None:
    """Count one entry of the fetch log. `reason` is why nothing came of it, `words` the length of a new article."""
    own = (DeliveryRow.run == run, DeliveryRow.outlet == outlet)
    empty = {"run": run, "outlet": outlet, **dict.fromkeys(COUNTED, 0), "reasons": {}, "lengths": {}}
    connection.execute(insert_or_keep(connection, DeliveryRow), empty)
    column = getattr(DeliveryRow, status)
    values: dict[Any, Any] = {column: column + 1}
    if reason is not None or words is not None:
        held = select(DeliveryRow.reasons, DeliveryRow.lengths).where(*own).with_for_update()
        reasons, lengths = connection.execute(held).one()
        if reason is not None:
            values[DeliveryRow.reasons] = dict(Counter(reasons) + Counter([clean_text(reason)]))
        if words is not None:
            values[DeliveryRow.lengths] = dict(Counter(lengths) + Counter([str(length_class(words))]))
    connection.execute(update(DeliveryRow).where(*own).values(values))


def load(connection: Connection, runs: Sequence[int]) -> list[Delivery]:
    """Those of these runs, sorted by (run, outlet)."""
    rows = [
        row
        for chunk in chunks(sorted(runs))
        for row in connection.execute(
            select(
                DeliveryRow.run,
                DeliveryRow.outlet,
                *(getattr(DeliveryRow, name) for name in COUNTED),
                DeliveryRow.reasons,
                DeliveryRow.lengths,
            ).where(DeliveryRow.run.in_(chunk))
        )
    ]
    return sorted((Delivery(*row) for row in rows), key=lambda one: (one.run, one.outlet))
