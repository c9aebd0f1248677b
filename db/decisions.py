"""A person's decisions on the grouping. They name articles as plain data and outlive them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from db.database import chunks
from db.errors import UnknownKeyError
from db.schema import AliasRow, ArticleRow, DecisionRow

if TYPE_CHECKING:
    from compare.decisions import Articles, Decision


def load(connection: Connection) -> list[Decision]:
    from compare.decisions import DecidedArticle, Decision

    rows = connection.execute(
        select(
            DecisionRow.id,
            DecisionRow.verb,
            DecisionRow.at,
            DecisionRow.together,
            DecisionRow.apart,
            DecisionRow.undone_at,
        ).order_by(DecisionRow.at, DecisionRow.id)
    ).all()
    named = {one["article"] for row in rows for group in (row.together, *row.apart) for one in group}
    home = current_keys(connection, named)

    def articles(group: list[dict[str, str]]) -> Articles:
        found = [
            DecidedArticle(home.get(one["article"], one["article"]), one["outlet"], one["url"], one["canonical_url"])
            for one in group
        ]
        return tuple(sorted(found, key=lambda one: one.key))

    return [
        Decision(row.id, row.verb, row.at, articles(row.together), (articles(left), articles(right)), row.undone_at)
        for row in rows
        for left, right in [row.apart]
    ]


def save(connection: Connection, decisions: Iterable[Decision]) -> None:
    """Add those that are not held. Of those held, only that they were undone is taken over."""
    held = dict(connection.execute(select(DecisionRow.id, DecisionRow.undone_at)).all())
    for one in {one.id: one for one in decisions}.values():
        if one.id not in held:
            row = {
                "id": one.id,
                "verb": one.verb,
                "at": one.at,
                "together": _plain(one.together),
                "apart": [_plain(side) for side in one.apart],
                "undone_at": one.undone_at,
            }
            connection.execute(insert(DecisionRow), row)
        elif one.undone_at is not None and held[one.id] is None:
            undo(connection, one.id, one.undone_at)


def undo(connection: Connection, decision: str, at: datetime) -> None:
    statement = update(DecisionRow).where(DecisionRow.id == decision).values(undone_at=at)
    if connection.execute(statement).rowcount == 0:
        raise UnknownKeyError(f"no decision {decision} is held; list them with: variorum events decisions")


def current_keys(connection: Connection, keys: set[str]) -> dict[str, str]:
    """The key of the article that took over each of these keys' addresses, for those that are no article's key."""
    held: set[str] = set()
    for chunk in chunks(sorted(keys)):
        held.update(connection.execute(select(ArticleRow.key).where(ArticleRow.key.in_(chunk))).scalars())
    home: dict[str, str] = {}
    for chunk in chunks(sorted(keys - held)):
        home |= dict(connection.execute(select(AliasRow.id, AliasRow.article).where(AliasRow.id.in_(chunk))).all())
    return home


def _plain(articles: Articles) -> list[dict[str, str]]:
    from scraper.article import article_key

    return [
        {
            "article": article_key(one.outlet, one.canonical_url),
            "outlet": one.outlet,
            "url": one.url,
            "canonical_url": one.canonical_url,
        }
        for one in articles
    ]
