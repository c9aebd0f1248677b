"""What is to be looked at again, what lies near it in time, and where lines of site furniture stand.

Everything is looked at again with the next comparison, which fills in what was not kept before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")

ARTICLE_COLUMNS: dict[str, TypeEngine[Any]] = {"at": TIME, "pending": sa.Integer()}
EVENT_COLUMNS: dict[str, TypeEngine[Any]] = {
    "due": sa.Boolean(),
    "opens": TIME,
    "closes": TIME,
    **{name: sa.Integer() for name in ("claims", "shared_claims", "differences", "flags")},
}


def upgrade() -> None:
    for table, columns in (("articles", ARTICLE_COLUMNS), ("events", EVENT_COLUMNS)):
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    op.execute(
        "UPDATE articles SET pending = 1, at = coalesce((SELECT published_at FROM revisions"
        " WHERE article = articles.key AND number = articles.revision), first_seen)"
    )
    op.execute("DELETE FROM events WHERE NOT EXISTS (SELECT 1 FROM event_articles WHERE event = events.id)")
    op.execute(
        sa.text(
            "UPDATE events SET due = :due, fingerprint = '', claims = 0, shared_claims = 0, differences = 0, flags = 0,"
            " opens = (SELECT min(at) FROM event_articles JOIN articles ON key = article WHERE event = events.id),"
            " closes = (SELECT max(at) FROM event_articles JOIN articles ON key = article WHERE event = events.id)"
        ).bindparams(due=True)
    )
    op.execute("DELETE FROM states WHERE name = 'grouping: method'")
    for table, columns in (("articles", ARTICLE_COLUMNS), ("events", EVENT_COLUMNS)):
        with op.batch_alter_table(table) as altered:
            for name, kind in columns.items():
                altered.alter_column(name, existing_type=kind, nullable=False)
    op.create_index("ix_articles_at", "articles", ["at"])
    op.create_index("ix_articles_outlet_at", "articles", ["outlet", "at"])
    op.create_index("ix_articles_pending", "articles", ["pending"])
    op.create_index("ix_events_due", "events", ["due"])
    op.create_index("ix_events_closes_opens", "events", ["closes", "opens"])
    op.create_table(
        "sightings",
        sa.Column("line", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("line", "article", name="pk_sightings"),
        sa.ForeignKeyConstraint(["line"], ["furniture.id"], name="fk_sightings_line", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_sightings_article", ondelete="CASCADE"),
    )
    op.create_index("ix_sightings_article", "sightings", ["article"])


def downgrade() -> None:
    op.drop_table("sightings")
    for name in ("ix_events_closes_opens", "ix_events_due"):
        op.drop_index(name, "events")
    for name in ("ix_articles_pending", "ix_articles_outlet_at", "ix_articles_at"):
        op.drop_index(name, "articles")
    for table, columns in (("events", EVENT_COLUMNS), ("articles", ARTICLE_COLUMNS)):
        with op.batch_alter_table(table) as altered:
            for name in reversed(columns):
                altered.drop_column(name)
