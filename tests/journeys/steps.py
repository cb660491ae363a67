"""Steps that journeys share."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page

PROVIDER_MANAGER = "marian.oyelaran@larkmoor.example"


def reference_in(address: str, prefix: str) -> str:
    """The public reference in a page's address."""
    found = re.search(rf"{prefix}-[0-9A-Z]+", address)
    assert found, f"no {prefix} reference in {address}"
    return found[0]


def wait_until_shown(page: Page, ready: Callable[[], bool], seconds: int = 20) -> None:
    """Load the page again until it shows what the worker has done."""
    for _ in range(seconds * 2):
        if ready():
            return
        time.sleep(0.5)
        page.reload()
    raise AssertionError(f"{page.url} does not show it after {seconds} seconds:\n{page.inner_text('main')}")
