"""Steps on joint rounds that journeys share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from xlsxwriter import Workbook

from app.kernel.money import Money
from app.kernel.sheets import read_sheet
from app.kernel.unit_price import UnitPrice
from app.procurement.demand_sheet import COLUMNS, LOT, MOST_ROWS, NAME, QUANTITY
from tests.journeys.conftest import check_page
from tests.journeys.secondments import type_day
from tests.journeys.steps import reference_in

PHONE = 360


@dataclass(frozen=True)
class LotWritten:
    """A lot as it is typed: prices as pounds, tiers as (from how many on, price)."""

    title: str
    unit: str
    guide_price: str
    tiers: tuple[tuple[str, str], ...] = ()


def check_at_both_widths(page: Page) -> None:
    """Check a page that is open at desktop width, and that it is no wider than a phone on a phone."""
    check_page(page)
    desktop = page.viewport_size
    assert desktop is not None
    page.set_viewport_size({"width": PHONE, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE, f"{page.url} is {wide} px wide on a phone"
    page.set_viewport_size(desktop)


def press(page: Page, words: str) -> None:
    """Press what is a button or looks like one."""
    main = page.get_by_role("main")
    main.get_by_role("button", name=words, exact=True).or_(main.get_by_role("link", name=words, exact=True)).click()


def draft_round(page: Page, title: str, *, category: str, words: str, code: str) -> str:
    """Begin a round, its code picked from those that words bring; its reference."""
    page.goto("/rounds")
    check_at_both_widths(page)
    page.get_by_role("link", name="Open a joint round").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("One purchase for all who join, delivered before the autumn term.")
    page.get_by_label("Description").fill("Wanted for pupils of every phase.\n\n- Three years of warranty")
    page.get_by_label("Category").select_option(category)
    pick_code(page, words, code)
    page.get_by_label("Goods", exact=True).check()
    page.get_by_label("Primary", exact=True).check()
    page.get_by_label("Secondary", exact=True).check()
    page.get_by_label("All England").check()
    check_at_both_widths(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    check_at_both_widths(page)
    return reference_in(page.url, "LST")


def pick_code(page: Page, words: str, code: str) -> None:
    """Type what is bought and choose its CPV code from the list that comes."""
    box = page.get_by_role("combobox", name="CPV code")
    box.press_sequentially(words)
    page.get_by_role("option", name=re.compile(code)).click()
    expect(box).to_have_value(re.compile(f"^{code} "))


def fill_lot(page: Page, lot: LotWritten) -> None:
    """Fill in the form of a lot with all its tiers."""
    page.get_by_label("What is the lot?").fill(lot.title)
    page.get_by_label("Unit", exact=True).fill(lot.unit)
    page.get_by_label("Once", exact=True).check()
    page.get_by_label("Guide price of a unit").fill(lot.guide_price)
    for number, (start, price) in enumerate(lot.tiers, 1):
        page.get_by_label(f"Tier {number}, from how much on").fill(start)
        page.get_by_label(f"Tier {number}, price of a unit").fill(price)


def write_contract(page: Page, reference: str, start: date) -> None:
    """By quotes, for a year."""
    page.goto(f"/rounds/{reference}/change/contract")
    page.get_by_label("Quotes", exact=True).check()
    type_day(page, "When does the contract start?", start)
    page.get_by_label("How long does it run?").fill("12")
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Changes saved")).to_be_visible()


def write_timetable(page: Page, reference: str, today: date) -> None:
    """The shortest that there is: interest until today, leaving at no cost until the day after tomorrow."""
    page.goto(f"/rounds/{reference}/change/timetable")
    for label, days in (
        ("Last day to show interest", 0),
        ("Last day to say what each trust wants", 1),
        ("Last day to commit", 2),
        ("Last day to leave at no cost", 2),
        ("Day of the notice", 20),
        ("Last day for bids (optional)", 50),
    ):
        type_day(page, label, today + timedelta(days=days))
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Changes saved")).to_be_visible()


def write_terms(page: Page, reference: str, late_fee: str) -> None:
    """Any trust may join; leaving late costs something."""
    page.goto(f"/rounds/{reference}/change/joining")
    page.get_by_label("Any trust", exact=True).check()
    page.get_by_label(re.compile("What does leaving cost")).fill(late_fee)
    page.get_by_label(re.compile("Your own terms")).fill("Each trust insures what it is delivered.")
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Changes saved")).to_be_visible()


def invite(page: Page, reference: str, words: str, trust: str) -> None:
    """Find a trust on the register and invite it."""
    page.goto(f"/rounds/{reference}/invitations")
    page.get_by_role("main").get_by_role("searchbox").fill(words)
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_label(re.compile(trust, re.I)).check()
    check_page(page)
    page.get_by_role("button", name="Invite").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("1 trust invited")


def move_on(page: Page, reference: str, words: str) -> None:
    """The lead trust moves its round to the next stage."""
    page.goto(f"/rounds/{reference}/progress")
    press(page, words)
    check_page(page)
    page.get_by_role("button", name=words).click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The round is now at")


def show_interest(page: Page, reference: str) -> None:
    """From the page of the round to the trust's own, where it joins."""
    page.goto(f"/rounds/{reference}")
    check_page(page)
    press(page, "Show interest")
    check_page(page)
    press(page, "Show interest")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Your trust takes part")


def see_what_joining_does(page: Page, reference: str, lot: str, quantity: int) -> Locator:
    """Say how much one would buy on the page of the prices; what it then says, with a plot that is drawn."""
    page.goto(f"/rounds/{reference}/prices")
    page.get_by_role("textbox", name=lot).fill(str(quantity))
    page.get_by_role("button", name="Show what joining does").click()
    check_at_both_widths(page)
    plots = page.locator("main img")
    expect(plots).to_have_count(3)  # of each lot, and of what joining does
    for plot in plots.all():
        plot.scroll_into_view_if_needed()
        expect(plot).not_to_have_js_property("naturalWidth", 0)
    return page.get_by_role("main")


def download_template(page: Page, reference: str) -> bytes:
    """The sheet of the trust's demand, as it is handed out."""
    page.goto(f"/rounds/{reference}/your-trust")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("download it with your schools")).click()
    return Path(download.value.path()).read_bytes()


def filled_in(template: bytes, quantities: Mapping[int, object]) -> bytes:
    """The sheet with a quantity in the first row of each lot, written as a person's spreadsheet would write it."""
    rows = read_sheet(template, columns=COLUMNS, most_rows=MOST_ROWS, name=NAME).rows
    assert len(rows) > len(quantities), "each school has a row for each lot"
    held, left = BytesIO(), dict(quantities)
    with Workbook(held, {"default_date_format": "d mmm yyyy"}) as book:
        sheet = book.add_worksheet(NAME)
        sheet.write_row(0, 0, [column.heading for column in COLUMNS])
        for row in rows:
            values = {**row.values, QUANTITY: left.pop(row[LOT], row[QUANTITY])}
            for place, column in enumerate(COLUMNS):
                _write(sheet, row.number - 1, place, values[column.heading])
    return held.getvalue()


def _write(sheet: Any, line: int, place: int, value: object) -> None:
    if isinstance(value, UnitPrice):
        sheet.write_number(line, place, value.hundredths / 10_000)
    elif isinstance(value, Money):
        sheet.write_number(line, place, value.pence / 100)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value)
    elif isinstance(value, str) and value:
        sheet.write_string(line, place, value)
    elif value is not None and value != "":
        sheet.write(line, place, value)


def send_sheet(page: Page, reference: str, content: bytes) -> None:
    """Send a sheet back."""
    page.goto(f"/rounds/{reference}/your-trust/sheet")
    sent: Any = {"name": "what we want.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": content}
    page.get_by_label("Your spreadsheet").set_input_files(sent)
    page.get_by_role("button", name="Check and take it").click()


def ask_to_commit(page: Page, reference: str, then: str) -> None:
    """A procurement lead asks that the trust be committed to what it wants; what has to happen then."""
    page.goto(f"/rounds/{reference}/your-trust")
    press(page, "Commit your trust")
    check_page(page)
    page.get_by_label(re.compile("I have read version 1 of the agreement")).check()
    page.get_by_role("button", name="Commit your trust").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text(then)


def act_for(page: Page, trust: str) -> None:
    """Somebody of several trusts chooses for which one they act."""
    page.goto("/acting")
    page.get_by_role("main").get_by_label(re.compile(trust, re.I)).check()
    page.get_by_role("button", name="Act for this trust").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text(re.compile(f"You now act for {trust}", re.I))


def approve(page: Page, title: str) -> None:
    """An approver allows what waits for them."""
    page.goto("/approvals")
    page.get_by_role("link", name=re.compile(title)).first.click()
    check_page(page)
    page.locator("a", has_text="Approve or decline").click()
    page.get_by_label("Approve it").check()
    page.get_by_role("button", name=re.compile("decision")).click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Approved")


def sign(page: Page, reference: str, name: str) -> None:
    """An approver opens the agreement, which is a document for everybody, and signs it."""
    page.goto(f"/rounds/{reference}/sign")
    check_page(page)
    read_document(page, page.get_by_role("link", name=re.compile("Read version 1 of the participation agreement")))
    page.get_by_label("Your full name").fill(name)
    page.get_by_label(re.compile("I have read version 1")).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("is committed")


def read_document(page: Page, link: Locator) -> None:
    """The PDF behind a link is there, and tagged so that a screen reader reads it (PDF/UA)."""
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    document = answer.body()
    assert document.startswith(b"%PDF-")
    assert b"pdfuaid:part" in document
    root: Any = PdfReader(BytesIO(document)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]


def leave(page: Page, reference: str, cost: str, owes: str) -> None:
    """A trust leaves, having been shown what that costs before it is asked; whether it then owes a charge."""
    page.goto(f"/rounds/{reference}/withdraw")
    expect(page.locator("main")).to_contain_text(cost)
    check_page(page)
    page.get_by_label("Why does your trust leave?").fill("A donor gives our schools what they need.")
    page.get_by_role("button", name="Leave the round").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text(
        re.compile(rf"Your trust has left the round\.\s*{owes}\s*$")
    )
