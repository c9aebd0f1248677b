"""What was found in an event: claims with their readings, differences with their variants, and flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from compare.claims import Claim, Nearest, Reading
from compare.framing import Flag, Other
from compare.voice import VoiceSpan
from compare.wording import Difference, Variant
from db import history
from db.articles import newest_texts
from db.database import chunks, insert_all
from db.errors import UnknownKeyError
from db.records import EventResults, StoredClaim, StoredDifference, StoredFlag
from db.rendered import restamp_event
from db.schema import (
    ArticleRow,
    ClaimRow,
    DifferenceRow,
    EventArticle,
    EventRow,
    EventVoicesRow,
    FlagRow,
    NearestRow,
    ReadingRow,
    SharedSentenceRow,
    VariantRow,
)
from db.told import articles_in, content_of, told

K = TypeVar("K")
V = TypeVar("V")


def save(connection: Connection, event: str, fingerprint: str, results: EventResults, run: int | None) -> None:
    stamp = update(EventRow).where(EventRow.id == event).values(fingerprint=fingerprint, due=False)
    stamped = connection.execute(stamp)
    if stamped.rowcount == 0:
        raise _no_event(event)
    for table in (
        FlagRow,
        DifferenceRow,
        ClaimRow,
        EventVoicesRow,
    ):  # readings, variants and nearest sentences go with them
        connection.execute(delete(table).where(table.event == event))

    insert_all(
        connection,
        ClaimRow,
        [
            {
                "event": event,
                "id": stored.id,
                "position": position,
                "similarity": stored.claim.similarity,
                "weakest_a": stored.claim.weakest[0] if stored.claim.weakest else None,
                "weakest_b": stored.claim.weakest[1] if stored.claim.weakest else None,
            }
            for position, stored in enumerate(results.claims)
        ],
    )
    insert_all(
        connection,
        NearestRow,
        [
            {
                "event": event,
                "claim": stored.id,
                "outlet": nearest.reading.outlet,
                "article": nearest.reading.article,
                "paragraph": nearest.reading.paragraph,
                "start": nearest.reading.start,
                "end": nearest.reading.end,
                "text": nearest.reading.text,
                "lowest": nearest.lowest,
                "highest": nearest.highest,
            }
            for stored in results.claims
            for nearest in stored.claim.nearest
        ],
    )
    insert_all(
        connection,
        ReadingRow,
        [
            {
                "event": event,
                "claim": stored.id,
                "position": position,
                "article": reading.article,
                "outlet": reading.outlet,
                "paragraph": reading.paragraph,
                "start": reading.start,
                "end": reading.end,
                "text": reading.text,
                "standing": stored.standings[position] if stored.standings else None,
            }
            for stored in results.claims
            for position, reading in enumerate(stored.claim.readings)
        ],
    )
    insert_all(
        connection,
        DifferenceRow,
        [
            {
                "event": event,
                "position": position,
                "claim": stored.claim,
                "kind": stored.difference.kind,
                "explanation": stored.difference.explanation,
            }
            for position, stored in enumerate(results.differences)
        ],
    )
    insert_all(
        connection,
        VariantRow,
        [
            {
                "event": event,
                "difference": difference,
                "position": position,
                "article": variant.article,
                "outlet": variant.outlet,
                "start": variant.start,
                "end": variant.end,
                "text": variant.text,
                "side": variant.side,
            }
            for difference, stored in enumerate(results.differences)
            for position, variant in enumerate(stored.difference.variants)
        ],
    )
    insert_all(connection, FlagRow, [_flag_row(event, n, stored) for n, stored in enumerate(results.flags)])
    insert_all(
        connection,
        EventVoicesRow,
        [
            {"event": event, "article": article, "spans": [_span_row(span) for span in spans]}
            for article, spans in sorted(results.voices.items())
        ],
    )
    counts = {
        "claims": len(results.claims),
        "shared_claims": connection.execute(_shared_claims(), {"event": event}).scalar_one(),
        "differences": len(results.differences),
        "flags": sum(not stored.repeats for stored in results.flags),
    }
    connection.execute(update(EventRow).where(EventRow.id == event).values(counts))
    restamp_event(connection, event)
    if run is not None:
        _keep(connection, event, results, run)


def open_history(connection: Connection, events: Iterable[str], run: int) -> None:
    """What is stored of these events came with this run, for all that is known."""
    for event in events:
        _keep(connection, event, load(connection, event), run)


def _keep(connection: Connection, event: str, results: EventResults, run: int) -> None:
    addresses: dict[str, tuple[str, str]] = {}
    for chunk in chunks(sorted(articles_in(results))):
        rows = select(ArticleRow.key, ArticleRow.outlet, ArticleRow.url).where(ArticleRow.key.in_(chunk))
        addresses |= {key: (outlet, url) for key, outlet, url in connection.execute(rows)}
    found = [(one.subject, one.id, content_of(one)) for one in told(event, results, addresses)]
    history.keep(connection, event, found, run)


@cache
def _shared_claims() -> Select[int]:
    """How many claims of the `event` have readings of two or more outlets. One text printed by several outlets counts
    once: a claim that only reprints of one text make is not shared."""
    voice = func.coalesce(SharedSentenceRow.voice, ReadingRow.outlet)
    body = aliased(ReadingRow)
    with_body = (
        select(body.claim)
        .where(
            body.event == ReadingRow.event,
            body.claim == ReadingRow.claim,
            body.outlet == ReadingRow.outlet,
            body.paragraph > 0,
        )
        .exists()
    )
    shared = (
        select(ReadingRow.claim)
        .outerjoin(
            SharedSentenceRow,
            and_(SharedSentenceRow.article == ReadingRow.article, SharedSentenceRow.start == ReadingRow.start),
        )
        .where(ReadingRow.event == bindparam("event"))
        .where(or_(ReadingRow.paragraph > 0, ~with_body))  # a headline is no further report of its outlet
        .group_by(ReadingRow.claim)
        .having(func.count(ReadingRow.outlet.distinct()) > 1, func.count(voice.distinct()) > 1)
        .subquery()
    )
    return select(func.count()).select_from(shared)


def _flag_row(event: str, position: int, stored: StoredFlag) -> dict[str, Any]:
    flag = stored.flag
    return {
        "event": event,
        "id": stored.id,
        "position": position,
        "article": stored.article,
        "rule": flag.rule,
        "category": flag.category,
        "level": flag.level,
        "start": flag.start,
        "end": flag.end,
        "match": flag.match,
        "voice": flag.voice,
        "source": flag.source,
        "message": flag.message,
        "others": [{"outlet": other.outlet, "text": other.text} for other in flag.others],
        "repeats": stored.repeats,
    }


def _span_row(span: VoiceSpan) -> list[Any]:
    """As `EventVoicesRow.spans` has it."""
    return [span.start, span.end, span.kind, span.source, span.source_start, span.cue, span.cue_start]


def load(connection: Connection, event: str) -> EventResults:
    return load_several(connection, [event])[event]


def load_several(connection: Connection, events: Iterable[str]) -> dict[str, EventResults]:
    """By event, sorted: one statement for each table, and not for each event."""
    wanted = sorted(set(events))
    found: dict[str, EventResults] = {}
    for chunk in chunks(wanted):
        found |= _load(connection, chunk)
    for event in wanted:
        if event not in found:
            raise _no_event(event)
    return found


def _load(connection: Connection, events: Sequence[str]) -> dict[str, EventResults]:
    def rows(table: Any, *order: Any) -> Iterable[Any]:
        query = select(table.__table__).where(table.event.in_(events)).order_by(table.event, *order)
        return connection.execute(query).all()  # all of them are held; to fetch each takes longer

    texts = _thinned_texts(connection, events)

    def reading(row: Any) -> Reading:
        text = row.text or texts.get(row.article, "")[row.start : row.end]
        return Reading(row.article, row.outlet, row.start, row.end, text, row.paragraph)

    readings = _grouped(
        (
            (row.event, row.claim),
            (reading(row), row.standing),
        )
        for row in rows(ReadingRow, ReadingRow.claim, ReadingRow.position)
    )
    variants = _grouped(
        ((row.event, row.difference), Variant(row.article, row.outlet, row.start, row.end, row.text, row.side))
        for row in rows(VariantRow, VariantRow.difference, VariantRow.position)
    )
    nearest = _grouped(
        (
            (row.event, row.claim),
            Nearest(reading(row), row.lowest, row.highest),
        )
        for row in rows(NearestRow, NearestRow.claim, NearestRow.outlet)
    )
    claims = _grouped(
        (
            row.event,
            StoredClaim(
                row.id,
                Claim(
                    tuple(reading for reading, _ in readings.get((row.event, row.id), ())),
                    row.similarity,
                    None if row.weakest_a is None else (row.weakest_a, row.weakest_b),
                    nearest.get((row.event, row.id), ()),
                ),
                tuple(standing for _, standing in readings.get((row.event, row.id), ()) if standing is not None),
            ),
        )
        for row in rows(ClaimRow, ClaimRow.position)
    )
    differences = _grouped(
        (
            row.event,
            StoredDifference(
                row.claim, Difference(row.kind, variants.get((row.event, row.position), ()), row.explanation)
            ),
        )
        for row in rows(DifferenceRow, DifferenceRow.position)
    )
    flags = _grouped((row.event, _flag(row)) for row in rows(FlagRow, FlagRow.position))
    voices = _grouped(
        (row.event, (row.article, tuple(VoiceSpan(*span) for span in row.spans)))
        for row in rows(EventVoicesRow, EventVoicesRow.article)
    )
    known = connection.execute(select(EventRow.id).where(EventRow.id.in_(events)).order_by(EventRow.id)).scalars()
    return {
        event: EventResults(
            claims.get(event, ()), differences.get(event, ()), flags.get(event, ()), dict(voices.get(event, ()))
        )
        for event in known
    }


def _thinned_texts(connection: Connection, events: Sequence[str]) -> dict[str, str]:
    """By article, of the events whose texts were thinned: what the texts of their readings are taken from."""
    keys = (
        select(EventArticle.article)
        .join(EventRow, EventRow.id == EventArticle.event)
        .where(EventRow.id.in_(events), EventRow.thinned_at.is_not(None))
    )
    return {key: text for key, _, text in newest_texts(connection, connection.execute(keys).scalars())}


def _flag(row: Any) -> StoredFlag:
    flag = Flag(
        rule=row.rule,
        category=row.category,
        level=row.level,
        start=row.start,
        end=row.end,
        match=row.match,
        voice=row.voice,
        source=row.source,
        message=row.message,
        others=tuple(Other(other["outlet"], other["text"]) for other in row.others),
    )
    return StoredFlag(row.id, row.article, flag, row.repeats)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _no_event(event: str) -> UnknownKeyError:
    return UnknownKeyError(f"no event {event} is stored; see the ids with: variorum export events")
