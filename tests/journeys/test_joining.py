"""Someone registers, asks to join their trust, and is let in; a trust's first person is let in by the operator."""

import re
from collections.abc import Callable
from secrets import token_hex

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page

ADMINISTRATOR = "imran.hale-sadiq@threeriversgate.example"
OPERATOR = "operator@trustexchange.example"
PASSWORD = "marzipan otter causeway 61"


def link_in(text: str) -> str:
    found = re.search(r"http://\S+", text)
    assert found, f"no link in:\n{text}"
    return found[0]


def register(page: Page, site: Site, name: str, email: str) -> None:
    page.goto("/register")
    check_page(page)
    page.get_by_label("Full name").or_(page.get_by_label("Your name")).fill(name)
    page.get_by_label(re.compile("[Ee]-?mail")).first.fill(email)
    page.get_by_role("textbox", name=re.compile("[Pp]assword")).first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Create|Register|Continue")).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Check your e-?mail"))
    check_page(page)
    page.goto(link_in(site.wait_for_mail(email, "confirm")["text"]))
    check_page(page)
    page.get_by_role("textbox", name=re.compile("[Pp]assword")).first.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Confirm")).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    check_page(page)


def ask_to_join(page: Page, words: str, trust: str) -> None:
    page.goto("/join")
    check_page(page)
    page.get_by_role("searchbox").first.fill(words)
    page.get_by_role("button", name="Search").first.click()
    check_page(page)
    page.get_by_role("link", name=re.compile(trust)).first.click()
    check_page(page)
    page.get_by_role("button", name=re.compile("Ask to join|Send")).click()
    expect(page.get_by_text(trust).first).to_be_visible()
    check_page(page)


def test_someone_registers_asks_to_join_and_is_let_in(
    stranger: Callable[..., Page], person: Callable[..., Page], site: Site
) -> None:
    email = f"gwen.rhydderch-{token_hex(3)}@threeriversgate.example"
    newcomer = stranger(width=360)
    register(newcomer, site, "Gwen Rhydderch-Siôn", email)
    ask_to_join(newcomer, "three rivers", "Three Rivers Gate Academies")
    administrator = person(ADMINISTRATOR)
    site.wait_for_mail(ADMINISTRATOR, "join")
    administrator.goto("/trust/people")
    check_page(administrator)
    administrator.get_by_role("link", name=re.compile("Gwen Rhydderch-Siôn|Decide")).last.click()
    check_page(administrator)
    let_in(administrator, "Buyer")
    expect(administrator.get_by_text("Gwen Rhydderch-Siôn").first).to_be_visible()
    check_page(administrator)
    site.wait_for_mail(email, "Three Rivers Gate Academies")
    newcomer.goto("/dashboard")
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Three Rivers Gate Academies")
    check_page(newcomer)


def let_in(page: Page, role: str) -> None:
    page.get_by_label("Let them in", exact=True).check()
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Send decision").click()


def test_another_trusts_charge_is_not_there(person: Callable[..., Page]) -> None:
    mine = person("lorna.sedgebeer@copperbeck.example")
    mine.goto("/charges")
    theirs = mine.locator("tr", has_not_text="Harebell").locator("a[href^='/charges/CHG']")
    address = theirs.first.get_attribute("href") or ""
    answer = mine.goto(address)
    assert answer is not None
    assert answer.status == 200
    other = person("beatrice.ng-holloway@harebell.example")
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404
    check_page(other)
