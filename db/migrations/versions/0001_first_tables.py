"""The first tables.

A migration is never edited once it was released, and does not import the models, which go on changing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("verb", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("final_url", TEXT),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("links", sa.Integer),
        sa.Column("skipped", sa.Integer),
        sa.Column("stage", TEXT),
        sa.Column("reason", TEXT),
        sa.Column("detail", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_fetches_run"),
    )
    op.create_index("ix_fetches_run_outlet", "fetches", ["run", "outlet"])
    op.create_index("ix_fetches_outlet", "fetches", ["outlet"])
    op.create_table(
        "robots",
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
    )
    op.create_table(
        "articles",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("canonical_url", TEXT, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_articles"),
    )
    op.create_index("ix_articles_outlet_first_seen", "articles", ["outlet", "first_seen"])
    op.create_table(
        "revisions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("extractor", TEXT, nullable=False),
        sa.Column("sentences_version", TEXT),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("section", TEXT),
        sa.Column("published_at", TIME),
        sa.Column("published_precision", TEXT),
        sa.Column("published_origin", TEXT),
        sa.Column("modified_at", TIME),
        sa.Column("modified_precision", TEXT),
        sa.Column("modified_origin", TEXT),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("quarantined", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("article", "number", name="uq_revisions_article_number"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_revisions_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_revisions_run"),
    )
    op.create_table(
        "aliases",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_aliases"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_aliases_article", ondelete="CASCADE"),
    )
    op.create_index("ix_aliases_article", "aliases", ["article"])
    op.create_table(
        "revision_checks",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("article", "number", name="pk_revision_checks"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_revision_checks_article", ondelete="CASCADE"),
    )
    op.create_table(
        "sentence_changes",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("before_start", sa.Integer),
        sa.Column("before_end", sa.Integer),
        sa.Column("after_start", sa.Integer),
        sa.Column("after_end", sa.Integer),
        sa.PrimaryKeyConstraint("article", "number", "position", name="pk_sentence_changes"),
        sa.ForeignKeyConstraint(
            ["article", "number"],
            ["revision_checks.article", "revision_checks.number"],
            name="fk_sentence_changes_article_number",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "reframings",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("voice", TEXT, nullable=False),
        sa.Column("source", TEXT),
        sa.Column("before_start", sa.Integer),
        sa.Column("before_end", sa.Integer),
        sa.Column("after_start", sa.Integer),
        sa.Column("after_end", sa.Integer),
        sa.PrimaryKeyConstraint("article", "number", "position", name="pk_reframings"),
        sa.ForeignKeyConstraint(
            ["article", "number"],
            ["revision_checks.article", "revision_checks.number"],
            name="fk_reframings_article_number",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "sentences",
        sa.Column("revision", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision", "position", name="pk_sentences"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.id"], name="fk_sentences_revision", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vectors",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("engine", TEXT, nullable=False),
        sa.Column("dim", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", "model", "engine", name="pk_vectors"),
    )
    op.create_table(
        "agency_credits",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("agency", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.PrimaryKeyConstraint("article", "position", name="pk_agency_credits"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_agency_credits_article", ondelete="CASCADE"),
    )
    op.create_table(
        "text_links",
        sa.Column("a", TEXT, nullable=False),
        sa.Column("a_start", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("a_end", sa.Integer, nullable=False),
        sa.Column("b", TEXT, nullable=False),
        sa.Column("b_start", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("b_end", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("a", "a_start", "b", "b_start", name="pk_text_links"),
        sa.ForeignKeyConstraint(["a"], ["articles.key"], name="fk_text_links_a", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["articles.key"], name="fk_text_links_b", ondelete="CASCADE"),
    )
    op.create_index("ix_text_links_b", "text_links", ["b"])
    op.create_table(
        "shared_sentences",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text_group", TEXT, nullable=False),
        sa.Column("voice", TEXT, nullable=False),
        sa.Column("agency", TEXT),
        sa.Column("origin_outlet", TEXT),
        sa.Column("origin_article", TEXT),
        sa.Column("origin_start", sa.Integer),
        sa.Column("origin_end", sa.Integer),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("article", "start", name="pk_shared_sentences"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_shared_sentences_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["origin_article"], ["articles.key"], name="fk_shared_sentences_origin_article", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_shared_sentences_origin_article", "shared_sentences", ["origin_article"])
    op.create_table(
        "shared_checks",
        sa.Column("article", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_shared_checks"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_shared_checks_article", ondelete="CASCADE"),
    )
    op.create_table(
        "states",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_states"),
    )
    op.create_table(
        "furniture",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("distance", sa.Integer, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("last_seen", TIME, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("decided_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_furniture"),
    )
    op.create_table(
        "events",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("cohesion", sa.Double, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_table(
        "event_articles",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event", "article", name="pk_event_articles"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_event_articles_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_event_articles_article"),
    )
    op.create_index("ix_event_articles_article", "event_articles", ["article"])
    op.create_table(
        "claims",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("similarity", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("event", "id", name="pk_claims"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_claims_event", ondelete="CASCADE"),
    )
    op.create_table(
        "readings",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event", "claim", "position", name="pk_readings"),
        sa.ForeignKeyConstraint(
            ["event", "claim"], ["claims.event", "claims.id"], name="fk_readings_event_claim", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_readings_article"),
    )
    op.create_table(
        "differences",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("explanation", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event", "position", name="pk_differences"),
        sa.ForeignKeyConstraint(
            ["event", "claim"], ["claims.event", "claims.id"], name="fk_differences_event_claim", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_differences_event_claim", "differences", ["event", "claim"])
    op.create_table(
        "variants",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("difference", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("outlet", TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event", "difference", "position", name="pk_variants"),
        sa.ForeignKeyConstraint(
            ["event", "difference"],
            ["differences.event", "differences.position"],
            name="fk_variants_event_difference",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_variants_article"),
    )
    op.create_table(
        "flags",
        sa.Column("event", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("match", TEXT, nullable=False),
        sa.Column("voice", TEXT, nullable=False),
        sa.Column("source", TEXT),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("others", sa.JSON, nullable=False),
        sa.Column("repeats", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("event", "id", name="pk_flags"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_flags_event", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name="fk_flags_article"),
    )
    op.create_index("ix_flags_article", "flags", ["article"])
