from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

import app.sandbox.models  # noqa: F401
from app.extensions import db
from app.kernel.database import Base

JOB_STORE = "huey_"


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """The job store keeps its own tables beside ours on PostgreSQL."""
    return not (kind == "table" and (name or "").startswith(JOB_STORE))


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return {name for name in inspect(db.engine).get_table_names() if not name.startswith(JOB_STORE)}


def test_migrations_make_the_tables_that_the_models_describe(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_undone_and_done_again(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        assert tables(app) == {"alembic_version"}
        upgrade()
        assert "audit_row" in tables(app)
