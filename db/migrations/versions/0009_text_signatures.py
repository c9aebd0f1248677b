"""Signatures of the texts that a night's new ones are compared with, so that they are not made again every night."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "text_signatures",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_text_signatures"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_text_signatures_article", ondelete="CASCADE"),
    )
