"""The parts in a real browser: nothing for axe to find, nothing cut off, nothing that the policy blocks.

Site and browser live in a thread of their own, since Playwright keeps an event loop running in its
thread and Flask's teardown refuses to work beside one.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import browser
from tests.web.conftest import settings_in, toolkits

pytestmark = pytest.mark.journey
PATHS = ("/parts", "/form", "/pages?page=2", "/told", "/nowhere")

Looker = Callable[[Callable[["Window"], Any]], Any]


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_request(self, *_: object, **__: object) -> None:
        """Say nothing."""


class Window:
    """A browser in front of the toolkit's pages, both in the thread that made them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []

    def open(self, path: str, width: int = 1280, scripts: bool = True) -> Page:
        """Open a page of the toolkit at a width."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text))
        page.goto(self.address + path)
        return page

    def look(self, at: Callable[["Window"], Any]) -> Any:
        """What a look gives; every page it opened is closed after it."""
        self.complaints.clear()
        try:
            return at(self)
        finally:
            for context in self.browser.contexts:
                context.close()


@contextmanager
def window(folder: Path) -> Iterator[Window]:
    """The toolkit on a port of this machine and a browser to look at it."""
    with toolkits() as make:
        server = make_server("127.0.0.1", 0, make(settings_in(folder)), threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
            yield Window(started, f"http://127.0.0.1:{server.port}")
            started.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looker]:
    """`look(at)` gives what `at(window)` returns."""
    with ThreadPoolExecutor(1) as thread, ExitStack() as stack:
        opened = thread.submit(stack.enter_context, window(tmp_path_factory.mktemp("look"))).result()
        yield lambda at: thread.submit(opened.look, at).result()
        thread.submit(stack.close).result()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_on_a_page(look: Looker, path: str, width: int) -> None:
    assert look(lambda window: browser.faults(window.open(path, width))) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off_at_320_pixels(look: Looker, path: str) -> None:
    assert look(lambda window: window.open(path, 320).evaluate("document.documentElement.scrollWidth")) == 320


def test_a_form_with_errors_is_clean_and_leads_to_its_fields(look: Looker) -> None:
    def fill(window: Window) -> None:
        page = window.open("/form")
        page.fill("#title", "Payroll bureau")
        for part, typed in (("day", "31"), ("month", "2"), ("year", "2027")):
            page.fill(f"#starts-{part}", typed)
        page.click("#save")
        assert page.title().startswith("Error: ")
        assert page.input_value("#title") == "Payroll bureau"
        assert browser.faults(page) == []
        page.click(".govuk-error-summary a:has-text('Start date must be a real date')")
        assert page.evaluate("document.activeElement.id") == "starts-day"

    look(fill)


def test_codes_are_suggested_as_one_types_and_chosen_by_keys(look: Looker) -> None:
    def choose(window: Window) -> None:
        page = window.open("/form", 320)
        box, listed = page.get_by_role("combobox", name="CPV code"), page.get_by_role("listbox", name="CPV code")
        options = listed.get_by_role("option")
        box.press_sequentially("clean")
        options.first.wait_for()
        assert (options.count(), box.get_attribute("aria-expanded")) == (12, "true")
        box.press("ArrowDown")
        box.press("ArrowDown")
        assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
        assert options.nth(1).get_attribute("aria-selected") == "true"
        assert browser.faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        box.press("Escape")
        assert (options.count(), box.get_attribute("aria-expanded"), box.input_value()) == (0, "false", "clean")
        page.click("#save")
        page.get_by_text("Codes for “clean”").wait_for()
        assert browser.faults(page) == []
        box.fill("exercise books")
        options.first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")
        assert (page.url, box.input_value()) == (f"{window.address}/form", "22830000-7 Exercise books")
        page.click("#save")
        assert page.input_value("#bought") == "22830000-7 Exercise books"

    look(choose)


def test_codes_are_chosen_from_radios_without_scripts(look: Looker) -> None:
    def choose(window: Window) -> None:
        page = window.open("/form", 320, scripts=False)
        page.fill("#bought", "cleaning")
        page.click("#save")
        page.get_by_label("Cleaning and sanitation services", exact=True).check()
        page.click("#save")
        assert page.input_value("#bought") == "90900000-6 Cleaning and sanitation services"

    look(choose)


def test_the_policy_blocks_nothing_that_the_pages_use(look: Looker) -> None:
    def complaints(window: Window) -> list[str]:
        page = window.open("/parts")
        page.wait_for_function("document.body.classList.contains('govuk-frontend-supported')")
        return list(window.complaints)

    assert look(complaints) == []


def test_the_menu_opens_on_a_narrow_screen(look: Looker) -> None:
    def press(window: Window) -> tuple[bool, bool]:
        page = window.open("/parts", 320)
        menu, link = page.locator("button:has-text('Menu')"), page.locator("nav[aria-label=Main] a:has-text('Find')")
        menu.wait_for(state="visible")
        before = link.is_visible()
        menu.click()
        return before, link.is_visible()

    assert look(press) == (False, True)


def test_the_menu_is_open_without_scripts(look: Looker) -> None:
    def see(window: Window) -> tuple[bool, bool]:
        page = window.open("/parts", 320, scripts=False)
        return page.is_visible("nav[aria-label=Main] a:has-text('Find')"), page.is_visible("button:has-text('Menu')")

    assert look(see) == (True, False)


def test_only_the_words_are_printed(look: Looker) -> None:
    def print_it(window: Window) -> tuple[bool, bool]:
        page = window.open("/parts")
        page.emulate_media(media="print")
        return page.is_visible("text=Your price"), page.is_visible("nav[aria-label=Main]")

    assert look(print_it) == (True, False)
