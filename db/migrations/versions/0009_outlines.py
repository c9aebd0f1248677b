"""What grouping knows of the articles of open events, so that their texts are not read again every night."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "outlines",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_outlines"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_outlines_article", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("outlines")
