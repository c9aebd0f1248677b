"""Lines of site furniture, and what a person decided of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from db.errors import UnknownKeyError
from db.records import FurnitureState, StoredLine
from db.schema import FurnitureRow

if TYPE_CHECKING:
    from compare.sitefurniture import SiteLine


def load(connection: Connection) -> list[StoredLine]:
    from compare.sitefurniture import SiteLine  # brings numpy: at first use

    line = (
        FurnitureRow.outlet,
        FurnitureRow.text,
        FurnitureRow.side,
        FurnitureRow.distance,
        FurnitureRow.articles,
        FurnitureRow.events,
        FurnitureRow.first_seen,
        FurnitureRow.last_seen,
    )
    rows = connection.execute(
        select(FurnitureRow.id, FurnitureRow.state, FurnitureRow.decided_at, *line).order_by(
            FurnitureRow.outlet, FurnitureRow.first_seen, FurnitureRow.id
        )
    )
    return [StoredLine(id_, SiteLine(*values), state, decided_at) for id_, state, decided_at, *values in rows]


def save(connection: Connection, lines: Mapping[str, SiteLine]) -> list[str]:
    """Add the lines that are not held, as quarantined; bring counts and times of the others up to date.

    Text, place and state of a line that is held stay as they are. Returns the ids of those added, sorted.
    """
    held = {stored.id: stored.line for stored in load(connection)}
    added = sorted(lines.keys() - held.keys())
    for id_ in added:
        line = lines[id_]
        row = {"id": id_, "outlet": line.outlet, "text": line.text, "side": line.side, "distance": line.distance}
        connection.execute(insert(FurnitureRow), {**row, **_counts(line), "state": "quarantined", "decided_at": None})
    for id_ in sorted(lines.keys() & held.keys()):
        if (counts := _counts(lines[id_])) != _counts(held[id_]):
            connection.execute(update(FurnitureRow).where(FurnitureRow.id == id_).values(counts))
    return added


def decide(connection: Connection, line: str, state: FurnitureState, at: datetime) -> None:
    statement = update(FurnitureRow).where(FurnitureRow.id == line).values(state=state, decided_at=at)
    if connection.execute(statement).rowcount == 0:
        raise UnknownKeyError(f"no line {line} of site furniture is held; list them with: variorum furniture list")


def _counts(line: SiteLine) -> dict[str, int | datetime]:
    return {
        "articles": line.articles,
        "events": line.events,
        "first_seen": line.first_seen,
        "last_seen": line.last_seen,
    }
