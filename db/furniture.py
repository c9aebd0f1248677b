"""Lines of site furniture, and what a person decided of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, update

from db.database import chunks, insert_all
from db.errors import UnknownKeyError
from db.records import FurnitureState, StoredLine
from db.rendered import restamp
from db.schema import ArticleRow, EventArticle, FurnitureRow, SightingRow

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


def counted(connection: Connection) -> list[StoredLine]:
    """The lines with the counts and times of all articles that have them now; as learned where none has."""
    home = func.coalesce(EventArticle.event, SightingRow.article)
    query = (
        select(
            SightingRow.line,
            func.count(SightingRow.article.distinct()).label("articles"),
            func.count(home.distinct()).label("events"),
            func.min(ArticleRow.at).label("first_seen"),
            func.max(ArticleRow.at).label("last_seen"),
        )
        .join(ArticleRow, ArticleRow.key == SightingRow.article)
        .outerjoin(EventArticle, EventArticle.article == SightingRow.article)
        .group_by(SightingRow.line)
    )
    now = {row.line: row for row in connection.execute(query)}
    return [
        replace(
            stored,
            line=replace(
                stored.line,
                articles=now[stored.id].articles,
                events=now[stored.id].events,
                first_seen=now[stored.id].first_seen,
                last_seen=now[stored.id].last_seen,
            ),
        )
        if stored.id in now
        else stored
        for stored in load(connection)
    ]


def save(connection: Connection, lines: Mapping[str, SiteLine]) -> list[str]:
    """Add the lines that are not held, as quarantined; the others stay as they are. Returns the ids of those added,
    sorted."""
    added = sorted(lines.keys() - set(connection.execute(select(FurnitureRow.id)).scalars()))
    for id_ in added:
        line = lines[id_]
        row = {"id": id_, "outlet": line.outlet, "text": line.text, "side": line.side, "distance": line.distance}
        connection.execute(insert(FurnitureRow), {**row, **_counts(line), "state": "quarantined", "decided_at": None})
    return added


def save_sightings(connection: Connection, by_article: Mapping[str, Collection[str]]) -> None:
    """Replace what is known of these articles: which lines stand in them."""
    for chunk in chunks(sorted(by_article)):
        connection.execute(delete(SightingRow).where(SightingRow.article.in_(chunk)))
    rows = [{"line": line, "article": key} for key in sorted(by_article) for line in sorted(by_article[key])]
    insert_all(connection, SightingRow, rows)


def add_sightings(connection: Connection, by_line: Mapping[str, Collection[str]]) -> None:
    """These articles have these lines too, and what is hidden of them is more than before."""
    rows = [{"line": line, "article": key} for line in sorted(by_line) for key in sorted(by_line[line])]
    insert_all(connection, SightingRow, rows)
    restamp(connection, {key for keys in by_line.values() for key in keys})


def carriers(connection: Connection, lines: Collection[str]) -> set[str]:
    """The articles in which any of these lines stands."""
    return {
        key
        for chunk in chunks(sorted(set(lines)))
        for key in connection.execute(select(SightingRow.article).where(SightingRow.line.in_(chunk))).scalars()
    }


def decide(connection: Connection, line: str, state: FurnitureState, at: datetime) -> None:
    statement = update(FurnitureRow).where(FurnitureRow.id == line).values(state=state, decided_at=at)
    if connection.execute(statement).rowcount == 0:
        raise UnknownKeyError(f"no line {line} of site furniture is held; list them with: variorum furniture list")
    restamp(connection, carriers(connection, [line]))


def _counts(line: SiteLine) -> dict[str, int | datetime]:
    return {
        "articles": line.articles,
        "events": line.events,
        "first_seen": line.first_seen,
        "last_seen": line.last_seen,
    }
