"""Events grouped night by night, with the reasons; a claim's weakest pair and what comes closest to it elsewhere.

What was grouped and compared before gets all this with the next comparison: what computed it has changed.
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
    op.add_column("readings", sa.Column("standing", TEXT))
    op.add_column("event_articles", sa.Column("fingerprint", TEXT, nullable=False, server_default=""))
    op.add_column("event_articles", sa.Column("why", sa.JSON))
    op.create_table(
        "stems",
        sa.Column("stem", TEXT, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("stem", name="pk_stems"),
    )
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
    op.drop_table("stems")
    with op.batch_alter_table("event_articles") as table:
        table.drop_column("why")
        table.drop_column("fingerprint")
    with op.batch_alter_table("readings") as table:
        table.drop_column("standing")
    with op.batch_alter_table("claims") as table:
        table.drop_column("weakest_b")
        table.drop_column("weakest_a")
