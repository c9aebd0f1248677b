"""Which articles report one happening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from db.database import chunks
from db.errors import StoreError, UnknownKeyError
from db.records import StoredEvent
from db.schema import ArticleRow, EventArticle, EventRow


def load(connection: Connection) -> list[StoredEvent]:
    from compare.events import Event  # brings numpy: at first use

    members: dict[str, list[str]] = {}
    pairs = connection.execute(
        select(EventArticle.event, EventArticle.article).order_by(EventArticle.event, EventArticle.article)
    )
    for event, article in pairs:
        members.setdefault(event, []).append(article)
    rows = connection.execute(
        select(EventRow.id, EventRow.title, EventRow.cohesion, EventRow.fingerprint).order_by(EventRow.id)
    )
    return [
        StoredEvent(id_, Event(tuple(members.get(id_, ())), title, cohesion), fingerprint)
        for id_, title, cohesion, fingerprint in rows
    ]


def save(connection: Connection, events: Sequence[StoredEvent]) -> None:
    """Write only what differs from what is held, so that the cost is that of the change."""
    wanted = {event.id: event for event in events}
    if len(wanted) < len(events):
        raise StoreError("two events have the same id; an id stands for one set of articles")
    held = {event.id: event for event in load(connection)}

    for chunk in chunks(sorted(held.keys() - wanted.keys())):
        connection.execute(delete(EventRow).where(EventRow.id.in_(chunk)))

    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    regrouped: list[str] = []
    for id_, event in sorted(wanted.items()):
        old = held.get(id_)
        fingerprint = event.fingerprint or (old.fingerprint if old else "")
        row = {"title": event.event.title, "cohesion": event.event.cohesion, "fingerprint": fingerprint}
        if old is None:
            added.append({"id": id_, **row})
        elif row != {"title": old.event.title, "cohesion": old.event.cohesion, "fingerprint": old.fingerprint}:
            changed.append({"held_id": id_, **row})
        if old is None or old.event.articles != tuple(sorted(event.event.articles)):
            regrouped.append(id_)
    if added:
        connection.execute(insert(EventRow), added)
    if changed:
        connection.execute(update(EventRow).where(EventRow.id == bindparam("held_id")), changed)
    for chunk in chunks(regrouped):
        connection.execute(delete(EventArticle).where(EventArticle.event.in_(chunk)))
    _check_held(connection, {key for id_ in regrouped for key in wanted[id_].event.articles})
    pairs = [{"event": id_, "article": key} for id_ in regrouped for key in sorted(wanted[id_].event.articles)]
    if pairs:
        connection.execute(insert(EventArticle), pairs)


def _check_held(connection: Connection, keys: set[str]) -> None:
    for chunk in chunks(sorted(keys)):
        held = connection.execute(select(ArticleRow.key).where(ArticleRow.key.in_(chunk))).scalars()
        if missing := set(chunk).difference(held):
            raise UnknownKeyError(f"article {min(missing)} of an event is not stored; store it before its event")
