"""What reports wrote, by month: the pages over all events are made from what a month's events add up to, so that a
month whose events stand is read as one sum and its pages are not rendered again. What was remembered of earlier reports
is dropped: another version of the program renders every event anew. And signatures of the texts that new ones may
share sentences with, so that they are not made again every night."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_table("rendered_events")
    op.create_table(
        "rendered_events",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("month", TEXT, nullable=False),
        sa.Column("stamp", TEXT, nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("site", "event", name="pk_rendered_events"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rendered_parts",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("month", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("site", "month", "event", name="pk_rendered_parts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rendered_months",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("month", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("sums", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("site", "month", name="pk_rendered_months"),
    )
    op.create_table(
        "rendered_pages",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("stamp", TEXT, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("written_ns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "path", name="pk_rendered_pages"),
    )
    op.create_table(
        "text_signatures",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_text_signatures"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_text_signatures_article", ondelete="CASCADE"),
    )


def downgrade() -> None:
    for table in ("text_signatures", "rendered_pages", "rendered_months", "rendered_parts", "rendered_events"):
        op.drop_table(table)
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
