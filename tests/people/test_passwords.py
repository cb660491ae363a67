"""Passwords and tokens are never kept themselves."""

from collections.abc import Iterator

import pytest

from app.people import passwords
from tests.people.makers import CHEAP


@pytest.fixture(autouse=True)
def cheap_again() -> Iterator[None]:
    yield
    passwords.use_cost(CHEAP)


def test_a_password_is_checked_against_what_is_kept_of_it() -> None:
    kept = passwords.hashed("copper kettle")
    assert kept.startswith("$argon2id$")
    assert "copper" not in kept
    assert passwords.is_right(kept, "copper kettle")
    assert not passwords.is_right(kept, "copper kettlE")


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert passwords.hashed("copper kettle") != passwords.hashed("copper kettle")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_without_a_password_kept_none_is_right(kept: str | None) -> None:
    assert not passwords.is_right(kept, "")
    assert not passwords.is_right(kept, "copper kettle")


def test_a_password_kept_at_another_cost_is_still_right_and_known_to_be_dated() -> None:
    kept = passwords.hashed("copper kettle")
    assert not passwords.is_dated(kept)
    passwords.use_cost(passwords.Cost(passes=2, memory=16, lanes=1))
    assert passwords.is_dated(kept)
    assert passwords.is_right(kept, "copper kettle")


def test_the_usual_cost_is_that_of_rfc_9106_where_memory_is_short() -> None:
    passwords.use_cost(passwords.Cost())
    assert passwords.hashed("copper kettle").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_token_is_new_each_time_and_fit_for_an_address() -> None:
    tokens = {passwords.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)
