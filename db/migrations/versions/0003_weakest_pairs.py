"""The weakest pair of a claim, and the sentence that comes closest where an outlet has none.

Claims held before get both with the next comparison: what computed them has changed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("claims", sa.Column("weakest_a", sa.Integer))
    op.add_column("claims", sa.Column("weakest_b", sa.Integer))
    op.create_table(
        "nearest_sentences",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("lowest", sa.Double, nullable=False),
        sa.Column("highest", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("event", "claim", "outlet", name="pk_nearest_sentences"),
        sa.ForeignKeyConstraint(
            ["event", "claim"],
            ["claims.event", "claims.id"],
            name="fk_nearest_sentences_event_claim",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_nearest_sentences_article"),
    )


def downgrade() -> None:
    op.drop_table("nearest_sentences")
    with op.batch_alter_table("claims") as table:
        table.drop_column("weakest_b")
        table.drop_column("weakest_a")
