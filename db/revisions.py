"""What differs between the texts that an article had, and which revisions were looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, delete, insert, select

from db.database import chunks
from db.records import StoredChanges
from db.rendered import restamp
from db.schema import ArticleRow, ReframingRow, RevisionCheck, RevisionRow, SentenceChangeRow

if TYPE_CHECKING:
    from compare.spans import Span


def unchecked(
    connection: Connection, fingerprint: str, outlet: str, keys: Collection[str] | None
) -> list[tuple[str, int]]:
    checked = and_(
        RevisionCheck.article == RevisionRow.article,
        RevisionCheck.number == RevisionRow.number,
        RevisionCheck.fingerprint == fingerprint,
    )
    query = (
        select(RevisionRow.article, RevisionRow.number)
        .outerjoin(RevisionCheck, checked)
        .join(ArticleRow, ArticleRow.key == RevisionRow.article)
        .where(RevisionRow.number > 1, RevisionCheck.article.is_(None), ArticleRow.thinned_at.is_(None))
        .order_by(RevisionRow.article, RevisionRow.number)
    )
    if keys is None:
        every = query.where(ArticleRow.outlet == outlet)
        return [(key, number) for key, number in connection.execute(every)]
    return [
        (key, number)
        for chunk in chunks(sorted(set(keys)))
        for key, number in connection.execute(query.where(RevisionRow.article.in_(chunk)))
    ]


def save(connection: Connection, found: StoredChanges, fingerprint: str) -> None:
    if found not in _load(connection, [found.key]):
        restamp(connection, [found.key])
    forget(connection, found.key, found.number)
    this = {"article": found.key, "number": found.number}
    connection.execute(insert(RevisionCheck), this | {"fingerprint": fingerprint})
    changes = [
        this | {"position": n, "change": item.change, **_places(item.before, item.after)}
        for n, item in enumerate(found.changes)
    ]
    framing = [
        this
        | {
            "position": n,
            "change": item.change,
            "rule": item.rule,
            "category": item.category,
            "level": item.level,
            "voice": item.voice,
            "source": item.source,
            **_places(item.before, item.after),
        }
        for n, item in enumerate(found.framing)
    ]
    if changes:
        connection.execute(insert(SentenceChangeRow), changes)
    if framing:
        connection.execute(insert(ReframingRow), framing)


def forget(connection: Connection, key: str, number: int) -> None:
    """Drop what was found of this revision, so that it is looked at again."""
    connection.execute(delete(RevisionCheck).where(RevisionCheck.article == key, RevisionCheck.number == number))


def load(connection: Connection, keys: Iterable[str] | None) -> list[StoredChanges]:
    if keys is None:
        return _load(connection, None)
    return [found for chunk in chunks(sorted(set(keys))) for found in _load(connection, chunk)]


def _load(connection: Connection, keys: Sequence[str] | None) -> list[StoredChanges]:
    from compare.reframing import Reframing  # brings the rules: at first use
    from compare.revisions import SentenceChange

    def of(table: Any) -> Select[Any]:
        query = select(table.__table__).order_by(table.article, table.number)
        return query if keys is None else query.where(table.article.in_(keys))

    checks = [(row.article, row.number) for row in connection.execute(of(RevisionCheck))]
    changes: dict[tuple[str, int], list[SentenceChange]] = {check: [] for check in checks}
    framing: dict[tuple[str, int], list[Reframing]] = {check: [] for check in checks}
    for row in connection.execute(of(SentenceChangeRow).order_by(SentenceChangeRow.position)):
        before, after = _spans(row)
        changes[row.article, row.number].append(SentenceChange(row.change, before, after))
    for row in connection.execute(of(ReframingRow).order_by(ReframingRow.position)):
        before, after = _spans(row)
        framing[row.article, row.number].append(
            Reframing(row.change, row.rule, row.category, row.level, row.voice, row.source, before, after)
        )
    return [StoredChanges(*check, tuple(changes[check]), tuple(framing[check])) for check in checks]


def _places(before: Span | None, after: Span | None) -> dict[str, int | None]:
    return {
        "before_start": before.start if before else None,
        "before_end": before.end if before else None,
        "after_start": after.start if after else None,
        "after_end": after.end if after else None,
    }


def _spans(row: Any) -> tuple[Span | None, Span | None]:
    from compare.spans import Span

    before = None if row.before_start is None else Span(row.before_start, row.before_end)
    after = None if row.after_start is None else Span(row.after_start, row.after_end)
    return before, after
