"""The toolkit by itself: an app of the web floor alone, with a few pages to try it on."""

from collections.abc import Iterator
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
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{tmp_path}/web.db",
        data_dir=tmp_path / "data",
        secret_key="a key that is only used in these tests",
        stripe_api_base="http://127.0.0.1:8001",
    )


@pytest.fixture
def make_toolkit(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[object]:
    """Makes apps of the web floor alone, and lets go of their databases afterwards."""
    made: list[Flask] = []
    monkeypatch.setattr(login, "_user_callback", lambda _: Someone())
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_counts", {})

    def make(settings: Settings = settings) -> Flask:
        app = Flask("app", root_path=str(ROOT / "app"))
        web.init_app(app, settings)
        access.use_actors(app, lambda: Actor(person_id=1, trust_id=1))
        limiter.enabled = True
        add_pages(app)
        web.check_doors(app)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def toolkit(make_toolkit: object) -> Flask:
    """One such app."""
    assert callable(make_toolkit)
    app: Flask = make_toolkit()
    return app


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
