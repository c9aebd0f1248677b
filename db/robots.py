"""Copies of robots.txt, so that a server is asked for its file once a day and not once a run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from db.columns import clean_text
from db.schema import RobotsRow
from scraper.article import RobotsCopy


def load(connection: Connection, since: datetime) -> list[RobotsCopy]:
    columns = (RobotsRow.origin, RobotsRow.text, RobotsRow.fetched_at)
    rows = connection.execute(select(*columns).where(RobotsRow.fetched_at >= since).order_by(RobotsRow.origin))
    return [RobotsCopy(*row) for row in rows]


def keep(connection: Connection, copies: Iterable[RobotsCopy]) -> None:
    """Texts are cleaned, not refused: what a server sends is its own affair, and NUL means nothing in robots.txt."""
    for copy in copies:
        connection.execute(delete(RobotsRow).where(RobotsRow.origin == copy.origin))
        row = {"origin": copy.origin, "text": clean_text(copy.text), "fetched_at": copy.fetched_at}
        connection.execute(insert(RobotsRow).values(row))
