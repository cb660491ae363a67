"""A trust calls off what another has had awarded; whom the deal does not name never hears of it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.rounds import (
    PHONE,
    approve,
    check_at_both_widths,
    press,
    read_document,
)
from tests.journeys.secondments import type_day
from tests.journeys.steps import reference_in, todays_date

DEAL, OWNER = "Management information system for schools", "marek.wojtala@saltfen.example"
NAMED, NAMED_OFFICER = "imran.hale-sadiq@threeriversgate.example", "joseph.adeyinka@threeriversgate.example"
NOT_NAMED = "gareth.ollerton@copperbeck.example"
SUPPLIER, PO_NUMBER = "Tallowmere Systems", "TRG/7204"
NET = "£7,751.00"  # 630 pupils at £3.85 for two years, and two schools at £1,450


def test_a_trust_that_a_deal_names_calls_it_off_and_no_other_finds_it(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    visitor = stranger()
    first = first_day(todays_date(visitor))
    last = first.replace(year=first.year + 2) - timedelta(days=1)
    named = person(NAMED)
    deal = open_deal(named)
    call_off = ask(named, first, last)
    officer = person(NAMED_OFFICER, width=PHONE)
    approve(officer, DEAL)
    see_it_stand(named, call_off, last)
    assert "Three Rivers Gate" in site.wait_for_mail(OWNER, f"called off {DEAL}")["subject"].title()
    for page in (person(NOT_NAMED), visitor):
        expect_not_there(page, deal, call_off)


def first_day(today: date) -> date:
    """The first day of the month after next."""
    return (today.replace(day=1) + timedelta(days=65)).replace(day=1)


def open_deal(page: Page) -> str:
    """From the list of deals to one that names the trust; its reference."""
    page.goto("/deals")
    check_at_both_widths(page)
    page.get_by_role("link", name=DEAL, exact=True).click()
    check_at_both_widths(page)
    return reference_in(page.url, "LST")


def ask(page: Page, first: date, last: date) -> str:
    """Choose days and quantities, check the value and who approves it, and ask; the reference of the call-off."""
    press(page, "Call off for your schools")
    type_day(page, "First day", first)
    type_day(page, "Last day", last)
    page.get_by_label("PO number").fill(PO_NUMBER)
    for school, pupils in (("Exewater Primary School", "420"), ("Culmside Primary School", "210")):
        page.get_by_label(f"{school}, lot 1").fill(pupils)
        page.get_by_label(f"{school}, lot 2").fill("1")
    check_at_both_widths(page)
    page.get_by_role("button", name="Check the value").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your call-off")
    expect(page.locator("main")).to_contain_text(NET)
    check_at_both_widths(page)
    page.get_by_role("button", name="Call off", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your trust has yet to approve this")
    check_page(page)
    return reference_in(page.url, "COF")


def see_it_stand(page: Page, call_off: str, last: date) -> None:
    """Once approved it is bound: an order to send, and a contract in the register until its last day."""
    page.goto(f"/call-offs/{call_off}")
    read_document(page, page.get_by_role("link", name=f"Order to {SUPPLIER} (PDF)"))
    check_at_both_widths(page)
    page.get_by_role("link", name=re.compile("^CON-")).click()
    for label, value in (
        ("Supplier", SUPPLIER),
        ("Last day", f"{last.day} {last:%B %Y}"),
        ("Last day to give notice", "None"),
        ("Value without VAT", NET),
        ("Comes from", call_off),
    ):
        term = page.locator("dt").get_by_text(label, exact=True)
        expect(page.locator("main .govuk-summary-list__row", has=term)).to_contain_text(value)
    check_at_both_widths(page)
    contract = reference_in(page.url, "CON")
    page.goto(f"/contracts?text={DEAL.replace(' ', '+')}")
    expect(page.get_by_role("row", name=re.compile(contract))).to_contain_text(f"{last.day} {last:%B %Y}")
    check_at_both_widths(page)


def expect_not_there(page: Page, deal: str, call_off: str) -> None:
    """Neither the deal nor what was called off of it is there for anybody else, nor in what they search."""
    for path in (f"/deals/{deal}", f"/r/{deal}", f"/deals/{deal}/call-off", f"/call-offs/{call_off}"):
        assert DEAL not in page.request.get(path).text(), path
    assert page.request.get(f"/deals/{deal}").status == 404
    for path in ("/deals", "/search?kind=deal", f"/search?text={DEAL.replace(' ', '+')}"):
        answer = page.request.get(path)
        assert answer.status == 200, path
        assert f"/deals/{deal}" not in answer.text(), path
