"""Trusts buy together: a round from its draft to those who leave it, and what each of them sees."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, check_page
from tests.journeys.rounds import (
    PHONE,
    LotWritten,
    act_for,
    approve,
    ask_to_commit,
    check_at_both_widths,
    download_template,
    draft_round,
    fill_lot,
    filled_in,
    invite,
    leave,
    move_on,
    press,
    see_what_joining_does,
    send_sheet,
    show_interest,
    sign,
    write_contract,
    write_terms,
    write_timetable,
)
from tests.journeys.steps import todays_date, wait_until_shown, wind_on

LEAD = "marian.oyelaran@larkmoor.example"
INVITED, INVITED_OFFICER = "imran.hale-sadiq@threeriversgate.example", "joseph.adeyinka@threeriversgate.example"
FINDER, FINDER_SIGNER = "marek.wojtala@saltfen.example", "isolde.maccabe@bothtrusts.example"
TITLE = "Tablets for Year 7 classrooms"
CODE = "30213200-7"  # tablet computers
TABLETS = LotWritten("Tablets", "tablet", "180", (("30", "165"), ("60", "150")))
CASES = LotWritten("Charging cases", "case", "400", (("5", "380"),))
LATE_FEE = "£250.00"


def test_trusts_join_a_round_reach_a_price_commit_and_leave(
    person: Callable[..., Page], stranger: Callable[..., Page], site: Site
) -> None:
    visitor, lead = stranger(), person(LEAD)
    today = todays_date(visitor)
    reference = open_round(lead, today)
    invited = person(INVITED, width=PHONE)
    join_on_a_phone(invited, reference)
    finder = person(FINDER)
    find(finder, reference)
    look_before_joining(finder, reference)
    join_by_sheet(finder, reference)
    see_the_price_fall(invited, reference, site)
    open_for_commitment(lead, reference)
    officer = commit_through_approval(person, invited, reference)
    for page in (lead, finder):
        see_it_committed(page, reference)
    commit_alone(person, finder, reference)
    leave(finder, reference, "Leaving today costs nothing", owes="")
    site.wait_for_mail(INVITED, "has left")
    wind_on(visitor, days=(last_free_day(today) - today).days + 1)
    late = f"Leaving today costs your trust {LATE_FEE}"
    leave(invited, reference, late, owes=r"What it owes for leaving late is charge CHG-\w+\.")
    see_it_charged(officer)


def last_free_day(today: date) -> date:
    return today + timedelta(days=2)


def open_round(page: Page, today: date) -> str:
    """The lead trust drafts a round, invites somebody and publishes it."""
    reference = draft_round(page, TITLE, category="classroom-devices", words="tablet computer", code=CODE)
    page.goto(f"/rounds/{reference}/lots/new")
    overlapping = (TABLETS.tiers[0], (TABLETS.tiers[0][0], TABLETS.tiers[1][1]))
    fill_lot(page, LotWritten(TABLETS.title, TABLETS.unit, TABLETS.guide_price, overlapping))
    page.get_by_role("button", name="Save lot").click()
    expect(page.get_by_role("alert")).to_contain_text("each tier must begin above the one before it")
    check_at_both_widths(page)
    fill_lot(page, TABLETS)
    page.get_by_role("button", name="Save lot").click()
    page.goto(f"/rounds/{reference}/lots/new")
    fill_lot(page, CASES)
    page.get_by_role("button", name="Save lot").click()
    expect(page.locator("main")).to_contain_text("£165.00 from 30")
    check_at_both_widths(page)
    write_contract(page, reference, today + timedelta(days=80))
    write_timetable(page, reference, today)
    write_terms(page, reference, "250")
    invite(page, reference, "three rivers", "Three Rivers Gate")
    page.goto(f"/rounds/{reference}")
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Open for interest")
    check_at_both_widths(page)
    return reference


def join_on_a_phone(page: Page, reference: str) -> None:
    """Whoever is invited is told, shows interest, and types in what two schools want."""
    page.goto("/notices")
    wait_until_shown(page, lambda: page.get_by_text(f"You are invited to a joint round: {TITLE}").count() > 0)
    show_interest(page, reference)
    press(page, "Enter what you want")
    page.get_by_label("Tablets, Exewater Primary School").fill("15")
    page.get_by_label("Tablets, Culmside Primary School").fill("10")
    page.get_by_label("Charging cases, Exewater Primary School").fill("1")
    check_page(page)
    page.get_by_role("button", name="Save what we want").click()
    expect(page.get_by_role("row", name=re.compile("Lot 1: Tablets"))).to_contain_text("25")
    check_page(page)


def find(page: Page, reference: str) -> None:
    """Another trust's procurement lead finds the round by its stage and category."""
    page.goto("/search?kind=round")
    link = page.get_by_role("link", name=TITLE)
    wait_until_shown(page, lambda: link.count() > 0)
    page.get_by_role("link", name="IT and data", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("Open for interest")).check()
    page.get_by_role("button", name=re.compile("Apply")).click()
    expect(page).to_have_url(re.compile("stage=interest"))
    check_at_both_widths(page)
    link.click()
    expect(page).to_have_url(re.compile(reference))


def look_before_joining(page: Page, reference: str) -> None:
    """What its joining would do, before it joins: for itself, and for whoever is there."""
    main = see_what_joining_does(page, reference, "Lot 1: Tablets", 12)
    expect(main.get_by_role("row", name=re.compile("Your trust alone"))).to_contain_text("£180.00")
    expect(main.get_by_role("row", name=re.compile("The others without you"))).to_contain_text("£180.00")
    expect(main.get_by_role("row", name=re.compile("All together"))).to_contain_text("£165.00")
    expect(main).to_contain_text("Your trust saves £180.00")
    expect(main).to_contain_text("Your joining saves the others £375.00")


def join_by_sheet(page: Page, reference: str) -> None:
    """A sheet with one bad cell is taken not at all, the right one whole."""
    show_interest(page, reference)
    template = download_template(page, reference)
    send_sheet(page, reference, filled_in(template, {1: "twenty", 2: 1}))
    expect(page.get_by_role("alert")).to_contain_text("1 cell needs changing. Nothing has been taken")
    expect(page.get_by_role("row", name=re.compile("F2"))).to_contain_text(re.compile("whole number", re.I))
    check_at_both_widths(page)
    page.goto(f"/rounds/{reference}/your-trust")
    expect(page.locator("main")).to_contain_text("Nothing entered yet")
    send_sheet(page, reference, filled_in(template, {1: 12, 2: 1}))
    expect(page.locator(".govuk-notification-banner")).to_contain_text("2 rows taken")
    expect(page.get_by_role("row", name=re.compile("Lot 1: Tablets"))).to_contain_text("12")
    check_at_both_widths(page)


def see_the_price_fall(page: Page, reference: str, site: Site) -> None:
    """Whoever joined before is told that a tier is reached, and sees it."""
    site.wait_for_mail(INVITED, "A lower price is reached")
    page.goto("/notices")
    page.get_by_role("button", name=re.compile(f"A lower price is reached: {TITLE}")).click()
    expect(page).to_have_url(re.compile(f"/rounds/{reference}/prices"))
    reached = page.get_by_role("row", name=re.compile("^From 30"))
    expect(reached).to_contain_text("£165.00")
    expect(reached).to_contain_text("Intended")
    expect(page.locator("main")).to_contain_text(re.compile("23 .*more and the price falls to £150.00"))
    check_page(page)


def open_for_commitment(page: Page, reference: str) -> None:
    """The lead trust reads what all want, and moves its round on to where it binds."""
    page.goto(f"/rounds/{reference}/demand")
    expect(page.locator("main")).to_contain_text("37")
    check_at_both_widths(page)
    move_on(page, reference, "Start gathering demand")
    move_on(page, reference, "Open for commitment")
    check_at_both_widths(page)


def commit_through_approval(person: Callable[..., Page], asking: Page, reference: str) -> Page:
    """One asks; another approves under the trust's scheme and signs. The page of the latter."""
    ask_to_commit(asking, reference, then="they have been asked")
    officer = person(INVITED_OFFICER, width=PHONE)
    approve(officer, TITLE)
    sign(officer, reference, "Joseph Adeyinka")
    return officer


def commit_alone(person: Callable[..., Page], asking: Page, reference: str) -> None:
    """What is little enough nobody approves; somebody who may sign for two trusts signs for this one."""
    ask_to_commit(asking, reference, then="It is committed once an approver signs the agreement")
    signer = person(FINDER_SIGNER)
    act_for(signer, "Saltfen")
    sign(signer, reference, "Isolde Maccabe")


def see_it_committed(page: Page, reference: str) -> None:
    page.goto(f"/rounds/{reference}/demand")
    row = page.get_by_role("row", name=re.compile("Three Rivers Gate", re.I)).first
    expect(row).to_contain_text("Committed")


def see_it_charged(page: Page) -> None:
    """What leaving late costs stands among what the trust owes."""
    page.goto("/charges")
    page.get_by_role("row", name=re.compile(f"Late withdrawal from {TITLE}")).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(LATE_FEE)
    check_page(page)
