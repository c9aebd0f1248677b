"""Articles and every text they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, select, update

from db.database import chunks, insert_or_keep, values_by_key
from db.errors import StoreError
from db.records import Put, StoredArticle, StoredRevision, ThinnedArticle
from db.revisions import forget
from db.schema import AliasRow, ArticleRow, EventArticle, FurnitureRow, RevisionRow
from db.thinned import rebuilt
from scraper.article import Article, Moment, article_key

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
    RevisionRow.digest,
    RevisionRow.gaps,
)
_EVERY: Select[*tuple[Any, ...]] = _SELECT.join_from(ArticleRow, RevisionRow, RevisionRow.article == ArticleRow.key)
WHOLE = ArticleRow.thinned_at.is_(None)
NEWEST = and_(RevisionRow.article == ArticleRow.key, RevisionRow.number == ArticleRow.revision)
_NEWEST: Select[*tuple[Any, ...]] = _SELECT.join_from(ArticleRow, RevisionRow, NEWEST)

# What is asked of every article that comes in stands ready made: to make a statement takes as long as to run it.
_HELD = select(ArticleRow.key).where(ArticleRow.key == bindparam("key")).with_for_update()
_OWNERS = select(ArticleRow.key, ArticleRow.outlet, ArticleRow.canonical_url, ArticleRow.first_seen).where(
    ArticleRow.key.in_(bindparam("keys", expanding=True))
)
_NAMED = (
    select(AliasRow.id, AliasRow.url, ArticleRow.key, ArticleRow.outlet, ArticleRow.first_seen)
    .join(ArticleRow, ArticleRow.key == AliasRow.article)
    .where(AliasRow.id.in_(bindparam("ids", expanding=True)))
)


def put(connection: Connection, article: Article, *, run: int | None, at: datetime) -> Put:
    key = _home(connection, article)
    if key is None:
        first = {
            "key": article.key,
            "outlet": article.outlet,
            "url": article.url,
            "canonical_url": article.canonical_url,
            "first_seen": at,
            "revision": 1,
            "at": article.published.at if article.published else at,
            "pending": 1,
        }
        inserting = insert_or_keep(connection, ArticleRow).returning(ArticleRow.key)
        if connection.execute(inserting, first).one_or_none() is not None:
            _add_revision(connection, article, 1, run, at)
            _add_aliases(connection, article, article.key, at)
            return "new"
        key = article.key
        _lock(connection, key)  # another worker was first, and is done
    stored = _newest_of(connection, key)
    held = stored.article
    if _is_settled(connection, key):
        return "same" if (article.digest, article.title) == (held.digest, held.title) else "settled"
    if key == article.key and (article.outlet, article.canonical_url) != (held.outlet, held.canonical_url):
        raise StoreError(
            f"{article.canonical_url} and {held.canonical_url} share the key {article.key}; the first is not stored"
        )
    _add_aliases(connection, article, key, at)
    article = replace(article, canonical_url=held.canonical_url, aliases=())
    trivial = _is_trivial(connection, held, article)
    if trivial:
        article = replace(article, published=_first_published(held, article))
    if not trivial:
        number = stored.revision + 1
        _is_pending(connection, stored, article, revision=number)
        _add_revision(connection, article, number, run, at)
        return "changed"
    if _about(article) != _about(held):
        newest = and_(RevisionRow.article == key, RevisionRow.number == stored.revision)
        connection.execute(update(RevisionRow).where(newest).values(_about(article)))
        _is_pending(connection, stored, article, revision=stored.revision)
        if (article.language, article.quarantined) != (held.language, held.quarantined):
            forget(connection, key, stored.revision)
    return "same"


def _home(connection: Connection, article: Article) -> str | None:
    """The key under which the article is held, and from here on locked; None where it is new.

    By its canonical address; else by any address that it or its page was known by, where the texts have enough in
    common. A page that was taken for a new article this night, and now turns out to be where an older one moved to, is
    taken into the older one.
    """
    from compare.trivial import is_moved  # brings the word lists: at first use

    known = _lock(connection, article.key)
    addresses = {article_key(article.outlet, address): address for address in (article.canonical_url, *article.aliases)}
    if known and len(addresses) == 1:
        return article.key
    for key in _candidates(connection, article, addresses, owners_only=known):
        if _lock(connection, key) and is_moved(_newest_of(connection, key).article, article):
            if not known:
                return key
            if _fold(connection, article.key, into=key):
                return key
    return article.key if known else None


def _candidates(
    connection: Connection, article: Article, addresses: Mapping[str, str], *, owners_only: bool
) -> list[str]:
    """Other articles of the outlet that one of these addresses led to, the oldest first; `owners_only`: those whose own
    canonical address it is."""
    others = sorted(addresses.keys() - {article.key})
    found = {
        row.key: row.first_seen
        for row in (connection.execute(_OWNERS, {"keys": others}) if others else ())
        if (row.outlet, row.canonical_url) == (article.outlet, addresses[row.key])
    }
    if not owners_only:
        for row in connection.execute(_NAMED, {"ids": sorted(addresses)}):
            if (row.outlet, row.url) == (article.outlet, addresses[row.id]) and row.key != article.key:
                found[row.key] = row.first_seen
    return sorted(found, key=lambda key: (found[key], key))


def _fold(connection: Connection, key: str, *, into: str) -> bool:
    """Take an article that was new this night into an older one. False where something was already computed of it."""
    grouped = connection.execute(select(EventArticle.event).where(EventArticle.article == key).limit(1)).one_or_none()
    number = connection.execute(select(ArticleRow.revision).where(ArticleRow.key == key)).scalar_one()
    if grouped is not None or number > 1:
        return False
    connection.execute(update(AliasRow).where(AliasRow.article == key).values(article=into))
    connection.execute(delete(ArticleRow).where(ArticleRow.key == key))  # its revision goes with it
    return True


def _is_trivial(connection: Connection, held: Article, article: Article) -> bool:
    if (article.text, article.title) == (held.text, held.title):
        return True
    from compare.trivial import is_trivial_change

    learned = select(FurnitureRow.text).where(
        FurnitureRow.outlet == article.outlet, FurnitureRow.state == "quarantined"
    )
    return is_trivial_change(held, article, list(connection.execute(learned).scalars()))


def _add_aliases(connection: Connection, article: Article, key: str, at: datetime) -> None:
    """The addresses by which the article is known besides that of its key. One that another article has stays there."""
    addresses = {article_key(article.outlet, address): address for address in (article.canonical_url, *article.aliases)}
    rows = [
        {"id": id_, "article": key, "url": address, "seen_at": at}
        for id_, address in sorted(addresses.items())
        if id_ != key
    ]
    if rows:
        connection.execute(insert_or_keep(connection, AliasRow), rows)


def aliases(connection: Connection) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, url in connection.execute(select(AliasRow.article, AliasRow.url).order_by(AliasRow.article, AliasRow.url)):
        found.setdefault(key, []).append(url)
    return {key: tuple(urls) for key, urls in found.items()}


def _newest_of(connection: Connection, key: str) -> StoredArticle:
    return _stored(connection.execute(_NEWEST.where(ArticleRow.key == key)).one())


def _is_pending(connection: Connection, held: StoredArticle, article: Article, *, revision: int) -> None:
    """Something of the held article is now as this one has it."""
    at = article.published.at if article.published else held.first_seen
    values = {"revision": revision, "at": at, "pending": ArticleRow.pending + 1, "stamp": ArticleRow.stamp + 1}
    connection.execute(update(ArticleRow).where(ArticleRow.key == held.article.key).values(values))


def _is_settled(connection: Connection, key: str) -> bool:
    return connection.execute(select(ArticleRow.thinned_at).where(ArticleRow.key == key)).scalar_one() is not None


def _lock(connection: Connection, key: str) -> bool:
    """Is the article held? If so, no other worker touches it until this transaction ends.

    A statement of its own: in PostgreSQL one that had to wait would join the article with a revision seen before.
    """
    return connection.execute(_HELD, {"key": key}).one_or_none() is not None


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


def _first_published(held: Article, article: Article) -> Moment | None:
    """When the text that is held was published: a later date on the same text is a date that was moved.

    What reads pages otherwise than before may know better, and so does who gives the same day with its hour.
    """
    first, now = held.published, article.published
    if first is None or now is None or held.extractor != article.extractor:
        return now or first
    finer = first.precision == "day" and now.precision != "day" and first.at.date() == now.at.date()
    return now if finer or now.surely_before(first) else first


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
            select(ArticleRow.key, RevisionRow.id, RevisionRow.text, RevisionRow.gaps)
            .join(RevisionRow, NEWEST)
            .where(ArticleRow.key.in_(chunk))
            .order_by(ArticleRow.key)
        )
        yield from ((key, revision, rebuilt(text, gaps) if gaps else text) for key, revision, text, gaps in rows)


def keys(connection: Connection, outlet: str | None, *, whole: bool = False) -> list[str]:
    query = select(ArticleRow.key).order_by(ArticleRow.key)
    if whole:
        query = query.where(WHOLE)
    return list(connection.execute(query if outlet is None else query.where(ArticleRow.outlet == outlet)).scalars())


def last_new(connection: Connection, outlets: Iterable[str]) -> dict[str, datetime]:
    # One look into the index an outlet: grouped by outlet, the whole index would be read.
    newest = {
        outlet: connection.execute(
            select(ArticleRow.first_seen)
            .where(ArticleRow.outlet == outlet)
            .order_by(ArticleRow.first_seen.desc())
            .limit(1)
        ).scalar_one_or_none()
        for outlet in sorted(set(outlets))
    }
    return {outlet: at for outlet, at in newest.items() if at is not None}


def outlets(connection: Connection) -> list[str]:
    return list(connection.execute(select(ArticleRow.outlet).distinct().order_by(ArticleRow.outlet)).scalars())


def times(connection: Connection, first: datetime, last: datetime) -> dict[str, datetime]:
    query = select(ArticleRow.key, ArticleRow.at).where(ArticleRow.at.between(first, last), WHOLE)
    return dict(sorted((row.key, row.at) for row in connection.execute(query)))


def first_seen(connection: Connection, keys: Iterable[str]) -> dict[str, datetime]:
    return values_by_key(connection, ArticleRow.key, ArticleRow.first_seen, keys)


def outlets_of(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    return values_by_key(connection, ArticleRow.key, ArticleRow.outlet, keys)


def pages(connection: Connection, outlet: str, first: datetime, last: datetime, before: int) -> list[str]:
    """The outlet's articles from `first` to `last`, and up to `before` of those before them; by time, then key."""
    own = select(ArticleRow.key, ArticleRow.at).where(ArticleRow.outlet == outlet, WHOLE)
    earlier = own.where(ArticleRow.at < first).order_by(ArticleRow.at.desc(), ArticleRow.key.desc()).limit(before)
    within = own.where(ArticleRow.at.between(first, last)).order_by(ArticleRow.at, ArticleRow.key)
    return [row.key for row in [*reversed(list(connection.execute(earlier))), *connection.execute(within)]]


def known_urls(connection: Connection, outlet: str, since: datetime) -> list[str]:
    query = select(ArticleRow.url).where(ArticleRow.outlet == outlet, ArticleRow.first_seen >= since)
    return list(connection.execute(query.distinct().order_by(ArticleRow.url)).scalars())


def _stored(row: Row[*tuple[Any, ...]]) -> StoredArticle:
    return StoredArticle(_article(row), row.number, row.first_seen, row.seen_at)


def _article(row: Row[*tuple[Any, ...]]) -> Article:
    # Of most articles the text is whole; a plain one makes its digest itself.
    thinned = row.gaps is not None
    kind = partial(ThinnedArticle, whole_digest=row.digest) if thinned else Article
    return kind(
        outlet=row.outlet,
        url=row.url,
        canonical_url=row.canonical_url,
        title=row.title,
        text=rebuilt(row.text, row.gaps) if thinned else row.text,
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
