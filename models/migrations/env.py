"""Run by Alembic, on the connection that `models.database` hands over (batch mode: SQLite cannot alter in place)."""

from alembic import context

from models import records

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=records.metadata(),
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
