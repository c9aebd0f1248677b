"""The fetch log: what was asked of which outlet, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from sqlalchemy import Connection, and_, func, insert, or_, select

from db import deliveries
from db.columns import clean_text
from db.errors import StoreError
from db.schema import Fetch
from scraper.article import BROKEN_OFF, UNREACHED, Failure, Listing, Outcome, Page, Stage, Unchanged, Validators

# The statuses of an answer whose content was taken in, or looked at and found to hold no article.
READ = ("new", "changed", "same", "unusable", "listing")
STATUSES: Mapping[type, tuple[str, ...]] = {
    Page: READ,
    Listing: ("listing",),
    Unchanged: ("unchanged",),
    Failure: ("failed",),
}


def log(
    connection: Connection, run: int, outcome: Outcome, *, status: str, failure: Failure | None, words: int | None
) -> None:
    """Texts are cleaned rather than refused here: a server's garbage must not keep its failure from the record."""
    allowed = STATUSES[type(outcome)]
    if status not in allowed:
        raise StoreError(f"{outcome.url}: the status {status!r} is none of {', '.join(allowed)}")
    if (status == "unusable") != (failure is not None):
        raise StoreError(f"{outcome.url}: an unusable page, and nothing else, is logged with the failure to use it")
    columns = _columns(outcome) if failure is None else _columns(outcome) | _why(failure)
    row = {key: clean_text(value) if isinstance(value, str) else value for key, value in columns.items()}
    connection.execute(insert(Fetch).values(run=run, status=status, **row))
    deliveries.count(connection, run, str(row["outlet"]), status, reason=row.get("reason"), words=words)


def _columns(outcome: Outcome) -> dict[str, Any]:
    columns: dict[str, Any] = {"outcome": type(outcome).__name__.lower(), "outlet": outcome.outlet, "url": outcome.url}
    match outcome:
        case Failure():
            return columns | {"at": outcome.at} | _why(outcome)
        case Unchanged():
            return columns | {"at": outcome.fetched_at}
        case Page():
            size = {"size_bytes": len(outcome.body)}
        case Listing():
            size = {"size_bytes": outcome.size, "links": outcome.links, "skipped": outcome.skipped}
            if outcome.undated:
                columns["detail"] = f"{outcome.undated} links dated in the future; taken without a date"
    return (
        columns
        | size
        | {
            "at": outcome.fetched_at,
            "final_url": outcome.final_url,
            "etag": outcome.validators.etag,
            "last_modified": outcome.validators.last_modified,
        }
    )


def _why(failure: Failure) -> dict[str, Any]:
    return {"stage": failure.stage, "reason": failure.reason, "detail": failure.detail}


def validators(connection: Connection, outlet: str) -> dict[str, Validators]:
    """The newest of every address, left out where the newest answer carried none."""
    newest = (
        select(func.max(Fetch.id)).where(Fetch.outlet == outlet, Fetch.status.in_(READ)).group_by(Fetch.url).subquery()
    )
    rows = connection.execute(
        select(Fetch.url, Fetch.etag, Fetch.last_modified).where(Fetch.id.in_(select(newest))).order_by(Fetch.url)
    )
    return {url: Validators(etag, modified) for url, etag, modified in rows if etag or modified}


def unreached(connection: Connection, outlet: str) -> list[str]:
    """Article addresses whose newest entry says that they were not reached in time, or not read to their end."""
    newest = select(func.max(Fetch.id)).where(Fetch.outlet == outlet).group_by(Fetch.url)
    rows = connection.execute(
        select(Fetch.url)
        .where(
            Fetch.id.in_(newest),
            or_(
                and_(Fetch.status == "failed", Fetch.stage == "fetch", Fetch.reason.in_(UNREACHED)),
                and_(Fetch.status == "unusable", Fetch.stage == "extract", Fetch.reason.in_(BROKEN_OFF)),
            ),
        )
        .order_by(Fetch.id)
    )
    return list(rows.scalars())


def failures(connection: Connection, run: int | None) -> list[Failure]:
    asked = select(func.max(Fetch.run)).scalar_subquery() if run is None else run
    rows = connection.execute(
        select(Fetch.outlet, Fetch.url, Fetch.stage, Fetch.reason, Fetch.detail, Fetch.at)
        .where(Fetch.run == asked, Fetch.status.in_(("failed", "unusable")))
        .order_by(Fetch.outlet, Fetch.url, Fetch.id)
    )
    return [
        Failure(outlet, url, _stage(stage), reason or "", detail or "", at)
        for outlet, url, stage, reason, detail, at in rows
    ]


def _stage(stored: str | None) -> Stage:
    if stored not in get_args(Stage):
        raise StoreError(f"the fetch log holds the unknown stage {stored!r}")
    return cast(Stage, stored)


def counts(connection: Connection, run: int) -> dict[str, dict[str, int]]:
    rows = connection.execute(
        select(Fetch.outlet, Fetch.status, func.count())
        .where(Fetch.run == run)
        .group_by(Fetch.outlet, Fetch.status)
        .order_by(Fetch.outlet, Fetch.status)
    )
    found: dict[str, dict[str, int]] = {}
    for outlet, status, number in rows:
        found.setdefault(outlet, {})[status] = number
    return found
