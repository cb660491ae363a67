"""Steps on courses that journeys share."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.steps import reference_in


def write_course(page: Page, title: str) -> str:
    """Save a draft that lacks only its price and its dates; the reference of the course. The page is the form's."""
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("For new heads of department, with coaching between the days.")
    page.get_by_label("Description").fill("Each day pairs a theme with practice.\n\n- Difficult conversations")
    page.get_by_label("Category").select_option(index=1)
    page.get_by_label("Primary", exact=True).check()
    page.get_by_label("Secondary", exact=True).check()
    page.get_by_label("Middle leaders", exact=True).check()
    page.get_by_label("What people will know or do after it").fill("Lead a team meeting that changes practice")
    page.get_by_label("In person", exact=True).check()
    page.get_by_label("Hours of learning").fill("15")
    page.get_by_label("Joining instructions").fill("Park behind the hall and sign in at reception.")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return reference_in(page.url, "LST")


def type_session(page: Page, number: int, day: date, places: int) -> None:
    """Fill in the nth session of a run's form: a school day in a hall."""
    session = page.locator(f"#session-{number}")
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        session.get_by_label(part, exact=True).fill(str(value))
    session.get_by_label("Start time").fill("9:30am")
    session.get_by_label("End time").fill("3:30pm")
    session.get_by_label("Another address").check()
    session.get_by_label("Address", exact=True).fill("Hall 2, Mill House, 1 Mill Lane, Huddersfield")
    session.get_by_label("Postcode").fill("HD4 6XQ")
    session.get_by_label("Number of places").fill(str(places))


def publish(page: Page, title: str) -> None:
    """Save the run that was typed, and publish the course."""
    page.get_by_role("button", name="Save this run").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()


def press(page: Page, words: str) -> None:
    """Follow the link that looks like a button."""
    page.locator("main a.govuk-button", has_text=words).click()


def type_person(page: Page, number: int, name: str, email: str) -> None:
    """Fill in the nth row for somebody who has been on no course before."""
    if number > 1 and page.get_by_role("group", name=f"New person {number}").count() == 0:
        page.get_by_role("button", name="Add another person").click()
    row = page.get_by_role("group", name=f"New person {number}")
    row.get_by_label("Full name").fill(name)
    row.get_by_label("Work email").fill(email)
