"""The run ledger, and what stages remember from one run to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from db.database import insert_or_keep
from db.errors import UnknownKeyError
from db.records import RunRecord, RunTimes
from db.schema import Run, StateRow


def start(
    connection: Connection, verb: str, at: datetime, versions: Mapping[str, str], summary: Mapping[str, object]
) -> int:
    values = {
        "verb": verb, "started_at": at, "status": "running", "versions": dict(versions), "summary": dict(summary),
    }  # fmt: skip
    return int(connection.execute(insert(Run).values(values).returning(Run.id)).scalar_one())


def finish(
    connection: Connection, run: int, at: datetime, *, status: Literal["done", "failed"], summary: Mapping[str, object]
) -> None:
    statement = update(Run).where(Run.id == run).values(finished_at=at, status=status, summary=dict(summary))
    if connection.execute(statement).rowcount == 0:
        raise UnknownKeyError(f"no run {run} was started")


def note(connection: Connection, run: int, summary: Mapping[str, object]) -> None:
    if connection.execute(update(Run).where(Run.id == run).values(summary=dict(summary))).rowcount == 0:
        raise UnknownKeyError(f"no run {run} was started")


def break_off(connection: Connection, ids: Collection[int]) -> None:
    connection.execute(update(Run).where(Run.id.in_(ids), Run.status == "running").values(status="broken off"))


def under_way(connection: Connection) -> list[RunRecord]:
    return _records(connection, select(*_COLUMNS).where(Run.status == "running").order_by(Run.id))


def newest_first(connection: Connection, limit: int | None) -> list[RunRecord]:
    return _records(connection, select(*_COLUMNS).order_by(Run.id.desc()).limit(limit))


_COLUMNS = (Run.id, Run.verb, Run.started_at, Run.finished_at, Run.status, Run.versions, Run.summary)


def _records(connection: Connection, query: Any) -> list[RunRecord]:
    return [RunRecord(*row) for row in connection.execute(query)]


def times(
    connection: Connection, *, verbs: Collection[str] | None, since: datetime | None, limit: int
) -> list[RunTimes]:
    """Newest first: those that began at `since` or later, and of the newest at least `limit`."""
    columns = (Run.id, Run.verb, Run.started_at, Run.finished_at, Run.status)
    query = select(*columns).order_by(Run.id.desc())  # by number: a clock that was put back changes no order
    if verbs is not None:
        query = query.where(Run.verb.in_(sorted(verbs)))
    found: list[RunTimes] = []
    for row in connection.execute(query):
        if len(found) >= limit and (since is None or row.started_at < since):
            break
        found.append(RunTimes(*row))
    return found


def began(connection: Connection) -> datetime | None:
    """When the first run began; None before any did."""
    return connection.execute(select(Run.started_at).order_by(Run.id).limit(1)).scalar_one_or_none()


def named(connection: Connection, ids: Collection[int]) -> dict[int, RunRecord]:
    columns = (Run.id, Run.verb, Run.started_at, Run.finished_at, Run.status, Run.versions, Run.summary)
    rows = connection.execute(select(*columns).where(Run.id.in_(sorted(ids))).order_by(Run.id))
    return {row.id: RunRecord(*row) for row in rows}


def state(connection: Connection, name: str) -> str | None:
    return connection.execute(select(StateRow.value).where(StateRow.name == name)).scalar_one_or_none()


def set_state(connection: Connection, name: str, value: str) -> None:
    connection.execute(insert_or_keep(connection, StateRow), {"name": name, "value": value})
    connection.execute(update(StateRow).where(StateRow.name == name).values(value=value))


def set_states(connection: Connection, values: Mapping[str, str]) -> None:
    for name, value in sorted(values.items()):
        set_state(connection, name, value)
