"""What every test may ask for."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.kernel import database as kernel_database
from app.kernel import delivery
from tests.clock import HandClock
from tests.databases import PostgresStore, SqliteStore, Stage, Store, make_app, refresh
from tests.police import PoliceClient
from tests.postgres import postgres
from tests.scheduling import Together
from tests.stripe import stripe

__all__ = ["stripe"]
DATABASES = ["sqlite", "postgresql"]
PASSWORD = "copper kettle lantern 47"

for name in ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "DEMO", "STRIPE_API_KEY", "SMTP_URL", "PORT"):
    os.environ.pop(name, None)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """How `make test` shares the tests out among its workers."""
    return Together(config, log)


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[Flask, Store]]]:
    """One app for each database, made when a test first asks for it."""
    made: dict[str, tuple[Flask, Store]] = {}
    server = postgres()
    running = False

    def get(name: str) -> tuple[Flask, Store]:
        nonlocal running
        if name not in made:
            folder: Path = tmp_path_factory.mktemp(name)
            if name == "sqlite":
                store: Store = SqliteStore(folder)
            else:
                store = PostgresStore(server.__enter__())
                running = True
            made[name] = make_app(store, folder), store
            _look_for_rubbish_seldom()
        return made[name]

    yield get
    for _, store in made.values():
        store.close()
    if running:
        server.__exit__(None, None, None)


def _look_for_rubbish_seldom() -> None:
    """What is there by now stays till the end: Python's collector need not walk through all of it time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Rules and actions run on both databases; a test of pages on one of them, half of the pages on each."""
    chosen_already = any("database" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "database" not in metafunc.fixturenames or chosen_already:
        return
    name = f"{metafunc.module.__name__}.{metafunc.function.__name__}"
    pages = bool({"client", "signed_in"} & set(metafunc.fixturenames)) and ".house." not in name
    pages = pages or metafunc.definition.get_closest_marker("of_pages") is not None
    chosen = [DATABASES[crc32(name.encode()) % 2]] if pages else DATABASES
    metafunc.parametrize("database", chosen, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The name of the database that a test runs on."""
    name: str = request.param
    return name


@pytest.fixture
def app(database: str, stores: Callable[[str], tuple[Flask, Store]]) -> Iterator[Flask]:
    """The site on a fresh database. Set things up in `with transaction():` blocks, as a job would."""
    app, store = stores(database)
    refresh(app, store)
    with app.app_context():
        maker = db.sessionmaker
    with kernel_database.bound(maker):
        yield app


@pytest.fixture(scope="session")
def stages() -> dict[str, Stage]:
    """What has been set up on each database so far."""
    return {}


@pytest.fixture
def stage(app: Flask, database: str, stores: Callable[[str], tuple[Flask, Store]], stages: dict[str, Stage]) -> Stage:
    """`stage.set(make_world)`: what a maker makes, made once and put back for every other test that begins with it."""
    return stages.setdefault(database, Stage(*stores(database)))


@pytest.fixture
def clock(app: Flask) -> HandClock:
    """The app's clock, which stands still until it is wound on."""
    clock: HandClock = app.extensions["clock"]
    return clock


@pytest.fixture
def at(clock: HandClock) -> datetime:
    """The moment at which a test begins, in UTC: Friday 20 November 2026 at 10 in the morning."""
    return clock.now()


@pytest.fixture
def client(app: Flask) -> PoliceClient:
    """A browser of a kind that fails any page that is not fit to be seen."""
    return visitor(app)


def visitor(app: Flask) -> PoliceClient:
    """Another browser, with cookies of its own."""
    app.test_client_class = PoliceClient
    client = app.test_client()
    assert isinstance(client, PoliceClient)
    return client


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], PoliceClient]:
    """A browser in which the person with an e-mail address has signed in."""

    def sign_in(email: str) -> PoliceClient:
        client = visitor(app)
        response = client.submit("/sign-in", email=email, password=PASSWORD)
        assert response.status_code in (302, 303), response.text
        return client

    return sign_in


@pytest.fixture
def deliver(app: Flask, clock: HandClock) -> Callable[[], int]:
    """Carry out everything that waits in the outbox; gives how much that was."""
    return lambda: delivery.deliver_due(clock)


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """`with statements() as sent:` gathers the SQL that is sent to the database inside."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
            sent.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return gather
