"""What reviewers decided of flags and differences. Verdicts name passages as plain data and outlive them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, or_, select, update

from db.database import chunks, insert_all
from db.decisions import current_keys
from db.errors import UnknownKeyError
from db.schema import AliasRow, VerdictQuoteRow, VerdictRow

if TYPE_CHECKING:
    from compare.verdicts import Verdict


def load(connection: Connection, articles: Collection[str] | None = None) -> list[Verdict]:
    """Every verdict, or those about a passage of these articles, sorted by (time, id)."""
    from compare.verdicts import Quote, Verdict

    wanted = None if articles is None else _about(connection, articles)
    found: dict[str, Any] = {}
    quotes: dict[str, list[Any]] = {}
    for part in [None] if wanted is None else chunks(sorted(wanted)):
        rows = select(VerdictRow.__table__)
        passages = select(VerdictQuoteRow.__table__).order_by(VerdictQuoteRow.verdict, VerdictQuoteRow.position)
        if part is not None:
            rows, passages = rows.where(VerdictRow.id.in_(part)), passages.where(VerdictQuoteRow.verdict.in_(part))
        found |= {row.id: row for row in connection.execute(rows)}
        for row in connection.execute(passages):
            quotes.setdefault(row.verdict, []).append(row)
    home = current_keys(connection, {one.article for passages in quotes.values() for one in passages})
    made = [
        Verdict(
            row.id, row.subject, row.about,
            tuple(
                Quote(home.get(q.article, q.article), q.outlet, q.url, q.canonical_url, q.exact, q.prefix, q.suffix)
                for q in quotes.get(row.id, ())
            ),
            row.judgement, row.reviewer, row.at, row.note, row.settles, row.undone_at, row.proposes,
        )
        for row in found.values()
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.at, one.id))


def save(connection: Connection, verdicts: Iterable[Verdict]) -> None:
    """Add those that are not held. Of those held, only that they were undone is taken over."""
    by_id = {one.id: one for one in verdicts}
    held: dict[str, datetime | None] = {}
    for part in chunks(sorted(by_id)):
        rows = connection.execute(select(VerdictRow.id, VerdictRow.undone_at).where(VerdictRow.id.in_(part)))
        held |= {row.id: row.undone_at for row in rows}
    new = [one for key, one in sorted(by_id.items()) if key not in held]
    insert_all(
        connection,
        VerdictRow,
        [
            {
                "id": one.id,
                "subject": one.subject,
                "about": one.about,
                "judgement": one.judgement,
                "reviewer": one.reviewer,
                "at": one.at,
                "note": one.note,
                "settles": one.settles,
                "undone_at": one.undone_at,
                "proposes": one.proposes,
            }
            for one in new
        ],
    )
    insert_all(
        connection,
        VerdictQuoteRow,
        [
            {
                "verdict": one.id,
                "position": position,
                "article": quote.article,
                "outlet": quote.outlet,
                "url": quote.url,
                "canonical_url": quote.canonical_url,
                "exact": quote.exact,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
            }
            for one in new
            for position, quote in enumerate(one.quotes)
        ],
    )
    for key, one in sorted(by_id.items()):
        if key in held and one.undone_at is not None and held[key] is None:
            undo(connection, key, one.undone_at)


def count(connection: Connection) -> int:
    """How many are in force."""
    held = select(func.count()).select_from(VerdictRow).where(VerdictRow.undone_at.is_(None))
    return connection.execute(held).scalar_one()


def stamp(connection: Connection) -> tuple[int, int]:
    """How many were ever kept and how many of them undone; both only grow, so that they tell of every change."""
    counted = select(func.count(), func.count(VerdictRow.undone_at)).select_from(VerdictRow)
    kept, undone = connection.execute(counted).one()
    return kept, undone


def undo(connection: Connection, verdict: str, at: datetime) -> None:
    statement = update(VerdictRow).where(VerdictRow.id == verdict).values(undone_at=at)
    if connection.execute(statement).rowcount == 0:
        raise UnknownKeyError(f"no verdict {verdict} is held; see them with: variorum export verdicts")


def _about(connection: Connection, articles: Collection[str]) -> set[str]:
    """The verdicts that name one of these articles, by the key it has or by one that it took over."""
    found: set[str] = set()
    for part in chunks(sorted(articles)):
        taken_over = select(AliasRow.id).where(AliasRow.article.in_(part))
        named = or_(VerdictQuoteRow.article.in_(part), VerdictQuoteRow.article.in_(taken_over))
        found.update(connection.execute(select(VerdictQuoteRow.verdict).where(named)).scalars())
    return found
