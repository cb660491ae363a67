"""The database: one base for every table, one session for whoever is at work.

The request, the job, the command or the test binds a session maker; actions and queries ask for
`session()` and only ever flush. Whoever bound it commits.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Engine, Enum, MetaData, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_session: ContextVar[Session | None] = ContextVar("session", default=None)
_maker: ContextVar["sessionmaker[Session] | None"] = ContextVar("maker", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=True)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases. Refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database is given. Raises ValueError for a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What the code is given."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Pence = BigInteger
"""The column type of whole pence."""


def word(words: type[StrEnum]) -> Enum:
    """A column that holds one of an enum's words as text, with a check constraint."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=words.__name__.lower(),
        values_callable=lambda enum: [each.value for each in enum],
    )


def session() -> Session:
    """The session of whoever is at work. Raises LookupError outside a request, job, command or test."""
    current = _session.get()
    if current is None:
        raise LookupError("no session is bound: this code runs inside a request, job or command")
    return current


@contextmanager
def bound(maker: "sessionmaker[Session]", current: Session | None = None, *, writing: bool = True) -> Iterator[None]:
    """Bind a session maker, and a session if one is at hand, for the code inside."""
    tokens = _maker.set(maker), _session.set(current), _writing.set(writing)
    try:
        yield
    finally:
        _writing.reset(tokens[2])
        _session.reset(tokens[1])
        _maker.reset(tokens[0])


@contextmanager
def transaction(*, writing: bool = True) -> Iterator[Session]:
    """A transaction of its own: committed at the end, rolled back on any error.

    What must outlive a refusal, and each step of a job that calls the outside world, runs in one.
    The session at work is let go of first, so that SQLite has one writer; RuntimeError when it
    holds changes that this would lose.
    """
    maker, outer = _maker.get(), _session.get()
    if maker is None:
        raise LookupError("no database is bound")
    if outer is not None:
        if outer.new or outer.dirty or outer.deleted or outer.info.get("flushed"):
            raise RuntimeError("the session at work has changes that are not committed")
        outer.rollback()
    with maker() as own, bound(maker, own, writing=writing):
        yield own
        own.commit()
        rang = own.info.pop("bell", False)
    if rang:
        _bell.get()()


@contextmanager
def reading() -> Iterator[None]:
    """What is begun inside only reads: on SQLite it does not wait for a writer."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


_bell: ContextVar[Callable[[], None]] = ContextVar("bell", default=lambda: None)


@contextmanager
def belled(ring: Callable[[], None]) -> Iterator[None]:
    """Have `ring` called after each commit that left something in the outbox."""
    token = _bell.set(ring)
    try:
        yield
    finally:
        _bell.reset(token)


def commit(current: Session) -> None:
    """Commit a session at the edge and ring the bell if the outbox has something new."""
    current.commit()
    if current.info.pop("bell", False):
        _bell.get()()


def insert_or_ignore(table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique constraint already holds its like; True when it was inserted."""
    current = session()
    dialect = current.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    attempt = insert(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return current.execute(attempt).first() is not None


@event.listens_for(Session, "after_flush")
def _note_flush(current: Session, _: object) -> None:
    current.info["flushed"] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["flushed"] = True


@event.listens_for(Session, "after_transaction_end")
def _forget_flush(current: Session, ended: Any) -> None:
    if ended.parent is None:
        current.info.pop("flushed", None)


@event.listens_for(Session, "after_rollback")
def _silence_bell(current: Session) -> None:
    current.info.pop("bell", None)


def prepare_engine(engine: Engine) -> None:
    """Make SQLite keep its promises: foreign keys, write-ahead log, `BEGIN IMMEDIATE` for writers."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=20000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
