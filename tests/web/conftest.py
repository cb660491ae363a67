"""The toolkit by itself: an app of the web floor alone, with a few pages to try it on."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_login import UserMixin
from werkzeug.test import TestResponse

from app import web
from app.extensions import db, limiter, login
from app.kernel.actor import Actor
from app.web import access, navigation
from config import ROOT, Settings
from tests.police import PoliceClient
from tests.web.trial_pages import add_pages


class Someone(UserMixin):  # type: ignore[misc]
    """A signed-in person, for whom there is no table on this floor."""

    id = "1"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for the web floor alone."""
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    """Settings for the web floor alone, with everything it keeps in a folder."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{folder}/web.db",
        data_dir=folder / "data",
        secret_key="a key that is only used in these tests",
        stripe_api_base="http://127.0.0.1:8001",
    )


@contextmanager
def toolkits() -> Iterator[Callable[[Settings], Flask]]:
    """Makes apps of the web floor alone, with boards of their own, and lets go of their databases afterwards."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        app = Flask("app", root_path=str(ROOT / "app"))
        web.init_app(app, settings)
        access.use_actors(app, lambda: Actor(person_id=1, trust_id=1))
        add_pages(app)
        web.check_doors(app)
        made.append(app)
        return app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(login, "_user_callback", lambda _: Someone())
        patch.setattr(navigation, "_entries", {})
        patch.setattr(navigation, "_counts", {})
        patch.setattr(navigation, "_within", defaultdict(set))
        patch.setattr(limiter, "enabled", True)
        yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def make_toolkit() -> Iterator[Callable[[Settings], Flask]]:
    """Makes apps of the web floor alone, with settings of the test's choosing."""
    with toolkits() as make:
        yield make


@pytest.fixture
def toolkit(make_toolkit: Callable[[Settings], Flask], settings: Settings) -> Flask:
    """One such app."""
    return make_toolkit(settings)


@pytest.fixture(scope="module")
def kept_toolkit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app for all tests of a module, where they change nothing about it."""
    with toolkits() as make:
        yield make(settings_in(tmp_path_factory.mktemp("kept")))


@pytest.fixture
def visitor(toolkit: Flask) -> PoliceClient:
    """Somebody who is not signed in."""
    return client_of(toolkit)


@pytest.fixture
def member(toolkit: Flask) -> PoliceClient:
    """Somebody who is signed in and acts for a trust."""
    client = client_of(toolkit)
    with client.session_transaction() as session:
        session["_user_id"] = "1"
        session["_fresh"] = True
    return client


def client_of(app: Flask) -> PoliceClient:
    """A browser that fails any page that is not fit to be seen."""
    app.test_client_class = PoliceClient
    client = app.test_client()
    assert isinstance(client, PoliceClient)
    return client


def heading(response: TestResponse) -> str:
    """The words of the page's h1."""
    return response.text.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", 1)[0].strip()
