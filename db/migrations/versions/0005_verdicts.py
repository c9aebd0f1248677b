"""What reviewers decided of flags and differences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("judgement", TEXT, nullable=False),
        sa.Column("reviewer", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("undone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
    )
    op.create_table(
        "verdict_quotes",
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("outlet", "url", "canonical_url")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("exact", "prefix", "suffix")),
        sa.PrimaryKeyConstraint("verdict", "position", name="pk_verdict_quotes"),
        sa.ForeignKeyConstraint(["verdict"], ["verdicts.id"], name="fk_verdict_quotes_verdict", ondelete="CASCADE"),
    )
    op.create_index("ix_verdict_quotes_article", "verdict_quotes", ["article"])


def downgrade() -> None:
    op.drop_table("verdict_quotes")
    op.drop_table("verdicts")
