"""What flags and differences there were from run to run: one row for as long as what a person is told stays the same.

A row is written in the transaction that writes what it tells of. So the rows that hold at a run are the findings as
they stood when it ended, however it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, delete, func, or_, select, update

from db.columns import dump_json
from db.database import chunks, insert_all
from db.records import FindingsChange, KeptFinding
from db.runs import state
from db.schema import DifferenceRow, EventRow, FindingVersionRow, FlagRow, RevisionRow

BEGAN = "findings: first run with a history"  # the state: its number
IN_FORCE = FindingVersionRow.went.is_(None)


def keep(connection: Connection, event: str, contents: Sequence[tuple[str, str, dict[str, Any]]], run: int) -> None:
    """From this run on the event has these findings, each given as subject, id and content. Rows of findings that it
    had already, and of which the same is told, stay as they are."""
    # Compared as they are written: both databases keep JSON to the letter, and nothing has to be read.
    held = connection.execute(
        select(
            FindingVersionRow.id,
            FindingVersionRow.subject,
            FindingVersionRow.finding,
            cast(FindingVersionRow.content, Text).label("content"),
        )
        .where(FindingVersionRow.event == event, IN_FORCE)
        .order_by(FindingVersionRow.id)
    ).all()
    keys = [(subject, finding, dump_json(content)) for subject, finding, content in contents]
    wanted = Counter(keys)
    gone = []
    for row in held:
        key = (row.subject, row.finding, row.content)
        if wanted[key]:
            wanted[key] -= 1
        else:
            gone.append(row.id)
    for chunk in chunks(gone):
        _close(connection, FindingVersionRow.id.in_(chunk), run)
    added = []
    for key, (subject, finding, content) in zip(keys, contents, strict=True):
        if wanted[key]:
            wanted[key] -= 1
            added.append({"event": event, "subject": subject, "finding": finding, "content": content, "came": run})
    insert_all(connection, FindingVersionRow, added)


def close_events(connection: Connection, events: Sequence[str], run: int) -> None:
    """From this run on there are no findings of these events."""
    for chunk in chunks(events):
        _close(connection, and_(FindingVersionRow.event.in_(chunk), IN_FORCE), run)


def _close(connection: Connection, which: ColumnElement[bool], run: int) -> None:
    """What came with this very run was never there when a run ended."""
    connection.execute(delete(FindingVersionRow).where(which, FindingVersionRow.came >= run))
    connection.execute(update(FindingVersionRow).where(which).values(went=run))


def without(connection: Connection, after: str, limit: int) -> list[str]:
    """Up to `limit` events behind the id `after` that have findings and no row in force, sorted."""
    kept = select(FindingVersionRow.id).where(FindingVersionRow.event == EventRow.id, IN_FORCE).exists()
    flagged = select(FlagRow.id).where(FlagRow.event == EventRow.id).exists()
    differing = select(DifferenceRow.position).where(DifferenceRow.event == EventRow.id).exists()
    events = select(EventRow.id).where(EventRow.id > after, or_(flagged, differing), ~kept)
    return list(connection.execute(events.order_by(EventRow.id).limit(limit)).scalars())


def began(connection: Connection) -> int | None:
    found = state(connection, BEGAN)
    return None if found is None else int(found)


def touched(connection: Connection, run: int) -> int:
    """How many rows came or went with this run."""
    rows = select(func.count()).select_from(FindingVersionRow)
    by = (FindingVersionRow.came == run, FindingVersionRow.went == run)
    return sum(connection.execute(rows.where(one)).scalar_one() for one in by)


def between(connection: Connection, first: int, second: int) -> FindingsChange:
    """What is kept of the findings as they stood after two runs, `first` not the later one."""
    came, went = FindingVersionRow.came, FindingVersionRow.went
    after_second = or_(went.is_(None), went > second)
    return FindingsChange(
        before=_findings(connection, came <= first, went > first, went <= second),
        after=_findings(connection, came > first, came <= second, after_second),
        stayed=_counts(connection, came <= first, after_second),
    )


def _findings(connection: Connection, *which: ColumnElement[bool]) -> tuple[KeptFinding, ...]:
    from db.told import finding_of

    rows = connection.execute(
        select(FindingVersionRow.event, FindingVersionRow.subject, FindingVersionRow.finding, FindingVersionRow.content)
        .where(*which)
        .order_by(FindingVersionRow.event, FindingVersionRow.subject, FindingVersionRow.finding, FindingVersionRow.id)
    )
    return tuple(finding_of(*row) for row in rows)


def _counts(connection: Connection, *which: ColumnElement[bool]) -> dict[str, int]:
    repeats = func.coalesce(FindingVersionRow.content["repeats"].as_boolean(), False)
    rows = connection.execute(
        select(FindingVersionRow.subject, func.count().label("number"))
        .where(*which, repeats.is_(False))
        .group_by(FindingVersionRow.subject)
        .order_by(FindingVersionRow.subject)
    )
    return {row.subject: row.number for row in rows}


def known_events(connection: Connection) -> set[str]:
    return set(connection.execute(select(FindingVersionRow.event).distinct()).scalars())


def new_texts(connection: Connection, articles: Collection[str], after: int, until: int) -> dict[str, int]:
    """By article, sorted: the number of the first text that a run behind `after`, up to `until`, brought of it."""
    found: dict[str, int] = {}
    for chunk in chunks(sorted(set(articles))):
        rows = connection.execute(
            select(RevisionRow.article, func.min(RevisionRow.number).label("number"))
            .where(RevisionRow.article.in_(chunk), RevisionRow.run > after, RevisionRow.run <= until)
            .group_by(RevisionRow.article)
            .order_by(RevisionRow.article)
        )
        found |= {row.article: row.number for row in rows}
    return found
