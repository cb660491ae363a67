"""An order that is not to be: the approver declines one, the provider another, and everyone is told why."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.steps import PROVIDER_MANAGER, reference_in

BUYER = "helen.tregarrow@threeriversgate.example"
OFFICER = "joseph.adeyinka@threeriversgate.example"
SERVICE = "Managed payroll for academy trusts"
SMALL_SERVICE = "Pension returns and year-end certificates"


def order(page: Page, service: str, schools: tuple[str, ...]) -> str:
    page.goto(f"/search?text={service}")
    page.get_by_role("link", name=service).click()
    page.locator("a", has_text="Order for your schools").click()
    for school in schools:
        page.get_by_label(school).check()
    for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("1 year").check()
    page.get_by_role("button", name="Check the price").click()
    page.get_by_role("button", name="Place the order").click()
    return reference_in(page.url, "ORD")


def test_an_approver_declines_and_the_buyer_reads_why(person: Callable[..., Page], site: Site) -> None:
    buyer = person(BUYER)
    reference = order(buyer, SERVICE, ("Exewater Primary School", "Culmside Primary School"))
    officer = person(OFFICER)
    officer.goto("/approvals")
    officer.get_by_role("link", name=re.compile(SERVICE)).last.click()
    officer.locator("a", has_text="Approve or decline").click()
    officer.get_by_label("Decline it").check()
    officer.get_by_role("button", name="Confirm my decision").click()
    expect(officer.get_by_role("alert")).to_contain_text("Enter why you are declining")
    assert officer.get_by_label("Decline it").is_checked()
    check_page(officer)
    officer.get_by_label("Reason").fill("Our present contract runs until August 2028.")
    officer.get_by_role("button", name="Confirm my decision").click()
    expect(officer.locator(".govuk-notification-banner")).to_contain_text("Declined")
    check_page(officer)
    site.wait_for_mail(BUYER, "declined")
    buyer.goto(f"/orders/{reference}")
    expect(buyer.get_by_text("Your trust did not approve this order")).to_be_visible()
    check_page(buyer)


def test_a_provider_declines_and_the_buyer_reads_why(person: Callable[..., Page], site: Site) -> None:
    buyer = person(BUYER)
    reference = order(buyer, SMALL_SERVICE, ("Sandcombe Barton Primary School",))
    provider = person(PROVIDER_MANAGER, width=360)
    provider.goto(f"/orders/{reference}")
    check_page(provider)
    provider.locator("a", has_text="Decline").click()
    check_page(provider)
    provider.get_by_role("button", name="Decline the order").click()
    expect(provider.get_by_role("alert")).to_be_visible()
    check_page(provider)
    provider.get_by_label(re.compile("[Rr]eason|[Ww]hy")).fill("We are full until September.")
    provider.get_by_role("button", name="Decline the order").click()
    check_page(provider)
    site.wait_for_mail(BUYER, "declined")
    buyer.goto(f"/orders/{reference}")
    expect(buyer.get_by_text("We are full until September.").first).to_be_visible()
    check_page(buyer)
