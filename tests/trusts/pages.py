"""Reading pages in tests."""

import re
from collections.abc import Callable

from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]


def text_of(html: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
