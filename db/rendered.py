"""What a report wrote of each event, and the stamps by which the next one knows what stands as it is.

Whatever an event's page tells is in its stamp: its own row, which names what its results were computed from, the stamps
of its articles, and the verdicts about them. An article's stamp grows in the transaction that changes something of it.

Events are looked at in the order of their ids, so many at a time: nothing is held of an event once it was looked at.
What a month's events add up to is dropped in the transaction that changes one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select, update

from db.database import chunks, insert_all
from db.decisions import current_keys
from db.errors import StoreError
from db.records import Rendered, RenderedMonth, RenderedPage
from db.schema import (
    ArticleRow,
    EventArticle,
    EventRow,
    RenderedEventRow,
    RenderedMonthRow,
    RenderedPageRow,
    RenderedPartRow,
    VerdictQuoteRow,
    VerdictRow,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

STAMP_BYTES = 16  # of a digest: two of a billion events share one with a chance of 1e-21


def restamp(connection: Connection, keys: Iterable[str]) -> None:
    """Something changed that the events of these articles tell."""
    for chunk in chunks(sorted(set(keys))):
        _restamp(connection, ArticleRow.key.in_(chunk))


def restamp_event(connection: Connection, event: str) -> None:
    _restamp(connection, ArticleRow.key.in_(select(EventArticle.article).where(EventArticle.event == event)))


def _restamp(connection: Connection, which: ColumnElement[bool]) -> None:
    connection.execute(update(ArticleRow).where(which).values(stamp=ArticleRow.stamp + 1))


def check_apart(connection: Connection) -> None:
    """Raises StoreError for an article that stands in two events: its words would be printed twice."""
    twice = select(EventArticle.article).group_by(EventArticle.article).having(func.count() > 1).limit(1)
    if (article := connection.execute(twice).scalar_one_or_none()) is not None:
        raise StoreError(f"article {article} stands in two events; run: variorum compare")


def event_stamps(
    connection: Connection, judged: Mapping[str, Sequence[str]], *, after: str, limit: int
) -> dict[str, str]:
    """Of so many events behind that id, sorted. `judged` is what `verdicts_by_article` gives."""
    own = connection.execute(
        select(EventRow.id, EventRow.title, EventRow.cohesion, EventRow.fingerprint)
        .where(EventRow.id > after)
        .order_by(EventRow.id)
        .limit(limit)
    ).all()
    if not own:
        return {}
    members = connection.execute(
        select(EventArticle.event, EventArticle.article, ArticleRow.stamp)
        .join(ArticleRow, ArticleRow.key == EventArticle.article)
        .where(EventArticle.event > after, EventArticle.event <= own[-1].id)
        .order_by(EventArticle.event, EventArticle.article)
    ).all()
    told = {id_: repr((title, cohesion, fingerprint)) for id_, title, cohesion, fingerprint in own}
    for event, article, stamp in members:
        told[event] += f"\0{article}\0{stamp}"
        if article in judged:
            told[event] += repr(judged[article])
    return {event: hashlib.blake2b(one.encode(), digest_size=STAMP_BYTES).hexdigest() for event, one in told.items()}


def verdicts_by_article(connection: Connection) -> Mapping[str, Sequence[str]]:
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


# Events


def load(connection: Connection, site: str, *, after: str, to: str | None, limit: int | None) -> dict[str, Rendered]:
    """Of the events behind `after`, up to and with `to`, so many, sorted."""
    table = RenderedEventRow.__table__.c
    query = select(table.event, table.month, table.stamp, table.outlets, table.files).where(
        table.site == site, table.event > after
    )
    if to is not None:
        query = query.where(table.event <= to)
    rows = connection.execute(query.order_by(table.event).limit(limit)).all()
    return {event: Rendered(month, stamp, outlets, _files(files)) for event, month, stamp, outlets, files in rows}


def _files(listed: Any) -> tuple[tuple[str, int, int], ...]:
    return tuple(map(tuple, listed))


def sites(connection: Connection) -> list[str]:
    return _each(connection, RenderedEventRow.site)


def _each(connection: Connection, column: InstrumentedAttribute[str], *where: ColumnElement[bool]) -> list[str]:
    """Every value of the first column of an index behind `where`, by one look into it for each: all rows would be read
    otherwise."""
    found: list[str] = []
    while True:
        behind = select(func.min(column)).where(*where, column > (found[-1] if found else ""))
        if (value := connection.execute(behind).scalar_one()) is None:
            return found
        found.append(value)


def events_of(connection: Connection, site: str, *, after: str, limit: int) -> list[str]:
    query = select(RenderedEventRow.event).where(RenderedEventRow.site == site, RenderedEventRow.event > after)
    return list(connection.execute(query.order_by(RenderedEventRow.event).limit(limit)).scalars())


def keep(connection: Connection, site: str, rendered: Mapping[str, tuple[Rendered, str]]) -> None:
    forget(connection, site, rendered)
    _drop_months(connection, site, {one.month for one, _ in rendered.values()})
    events, parts = [], []
    for event, (one, part) in sorted(rendered.items()):
        own = {"site": site, "event": event, "month": one.month}
        files = [list(file) for file in one.files]
        events.append(own | {"stamp": one.stamp, "outlets": one.outlets, "files": files})
        parts.append(own | {"part": part})
    insert_all(connection, RenderedEventRow, events)
    insert_all(connection, RenderedPartRow, parts)


def forget(connection: Connection, site: str, events: Iterable[str]) -> None:
    for chunk in chunks(sorted(events)):
        these = (RenderedEventRow.site == site, RenderedEventRow.event.in_(chunk))
        months = set(connection.execute(select(RenderedEventRow.month).where(*these).distinct()).scalars())
        _drop_months(connection, site, months)
        connection.execute(
            delete(RenderedPartRow).where(
                RenderedPartRow.site == site, RenderedPartRow.month.in_(months), RenderedPartRow.event.in_(chunk)
            )
        )
        connection.execute(delete(RenderedEventRow).where(*these))


def forget_site(connection: Connection, site: str) -> None:
    for table in (RenderedEventRow, RenderedPartRow, RenderedMonthRow, RenderedPageRow):
        connection.execute(delete(table).where(table.site == site))


# Months


def months_of(connection: Connection, site: str) -> list[str]:
    """The months that have any event."""
    return _each(connection, RenderedPartRow.month, RenderedPartRow.site == site)


def load_months(connection: Connection, site: str) -> Iterator[tuple[str, RenderedMonth]]:
    query = select(RenderedMonthRow.__table__).where(RenderedMonthRow.site == site).order_by(RenderedMonthRow.month)
    for row in connection.execute(query):
        yield row.month, RenderedMonth(row.digest, row.sums)


def keep_month(connection: Connection, site: str, month: str, summed: RenderedMonth) -> None:
    _drop_months(connection, site, {month})
    row = {"site": site, "month": month, "digest": summed.digest, "sums": summed.sums}
    insert_all(connection, RenderedMonthRow, [row])


def _drop_months(connection: Connection, site: str, months: Collection[str]) -> None:
    connection.execute(
        delete(RenderedMonthRow).where(RenderedMonthRow.site == site, RenderedMonthRow.month.in_(sorted(months)))
    )


def load_parts(
    connection: Connection, site: str, month: str, events: Collection[str] | None, *, after: str, limit: int
) -> list[tuple[str, str]]:
    """(event, part) of a month, so many behind that id, sorted; of these events or of all."""
    query = select(RenderedPartRow.event, RenderedPartRow.part).where(
        RenderedPartRow.site == site, RenderedPartRow.month == month, RenderedPartRow.event > after
    )
    if events is not None:
        query = query.where(RenderedPartRow.event.in_(sorted(events)))
    return [(row.event, row.part) for row in connection.execute(query.order_by(RenderedPartRow.event).limit(limit))]


# Pages of months


def load_pages(connection: Connection, site: str) -> dict[str, RenderedPage]:
    rows = connection.execute(select(RenderedPageRow.__table__).where(RenderedPageRow.site == site))
    return {row.path: RenderedPage(row.stamp, row.size_bytes, row.written_ns) for row in rows}


def keep_pages(connection: Connection, site: str, written: Mapping[str, RenderedPage]) -> None:
    forget_pages(connection, site, written)
    rows = [
        {"site": site, "path": path, "stamp": one.stamp, "size_bytes": one.size, "written_ns": one.written_ns}
        for path, one in sorted(written.items())
    ]
    insert_all(connection, RenderedPageRow, rows)


def forget_pages(connection: Connection, site: str, paths: Iterable[str]) -> None:
    for chunk in chunks(sorted(paths)):
        connection.execute(delete(RenderedPageRow).where(RenderedPageRow.site == site, RenderedPageRow.path.in_(chunk)))
