"""What the tests of notifications may ask for."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.notifications import actions
from app.notifications.values import Address
from tests.notifications.mailbox import Mailbox, open_mailbox, posting_to


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server that the app's mail goes to."""
    with open_mailbox() as box, posting_to(box, app.extensions["settings"]):
        yield box


@pytest.fixture
def address_book() -> Iterator[dict[int, Address]]:
    """The address book of three people, in place of the app's own."""
    people = {n: Address(f"Person {n}", f"person{n}@fairhaven.example") for n in (1, 2, 3)}
    before = list(actions._address_book)
    actions.use_address_book(lambda ids: {n: people[n] for n in ids if n in people})
    yield people
    actions._address_book[:] = before
