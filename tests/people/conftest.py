"""What the tests of people may ask for."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.notifications.mailbox import Mailbox, open_mailbox, posting_to

LINK = re.compile(r"http://localhost(/(?:confirm|reset)/[\w-]+)")


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server that the app's mail goes to."""
    with open_mailbox() as box, posting_to(box, app.extensions["settings"]):
        yield box


@pytest.fixture
def last_link(mailbox: Mailbox, deliver: Callable[[], int]) -> Callable[[], str]:
    """Deliver the mail; the path of the link in the newest."""

    def find() -> str:
        deliver()
        found = LINK.search(mailbox.messages[-1].get_content())
        assert found, mailbox.messages[-1].get_content()
        return found[1]

    return find
