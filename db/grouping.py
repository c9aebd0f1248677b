"""Which articles report one happening, why, and how rare the words are by which that was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, select, update

from db import history
from db.database import chunks, insert_all, values_by_key
from db.errors import StoreError, UnknownKeyError
from db.records import GroupedNight, Placed, StoredEvent, Thinned
from db.rendered import restamp
from db.runs import set_state, set_states, state
from db.schema import ArticleRow, EventArticle, EventRow, OutlineRow, StemRow

if TYPE_CHECKING:
    from compare.background import Background
    from compare.eventwhy import Why

NOTHING_FOUND = {"claims": 0, "shared_claims": 0, "differences": 0, "flags": 0}
COUNTED_ARTICLES = "articles whose words are counted"  # the state that goes with the table of stems


def load(connection: Connection, ids: Collection[str] | None = None) -> list[StoredEvent]:
    if ids is None:
        return _load(connection, None)
    return [event for chunk in chunks(sorted(set(ids))) for event in _load(connection, chunk)]


def _load(connection: Connection, ids: Sequence[str] | None) -> list[StoredEvent]:
    from compare.events import Event  # brings numpy: at first use

    members: dict[str, list[str]] = {}
    pairs = select(EventArticle.event, EventArticle.article).order_by(EventArticle.event, EventArticle.article)
    rows = select(
        EventRow.id, EventRow.title, EventRow.cohesion, EventRow.fingerprint, EventRow.thinned_at, EventRow.made_by
    ).order_by(EventRow.id)
    if ids is not None:
        pairs, rows = pairs.where(EventArticle.event.in_(ids)), rows.where(EventRow.id.in_(ids))
    for event, article in connection.execute(pairs):
        members.setdefault(event, []).append(article)
    return [
        StoredEvent(
            row.id,
            Event(tuple(members.get(row.id, ())), row.title, row.cohesion),
            row.fingerprint,
            None if row.thinned_at is None else Thinned(row.thinned_at, row.made_by or {}),
        )
        for row in connection.execute(rows)
    ]


def stamps(connection: Connection) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    rows = select(EventRow.id, EventRow.fingerprint).order_by(EventRow.id)
    for event, fingerprint in connection.execute(rows):
        found[event] = [fingerprint]
    pairs = (
        select(EventArticle.event, EventArticle.article, ArticleRow.revision)
        .join(ArticleRow, ArticleRow.key == EventArticle.article)
        .order_by(EventArticle.event, EventArticle.article)
    )
    for event, article, revision in connection.execute(pairs):
        found[event].append(f"{article} {revision}")
    return {event: "\n".join(parts) for event, parts in found.items()}


def homes(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    return values_by_key(connection, EventArticle.article, EventArticle.event, keys)


def reaches(connection: Connection, first: datetime, last: datetime) -> dict[str, tuple[datetime, datetime]]:
    # Sorted here, so that SQLite goes by time and not by id.
    rows = connection.execute(
        select(EventRow.id, EventRow.opens, EventRow.closes).where(
            EventRow.closes >= first, EventRow.opens <= last, EventRow.thinned_at.is_(None)
        )
    )
    return dict(sorted((row.id, (row.opens, row.closes)) for row in rows))


def thinned(connection: Connection) -> set[str]:
    return set(connection.execute(select(EventRow.id).where(EventRow.thinned_at.is_not(None))).scalars())


def held_ids(connection: Connection, ids: Collection[str]) -> set[str]:
    return {
        id_
        for chunk in chunks(sorted(set(ids)))
        for id_ in connection.execute(select(EventRow.id).where(EventRow.id.in_(chunk))).scalars()
    }


def _save_events(connection: Connection, night: GroupedNight, run: int | None) -> None:
    """Write only what differs from what is held, so that the cost is that of the change.

    The results of an event whose articles are others than before are due.
    """
    wanted = {event.id: event for event in night.events}
    if len(wanted) < len(night.events):
        raise StoreError("two events have the same id; an id stands for one set of articles")
    held = {event.id: event for event in load(connection, night.opened)}

    vanished = sorted(held.keys() - wanted.keys())
    for chunk in chunks(vanished):
        connection.execute(delete(EventRow).where(EventRow.id.in_(chunk)))
    if run is not None:
        history.close_events(connection, vanished, run)

    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    regrouped: list[str] = []
    for id_, event in sorted(wanted.items()):
        old = held.get(id_)
        opens, closes = night.reaches[id_]
        row = {"title": event.event.title, "cohesion": event.event.cohesion, "opens": opens, "closes": closes}
        if old is None:
            added.append({"id": id_, "fingerprint": event.fingerprint, "due": True, **NOTHING_FOUND, **row})
        else:
            changed.append({"held_id": id_, **row})
        if old is None or old.event.articles != tuple(sorted(event.event.articles)):
            regrouped.append(id_)
    insert_all(connection, EventRow, added)
    if changed:
        connection.execute(update(EventRow).where(EventRow.id == bindparam("held_id")), changed)
    for chunk in chunks(regrouped):
        connection.execute(update(EventRow).where(EventRow.id.in_(chunk)).values(due=True))
        connection.execute(delete(EventArticle).where(EventArticle.event.in_(chunk)))
    _check_held(connection, {key for id_ in regrouped for key in wanted[id_].event.articles})
    pairs = [{"event": id_, "article": key} for id_ in regrouped for key in sorted(wanted[id_].event.articles)]
    insert_all(connection, EventArticle, pairs)
    restamp(connection, (pair["article"] for pair in pairs))


def _check_held(connection: Connection, keys: set[str]) -> None:
    for chunk in chunks(sorted(keys)):
        held = connection.execute(select(ArticleRow.key).where(ArticleRow.key.in_(chunk))).scalars()
        if missing := set(chunk).difference(held):
            raise UnknownKeyError(f"article {min(missing)} of an event is not stored; store it before its event")


def fingerprints(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    return values_by_key(connection, EventArticle.article, EventArticle.fingerprint, keys)


def whys(connection: Connection, keys: Iterable[str]) -> dict[str, Why]:
    found: dict[str, Why] = {}
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(EventArticle.article, EventArticle.why)
            .where(EventArticle.article.in_(chunk), EventArticle.why.is_not(None))
            .order_by(EventArticle.article)
        )
        found |= {article: _adapter().validate_python(why) for article, why in rows}
    return found


def background(connection: Connection, stems: Collection[str]) -> Background:
    """What is counted of these stems."""
    from compare.background import Background

    holding: dict[str, int] = {}
    for chunk in chunks(sorted(set(stems))):
        rows = connection.execute(select(StemRow.stem, StemRow.articles).where(StemRow.stem.in_(chunk)))
        holding |= {row.stem: row.articles for row in rows}
    return Background(int(state(connection, COUNTED_ARTICLES) or 0), dict(sorted(holding.items())))


def save(connection: Connection, night: GroupedNight, run: int | None) -> None:
    _save_events(connection, night, run)
    home = {key: event.id for event in night.events for key in event.event.articles}
    before = values_by_key(connection, EventArticle.article, EventArticle.why, night.placed)
    rows = [{"in_event": home[key], "of": key, **_place(placed)} for key, placed in sorted(night.placed.items())]
    restamp(connection, (row["of"] for row in rows if row["why"] != before.get(row["of"])))
    if rows:
        connection.execute(
            update(EventArticle).where(
                EventArticle.event == bindparam("in_event"), EventArticle.article == bindparam("of")
            ),
            rows,
        )
    if night.anew:
        connection.execute(delete(StemRow))
    counts = [{"stem": stem, "articles": night.background.holding[stem]} for stem in sorted(night.counted)]
    for chunk in chunks([row["stem"] for row in counts]):
        connection.execute(delete(StemRow).where(StemRow.stem.in_(chunk)))
    insert_all(connection, StemRow, counts)
    _save_outlines(connection, night, home)
    set_state(connection, COUNTED_ARTICLES, str(night.background.articles))
    set_states(connection, night.state)


def _save_outlines(connection: Connection, night: GroupedNight, home: Mapping[str, str]) -> None:
    """Keep those that were made of articles whose events new ones can join; let go those whose events are past."""
    since = night.outlines_since
    if since is None:
        return
    if night.anew:
        connection.execute(delete(OutlineRow))
    past = (
        select(EventArticle.article)
        .join(EventRow, EventRow.id == EventArticle.event)
        .where(EventRow.closes < since, EventArticle.article == OutlineRow.article)
    )
    connection.execute(delete(OutlineRow).where(past.exists()))
    kept = [key for key in sorted(night.outlines) if night.reaches[home[key]][1] >= since]
    for chunk in chunks(kept):
        connection.execute(delete(OutlineRow).where(OutlineRow.article.in_(chunk)))
    insert_all(connection, OutlineRow, [{"article": key, "data": night.outlines[key]} for key in kept])


def outlines(connection: Connection, keys: Iterable[str]) -> dict[str, bytes]:
    return values_by_key(connection, OutlineRow.article, OutlineRow.data, keys)


def _place(placed: Placed) -> dict[str, Any]:
    why = None if placed.why is None else _adapter().dump_python(placed.why, mode="json")
    return {"fingerprint": placed.fingerprint, "why": why}


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    from compare.eventwhy import Why

    return TypeAdapter(Why)
