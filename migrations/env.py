"""Runs migrations on the app's database, with the metadata handed over by hand."""

from alembic import context

from app.extensions import db
from app.kernel.database import Base

if context.is_offline_mode():
    raise SystemExit("Migrations run against a database. Set DATABASE_URL and leave out --sql.")

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
