"""The sandbox's memory: documents and a few plain tables in one SQLite file."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from app.sandbox.stripe.errors import Document

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS record_kind ON record (kind, seq);
CREATE INDEX IF NOT EXISTS record_pending ON record (json_extract(body, '$.status'))
    WHERE kind = 'balance_transaction';
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL,
    expires_at REAL NOT NULL,
    status INTEGER,
    body TEXT
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'delivered', 'failed')),
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    flaw TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due_at, id);
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS switch (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """A fresh id in Stripe's manner, such as `tr_` and 24 letters and digits."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


class Records:
    """The documents, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, kind: str, body: Document) -> Document:
        """Store a new document under its own id."""
        self.connection.execute(
            "INSERT INTO record (id, kind, body) VALUES (?, ?, ?)",
            (body["id"], kind, json.dumps(body)),
        )
        return body

    def save(self, body: Document) -> Document:
        """Store a changed document over the one with the same id."""
        self.connection.execute("UPDATE record SET body = ? WHERE id = ?", (json.dumps(body), body["id"]))
        return body

    def find(self, kind: str, record_id: str) -> Document | None:
        """The document of that kind and id, if there is one."""
        row = self.connection.execute("SELECT body FROM record WHERE id = ? AND kind = ?", (record_id, kind)).fetchone()
        return None if row is None else _document(row[0])

    def position(self, kind: str, record_id: str) -> int | None:
        """Where the document stands in the order of making."""
        row = self.connection.execute("SELECT seq FROM record WHERE id = ? AND kind = ?", (record_id, kind)).fetchone()
        return None if row is None else int(row[0])

    def select(
        self,
        kind: str,
        where: Mapping[str, object] | None = None,
        *,
        newest_first: bool = True,
        limit: int = -1,
    ) -> list[Document]:
        """Documents of a kind, `where` giving SQL conditions and their values."""
        conditions = ["kind = ?", *(where or {})]
        order = "DESC" if newest_first else "ASC"
        rows = self.connection.execute(
            f"SELECT body FROM record WHERE {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY seq {order} LIMIT ?",
            [kind, *(where or {}).values(), limit],
        )
        return [_document(row[0]) for row in rows]

    def switch(self, name: str, default: str = "") -> str:
        """The present setting of one of the sandbox's switches."""
        row = self.connection.execute("SELECT value FROM switch WHERE name = ?", (name,)).fetchone()
        return default if row is None else str(row[0])

    def set_switch(self, name: str, value: str) -> None:
        """Turn one of the sandbox's switches."""
        self.connection.execute(
            "INSERT INTO switch (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


class Store:
    """The file. Every use of it is one whole transaction, one writer at a time."""

    def __init__(self, path: str) -> None:
        self.path = path
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """Everything done inside is kept, or, if it raises, none of it."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Records(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _document(text: str) -> Document:
    document: Document = json.loads(text)
    return document
