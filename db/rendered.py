"""What a report wrote of each event, and the stamps by which the next one knows what stands as it is.

Whatever an event's page tells is in its stamp: its own row, which names what its results were computed from, the stamps
of its articles, and the verdicts about them. An article's stamp grows in the transaction that changes something of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select, update

from db.database import chunks, insert_all
from db.decisions import current_keys
from db.errors import StoreError
from db.records import Rendered
from db.schema import ArticleRow, EventArticle, EventRow, RenderedEventRow, VerdictQuoteRow, VerdictRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

STAMP_BYTES = 16  # of a digest: two of a billion events share one with a chance of 1e-21


def restamp(connection: Connection, keys: Iterable[str]) -> None:
    """Something changed that the events of these articles tell."""
    for chunk in chunks(sorted(set(keys))):
        _restamp(connection, ArticleRow.key.in_(chunk))


def restamp_event(connection: Connection, event: str) -> None:
    _restamp(connection, ArticleRow.key.in_(select(EventArticle.article).where(EventArticle.event == event)))


def _restamp(connection: Connection, which: ColumnElement[bool]) -> None:
    connection.execute(update(ArticleRow).where(which).values(stamp=ArticleRow.stamp + 1))


def event_stamps(connection: Connection) -> dict[str, str]:
    """By event, sorted. Raises StoreError for an article that stands in two events: its words would be printed
    twice."""
    twice = select(EventArticle.article).group_by(EventArticle.article).having(func.count() > 1).limit(1)
    if (article := connection.execute(twice).scalar_one_or_none()) is not None:
        raise StoreError(f"article {article} stands in two events; run: variorum compare")
    judged = _verdicts(connection)
    rows = connection.execute(
        select(EventRow.id, EventRow.title, EventRow.cohesion, EventRow.fingerprint, ArticleRow.key, ArticleRow.stamp)
        .outerjoin(EventArticle, EventArticle.event == EventRow.id)
        .outerjoin(ArticleRow, ArticleRow.key == EventArticle.article)
        .order_by(EventRow.id, EventArticle.article)
    )
    found = {}
    for event, members in groupby(rows, key=lambda row: row[0]):
        told: list[object] = []
        for _, title, cohesion, fingerprint, article, stamp in members:
            told = told or [title, cohesion, fingerprint]
            told += [article, stamp, *judged.get(article, ())]
        found[event] = hashlib.blake2b(json.dumps(told).encode(), digest_size=STAMP_BYTES).hexdigest()
    return found


def _verdicts(connection: Connection) -> Mapping[str, Sequence[str]]:
    """By the key that an article is held under: the verdicts about it, sorted, and which of them are undone."""
    rows = connection.execute(
        select(VerdictQuoteRow.article, VerdictQuoteRow.verdict, VerdictRow.undone_at.is_not(None).label("undone"))
        .join(VerdictRow, VerdictRow.id == VerdictQuoteRow.verdict)
        .order_by(VerdictQuoteRow.verdict, VerdictQuoteRow.position)
    ).all()
    home = current_keys(connection, {row.article for row in rows})
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(home.get(row.article, row.article), []).append(f"{row.verdict}{' undone' * row.undone}")
    return found


def load(connection: Connection, site: str, events: Collection[str]) -> Iterator[tuple[str, Rendered]]:
    for chunk in chunks(sorted(events)):
        rows = connection.execute(
            select(RenderedEventRow.__table__)
            .where(RenderedEventRow.site == site, RenderedEventRow.event.in_(chunk))
            .order_by(RenderedEventRow.event)
        )
        for row in rows:
            yield row.event, Rendered(row.stamp, row.outlets, _files(row.files), row.part)


def _files(listed: Any) -> tuple[tuple[str, int, int], ...]:
    return tuple((path, size, written_ns) for path, size, written_ns in listed)


def sites(connection: Connection) -> list[str]:
    return list(connection.execute(select(RenderedEventRow.site).distinct().order_by(RenderedEventRow.site)).scalars())


def events_of(connection: Connection, site: str) -> set[str]:
    return set(connection.execute(select(RenderedEventRow.event).where(RenderedEventRow.site == site)).scalars())


def keep(connection: Connection, site: str, rendered: Mapping[str, Rendered]) -> None:
    forget(connection, site, rendered)
    rows = [
        {
            "site": site,
            "event": event,
            "stamp": one.stamp,
            "outlets": one.outlets,
            "files": [list(file) for file in one.files],
            "part": one.part,
        }
        for event, one in sorted(rendered.items())
    ]
    insert_all(connection, RenderedEventRow, rows)


def forget(connection: Connection, site: str, events: Iterable[str]) -> None:
    for chunk in chunks(sorted(events)):
        connection.execute(
            delete(RenderedEventRow).where(RenderedEventRow.site == site, RenderedEventRow.event.in_(chunk))
        )


def forget_site(connection: Connection, site: str) -> None:
    connection.execute(delete(RenderedEventRow).where(RenderedEventRow.site == site))
