"""Articles and every text they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, insert, select, update

from db.database import chunks, insert_or_keep
from db.errors import StoreError
from db.records import Put, StoredArticle, StoredRevision
from db.schema import ArticleRow, RevisionRow
from scraper.article import Article, Moment

_SELECT = select(
    ArticleRow.key,
    ArticleRow.outlet,
    ArticleRow.url,
    ArticleRow.canonical_url,
    ArticleRow.first_seen,
    RevisionRow.number,
    RevisionRow.seen_at,
    RevisionRow.title,
    RevisionRow.text,
    RevisionRow.extractor,
    RevisionRow.authors,
    RevisionRow.published_at,
    RevisionRow.published_precision,
    RevisionRow.published_origin,
    RevisionRow.modified_at,
    RevisionRow.modified_precision,
    RevisionRow.modified_origin,
    RevisionRow.language,
    RevisionRow.kind,
    RevisionRow.section,
    RevisionRow.quarantined,
)
_EVERY: Select[*tuple[Any, ...]] = _SELECT.join_from(ArticleRow, RevisionRow, RevisionRow.article == ArticleRow.key)
NEWEST = and_(RevisionRow.article == ArticleRow.key, RevisionRow.number == ArticleRow.revision)
_NEWEST: Select[*tuple[Any, ...]] = _SELECT.join_from(ArticleRow, RevisionRow, NEWEST)


def put(connection: Connection, article: Article, *, run: int | None, at: datetime) -> Put:
    if not _lock(connection, article.key):
        first = {
            "key": article.key,
            "outlet": article.outlet,
            "url": article.url,
            "canonical_url": article.canonical_url,
            "first_seen": at,
            "revision": 1,
        }
        inserting = insert_or_keep(connection, ArticleRow).returning(ArticleRow.key)
        if connection.execute(inserting, first).one_or_none() is not None:
            _add_revision(connection, article, 1, run, at)
            return "new"
        _lock(connection, article.key)  # another worker was first, and is done
    stored = _stored(connection.execute(_NEWEST.where(ArticleRow.key == article.key)).one())
    held = stored.article
    if (article.outlet, article.canonical_url) != (held.outlet, held.canonical_url):
        raise StoreError(
            f"{article.canonical_url} and {held.canonical_url} share the key {article.key}; the first is not stored"
        )
    if (article.digest, article.title) != (held.digest, held.title):
        number = stored.revision + 1
        connection.execute(update(ArticleRow).where(ArticleRow.key == article.key).values(revision=number))
        _add_revision(connection, article, number, run, at)
        return "changed"
    if replace(article, url=held.url) != held:
        newest = and_(RevisionRow.article == article.key, RevisionRow.number == stored.revision)
        connection.execute(update(RevisionRow).where(newest).values(_about(article)))
    return "same"


def _lock(connection: Connection, key: str) -> bool:
    """Is the article held? If so, no other worker touches it until this transaction ends.

    A statement of its own: in PostgreSQL one that had to wait would join the article with a revision seen before.
    """
    lock = select(ArticleRow.key).where(ArticleRow.key == key).with_for_update()
    return connection.execute(lock).one_or_none() is not None


def _add_revision(connection: Connection, article: Article, number: int, run: int | None, at: datetime) -> None:
    own = {
        "id": f"{article.key}-{number}",
        "article": article.key,
        "number": number,
        "run": run,
        "seen_at": at,
        "digest": article.digest,
        "title": article.title,
        "text": article.text,
    }
    connection.execute(insert(RevisionRow), own | _about(article))


def _about(article: Article) -> dict[str, Any]:
    """What may change without a new revision."""
    return {
        "extractor": article.extractor,
        "authors": article.authors,
        **_moment_columns("published", article.published),
        **_moment_columns("modified", article.modified),
        "language": article.language,
        "kind": article.kind,
        "section": article.section,
        "quarantined": article.quarantined,
    }


def _moment_columns(name: str, moment: Moment | None) -> dict[str, Any]:
    if moment is None:
        return {f"{name}_at": None, f"{name}_precision": None, f"{name}_origin": None}
    return {f"{name}_at": moment.at, f"{name}_precision": moment.precision, f"{name}_origin": moment.origin}


def newest(connection: Connection, keys: Iterable[str] | None) -> list[StoredArticle]:
    if keys is None:
        return [_stored(row) for row in connection.execute(_NEWEST.order_by(ArticleRow.key))]
    return [
        _stored(row)
        for chunk in chunks(sorted(set(keys)))
        for row in connection.execute(_NEWEST.where(ArticleRow.key.in_(chunk)).order_by(ArticleRow.key))
    ]


def revisions(connection: Connection, key: str | None) -> list[StoredRevision]:
    query = _EVERY.order_by(ArticleRow.key, RevisionRow.number)
    if key is not None:
        query = query.where(ArticleRow.key == key)
    return [StoredRevision(row.key, row.number, _article(row), row.seen_at) for row in connection.execute(query)]


def newest_texts(connection: Connection, keys: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(key, id of the newest revision, its text) of those articles that are held, sorted by key."""
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(ArticleRow.key, RevisionRow.id, RevisionRow.text)
            .join(RevisionRow, NEWEST)
            .where(ArticleRow.key.in_(chunk))
            .order_by(ArticleRow.key)
        )
        yield from ((key, revision, text) for key, revision, text in rows)


def known_urls(connection: Connection, outlet: str, since: datetime) -> list[str]:
    query = select(ArticleRow.url).where(ArticleRow.outlet == outlet, ArticleRow.first_seen >= since)
    return list(connection.execute(query.distinct().order_by(ArticleRow.url)).scalars())


def _stored(row: Row[*tuple[Any, ...]]) -> StoredArticle:
    return StoredArticle(_article(row), row.number, row.first_seen, row.seen_at)


def _article(row: Row[*tuple[Any, ...]]) -> Article:
    return Article(
        outlet=row.outlet,
        url=row.url,
        canonical_url=row.canonical_url,
        title=row.title,
        text=row.text,
        extractor=row.extractor,
        authors=row.authors,
        published=_moment(row.published_at, row.published_precision, row.published_origin),
        modified=_moment(row.modified_at, row.modified_precision, row.modified_origin),
        language=row.language,
        kind=row.kind,
        section=row.section,
        quarantined=row.quarantined,
    )


def _moment(at: datetime | None, precision: Any, origin: Any) -> Moment | None:
    return None if at is None else Moment(at, precision, origin)
