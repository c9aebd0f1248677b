"""Alembic's entry. `db.migrate` runs it with an open connection; every step of one upgrade is one transaction."""

from __future__ import annotations

from alembic import context

from db.migrate import VERSION_TABLE
from db.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
