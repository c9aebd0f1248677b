"""Claims on events that are due: whoever has one computes it, and nobody else does meanwhile.

In PostgreSQL a claim is a lock on the event's row, held by a transaction that is open while the event is computed and
that stores the results. It needs no clock and no clearing up: a worker that dies loses its connection, and with it its
claims; one that is silent for CLAIM_MINUTES is cut off by the server. Whatever would make a claimed event another one
(a regrouping, new shared text) writes to that row first, and so waits. In SQLite one process works at a time, for whom
everything that is due is free.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, func, select

from db import grouping, pending
from db.database import Database, chunks
from db.records import EventResults, StoredEvent
from db.schema import EventRow, StateRow

CLAIM_MINUTES: Final = 30
"""Within which a worker must save what it claimed. An event takes seconds."""
KEEPALIVE: Final = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""Seconds and times after which the server gives up a worker whose machine has gone from the network. (On a Unix socket
there is nothing to keep alive.)"""


class Claim:
    """Events that nobody else computes until the block of `Store.claimed` ends."""

    def __init__(self, database: Database, connection: Connection | None, events: list[StoredEvent]) -> None:
        self._database, self._connection = database, connection
        self.events = events
        """Sorted by id."""

    def save(self, event: StoredEvent, fingerprint: str, results: EventResults, *, run: int | None) -> bool:
        """Keep what was found in a claimed event, as `Store.save_results` does. False where its articles are no longer
        those that were claimed: it stays due."""
        if self._connection is not None:
            return _save(self._connection, event, fingerprint, results, run)
        with self._database.writing() as connection:
            return _save(connection, event, fingerprint, results, run)

    def not_due(self, events: Collection[str]) -> None:
        """The results of these claimed events hold as they are."""
        if not events:
            return
        if self._connection is not None:
            pending.not_due(self._connection, events)
            return
        with self._database.writing() as connection:
            pending.not_due(connection, events)


def _save(connection: Connection, event: StoredEvent, fingerprint: str, results: EventResults, run: int | None) -> bool:
    from db import findings  # brings most of compare: at first use

    held = grouping.load(connection, [event.id])
    if [one.event.articles for one in held] != [event.event.articles]:
        return False
    findings.save(connection, event.id, fingerprint, results, run)
    return True


def free(connection: Connection, most: int, after: str) -> list[StoredEvent]:
    """Due events behind this id that nobody has claimed, now claimed by this transaction, sorted by id."""
    query = select(EventRow.id).where(EventRow.due.is_(True), EventRow.id > after).order_by(EventRow.id).limit(most)
    # FOR NO KEY UPDATE, so that rows may be written which refer to the event. SQLite has no such clause and needs none.
    locked = query.with_for_update(skip_locked=True, key_share=True)
    return grouping.load(connection, list(connection.execute(locked).scalars()))


def when_free(connection: Connection, event: str) -> list[StoredEvent]:
    """This event, claimed once whoever had it is done with it or gone; none where it is due no more."""
    query = select(EventRow.id).where(EventRow.due.is_(True), EventRow.id == event).with_for_update(key_share=True)
    return grouping.load(connection, list(connection.execute(query).scalars()))


def set_limits(connection: Connection) -> None:
    """What holds for a transaction that claims."""
    limits = {
        "idle_in_transaction_session_timeout": f"{CLAIM_MINUTES}min",
        "lock_timeout": "0",  # whoever holds an event that is waited for is bounded by the limit above
        **KEEPALIVE,
    }
    for name, value in limits.items():
        connection.execute(select(func.set_config(name, value, True)))


def is_in_force(connection: Connection, name: str, value: str) -> bool:
    """Has this state this value? It keeps it until the transaction ends."""
    query = select(StateRow.value).where(StateRow.name == name, StateRow.value == value)
    return connection.execute(query.with_for_update(read=True)).first() is not None


def fingerprints(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """By event, of these: what its results were computed from."""
    found: dict[str, str] = {}
    for chunk in chunks(sorted(set(ids))):
        rows = connection.execute(select(EventRow.id, EventRow.fingerprint).where(EventRow.id.in_(chunk)))
        found |= {row.id: row.fingerprint for row in rows}
    return found
