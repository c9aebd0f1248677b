"""What a person decided of the grouping."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("verb", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("together", sa.JSON, nullable=False),
        sa.Column("apart", sa.JSON, nullable=False),
        sa.Column("undone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )


def downgrade() -> None:
    op.drop_table("decisions")
