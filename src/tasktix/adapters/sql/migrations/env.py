"""Alembic's entry: runs over the connection that `schema.migrate` hands in, inside its lock."""

from alembic import context

from tasktix.adapters.sql.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
