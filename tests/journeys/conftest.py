"""Journeys: the whole site running as `make run` runs it, and a real browser in front of it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Error, Page

from config import ROOT
from tests.browser import ARGUMENTS, faults, find
from tests.postgres import free_port

HERE = Path(__file__).parent
TURNS = {HERE / "test_demo_holds.py": -1, HERE / "test_rounds.py": 1}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one site and one browser, so one worker runs them: see tests/scheduling.py.

    What the demo holds is looked at first, before any journey changes it or winds its calendar on. The journey that
    winds it on past the days of a round comes last.
    """
    items.sort(key=lambda item: TURNS.get(item.path, 0))
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True)
class Site:
    """Where the parts of the running demo are."""

    web: str
    stripe: str
    mailbox: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def flask(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run one of the site's commands, as its operator would."""
        asked = [sys.executable, "-m", "flask", *command]
        settings = {**self.environment, "STRIPE_API_BASE": self.stripe.removesuffix("/sandbox")}
        return subprocess.run(asked, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)

    def mail_to(self, address: str) -> list[dict[str, Any]]:
        """Every mail to an address, newest first."""
        with urlopen(f"{self.mailbox}mail.json?to={quote(address)}") as answer:
            mail: list[dict[str, Any]] = json.load(answer)
        return mail

    def wait_for_mail(self, address: str, subject: str, seconds: int = 20) -> dict[str, Any]:
        """The newest mail to an address whose subject contains some words, once it has come."""
        for _ in range(seconds * 5):
            for mail in self.mail_to(address):
                if subject.lower() in mail["subject"].lower():
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} about “{subject}”: {[m['subject'] for m in self.mail_to(address)]}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, freshly loaded, run by the same program as `make run`."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'exchange.db'}",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "a-secret-key-for-tests-only-0123456789",
        "DEMO": "1",
        "PORT": str(free_port()),
        "STRIPE_API_KEY": "sk_test_demo",
        "STRIPE_WEBHOOK_SECRET": "whsec_demo",
        "SMTP_URL": "smtp://127.0.0.1:9",
    }
    output = folder / "output.txt"
    with output.open("w") as log:
        demo = subprocess.Popen(
            [sys.executable, "-m", "app.sandbox.run"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        said = _wait_until_it_greets(demo, output)
        addresses = [re.search(f"{label}:? +(?:is at )?(http://[^ \n]+)", said) for label in LABELS]
        web, stripe, mailbox = (match[1] for match in addresses if match)
        yield Site(web, stripe, mailbox, folder, environment)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(30)


LABELS = ["Trust Exchange", "Stripe's sandbox", "Every e-mail that was sent"]


def _wait_until_it_greets(demo: "subprocess.Popen[bytes]", output: Path) -> str:
    for _ in range(1800):
        said = output.read_text()
        if "Press Ctrl+C to stop" in said:
            return said
        if demo.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"The demo did not start:\n{output.read_text()}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which may look up nothing but this machine."""
    return {**browser_type_launch_args, "executable_path": find(), "args": ARGUMENTS}


@pytest.fixture
def stranger(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A new visitor's window, at desktop width unless told otherwise."""
    contexts = []

    def open_window(width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(base_url=site.web, viewport={"width": width, "height": 900}, **more)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def person(stranger: Callable[..., Page]) -> Callable[..., Page]:
    """A window in which someone of the demo has signed in, with one click."""

    def sign_in(email: str, **more: Any) -> Page:
        page = stranger(**more)
        page.goto("/sandbox/sign-in")
        page.locator("form", has=page.locator(f"input[value='{email}']")).get_by_role("button").click()
        page.wait_for_url("**/dashboard")
        return page

    return sign_in


def check_page(page: Page) -> None:
    """Assert that axe finds nothing on the page, and that it is no wider than its window."""
    try:
        found = faults(page)
    except Error:  # the page was just being left for the one that is meant
        page.wait_for_load_state()
        found = faults(page)
    assert found == [], f"{page.url}\n" + "\n".join(found)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window}"
