"""A signed link says what it was made to say, to the second, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from app.kernel import database, signing
from app.kernel.database import transaction
from app.kernel.signing import LinkExpired, LinkUnreadable

UNTIL = datetime(2026, 9, 3, 14, 5, tzinfo=UTC)
BEFORE = UNTIL - timedelta(days=1)
FACTS: signing.Facts = {"booking": 1_234_567, "place": 3, "email": "sian@fairhaven.example"}


@contextmanager
def site(secret: str) -> Iterator[None]:
    """A site with a secret and a database of its own."""
    engine = create_engine("sqlite://")
    signing.use_secret(engine, secret)
    maker = sessionmaker(engine, class_=Session)
    with maker() as current, database.bound(maker, current):
        yield
    engine.dispose()


@pytest.fixture(autouse=True)
def _at_home() -> Iterator[None]:
    with site("k" * 32):
        yield


def test_a_link_gives_back_the_facts_it_was_made_of() -> None:
    assert signing.read("delegate", signing.sign("delegate", FACTS, until=UNTIL), at=BEFORE) == FACTS


@pytest.mark.parametrize(
    ("at", "runs"),
    [
        (UNTIL - timedelta(seconds=1), True),
        (UNTIL, False),
        (UNTIL + timedelta(seconds=1), False),
        (UNTIL + timedelta(days=9_000), False),
    ],
)
def test_a_link_runs_out_at_its_moment_by_the_houses_clock(at: datetime, runs: bool) -> None:
    token = signing.sign("delegate", FACTS, until=UNTIL)
    if runs:
        assert signing.read("delegate", token, at=at) == FACTS
        return
    with pytest.raises(LinkExpired, match=r"This link has run out. Ask Northgate for a new one\."):
        signing.read("delegate", token, at=at, ask="Northgate")


def test_a_link_for_one_purpose_is_unreadable_for_another() -> None:
    token = signing.sign("delegate", FACTS, until=UNTIL)
    with pytest.raises(LinkUnreadable):
        signing.read("evaluation", token, at=BEFORE)


def test_a_link_with_any_character_changed_is_unreadable() -> None:
    token = signing.sign("delegate", {"booking": 1}, until=UNTIL)
    for place, letter in enumerate(token[:-1]):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(LinkUnreadable):
            signing.read("delegate", changed, at=BEFORE)


@pytest.mark.parametrize("token", ["", ".", "a.b", "é" * 20, "\udcff", "x" * 100_000, "\x00", "e30.e30.e30"])
def test_what_was_never_a_link_is_unreadable(token: str) -> None:
    with pytest.raises(LinkUnreadable, match="copy all of it"):
        signing.read("delegate", token, at=BEFORE)


def test_a_link_of_another_site_is_unreadable() -> None:
    token = signing.sign("delegate", FACTS, until=UNTIL)
    with site("s" * 32), pytest.raises(LinkUnreadable):
        signing.read("delegate", token, at=BEFORE)


def test_a_link_is_short_and_stands_in_a_path_as_it_is() -> None:
    token = signing.sign("delegate", FACTS, until=UNTIL)
    assert len(token) < 150
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_moment_without_its_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        signing.sign("delegate", FACTS, until=datetime(2026, 9, 3))  # noqa: DTZ001


def test_the_app_signs_with_its_own_secret(app: Flask) -> None:
    with transaction():
        token = signing.sign("delegate", FACTS, until=UNTIL)
        assert signing.read("delegate", token, at=BEFORE) == FACTS
    secret = app.extensions["settings"].secret_key
    with site(secret):
        assert signing.read("delegate", token, at=BEFORE) == FACTS
