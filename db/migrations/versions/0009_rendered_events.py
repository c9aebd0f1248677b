"""What reports wrote of events, so that the next one renders only what changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("rendered_events")
    op.drop_column("articles", "stamp")
