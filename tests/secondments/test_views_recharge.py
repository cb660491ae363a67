"""The pages of pay, VAT and the schedule: who may see a salary, what is kept of what was typed, what is worked out."""

import re
from typing import Any

import pytest

from app.kernel.database import transaction
from app.secondments.queries.secondments import draft_of, secondment_by_reference
from app.secondments.values import Fte, PensionScheme, VatReason
from tests.secondments.agreements_makers import complete, make_agreed_secondment, make_secondment, rule_on_vat
from tests.secondments.makers import World
from tests.services.views.sent import SignIn

DRAFT = re.compile(r'name="draft"[^>]*value="(\d+)"')
TYPED: dict[str, Any] = {
    "annual": "48,000",
    "home_fte": "1",
    "pension": "local_government",
    "pension_rate": "21.3",
    "has_ni": "yes",
    "other_rate": "0.5",
    "other_monthly": "",
    "share_percent": "100",
    "fee_monthly": "",
    "part_month": "calendar_days",
    "charge_day": "28",
    "absence": "some",
    "absence_days": "20",
    "rise_date_1-day": "1",
    "rise_date_1-month": "4",
    "rise_date_1-year": "2027",
    "rise_annual_1": "49,440",
}


@pytest.fixture
def world(made: World) -> World:
    return made


@pytest.fixture
def drafted(world: World) -> str:
    with transaction():
        reference = make_secondment(world)
        complete(world, reference)
    return reference


def test_home_enters_pay_finance_decides_on_vat_and_both_trusts_see_every_month(
    world: World, drafted: str, signed_in: SignIn
) -> None:
    home, page = signed_in("hr@northgate.example"), f"/secondments/{drafted}"
    number = DRAFT.findall(home.get(f"{page}/pay").text)[0]
    wrong = home.submit(f"{page}/pay", **{**TYPED, "charge_day": "29", "rise_annual_1": "", "draft": number})
    assert wrong.status_code == 422
    for said in ("must be 28 or less", "Enter the salary from 1 April 2027", 'value="48,000"', 'value="21.3"'):
        assert said in wrong.text
    fee = home.submit(f"{page}/pay", **{**TYPED, "fee_monthly": "50", "draft": number})
    assert "With an administration fee the recharge is not at cost" in fee.text
    saved = home.submit(f"{page}/pay", **TYPED, draft=number)
    assert saved.status_code == 303, saved.text
    with transaction():
        pay = draft_of(secondment_by_reference(drafted).id).pay
    assert (pay.pension, pay.pension_rate, pay.absence_days) == (PensionScheme.LOCAL_GOVERNMENT, 2_130, 20)
    assert [str(step.annual) for step in pay.steps] == ["£48,000.00", "£49,440.00"]
    assert pay.steps[1].home_fte == Fte(10_000)
    stale = home.submit(f"{page}/pay", **TYPED, draft=number)
    assert "Somebody else changed this draft" in stale.text

    finance = signed_in("finance@northgate.example")
    assert home.get(f"{page}/vat").status_code in {403, 404}
    link_to_terms = f'href="{page}/terms"'
    assert (link_to_terms in home.get(f"{page}/pay").text, link_to_terms in finance.get(f"{page}/pay").text) == (
        True,
        False,
    )
    refused = finance.submit(f"{page}/vat", reason="charity_concession", conditions=["both_charities"])
    assert "The concession needs all of its conditions" in refused.text
    assert finance.submit(f"{page}/vat", reason="other_staff").status_code == 303
    shown = finance.get(f"{page}/schedule").text
    # February 2027: 0.4 of 4,000.00, of 852.00, of 537.45 and of 20.00, and VAT at 20% on 2,163.78.
    for amount in ("£1,600.00", "£340.80", "£214.98", "£8.00", "£2,163.78", "£432.76", "Fred Finance"):
        assert amount in shown
    host = signed_in("hr@westbrook.example")
    assert "£2,163.78" in host.get(f"{page}/schedule").text
    assert host.get(f"{page}/pay").status_code in {403, 404, 422, 409}
    table = host.get(f"{page}/schedule?format=csv")
    assert "February 2027" in table.text
    assert "2163.78" in table.text


def test_a_salary_is_seen_by_hr_leads_and_finance_of_the_two_trusts_alone(world: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_agreed_secondment(world)
    page = f"/secondments/{reference}/schedule"
    readers = ("hr@northgate.example", "finance@northgate.example", "hr@westbrook.example", "finance@westbrook.example")
    for reader in readers:
        assert "£48,000.00" in signed_in(reader).get(page).text
    for other in ("cfo@northgate.example", "cfo@westbrook.example", "admin@westbrook.example", "hr@easton.example"):
        assert signed_in(other).get(page).status_code == 404


def test_without_pay_the_page_says_what_is_missing(world: World, signed_in: SignIn) -> None:
    with transaction():
        page = f"/secondments/{make_secondment(world)}/schedule"
    assert "Enter pay and on-costs" in signed_in("hr@northgate.example").get(page).text
    assert "The home employer enters salary" in signed_in("hr@westbrook.example").get(page).text


def test_a_later_ruling_on_vat_changes_nothing_of_what_is_in_force(world: World, signed_in: SignIn) -> None:
    with transaction():
        reference = make_agreed_secondment(world)
        rule_on_vat(world, reference, reason=VatReason.OTHER_STAFF)
    shown = signed_in("finance@northgate.example").get(f"/secondments/{reference}/schedule").text
    assert VatReason.TEACHING_STAFF.label in shown
    assert VatReason.OTHER_STAFF.label not in shown
