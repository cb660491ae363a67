"""The pages in a real browser: without barriers, at any width, and on to the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright
from werkzeug import Request, Response
from werkzeug.serving import make_server

from tests.browser import ARGUMENTS, find
from tests.sandbox.stripe.bench import Bench

pytestmark = pytest.mark.journey


@pytest.fixture
def narrow_page(playwright: Playwright) -> Iterator[Page]:
    """A page 320 pixels wide, without JavaScript of the site's own."""
    browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
    yield browser.new_page(viewport={"width": 320, "height": 640})
    browser.close()


@pytest.fixture
def site() -> Iterator[str]:
    """Another site on this machine, to which the onboarding form leads back."""

    @Request.application
    def answer(_request: Request) -> Response:
        return Response("<!doctype html><title>Back</title><h1>Back on the site</h1>", mimetype="text/html")

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def check_page(page: Page) -> None:
    """Axe finds nothing, and nothing sticks out at 320 pixels."""
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_trust_is_onboarded_and_pays(bench: Bench, narrow_page: Page, site: str) -> None:
    account = bench.account(onboarded=False)
    link = bench.client.v2.core.account_links.create(
        {
            "account": account.id,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {"refresh_url": f"{site}/again", "return_url": f"{site}/back"},
            },
        }
    )
    narrow_page.goto(link.url)
    check_page(narrow_page)
    narrow_page.get_by_role("button", name="Agree and continue").click()
    assert narrow_page.title().startswith("Error:")
    check_page(narrow_page)
    narrow_page.get_by_role("link", name="Enter a sort code").click()
    narrow_page.keyboard.type("20-00-00")
    narrow_page.get_by_label("Company number").fill("07654321")
    narrow_page.get_by_label("Account number").fill("55779911")
    narrow_page.get_by_role("button", name="Agree and continue").click()
    narrow_page.get_by_role("heading", name="Back on the site").wait_for()
    assert narrow_page.url == f"{site}/back"

    payment = bench.payment(account.id, 123_450, description="Invoice 7")
    narrow_page.goto(payment.next_action.display_bank_transfer_instructions.hosted_instructions_url)
    check_page(narrow_page)
    narrow_page.get_by_label("Amount that arrives").fill("1,000")
    narrow_page.get_by_role("button", name="The bank transfer arrives").click()
    narrow_page.get_by_text("£234.50 is still to come").wait_for()
    check_page(narrow_page)
    narrow_page.get_by_role("button", name="The bank transfer arrives").click()
    narrow_page.get_by_text("The payment is complete").wait_for()

    narrow_page.get_by_role("link", name="Sandbox home").click()
    narrow_page.get_by_role("button", name="Make pending funds available").click()
    narrow_page.get_by_label("Add to the float").fill("20")
    narrow_page.get_by_role("button", name="Top up the float").click()
    narrow_page.get_by_role("button", name="Hold events back").click()
    narrow_page.get_by_role("button", name="Do the work and drop the line").click()
    check_page(narrow_page)
    assert bench.balance() == (123_450 - 500 + 2_000, 0)
