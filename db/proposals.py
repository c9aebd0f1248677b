"""What reviewers proposed of the rules and a person declined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from db.database import insert_all
from db.schema import DeclinedProposalRow

if TYPE_CHECKING:
    from compare.proposals import Declined


def load(connection: Connection) -> list[Declined]:
    """Every one, undone ones too, sorted by (time, id)."""
    from compare.proposals import Declined, RuleException

    rows = connection.execute(
        select(DeclinedProposalRow.__table__).order_by(DeclinedProposalRow.at, DeclinedProposalRow.id)
    )
    return [
        Declined(row.id, RuleException(row.rule, row.phrase, row.outlet), row.reviewer, row.at, row.undone_at)
        for row in rows
    ]


def save(connection: Connection, given: Iterable[Declined]) -> None:
    """Add those that are not held. Of those held, only that they were undone is taken over."""
    rows = connection.execute(select(DeclinedProposalRow.id, DeclinedProposalRow.undone_at))
    held = {row.id: row.undone_at for row in rows}
    by_id = {one.id: one for one in given}
    insert_all(
        connection,
        DeclinedProposalRow,
        [
            {
                "id": one.id,
                "rule": one.exception.rule,
                "phrase": one.exception.phrase,
                "outlet": one.exception.outlet,
                "reviewer": one.reviewer,
                "at": one.at,
                "undone_at": one.undone_at,
            }
            for key, one in sorted(by_id.items())
            if key not in held
        ],
    )
    for key, one in sorted(by_id.items()):
        if key in held and held[key] is None and one.undone_at is not None:
            undone = update(DeclinedProposalRow).where(DeclinedProposalRow.id == key).values(undone_at=one.undone_at)
            connection.execute(undone)
