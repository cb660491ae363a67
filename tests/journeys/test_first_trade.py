"""One trade by its four people: from the listing to the money in the provider's account."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from app.pages.deeds import deeds
from tests.journeys.conftest import Site, check_page
from tests.journeys.steps import PROVIDER_MANAGER, reference_in, wait_until_shown

BUYER_MANAGER = "helen.tregarrow@threeriversgate.example"
BUYER_OFFICER = "joseph.adeyinka@threeriversgate.example"
BUYER_FINANCE = "bronwen.petherick@threeriversgate.example"
PROVIDER_FINANCE = "callum.birkett@larkmoor.example"
TITLE = "Payroll bureau with a named officer"
GROSS = "£6,335.88"


def test_four_people_do_one_trade_from_the_listing_to_the_money(person: Callable[..., Page], site: Site) -> None:
    publish(person(PROVIDER_MANAGER))
    order = place_order(person(BUYER_MANAGER), site)
    approve(person(BUYER_OFFICER), site)
    accept(person(PROVIDER_MANAGER), order, site)
    finance = person(BUYER_FINANCE)
    invoice = accept_charge(finance, site)
    payment = pay(finance, invoice)
    send_bank_transfer(finance, site, payment)
    see_it_settled(finance, invoice, "Owed by us")
    see_it_settled(person(PROVIDER_FINANCE), invoice, "Owed to us")
    see_the_trail(finance, order, invoice)


def publish(page: Page) -> None:
    page.goto("/services/new")
    check_page(page)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("Monthly pay for every employee, priced by the pupil.")
    page.get_by_label("Category").select_option("payroll")
    page.get_by_label("Description").fill("A named officer runs your pay.\n\n- Pensions\n- Returns")
    for phase in ("Primary", "Secondary"):
        page.get_by_label(phase, exact=True).check()
    page.get_by_label("All England").check()
    page.get_by_label("Price per pupil a year").check()
    page.get_by_role("textbox", name="Price a year for each school").fill("500")
    page.get_by_role("textbox", name="Price a year for each pupil").fill("6.74")
    page.get_by_label("Standard rate").check()
    page.get_by_label("Why does VAT treat it so?").fill("Payroll is an administrative service.")
    page.get_by_label("Notice period in months").fill("3")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    check_page(page)


def place_order(page: Page, site: Site) -> str:
    page.goto("/")
    wait_until_shown(page, lambda: page.get_by_role("link", name=TITLE).count() > 0)
    page.get_by_label("What does your trust need?").fill("payroll named officer")
    page.get_by_role("button", name="Search").click()
    check_page(page)
    page.get_by_role("link", name=TITLE).click()
    check_page(page)
    page.get_by_role("button", name="Order for your schools").or_(
        page.get_by_role("link", name="Order for your schools")
    ).click()
    page.get_by_label("Exewater Primary School").check()
    page.get_by_label("Culmside Primary School").check()
    for part, value in (("Day", "1"), ("Month", "4"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("1 year").check()
    page.get_by_label("PO number").fill("TRG/2291")
    check_page(page)
    page.get_by_role("button", name="Check the price").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your order")
    expect(page.get_by_text(GROSS).first).to_be_visible()
    check_page(page)
    page.get_by_role("button", name=re.compile("Place")).click()
    expect(page.get_by_text("Your trust has yet to approve this order")).to_be_visible()
    check_page(page)
    site.wait_for_mail(BUYER_OFFICER, "approv")
    return reference_in(page.url, "ORD")


def approve(page: Page, site: Site) -> None:
    page.goto("/approvals")
    check_page(page)
    page.get_by_role("link", name=re.compile(TITLE)).click()
    check_page(page)
    page.get_by_role("button", name="Approve or decline").or_(
        page.get_by_role("link", name="Approve or decline")
    ).click()
    check_page(page)
    page.get_by_label("Approve it").check()
    page.get_by_role("button", name=re.compile("decision")).click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Approved")
    check_page(page)
    site.wait_for_mail(PROVIDER_MANAGER, "order")


def accept(page: Page, order: str, site: Site) -> None:
    page.goto("/orders?side=sold")
    check_page(page)
    page.goto(f"/orders/{order}")
    check_page(page)
    page.get_by_role("link", name="Accept the order").or_(page.get_by_role("button", name="Accept the order")).click()
    check_page(page)
    page.get_by_role("button", name="Accept the order").click()
    expect(page.get_by_text("Agreed").or_(page.get_by_text("Agreement AGR")).first).to_be_visible()
    check_page(page)
    site.wait_for_mail(BUYER_FINANCE, "charge")


def accept_charge(page: Page, site: Site) -> str:
    page.goto("/charges?state=raised")
    check_page(page)
    page.get_by_role("row", name=re.compile(TITLE)).get_by_role("link").first.click()
    check_page(page)
    page.get_by_role("link", name="Accept charge").or_(page.get_by_role("button", name="Accept charge")).click()
    check_page(page)
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name=re.compile("INV-")).first.click()
    check_page(page)
    invoice = reference_in(page.url, "INV")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").or_(page.get_by_role("button", name="Download PDF")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    site.wait_for_mail(PROVIDER_FINANCE, "nvoice")
    return invoice


def pay(page: Page, invoice: str) -> str:
    page.goto(f"/invoices/{invoice}")
    page.get_by_role("link", name=re.compile(f"Pay {GROSS}")).or_(page.get_by_role("button", name="Pay")).click()
    check_page(page)
    page.get_by_role("button", name="Pay by bank transfer").click()
    wait_until_shown(page, lambda: page.get_by_text("Sort code").count() > 0)
    check_page(page)
    return reference_in(page.url, "SET")


def send_bank_transfer(page: Page, site: Site, payment: str) -> None:
    held = page.url
    page.goto(f"{site.stripe}")
    page.get_by_role("link", name=re.compile(payment)).first.click()
    page.get_by_role("button", name=re.compile("arrive", re.I)).first.click()
    page.goto(held)
    wait_until_shown(page, lambda: page.get_by_text("Stripe account.").count() > 0, seconds=40)
    check_page(page)
    site.wait_for_mail(BUYER_FINANCE, payment)
    site.wait_for_mail(PROVIDER_FINANCE, payment)


def see_it_settled(page: Page, invoice: str, account: str) -> None:
    page.goto(f"/invoices/{invoice}")
    expect(page.get_by_text("Paid on").first).to_be_visible()
    check_page(page)
    page.goto("/ledger")
    page.get_by_role("link", name=re.compile(account)).first.click()
    expect(page.get_by_role("link", name=invoice).first).to_be_visible()
    check_page(page)


def see_the_trail(page: Page, order: str, invoice: str) -> None:
    page.goto("/trust/audit")
    for deed in ("Placed an order", "Approved", "Accepted the order", "Accepted the charge", "Issued the invoice"):
        expect(page.get_by_text(re.compile(deed)).first).to_be_visible()
    assert page.get_by_role("link", name=order).count() > 0
    assert page.get_by_role("link", name=invoice).count() > 0
    check_page(page)


def test_the_site_is_well(site: Site) -> None:
    with urlopen(f"{site.web}/health") as answer:
        assert json.load(answer) == {"database": "well", "index": "well", "worker": "well"}


def test_every_deed_in_the_trail_of_the_demo_has_its_words(site: Site) -> None:
    with closing(sqlite3.connect(site.folder / "exchange.db")) as connection:
        verbs = {verb for (verb,) in connection.execute("SELECT DISTINCT verb FROM audit_row")}
    shown = {verb for verb in verbs if verb.partition(".")[0] not in ("people", "notifications")}
    assert len(shown) > 25
    assert shown - set(deeds()) == set()


def test_the_ledger_of_the_demo_holds_and_agrees_with_stripe(site: Site) -> None:
    for command in (["charges", "check-ledger"], ["settlement", "reconcile"]):
        done = site.flask(*command)
        assert done.returncode == 0, done.stdout + done.stderr
