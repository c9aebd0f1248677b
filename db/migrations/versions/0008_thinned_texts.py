"""Texts of which passages were let go, and the events that stay as they are because of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("articles", sa.Column("thinned_at", TIME))
    op.add_column("revisions", sa.Column("gaps", sa.JSON()))
    op.add_column("events", sa.Column("thinned_at", TIME))
    op.add_column("events", sa.Column("made_by", sa.JSON()))
    op.add_column("events", sa.Column("whole_for", TEXT))
    op.create_index("ix_events_thinned_at", "events", ["thinned_at"])


def downgrade() -> None:
    op.drop_index("ix_events_thinned_at", "events")
    op.drop_column("events", "whole_for")
    op.drop_column("events", "made_by")
    op.drop_column("events", "thinned_at")
    op.drop_column("revisions", "gaps")
    op.drop_column("articles", "thinned_at")
