"""A fresh copy of a migrated database for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import psycopg
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.extensions import bell, db
from app.kernel.database import transaction
from config import Settings
from tests.clock import HandClock
from tests.stripe import stripe_address

Made = TypeVar("Made")


class Store(Protocol):
    """Where a test's database lives. `let_go` closes what the app holds open of it."""

    url: str
    let_go: Callable[[], None]

    def keep_as_template(self) -> None: ...

    def refresh(self) -> None: ...

    def is_untouched(self) -> bool: ...

    def keep(self, name: str) -> None: ...

    def put_back(self, name: str) -> None: ...

    def close(self) -> None: ...


class SqliteStore:
    let_go: Callable[[], None]

    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.db"
        self.template = folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def keep_as_template(self) -> None:
        shutil.copy(self.file, self.template)

    def refresh(self) -> None:
        self._copy(self.template)

    def is_untouched(self) -> bool:
        self.let_go()
        return self.file.stat().st_mtime_ns == self.copied_ns

    def keep(self, name: str) -> None:
        self.let_go()
        shutil.copy(self.file, self.file.with_name(name))

    def put_back(self, name: str) -> None:
        self._copy(self.file.with_name(name))

    def close(self) -> None:
        self.let_go()

    def _copy(self, template: Path) -> None:
        self.let_go()
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copy(template, self.file)
        self.copied_ns = self.file.stat().st_mtime_ns


SHAPE = """
    SELECT (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
           (SELECT sum(oid::bigint) FROM pg_trigger), (SELECT sum(oid::bigint) FROM pg_proc)
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
USED_SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""

UNCHECKED = "-c session_replication_role=replica -c lock_timeout=1s"
"""No trigger and no foreign key asks in what order tables are emptied and filled. Turning it on forgets every plan."""


class PostgresStore:
    """Emptying the tables that a test filled is ten times as fast as copying the template anew.

    Its own connection and the app's stay open from test to test: each new one would first read what tables there are.
    """

    let_go: Callable[[], None]

    def __init__(self, server: str) -> None:
        self.server = server.replace("+psycopg", "")
        self.url = f"{server}/test"
        self.kept: dict[str, tuple[dict[str, bytes], dict[str, int]]] = {}
        self.open: psycopg.Connection[Any] | None = None
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
            filled = [f"DELETE FROM {name}" for name in self._filled(connection)]
            used = [f"SELECT setval('{name}', 1, false)" for name, _ in connection.execute(USED_SEQUENCES)]
            if filled or used:
                connection.execute("; ".join(filled + used))

    def _filled(self, connection: "psycopg.Connection[Any]") -> list[str]:
        seek = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self.tables)
        return [name for (name,) in connection.execute(seek, prepare=True)]

    def is_untouched(self) -> bool:
        with self._inside() as connection:
            return not self._filled(connection) and connection.execute(USED_SEQUENCES).fetchone() is None

    def keep(self, name: str) -> None:
        with self._inside() as connection, connection.cursor() as cursor:
            rows = {}
            for table in self._filled(connection):
                with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                    rows[table] = b"".join(copy)
            self.kept[name] = rows, dict(connection.execute(USED_SEQUENCES).fetchall())

    def put_back(self, name: str) -> None:
        rows, sequences = self.kept[name]
        with self._inside() as connection, connection.cursor() as cursor:
            for table, held in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(held)
            cursor.executemany("SELECT setval(%s, %s)", list(sequences.items()))

    def close(self) -> None:
        self.let_go()
        self._leave()

    def _copy(self) -> None:
        self.let_go()
        self._run("DROP DATABASE test WITH (FORCE)", "CREATE DATABASE test TEMPLATE template STRATEGY FILE_COPY")

    @contextmanager
    def _inside(self) -> Iterator["psycopg.Connection[Any]"]:
        """A transaction in the test's database."""
        if self.open is None or self.open.closed:
            self.open = psycopg.connect(f"{self.server}/test", options=UNCHECKED)
        with self.open.transaction():
            yield self.open

    def _leave(self) -> None:
        if self.open is not None:
            self.open.close()

    def _run(self, *statements: str) -> None:
        self._leave()
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


class Stage:
    """Sets up what many tests begin with once, and puts back its rows for each of the others."""

    def __init__(self, app: Flask, store: Store) -> None:
        self.app, self.store = app, store
        self.made: dict[tuple[object, ...], Any] = {}

    def set(self, make: Callable[..., Made], *args: object) -> Made:
        """What `make(*args)` makes in a transaction of its own, on a database that nothing else is in yet."""
        assert self.store.is_untouched(), f"{make.__qualname__} is not the first that this test sets up"
        key, name = (make, *args), f"stage-{make.__module__}.{make.__qualname__}-{len(self.made)}"
        if key in self.made:
            name, made = self.made[key]
            self.store.put_back(name)
        else:
            with transaction():
                made = make(*args)
            assert not any(self._data_dir().iterdir()), f"{name} leaves files, which are not kept"
            self.store.keep(name)
            self.made[key] = name, made
        return cast(Made, made)

    def _data_dir(self) -> Path:
        folder: Path = self.app.extensions["settings"].data_dir
        return folder


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
    store.let_go = lambda: let_go(made)
    store.let_go()
    store.keep_as_template()
    return made


def let_go(app: Flask) -> None:
    """Close the app's connections to its database."""
    with app.app_context():
        db.engine.dispose()


def refresh(app: Flask, store: Store) -> None:
    """Put the database and the data folder back to how they were before any test."""
    store.refresh()
    shutil.rmtree(app.extensions["settings"].data_dir, ignore_errors=True)
    app.extensions["settings"].data_dir.mkdir(parents=True)
    app.extensions["clock"].moment = HandClock().moment
