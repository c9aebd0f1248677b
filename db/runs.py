"""The run ledger, and what stages remember from one run to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from db.database import insert_or_keep
from db.errors import UnknownKeyError
from db.records import RunRecord
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


def state(connection: Connection, name: str) -> str | None:
    return connection.execute(select(StateRow.value).where(StateRow.name == name)).scalar_one_or_none()


def set_state(connection: Connection, name: str, value: str) -> None:
    connection.execute(insert_or_keep(connection, StateRow), {"name": name, "value": value})
    connection.execute(update(StateRow).where(StateRow.name == name).values(value=value))


def set_states(connection: Connection, values: Mapping[str, str]) -> None:
    for name, value in sorted(values.items()):
        set_state(connection, name, value)
