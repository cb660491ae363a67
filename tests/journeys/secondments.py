"""Steps on secondments that journeys share."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.steps import reference_in, wait_until_shown

HOME_LEAD = "farida.lund-qureshi@larkmoor.example"
HOME_FINANCE = "callum.birkett@larkmoor.example"
HOST_LEAD = "ines.barrowclough@copperbeck.example"
HOST = "COPPERBECK EDUCATION TRUST"


def monday(weeks: int) -> date:
    """The Monday so many weeks after the next one."""
    day = datetime.now(UTC).date() + timedelta(days=7)
    return day + timedelta(days=-day.weekday() % 7, weeks=weeks)


def type_day(page: Page, label: str, day: date) -> None:
    """Fill in the three boxes of a date."""
    group = page.get_by_role("group", name=label, exact=True)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def add_person(page: Page, name: str, email: str, profile: str) -> None:
    """Put somebody on record whom the trust would lend."""
    page.goto("/secondees/new")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Their post with you").fill("Data and examinations officer")
    page.get_by_label("Short profile").fill(profile)
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=re.compile(name)).or_(page.get_by_text(name)).first).to_be_visible()


def write_availability(page: Page, title: str, name: str) -> str:
    """Publish that somebody would come, without a name; the reference."""
    page.goto("/availabilities/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Summary").fill("Runs examinations and the census for a large secondary school.")
    page.get_by_label("About the person").fill("Eight years of timetables, entries and returns.\n\n- Calm in June")
    page.get_by_label("Secondary", exact=True).check()
    page.get_by_label("Sort of work").select_option("IT and data")
    page.get_by_label("How senior").select_option("Teacher, officer or specialist")
    page.get_by_label("A project").check()
    person = page.get_by_label("Who is available?")
    person.select_option(person.locator("option", has_text=name).get_attribute("value"))
    type_day(page, "Start date", monday(6))
    page.get_by_label("Or how long it lasts").fill("6")
    page.get_by_label("Some days of the week").check()
    page.get_by_label("Thursday").check()
    page.get_by_label("Full-time equivalent").fill("0.2")
    page.get_by_label("School where they work now").select_option(index=1)
    page.get_by_label("How far would they travel?").fill("120")
    page.get_by_label("At cost").check()
    page.get_by_label("Salary from").fill("31,000")
    page.get_by_label("Salary to").fill("36,000")
    type_day(page, "Closing date", monday(4))
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(title)))
    check_page(page)
    tick = page.get_by_label("I have checked that nobody can be recognised")
    if tick.count():
        tick.check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published", exact=True).first).to_be_visible()
    return reference_in(page.url, "LST")


def express_interest(page: Page, title: str) -> str:
    """A host finds somebody available and asks; the reference of the interest."""
    page.goto(f"/search?kind=availability&text={title.replace(' ', '+')}")
    wait_until_shown(page, lambda: page.get_by_role("link", name=title).count() > 0)
    check_page(page)
    page.get_by_role("link", name=title).click()
    expect(page.locator("main")).to_contain_text("A trust in Yorkshire and the Humber")
    check_page(page)
    page.locator("main a", has_text="Express interest").first.click()
    page.get_by_label(re.compile("note|message", re.I)).first.fill("We move to a new timetable in the spring.")
    check_page(page)
    page.get_by_role("button", name=re.compile("interest", re.I)).click()
    expect(page.get_by_text("We told the home employer")).to_be_visible()
    check_page(page)
    return reference_in(page.url, "EOI")


def give_employers_consent(page: Page, interest: str) -> None:
    """The home employer answers and consents."""
    page.goto(f"/interests/{interest}")
    check_page(page)
    page.get_by_role("button", name="Give the employer’s consent").click()
    expect(page.get_by_text("Consent recorded")).to_be_visible()
    check_page(page)


def own_page(page: Page, site: Site, email: str, subject: str) -> str:
    """Open the person's page from the link in their newest mail about something; its address."""
    mail = site.wait_for_mail(email, subject)
    (address,) = re.findall(r"http://\S+/my-secondment/[^\s/]+", mail["text"])[:1]
    page.goto(address)
    check_page(page)
    return str(address)


def consent(page: Page, host: str = HOST) -> None:
    """The person consents on their own page."""
    expect(page.locator("main")).to_contain_text("You are asked for your consent")
    page.get_by_role("button", name=re.compile("I consent")).click()
    expect(page.locator("main")).to_contain_text(re.compile(f"You consented: the HR leads of {host}", re.I))
    check_page(page)


def move_on(page: Page, interest: str, words: str) -> None:
    """Take the next step of an interest."""
    page.goto(f"/interests/{interest}")
    page.locator("main a.govuk-button", has_text=words).click()
    check_page(page)
    page.locator("main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile(f"/interests/{interest}$"))


def type_pay(page: Page, reference: str, annual: str) -> None:
    """The home employer enters pay, in its own scheme of local government."""
    page.goto(f"/secondments/{reference}/pay")
    page.get_by_label("Annual salary at home").fill(annual)
    page.get_by_label("Local Government Pension Scheme").check()
    page.get_by_label("Your own employer’s contribution rate").fill("21.3")
    check_page(page)
    page.get_by_role("button", name="Save and see the schedule").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recharge month by month")
    check_page(page)


def issue(page: Page, reference: str, version: int) -> None:
    """The home employer issues what is drafted."""
    page.goto(f"/secondments/{reference}/issue")
    check_page(page)
    page.get_by_role("button", name=re.compile("Issue")).click()
    expect(page.locator("main")).to_contain_text("To be signed")
    expect(page.locator("main")).to_contain_text(f"{version}")


def sign_for_trust(page: Page, reference: str, name: str) -> None:
    """An HR lead signs in their own sign-in."""
    page.goto(f"/secondments/{reference}/sign")
    check_page(page)
    page.get_by_label("Your full name").fill(name)
    page.get_by_label(re.compile("I have read version")).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page).to_have_url(re.compile(f"/secondments/{reference}$"))


def sign_by_code(page: Page, site: Site, own: str, reference: str, name: str, email: str) -> None:
    """The secondee reads, asks for a code, and signs with it."""
    page.goto(f"{own}/sign/{reference}")
    check_page(page)
    before = {mail["text"] for mail in site.mail_to(email)}
    page.get_by_role("button", name="Send me a code").click()
    code = _new_code(site, email, before)
    page.get_by_label("Your full name").fill(name)
    page.get_by_label(re.compile("I have read")).check()
    page.get_by_label("Your code").fill(code)
    check_page(page)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("signed version")


def _new_code(site: Site, email: str, before: set[str]) -> str:
    for _ in range(20):
        mail = site.wait_for_mail(email, "code")
        found = re.search(r"\b(\d{6})\b", mail["text"])
        if found and mail["text"] not in before:
            return found[1]
    raise AssertionError(f"no new code came to {email}")
