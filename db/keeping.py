"""Letting go of what is old: passages of texts, vectors, entries of the fetch log and of the history of findings.

Each function is one part of a transaction of its caller, so that whoever is stopped leaves nothing half done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from db import history
from db.articles import NEWEST
from db.database import chunks
from db.runs import set_state
from db.schema import (
    ArticleRow,
    EventArticle,
    EventRow,
    Fetch,
    FindingVersionRow,
    NearestRow,
    OutlineRow,
    ReadingRow,
    RevisionRow,
    Run,
    SentenceRow,
    TextLink,
    TextSignature,
    VectorRow,
)
from db.thinned import Gap
from scraper.article import BROKEN_OFF, UNREACHED, text_digest


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of one text: the rest, and where its gaps are."""

    rest: str
    gaps: Sequence[Gap]


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows went, or of how many the text, and the bytes of their texts and vectors; indexes, which go too, are
    not counted."""

    rows: int = 0
    size: int = 0

    def __add__(self, other: Gone) -> Gone:
        return Gone(self.rows + other.rows, self.size + other.size)


NOTHING = Gone()


def closed_events(connection: Connection, before: datetime, *, whole_for: str, after: str, limit: int) -> list[str]:
    """Up to `limit` ids behind `after`, sorted, of events that can be thinned: whole, compared, last reported on before
    that moment and unchanged since, and not found before to have nothing that can go (`whole_for`)."""
    young = (
        select(literal(1))
        .select_from(EventArticle)
        .join(ArticleRow, ArticleRow.key == EventArticle.article)
        .join(RevisionRow, NEWEST)
        .where(EventArticle.event == EventRow.id, or_(RevisionRow.seen_at >= before, ArticleRow.pending > 0))
    )
    wanted = select(EventRow.id).where(
        EventRow.id > after,
        EventRow.closes < before,
        EventRow.thinned_at.is_(None),
        EventRow.due.is_(False),
        or_(EventRow.whole_for.is_(None), EventRow.whole_for != literal(f"{whole_for} ").concat(EventRow.fingerprint)),
        ~young.exists(),
    )
    return list(connection.execute(wanted.order_by(EventRow.id).limit(limit)).scalars())


def last_thinned(connection: Connection) -> datetime | None:
    return connection.execute(select(func.max(EventRow.thinned_at))).scalar_one()


def next_to_close(connection: Connection, since: datetime) -> datetime | None:
    """When the oldest of the events that are whole, and were last reported on at `since` or later, was."""
    wanted = select(EventRow.closes).where(EventRow.closes >= since, EventRow.thinned_at.is_(None))
    return connection.execute(wanted.order_by(EventRow.closes).limit(1)).scalar_one_or_none()


def articles_of(connection: Connection, events: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {event: [] for event in events}
    for chunk in chunks(sorted(found)):
        rows = select(EventArticle.event, EventArticle.article).where(EventArticle.event.in_(chunk))
        for event, article in connection.execute(rows.order_by(EventArticle.event, EventArticle.article)):
            found[event].append(article)
    return found


def shares_with_young(connection: Connection, keys: Collection[str], before: datetime) -> bool:
    """Do links of shared text hold these articles together, through however many others, with one of that moment or
    later? Where such a one is traced anew, all that hangs together with it is."""
    reached, frontier = set(keys), set(keys)
    while frontier:
        found: set[str] = set()
        for chunk in chunks(sorted(frontier)):
            rows = connection.execute(select(TextLink.a, TextLink.b).where(_either_in(chunk)).distinct())
            found |= {key for pair in rows for key in pair}
        frontier = found - reached
        reached |= frontier
        for chunk in chunks(sorted(frontier)):
            recent = select(ArticleRow.key).where(ArticleRow.key.in_(chunk), ArticleRow.at >= before).limit(1)
            if connection.execute(recent).one_or_none() is not None:
                return True
    return False


def _either_in(keys: Sequence[str]) -> ColumnElement[bool]:
    return or_(TextLink.a.in_(keys), TextLink.b.in_(keys))


def thin(
    connection: Connection, event: str, texts: Mapping[str, Cut], *, at: datetime, made_by: Mapping[str, str]
) -> bool:
    """Keep what is left of the event's texts, by the ids of all their revisions. False, and nothing done, where the
    event or an article of it changed since it was looked at."""
    members = select(EventArticle.article).where(EventArticle.event == event)
    # Locked one after the other, in one order, as whoever stores an article does.
    held = connection.execute(
        select(ArticleRow.key, ArticleRow.pending).where(ArticleRow.key.in_(members)).order_by(ArticleRow.key)
        .with_for_update()
    ).all()  # fmt: skip
    of_event = select(RevisionRow.id).where(RevisionRow.article.in_(members))
    same = set(connection.execute(of_event).scalars()) == texts.keys()
    unchanged = and_(EventRow.id == event, EventRow.due.is_(False), EventRow.thinned_at.is_(None))
    if not same or any(row.pending for row in held):
        return False
    marked = update(EventRow).where(unchanged).values(thinned_at=at, made_by=dict(made_by), whole_for=None)
    if connection.execute(marked).rowcount == 0:
        return False
    keys = [row.key for row in held]
    connection.execute(update(ArticleRow).where(ArticleRow.key.in_(keys)).values(thinned_at=at))
    connection.execute(
        update(RevisionRow).where(RevisionRow.id == bindparam("of")),
        [
            {"of": id_, "text": left.rest, "gaps": [list(gap) for gap in left.gaps]}
            for id_, left in sorted(texts.items())
            if left.gaps
        ],
    )
    _drop_sentences(connection, texts)
    for made in (OutlineRow, TextSignature):
        connection.execute(delete(made).where(made.article.in_(keys)))
    for table in (ReadingRow, NearestRow):
        connection.execute(update(table).where(table.event == event).values(text=""))
    return True


def keep_whole(connection: Connection, event: str, why: str) -> Gone:
    """Drop the event's sentences, and remember that its texts stay as long as it has the results that it has."""
    stamp = literal(f"{why} ").concat(EventRow.fingerprint)
    connection.execute(update(EventRow).where(EventRow.id == event).values(whole_for=stamp))
    found = _sum(connection, SentenceRow.text, SentenceRow.revision.in_(_revisions_of(event)))
    _drop_sentences(connection, set(connection.execute(_revisions_of(event)).scalars()))
    return found


def _revisions_of(event: str) -> Select[str]:
    return (
        select(RevisionRow.id)
        .join(EventArticle, EventArticle.article == RevisionRow.article)
        .where(EventArticle.event == event)
    )


def _drop_sentences(connection: Connection, revisions: Collection[str]) -> None:
    for chunk in chunks(sorted(revisions)):
        connection.execute(delete(SentenceRow).where(SentenceRow.revision.in_(chunk)))
        connection.execute(update(RevisionRow).where(RevisionRow.id.in_(chunk)).values(sentences_version=None))


def derived_size(connection: Connection, event: str) -> Gone:
    """The sentences of an event's articles and the texts of its readings: what is stored twice."""
    parts = (
        _sum(connection, SentenceRow.text, SentenceRow.revision.in_(_revisions_of(event))),
        _sum(connection, ReadingRow.text, ReadingRow.event == event),
        _sum(connection, NearestRow.text, NearestRow.event == event),
    )
    return sum(parts, Gone())


def _sum(connection: Connection, text: Any, which: ColumnElement[bool]) -> Gone:
    size = func.coalesce(func.sum(_bytes_of(connection, text)), 0)
    rows, found = connection.execute(select(func.count(), size).where(which)).one()
    return Gone(int(rows), int(found))


def _bytes_of(connection: Connection, value: Any) -> ColumnElement[int]:
    if connection.dialect.name == "postgresql":
        return func.octet_length(value)
    from sqlalchemy import LargeBinary

    return func.length(cast(value, LargeBinary))


# Vectors


def sentences_in_use(connection: Connection, before: datetime) -> Iterator[str]:
    """Digests of the sentences of articles whose event was reported on at that moment or later, or is due, and of those
    that stand in no event; some come more than once."""
    in_use = (
        select(RevisionRow.id)
        .join(ArticleRow, NEWEST)
        .outerjoin(EventArticle, EventArticle.article == ArticleRow.key)
        .outerjoin(EventRow, EventRow.id == EventArticle.event)
        .where(or_(EventRow.id.is_(None), EventRow.closes >= before, EventRow.due.is_(True), ArticleRow.pending > 0))
    )
    for text in connection.execute(select(SentenceRow.text).where(SentenceRow.revision.in_(in_use))).scalars():
        yield text_digest(text)


VectorKey = tuple[str, str, str]


def vector_keys(connection: Connection, after: VectorKey, limit: int) -> list[VectorKey]:
    """Up to `limit` of (digest, model, engine) behind `after`, sorted."""
    columns = (VectorRow.digest, VectorRow.model, VectorRow.engine)
    rows = connection.execute(select(*columns).where(tuple_(*columns) > after).order_by(*columns).limit(limit))
    return [(row.digest, row.model, row.engine) for row in rows]


def vectors_size(connection: Connection, digests: Collection[str]) -> Gone:
    found = Gone()
    for chunk in chunks(sorted(set(digests))):
        size = func.coalesce(func.sum(func.length(VectorRow.data)), 0)
        rows, held = connection.execute(select(func.count(), size).where(VectorRow.digest.in_(chunk))).one()
        found += Gone(int(rows), int(held))
    return found


def drop_vectors(connection: Connection, digests: Collection[str]) -> None:
    """Those of these texts, of every model."""
    for chunk in chunks(sorted(set(digests))):
        connection.execute(delete(VectorRow).where(VectorRow.digest.in_(chunk)))


# The fetch log


def old_fetches(connection: Connection, before: datetime, after: int, limit: int) -> list[int]:
    """Up to `limit` entries behind `after` from before that moment, by id: not those of the newest run that fetched
    anything, and not the newest of an address that the next run is to ask for first."""
    newer = aliased(Fetch)
    of_address = select(literal(1)).where(newer.outlet == Fetch.outlet, newer.url == Fetch.url, newer.id > Fetch.id)
    waits = and_(
        or_(
            and_(Fetch.status == "failed", Fetch.stage == "fetch", Fetch.reason.in_(UNREACHED)),
            and_(Fetch.status == "unusable", Fetch.stage == "extract", Fetch.reason.in_(BROKEN_OFF)),
        ),
        ~exists(of_address.select_from(newer)),
    )
    last = select(func.max(Fetch.run)).scalar_subquery()
    rows = select(Fetch.id).where(Fetch.id > after, Fetch.at < before, Fetch.run != last, ~waits)
    return list(connection.execute(rows.order_by(Fetch.id).limit(limit)).scalars())


def fetches_size(connection: Connection, ids: Sequence[int]) -> Gone:
    texts = (Fetch.url, Fetch.final_url, Fetch.etag, Fetch.last_modified, Fetch.detail, Fetch.reason)
    size = sum((func.coalesce(func.length(one), 0) for one in texts), literal(0))
    found = Gone()
    for chunk in chunks(ids):
        rows, held = connection.execute(select(func.count(), func.sum(size)).where(Fetch.id.in_(chunk))).one()
        found += Gone(int(rows), int(held or 0))
    return found


def drop_fetches(connection: Connection, ids: Sequence[int]) -> None:
    for chunk in chunks(ids):
        connection.execute(delete(Fetch).where(Fetch.id.in_(chunk)))


# The history of findings


def last_run(connection: Connection, before: datetime) -> int | None:
    """The newest run that began before that moment; None where there is none."""
    found: int | None = connection.execute(select(func.max(Run.id)).where(Run.started_at < before)).scalar_one()
    return found


def past_findings(connection: Connection, run: int) -> Gone:
    """What no run from this one on had in force."""
    which = FindingVersionRow.went <= run
    return _sum(connection, cast(FindingVersionRow.content, Text), which)


def drop_past_findings(connection: Connection, run: int) -> None:
    """Afterwards the history begins with this run."""
    connection.execute(delete(FindingVersionRow).where(FindingVersionRow.went <= run))
    began = history.began(connection)
    if began is not None and began < run:
        set_state(connection, history.BEGAN, str(run))
