"""Beginning the demo again."""

from pathlib import Path

import pytest
from flask import Flask

from app.people.actions import AccountExists
from app.sandbox.demo import load
from app.sandbox.demo.people import storytellers
from app.sandbox.forgetting import HALF_LOADED, forget, is_half_loaded
from config import Settings, SettingsError
from tests.people.makers import make_person


def settings_in(folder: Path, **other: object) -> Settings:
    values = {
        "database_url": f"sqlite:///{folder}/exchange.db",
        "data_dir": folder,
        "secret_key": "k" * 32,
        "demo": True,
    }
    return Settings(_env_file=None, **{**values, **other})  # type: ignore[call-arg, arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A demo's data folder, with something in it that is not the demo's."""
    for name in ("exchange.db", "exchange.db-wal", "stripe.db", "jobs.db", "jobs.db-shm", "letter.txt", HALF_LOADED):
        (tmp_path / name).touch()
    for name in ("search", "mailbox", "photographs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept").touch()
    return tmp_path


def left(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_the_demos_data_is_forgotten_and_nothing_else(folder: Path) -> None:
    settings = settings_in(folder)
    assert is_half_loaded(settings)
    forget(settings)
    assert left(folder) == {"letter.txt", "photographs"}
    assert not is_half_loaded(settings)
    forget(settings)


@pytest.mark.parametrize(
    ("other", "says"),
    [({"demo": False}, "DEMO is off"), ({"database_url": "postgresql+psycopg://h/d"}, "Empty the database")],
)
def test_a_site_that_is_no_demo_on_sqlite_is_never_forgotten(folder: Path, other: dict[str, object], says: str) -> None:
    before = left(folder)
    with pytest.raises(SettingsError, match=says):
        forget(settings_in(folder, **other))
    assert left(folder) == before


def test_a_load_that_is_cut_short_leaves_its_mark(app: Flask) -> None:
    """Somebody of the story is there already: the register is loaded by then, the people are not."""
    make_person(email=storytellers()[0].email)
    with app.app_context(), pytest.raises(AccountExists):
        load.load()
    assert load.is_loaded()
    assert is_half_loaded(app.extensions["settings"])
