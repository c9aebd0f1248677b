"""Whose words an article's are, what findings there were from run to run, and what reviewers propose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_voices",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("event", "article", name="pk_event_voices"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_event_voices_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_event_voices_article"),
    )
    op.create_index("ix_event_voices_article", "event_voices", ["article"])
    op.create_table(
        "finding_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("finding", TEXT, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("went", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_finding_versions"),
        sa.ForeignKeyConstraint(["came"], ["runs.id"], name="fk_finding_versions_came"),
        sa.ForeignKeyConstraint(["went"], ["runs.id"], name="fk_finding_versions_went"),
    )
    op.create_index("ix_finding_versions_event_went", "finding_versions", ["event", "went"])
    op.create_index("ix_finding_versions_came", "finding_versions", ["came"])
    op.create_index("ix_finding_versions_went", "finding_versions", ["went"])
    op.add_column("verdicts", sa.Column("proposes", TEXT, nullable=False, server_default=""))
    op.create_table(
        "declined_proposals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("phrase", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("reviewer", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_declined_proposals"),
    )


def downgrade() -> None:
    op.drop_table("declined_proposals")
    op.drop_column("verdicts", "proposes")
    op.drop_table("finding_versions")
    op.drop_table("event_voices")
