"""A fresh copy of a migrated database for each test, on SQLite and on PostgreSQL."""

import shutil
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.extensions import bell, db
from config import Settings
from tests.clock import HandClock
from tests.stripe import stripe_address


class Store(Protocol):
    """Where a test's database lives."""

    url: str

    def keep_as_template(self) -> None: ...

    def refresh(self) -> None: ...


class SqliteStore:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.db"
        self.template = folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def keep_as_template(self) -> None:
        shutil.copy(self.file, self.template)

    def refresh(self) -> None:
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copy(self.template, self.file)


SHAPE = """
    SELECT (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
           (SELECT sum(oid::bigint) FROM pg_trigger), (SELECT sum(oid::bigint) FROM pg_proc)
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
USED_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class PostgresStore:
    """Emptying the tables that a test filled is ten times as fast as copying the template anew."""

    def __init__(self, server: str) -> None:
        self.server = server.replace("+psycopg", "")
        self.url = f"{server}/test"
        self._run("CREATE DATABASE test")

    def keep_as_template(self) -> None:
        self._run("DROP DATABASE IF EXISTS template", "CREATE DATABASE template TEMPLATE test")
        with self._inside() as connection:
            self.shape = connection.execute(SHAPE).fetchone()
            self.tables = [name for (name,) in connection.execute(TABLES)]

    def refresh(self) -> None:
        try:
            self._empty()
        except psycopg.Error:
            self._copy()

    def _empty(self) -> None:
        with self._inside() as connection:
            if connection.execute(SHAPE).fetchone() != self.shape:
                raise psycopg.ProgrammingError("a test changed the tables themselves")
            connection.execute("SET lock_timeout = '1s'; SET session_replication_role = replica")
            seek = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self.tables)
            filled = [f"DELETE FROM {name}" for (name,) in connection.execute(seek)]
            used = [f"ALTER SEQUENCE {name} RESTART" for (name,) in connection.execute(USED_SEQUENCES)]
            if filled or used:
                connection.execute("; ".join(filled + used))

    def _copy(self) -> None:
        self._run("DROP DATABASE test WITH (FORCE)", "CREATE DATABASE test TEMPLATE template STRATEGY FILE_COPY")

    def _inside(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(f"{self.server}/test")

    def _run(self, *statements: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def make_app(store: Store, folder: Path, **settings: object) -> Flask:
    """The real app on a migrated database of a store, with a clock that stands still."""
    values: dict[str, object] = {
        "database_url": store.url,
        "data_dir": folder / "data",
        "secret_key": "a-secret-key-for-tests-only-0123456789",
        "demo": False,
        "stripe_api_key": "sk_test_suite",
        "stripe_webhook_secret": "whsec_suite",
        "smtp_url": "smtp://127.0.0.1:9",
        "stripe_api_base": stripe_address(),
        "site_address": "http://localhost",
    }
    made = create_app(Settings(_env_file=None, **{**values, **settings}))  # type: ignore[call-arg, arg-type]
    bell.huey = None
    made.testing = True
    made.config["RATELIMIT_ENABLED"] = False
    from app.extensions import limiter

    limiter.enabled = False
    made.extensions["clock"] = HandClock()
    with made.app_context():
        upgrade()
        db.engine.dispose()
    store.keep_as_template()
    return made


def refresh(app: Flask, store: Store) -> None:
    """Put the database and the data folder back to how they were before any test."""
    with app.app_context():
        db.engine.dispose()
    store.refresh()
    shutil.rmtree(app.extensions["settings"].data_dir, ignore_errors=True)
    app.extensions["settings"].data_dir.mkdir(parents=True)
    app.extensions["clock"].moment = HandClock().moment
