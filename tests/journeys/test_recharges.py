"""A recharge as it changes: hours in the middle of a month, and an end that comes sooner than agreed."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.secondments import HOME_LEAD, HOST_LEAD, issue, own_page, sign_by_code, sign_for_trust, type_day
from tests.journeys.steps import reference_in, wait_until_shown

POST = "SENDCo for an alternative provision academy"
LENDER, BORROWER = HOST_LEAD, HOME_LEAD  # in this one Copperbeck lends, and Larkmoor borrows
BORROWERS_FINANCE = "callum.birkett@larkmoor.example"
SECONDEE = "Philomena Garstang-Ude"
EMAIL = "philomena.garstang-ude@copperbeck.example"
POUNDS = re.compile(r"£([\d,]+\.\d\d)")
TODAY = datetime.now(UTC).date()
LAST_MONTH = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


def test_hours_that_change_in_the_middle_of_a_month_are_signed_anew_and_credited(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    lender, borrower = person(LENDER), person(BORROWER)
    reference = find(lender)
    before = total_of(lender, reference, LAST_MONTH)
    halve_the_hours(lender, reference)
    days = monthrange(LAST_MONTH.year, LAST_MONTH.month)[1]
    half = before * (15 * 2 + (days - 15)) // (days * 2)
    assert abs(total_of(lender, reference, LAST_MONTH, "draft") - half) <= 3
    assert total_of(borrower, reference, LAST_MONTH) == before, "what is signed stands until all have signed again"
    issue(lender, reference, 2)
    sign_for_trust(lender, reference, "Ines Barrowclough")
    sign_for_trust(borrower, reference, "Farida Lund-Qureshi")
    secondee = stranger(width=360)
    own = own_page(secondee, site, EMAIL, "sign")
    sign_by_code(secondee, site, own, reference, SECONDEE, EMAIL)
    see_the_month_credited(borrower, reference, before)


def test_an_early_end_that_both_trusts_agree_on_gives_back_what_was_charged_ahead(
    person: Callable[..., Page], site: Site
) -> None:
    lender, borrower = person(LENDER), person(BORROWER)
    reference, last = find(borrower), TODAY
    charged = total_of(borrower, reference, TODAY.replace(day=1))
    ask_for_an_early_end(borrower, reference, last)
    agree(lender, reference)
    site.wait_for_mail(BORROWERS_FINANCE, reference)
    see_what_is_left(borrower, reference, last, charged)
    see_the_last_day(person(BORROWERS_FINANCE), reference, last)


def find(page: Page) -> str:
    page.goto("/secondments")
    page.get_by_role("link", name=re.compile(POST)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(POST)
    check_page(page)
    return reference_in(page.url, "SEC")


def row_of(page: Page, reference: str, month: date, of: str = "in_force") -> str:
    """The line of a month in the schedule."""
    page.goto(f"/secondments/{reference}/schedule?of={of}")
    row = page.get_by_role("row", name=re.compile(f"^{month:%B %Y}"))
    return row.inner_text()


def total_of(page: Page, reference: str, month: date, of: str = "in_force") -> int:
    """What a month comes to, in pence: salary, pension and National Insurance stand before it."""
    amounts = POUNDS.findall(row_of(page, reference, month, of))
    return int(amounts[3].replace(",", "").replace(".", ""))


def halve_the_hours(page: Page, reference: str) -> None:
    page.goto(f"/secondments/{reference}/terms")
    page.get_by_role("button", name="Add a change of hours").click()
    type_day(page, "From (change 1)", LAST_MONTH.replace(day=16))
    page.get_by_label("FTE (change 1)").fill("0.2")
    check_page(page)
    page.get_by_role("button", name="Save the terms").click()
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    page.goto(f"/secondments/{reference}/schedule?of=draft")
    check_page(page)


def see_the_month_credited(page: Page, reference: str, before: int) -> None:
    assert total_of(page, reference, LAST_MONTH) < before
    assert "given back" in row_of(page, reference, LAST_MONTH)
    check_page(page)
    page.get_by_role("row", name=re.compile(f"^{LAST_MONTH:%B %Y}")).get_by_role("link").first.click()
    wait_until_shown(page, lambda: "Taken off" in page.inner_text("main"))
    expect(page.locator("main")).to_contain_text(f"Version 2 of {reference} is in force")
    check_page(page)


def ask_for_an_early_end(page: Page, reference: str, last: date) -> None:
    page.goto(f"/secondments/{reference}/end")
    check_page(page)
    type_day(page, "Last day", last)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text("weeks")
    page.get_by_label(re.compile("Ask the other trust to agree to less notice")).check()
    check_page(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main")).to_contain_text("What it does to the recharge")
    check_page(page)
    page.get_by_role("button", name="Ask the other trust").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Until it agrees, nothing changes")


def agree(page: Page, reference: str) -> None:
    page.goto(f"/secondments/{reference}/end")
    expect(page.locator("main")).to_contain_text("asks you to agree")
    check_page(page)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The last day is changed")


def see_what_is_left(page: Page, reference: str, last: date, charged: int) -> None:
    month = last.replace(day=1)
    left, days = total_of(page, reference, month), monthrange(last.year, last.month)[1]
    assert abs(left - charged * last.day // days) <= 3
    if last.day < days:
        assert "given back" in row_of(page, reference, month)
    check_page(page)


def see_the_last_day(page: Page, reference: str, last: date) -> None:
    page.goto(f"/secondments/{reference}")
    expect(page.locator("body")).to_contain_text(f"{last.day} {last:%B %Y}")
    expect(page.locator("body")).not_to_contain_text(SECONDEE)
    check_page(page)
