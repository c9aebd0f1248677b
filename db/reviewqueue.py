"""How far the review is, from the verdicts alone: what was found is far more, and only its owner can count it."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, select

from db.records import ReviewCounts
from db.schema import VerdictQuoteRow, VerdictRow

PASSAGE = (VerdictQuoteRow.article, VerdictQuoteRow.exact, VerdictQuoteRow.prefix, VerdictQuoteRow.suffix)


def counts(connection: Connection) -> ReviewCounts:
    """A flag or a difference is known by what it is about and its first passage, letter by letter. Of each reviewer the
    latest verdict counts; where one settles, nothing is disputed."""
    in_force = and_(VerdictQuoteRow.verdict == VerdictRow.id, VerdictQuoteRow.position == 0)
    item = (VerdictRow.subject, VerdictRow.about, *PASSAGE)
    place = func.row_number().over(
        partition_by=(*item, VerdictRow.reviewer), order_by=(VerdictRow.at.desc(), VerdictRow.id.desc())
    )
    said = (
        select(*item, VerdictRow.judgement, VerdictRow.settles, place.label("place"))
        .join(VerdictQuoteRow, in_force)
        .where(VerdictRow.undone_at.is_(None))
        .subquery()
    )
    held = [said.c[name] for name in ("subject", "about", "article", "exact", "prefix", "suffix")]
    judged = (
        select(
            func.count(said.c.judgement.distinct()).label("judgements"),
            func.count().filter(said.c.settles).label("settled"),
        )
        .where(said.c.place == 1)
        .group_by(*held)
        .subquery()
    )
    is_open = and_(judged.c.judgements > 1, judged.c.settled == 0)
    found, disputed = connection.execute(select(func.count(), func.count().filter(is_open)).select_from(judged)).one()
    kept = select(func.count()).select_from(VerdictRow).where(VerdictRow.undone_at.is_(None))
    return ReviewCounts(found, disputed, connection.execute(kept).scalar_one())
