"""What nights of years need: what each outlet delivered in each run, so that its norm is read without the whole fetch
log; texts of which passages were let go, and events that stay as they are because of it; and what reports wrote of
events, so that the next one renders only what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
COUNTED = ("new", "changed", "same", "unchanged", "listing", "unusable", "failed")

DELIVERIES = sa.table(
    "deliveries",
    sa.column("run", sa.Integer()),
    sa.column("outlet", TEXT),
    *(sa.column(name, sa.Integer()) for name in COUNTED),
    sa.column("reasons", sa.JSON()),
    sa.column("lengths", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("lengths", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("run", "outlet", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_deliveries_run"),
    )
    _from_the_log()
    op.add_column("articles", sa.Column("thinned_at", TIME))
    op.add_column("revisions", sa.Column("gaps", sa.JSON()))
    op.add_column("events", sa.Column("thinned_at", TIME))
    op.add_column("events", sa.Column("made_by", sa.JSON()))
    op.add_column("events", sa.Column("whole_for", TEXT))
    op.create_index("ix_events_thinned_at", "events", ["thinned_at"])
    op.add_column("articles", sa.Column("stamp", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "rendered_events",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("stamp", TEXT, nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("site", "event", name="pk_rendered_events"),
    )


def _from_the_log() -> None:
    """Of runs before this table what the log still has; the lengths of their texts are not in it."""
    counted: dict[tuple[int, str], Counter[str]] = {}
    reasons: dict[tuple[int, str], Counter[str]] = {}
    log = sa.text("SELECT run, outlet, status, reason, count(*) FROM fetches GROUP BY run, outlet, status, reason")
    for run, outlet, status, reason, number in op.get_bind().execute(log):
        counted.setdefault((run, outlet), Counter())[status] += number
        if status in ("unusable", "failed"):
            reasons.setdefault((run, outlet), Counter())[reason or ""] += number
    rows = [_row(run, outlet, counts, reasons.get((run, outlet), {})) for (run, outlet), counts in counted.items()]
    if rows:
        op.bulk_insert(DELIVERIES, rows)


def _row(run: int, outlet: str, counts: Mapping[str, int], reasons: Mapping[str, int]) -> dict[str, Any]:
    own = {name: counts.get(name, 0) for name in COUNTED}
    return {"run": run, "outlet": outlet, **own, "reasons": dict(sorted(reasons.items())), "lengths": {}}


def downgrade() -> None:
    op.drop_table("rendered_events")
    op.drop_column("articles", "stamp")
    op.drop_index("ix_events_thinned_at", "events")
    op.drop_column("events", "whole_for")
    op.drop_column("events", "made_by")
    op.drop_column("events", "thinned_at")
    op.drop_column("revisions", "gaps")
    op.drop_column("articles", "thinned_at")
    op.drop_table("deliveries")
