"""Steps that journeys share."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from playwright.sync_api import Page, expect

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


def todays_date(page: Page) -> date:
    """The day that it is in the demo."""
    page.goto("/sandbox/calendar")
    shown = re.search(r"it is (\d+ \w+ \d{4})", page.inner_text("main"))
    assert shown
    return datetime.strptime(shown[1], "%d %B %Y").replace(tzinfo=UTC).date()


def wind_on(page: Page, days: int) -> None:
    """Wind the demo's calendar on."""
    page.goto("/sandbox/calendar")
    page.get_by_label(re.compile("days", re.I)).fill(str(days))
    page.get_by_role("button", name=re.compile("Wind")).click(timeout=60_000)
    expect(page.get_by_role("heading", name="What happened")).to_be_visible(timeout=60_000)
