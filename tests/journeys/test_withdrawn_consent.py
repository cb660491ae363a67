"""Somebody takes their consent back: after it their name is nowhere, wherever anybody looks."""

import re
import sqlite3
from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.secondments import HOME_FINANCE, HOME_LEAD, HOST_LEAD, consent, own_page
from tests.journeys.steps import reference_in

OPPORTUNITY = "SENDCo, two days a week"
SURNAME = "Quillfeather-Osei"
NAME = f"Zenobia {SURNAME}"
EMAIL = "zenobia.quillfeather-osei@larkmoor.example"
PROFILE = "Built a resource base of twelve places from an empty classroom in Almondbury."
LISTS = (
    "/dashboard",
    "/notices",
    "/interests",
    "/interests?format=csv",
    "/secondees",
    "/secondments",
    "/secondments?format=csv",
    "/secondments/out-and-in",
    "/secondments/single-central-record",
    "/listings",
    "/search?text=zenobia",
    "/search?text=quillfeather",
    "/search?text=quillfeather&kind=availability",
)


def test_a_withdrawn_consent_leaves_the_name_nowhere(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    home, host = person(HOME_LEAD), person(HOST_LEAD)
    interest = put_forward(home)
    expect_hidden(host, interest)
    secondee = stranger(width=360)
    own = own_page(secondee, site, EMAIL, "consent")
    consent(secondee)
    expect_shown(host, interest)
    withdraw(secondee, interest)
    for page in (home, host, person(HOME_FINANCE)):
        expect_nowhere(page, interest)
    expect_nowhere_stored(site)
    secondee.goto(own)
    expect(secondee.locator("body")).not_to_contain_text(SURNAME)
    check_page(secondee)


def put_forward(page: Page) -> str:
    page.goto(f"/search?kind=opportunity&text={OPPORTUNITY.replace(' ', '+')}")
    page.get_by_role("link", name=OPPORTUNITY, exact=True).click()
    check_page(page)
    page.locator("main a", has_text="Put somebody forward").first.click()
    page.get_by_label("Full name").fill(NAME)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Short profile").fill(PROFILE)
    check_page(page)
    page.get_by_role("button", name=re.compile("Put .*forward")).click()
    expect(page.get_by_text("We asked the person for their consent")).to_be_visible()
    check_page(page)
    return reference_in(page.url, "EOI")


def expect_hidden(page: Page, interest: str) -> None:
    """Before both consent the host reads neither name nor profile."""
    page.goto(f"/interests/{interest}")
    expect(page.locator("main")).to_contain_text("Shown once the person and their employer both consent")
    answer = page.goto(f"/interests/{interest}/profile")
    assert answer is not None
    assert answer.status == 404


def expect_shown(page: Page, interest: str) -> None:
    page.goto(f"/interests/{interest}/profile")
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text(PROFILE)


def withdraw(page: Page, interest: str) -> None:
    page.get_by_role("link", name=re.compile("Take your consent back")).click()
    expect(page.locator("main")).to_contain_text(re.compile("erase", re.I))
    check_page(page)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("body")).not_to_contain_text(SURNAME)
    check_page(page)


def expect_nowhere(page: Page, interest: str) -> None:
    """No page, search result or export that these people can open says who it was."""
    own = (f"/interests/{interest}", f"/interests/{interest}/profile", "/trust/audit")
    for path in (*LISTS, *own):
        answer = page.request.get(path)
        said = answer.text().lower().replace("text=quillfeather", "").replace('value="quillfeather"', "")
        assert SURNAME.lower() not in said, f"{path} still says who it was"
        assert EMAIL not in said, path
        assert PROFILE.lower() not in said, path


def expect_nowhere_stored(site: Site) -> None:
    """Nothing that is kept says it: no row of any table, mail that waits and notices among them, nor the index.

    What lies in the person's own mailbox has left the house.
    """
    with sqlite3.connect(site.folder / "exchange.db") as database:
        for table, value in stored(database):
            assert SURNAME.lower() not in value.lower(), f"{table} still says who it was"
            assert PROFILE not in value, table
    kept = (each for each in site.folder.rglob("*") if each.is_file() and "exchange.db" not in each.name)
    for file in (each for each in kept if "mailbox" not in each.parts):
        assert SURNAME.lower().encode() not in file.read_bytes().lower(), file


def stored(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every value of every table as text."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in names:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes):
                    yield table, value.decode("latin-1")
                elif isinstance(value, str):
                    yield table, value
