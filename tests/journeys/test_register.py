"""The day of a course and what follows: the register on a phone, the certificate, and what was thought of it."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.courses import press, publish, type_person, type_session, write_course
from tests.journeys.steps import todays_date, wind_on

CPD_LEAD = "farida.lund-qureshi@larkmoor.example"
BOOKER = "helen.tregarrow@threeriversgate.example"
TITLE = "Using assessment in mixed-age classes"
CAME, STAYED_AWAY = "Blodwen Tŷ-Gwyn", "Fergus Oyelowo-Hart"
DELEGATE = "blodwen.tygwyn@threeriversgate.example"


def test_attendance_taken_on_a_phone_becomes_a_certificate_that_anyone_can_check(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    provider = person(CPD_LEAD)
    course = publish_for_the_day_after_tomorrow(provider)
    book_two(person(BOOKER), course)
    wind_on(stranger(), days=3)
    site.wait_for_mail(DELEGATE, "tomorrow")
    take_the_register(person(CPD_LEAD, width=360), course)
    own = stranger(width=360)
    code = download_the_certificate(own, site)
    check_the_certificate(stranger(width=360), code)
    answer(own)


def publish_for_the_day_after_tomorrow(page: Page) -> str:
    today = todays_date(page)
    page.goto("/courses/new")
    page.get_by_label("No, it is free").check()
    course = write_course(page, TITLE)
    page.goto(f"/courses/{course}/runs/new")
    type_session(page, 1, today + timedelta(days=2), places=12)
    publish(page, TITLE)
    return course


def book_two(page: Page, course: str) -> None:
    page.goto(f"/courses/{course}")
    press(page, "Book places")
    type_person(page, 1, CAME, DELEGATE)
    type_person(page, 2, STAYED_AWAY, "fergus.oyelowohart@threeriversgate.example")
    page.get_by_role("button", name="Check the price").last.click()
    page.get_by_role("button", name="Book 2 places").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("2 places booked")


def take_the_register(page: Page, course: str) -> None:
    page.goto(f"/courses/{course}")
    page.get_by_text("Past runs (1)").click()
    page.get_by_role("main").get_by_role("link", name="Register").click()
    check_page(page)
    page.get_by_role("group", name=re.compile(CAME)).get_by_label("Late").check()
    page.get_by_role("group", name=re.compile(STAYED_AWAY)).get_by_label("Absent").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("2 of 2 marked")
    check_page(page)
    page.get_by_role("link", name="A sheet to print and sign").click()
    expect(page.locator("main")).to_contain_text(CAME)
    check_page(page)
    page.go_back()
    press(page, "Finish the register")
    check_page(page)
    page.get_by_role("button", name="Finish the register").click()
    expect(page.locator("main")).to_contain_text("This register was finished")
    check_page(page)


def download_the_certificate(page: Page, site: Site) -> str:
    mail = site.wait_for_mail(DELEGATE, "certificate")
    page.goto(re.findall(r"http://\S+/my-place/\S+", mail["text"])[0])
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your certificate").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return reference_of_certificate(page)


def reference_of_certificate(page: Page) -> str:
    href = page.locator("a[href^='/certificates/']").get_attribute("href")
    assert href
    return href.rsplit("/", 1)[1]


def check_the_certificate(page: Page, code: str) -> None:
    page.goto("/certificates")
    check_page(page)
    page.get_by_label(re.compile("code", re.I)).fill(code.lower())
    page.get_by_role("main").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("This certificate is genuine")
    for words in (CAME, TITLE, "Larkmoor Learning Trust", "15 hours"):
        expect(page.locator("main")).to_contain_text(words)
    check_page(page)


def answer(page: Page) -> None:
    page.get_by_role("link", name="Say what you thought of the course").click()
    check_page(page)
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    check_page(page)
    page.go_back()
