"""What a comparison has to look at: articles that are pending, and events whose results are due.

Both marks are set in the transaction that makes them true, and taken away once the work they ask for is stored. So a
run that was killed at any moment is taken up by the next one, and a night looks at nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, and_, bindparam, case, func, select, update

from db.database import chunks
from db.schema import ArticleRow, EventArticle, EventRow

_WHOLE = EventRow.thinned_at.is_(None)


def pending(connection: Connection) -> dict[str, int]:
    # Sorted here: asked to sort by key, SQLite walks all articles by key instead of those that are pending.
    rows = connection.execute(select(ArticleRow.key, ArticleRow.pending).where(ArticleRow.pending > 0))
    return dict(sorted((row.key, row.pending) for row in rows))


def touch(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """Have these articles looked at again though their text did not change, but for those whose texts were thinned.
    Returns their numbers as `pending` does."""
    number = case((ArticleRow.pending == 0, 1), else_=ArticleRow.pending)
    found: dict[str, int] = {}
    for chunk in chunks(sorted(set(keys))):
        these = and_(ArticleRow.key.in_(chunk), ArticleRow.thinned_at.is_(None))
        connection.execute(update(ArticleRow).where(these).values(pending=number))
        rows = connection.execute(select(ArticleRow.key, ArticleRow.pending).where(these))
        found |= {row.key: row.pending for row in rows}
    return found


def settle(connection: Connection, looked_at: Mapping[str, int]) -> None:
    """These articles are grouped and linked as they were when `pending` gave these numbers: what changed since then
    stays pending. The events they stand in are due."""
    make_due(connection, looked_at)
    if looked_at:
        done = update(ArticleRow).where(ArticleRow.key == bindparam("of"), ArticleRow.pending == bindparam("then"))
        connection.execute(
            done.values(pending=0), [{"of": key, "then": number} for key, number in sorted(looked_at.items())]
        )


def make_due(connection: Connection, keys: Collection[str]) -> None:
    """The events that these articles stand in are due. Thinned ones never are: too little of their texts is held."""
    for chunk in chunks(sorted(set(keys))):
        home = select(EventArticle.event).where(EventArticle.article.in_(chunk))
        connection.execute(update(EventRow).where(EventRow.id.in_(home), _WHOLE).values(due=True))


def make_all_due(connection: Connection) -> None:
    connection.execute(update(EventRow).where(EventRow.due.is_(False), _WHOLE).values(due=True))


def not_due(connection: Connection, events: Collection[str]) -> None:
    """What is stored of these events holds as it is."""
    for chunk in chunks(sorted(set(events))):
        connection.execute(update(EventRow).where(EventRow.id.in_(chunk)).values(due=False))


def stale(connection: Connection) -> set[str]:
    """Events whose results may tell of other texts than are held: those that are due, and those of pending articles."""
    home = select(EventArticle.event).join(ArticleRow, ArticleRow.key == EventArticle.article)
    return {*due(connection), *connection.execute(home.where(ArticleRow.pending > 0)).scalars()}


def due(connection: Connection) -> list[str]:
    """Sorted ids."""
    return sorted(connection.execute(select(EventRow.id).where(EventRow.due.is_(True))).scalars())


def count_due(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(EventRow).where(EventRow.due.is_(True))).scalar_one()
