"""From an availability without a name to an agreement that four people made: two HR leads, finance, the secondee."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.secondments import (
    HOME_FINANCE,
    HOME_LEAD,
    HOST_LEAD,
    add_person,
    consent,
    express_interest,
    give_employers_consent,
    issue,
    move_on,
    own_page,
    sign_by_code,
    sign_for_trust,
    type_pay,
    write_availability,
)
from tests.journeys.steps import reference_in

TITLE = "Examinations officer for a timetable project"
NAME = "Ottoline Marchetti-Vane"
EMAIL = "ottoline.marchetti-vane@larkmoor.example"
PROFILE = "Has run the summer series for eight years without a late entry."


def test_somebody_available_without_a_name_comes_to_a_signed_agreement(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    home = person(HOME_LEAD)
    add_person(home, NAME, EMAIL, PROFILE)
    write_availability(home, TITLE, NAME)
    host = person(HOST_LEAD)
    interest = express_interest(host, TITLE)
    expect(host.locator("main")).not_to_contain_text(NAME)
    expect(host.locator("main")).not_to_contain_text("Larkmoor")
    give_employers_consent(home, interest)
    secondee = stranger(width=360)
    own = own_page(secondee, site, EMAIL, "consent")
    consent(secondee)
    read_the_profile(host, interest)
    for page, words in ((home, "like to talk"), (host, "interview"), (host, "offer"), (home, "Accept")):
        move_on(page, interest, words)
    agreement = draw_up(home, interest)
    finish_the_terms(host, agreement)
    type_pay(home, agreement, "33,600")
    decide_on_vat(person(HOME_FINANCE), agreement)
    issue(home, agreement, 1)
    sign_for_trust(home, agreement, "Farida Lund-Qureshi")
    sign_for_trust(host, agreement, "Ines Barrowclough")
    sign_by_code(secondee, site, own, agreement, NAME, EMAIL)
    see_it_agreed(host, agreement)
    a_link_used_twice_says_so(secondee, own, agreement)


def read_the_profile(page: Page, interest: str) -> None:
    page.goto(f"/interests/{interest}")
    page.get_by_role("link", name="Read the name and profile").click()
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text(PROFILE)
    check_page(page)


def draw_up(page: Page, interest: str) -> str:
    page.goto(f"/interests/{interest}")
    page.get_by_role("button", name="Draw up the agreement").click()
    check_page(page)
    return reference_in(page.url, "SEC")


def finish_the_terms(page: Page, reference: str) -> None:
    """The host knows where the work is and who leads it."""
    page.goto(f"/secondments/{reference}/terms")
    check_page(page)
    page.get_by_label("Post", exact=True).fill("Examinations officer")
    page.get_by_label("Where is the work?").select_option(index=1)
    page.get_by_label("Line manager at the home employer").fill("Director of data")
    page.get_by_label("Line manager at the host").fill("Deputy head, curriculum")
    page.get_by_label("Duties").fill("Plan the move to the new timetable\nTrain two colleagues")
    page.get_by_label("The post that they return to").fill("Data and examinations officer")
    page.get_by_role("button", name="Save the terms").click()
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    check_page(page)


def decide_on_vat(page: Page, reference: str) -> None:
    page.goto(f"/secondments/{reference}/vat")
    check_page(page)
    page.get_by_label("Standard rate").check()
    page.get_by_role("button", name="Record this decision").click()
    expect(page.locator("main")).to_contain_text("Callum Birkett")
    check_page(page)
    page.goto(f"/secondments/{reference}")
    expect(page.locator("main")).not_to_contain_text(NAME)
    check_page(page)


def see_it_agreed(page: Page, reference: str) -> None:
    page.goto(f"/secondments/{reference}")
    expect(page.locator("main")).to_contain_text("Agreed")
    expect(page.locator("main")).to_contain_text(NAME)
    check_page(page)
    page.goto("/secondments")
    expect(page.get_by_role("link", name=re.compile("Examinations officer")).first).to_be_visible()
    check_page(page)
    page.goto("/secondments/out-and-in")
    expect(page.locator("main")).to_contain_text("Examinations officer")
    check_page(page)


def a_link_used_twice_says_so(page: Page, own: str, reference: str) -> None:
    page.goto(f"{own}/sign/{reference}")
    expect(page.locator("main")).to_contain_text("You signed version 1")
    check_page(page)
