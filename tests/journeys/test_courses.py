"""A course from its publishing to its places given back: four people of three trusts, and two delegates."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.courses import press, publish, type_person, type_session, write_course
from tests.journeys.steps import reference_in, wait_until_shown

CPD_LEAD = "farida.lund-qureshi@larkmoor.example"
BOOKER = "helen.tregarrow@threeriversgate.example"
OFFICER = "joseph.adeyinka@threeriversgate.example"
SECOND_BOOKER = "deepa.winterburn@saltfen.example"
TITLE = "Coaching middle leaders through their first year"
FULL_PRICE = "£3,250.00"
DELEGATE = "prosser-lane@threeriversgate.example"
SECOND_DELEGATE = "ashgrove@saltfen.example"


def test_places_are_booked_approved_passed_on_and_credited(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    provider = person(CPD_LEAD)
    course = publish_with_three_sessions(provider)
    booker = person(BOOKER)
    booking = book_five_places(booker)
    approve(person(OFFICER), site)
    see_them_booked(booker, booking)
    open_a_delegate_s_page(stranger(width=360), site)
    second = person(SECOND_BOOKER)
    waiting = join_the_waiting_list(second, course)
    give_a_place_back(booker, booking)
    accept_the_place(second, waiting, site)
    cancel_the_run(provider, course)
    see_it_credited(booker, booking)
    expect_everyone_told(site)


def tuesday(week: int) -> date:
    """A Tuesday in about four months, and those that follow it."""
    day = datetime.now(UTC).date() + timedelta(days=120)
    return day + timedelta(days=(1 - day.weekday()) % 7, weeks=week)


def publish_with_three_sessions(page: Page) -> str:
    page.goto("/courses/new")
    check_page(page)
    page.get_by_label("Standard price of a place").fill("650")
    page.get_by_label("Exempt", exact=True).check()
    page.get_by_label("Why does VAT treat it so?").fill("Training given by an eligible body to schools.")
    course = write_course(page, TITLE)
    check_page(page)
    page.goto(f"/courses/{course}/runs/new")
    for week in range(3):
        type_session(page, week + 1, tuesday(week), places=5)
        if week < 2:
            page.get_by_role("button", name="Add another session").click()
    check_page(page)
    publish(page, TITLE)
    check_page(page)
    return course


def book_five_places(page: Page) -> str:
    page.goto("/search?kind=course&text=coaching+middle+leaders")
    wait_until_shown(page, lambda: page.get_by_role("link", name=TITLE).count() > 0)
    check_page(page)
    page.get_by_role("link", name=TITLE).click()
    check_page(page)
    press(page, "Book places")
    for number, name in enumerate(("Ŵyn Prosser-Lane", "Oluwaseun Brightwater", "Maisie Thornbury"), start=1):
        type_person(page, number, name, f"{name.split()[-1].lower()}@threeriversgate.example")
    page.get_by_label(re.compile("name.* to follow", re.I)).fill("2")
    page.get_by_label("PO number").fill("TRG/3310")
    check_page(page)
    page.get_by_role("button", name="Check the price").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your booking")
    expect(page.locator("main")).to_contain_text(FULL_PRICE)
    check_page(page)
    page.get_by_role("button", name="Ask for approval of 5 places").click()
    expect(page.locator("main")).to_contain_text("held until")
    check_page(page)
    return reference_in(page.url, "BKG")


def approve(page: Page, site: Site) -> None:
    site.wait_for_mail(OFFICER, "approv")
    page.goto("/approvals")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    expect(page.locator("main")).to_contain_text("held")
    check_page(page)
    page.get_by_role("link", name="Approve or decline").or_(
        page.get_by_role("button", name="Approve or decline")
    ).click()
    page.get_by_label("Approve it").check()
    page.get_by_role("button", name=re.compile("decision")).click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Approved")


def see_them_booked(page: Page, booking: str) -> None:
    page.goto(f"/bookings/{booking}")
    expect(page.get_by_role("main").locator("table").get_by_text("Booked", exact=True)).to_have_count(5)
    expect(page.locator("main")).to_contain_text("Park behind the hall")
    expect(page.locator("main")).to_contain_text("£3,250.00")
    check_page(page)
    page.goto("/bookings")
    expect(page.get_by_role("link", name=re.compile(TITLE))).to_be_visible()
    check_page(page)


def open_a_delegate_s_page(page: Page, site: Site) -> None:
    mail = site.wait_for_mail(DELEGATE, TITLE)
    (calendar,) = [each for each in mail["attached"] if each["media_type"].startswith("text/calendar")]
    assert calendar["text"].count("BEGIN:VEVENT") == 3
    assert "METHOD:REQUEST" in calendar["text"]
    (address,) = re.findall(r"http://\S+/my-place/\S+", mail["text"])
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Hall 2, Mill House")
    check_page(page)


def join_the_waiting_list(page: Page, course: str) -> str:
    page.goto(f"/courses/{course}")
    press(page, "Join the waiting list")
    type_person(page, 1, "Bartholomew Ashgrove", SECOND_DELEGATE)
    page.get_by_role("button", name="Check the price").last.click()
    check_page(page)
    page.get_by_role("button", name="Join the waiting list for 1 place").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("You are number 1 on the waiting list")
    check_page(page)
    return reference_in(page.url, "BKG")


def give_a_place_back(page: Page, booking: str) -> None:
    page.goto(f"/bookings/{booking}/cancel")
    check_page(page)
    page.get_by_role("checkbox").last.check()
    page.get_by_label("Why are you cancelling?").fill("Two colleagues share a class that week.")
    page.get_by_role("button", name="Cancel the places").click()
    expect(page.get_by_role("main").locator("table").get_by_text("Cancelled", exact=True)).to_be_visible()
    check_page(page)


def accept_the_place(page: Page, booking: str, site: Site) -> None:
    site.wait_for_mail(SECOND_BOOKER, TITLE)
    page.goto(f"/bookings/{booking}")
    check_page(page)
    press(page, "Answer the offer")
    check_page(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("main").locator("table").get_by_text("Booked", exact=True)).to_be_visible()
    site.wait_for_mail(SECOND_DELEGATE, TITLE)


def cancel_the_run(page: Page, course: str) -> None:
    page.goto(f"/courses/{course}")
    page.get_by_role("link", name="Places and waiting list").click()
    expect(page.get_by_role("main")).to_contain_text("Bartholomew Ashgrove")
    check_page(page)
    press(page, "Cancel this run")
    check_page(page)
    page.get_by_label("Reason").fill("The coach is unwell, and we will offer new dates.")
    page.get_by_role("button", name="Cancel this run").click()
    expect(page.locator("main")).to_contain_text("You cancelled this run")
    check_page(page)


def see_it_credited(page: Page, booking: str) -> None:
    page.goto(f"/bookings/{booking}")
    wait_until_shown(page, lambda: page.get_by_text("The provider cancelled").count() > 0)
    expect(page.locator("main")).to_contain_text("The coach is unwell")
    check_page(page)


def expect_everyone_told(site: Site) -> None:
    for address in (BOOKER, SECOND_BOOKER):
        assert "The coach is unwell" in site.wait_for_mail(address, "cancelled")["text"], address
    for address in (DELEGATE, SECOND_DELEGATE):
        mail = site.wait_for_mail(address, "You no longer have a place")
        assert "The coach is unwell" in mail["text"], mail
        assert any("METHOD:CANCEL" in each["text"] for each in mail["attached"]), mail
