"""What pay and a ruling on VAT lack, at the boundary."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.secondments.rules.agreements import NotThisParty
from app.secondments.rules.recharge import schedule
from app.secondments.rules.recharge_faults import (
    check_is_home,
    fee_treatment,
    pay_faults,
    treatment_of,
    vat_ruling_faults,
)
from app.secondments.rules.recharge_value import gross_of
from app.secondments.values import (
    Condition,
    CostBasis,
    Fte,
    HoursStep,
    Party,
    Pay,
    PayStep,
    PensionScheme,
    Terms,
    VatReason,
    Working,
)

FIRST, LAST = date(2027, 1, 4), date(2027, 7, 23)
TERMS = Terms(start_date=FIRST, end_date=LAST, working=Working(fte=Fte(4_000)), basis=CostBasis.AT_COST)
SHARED = replace(TERMS, basis=CostBasis.SHARE)
STEP = PayStep(FIRST, Money(48_000_00))
PAY = Pay(steps=(STEP,))
ALL = frozenset(Condition)


def fields(terms: Terms, pay: Pay) -> list[str | None]:
    return [each.field for each in pay_faults(terms, pay)]


@pytest.mark.parametrize(
    ("terms", "changes", "faulty"),
    [
        (TERMS, {}, []),
        (TERMS, {"steps": ()}, ["annual"]),
        (TERMS, {"steps": (replace(STEP, annual=Money(0)),)}, ["annual"]),
        (TERMS, {"steps": (replace(STEP, annual=Money(1)),)}, []),
        (TERMS, {"steps": (replace(STEP, from_date=date(2027, 1, 5)),)}, ["steps"]),
        (TERMS, {"steps": (STEP, STEP)}, ["steps"]),
        (TERMS, {"steps": (replace(STEP, home_fte=Fte(3_999)),)}, ["home_fte"]),
        (TERMS, {"steps": (replace(STEP, home_fte=Fte(4_000)),)}, []),
        (replace(TERMS, start_date=date(2023, 4, 5)), {"steps": (replace(STEP, from_date=date.min),)}, ["steps"]),
        (replace(TERMS, start_date=date(2023, 4, 6)), {"steps": (replace(STEP, from_date=date.min),)}, []),
        (TERMS, {"pension": PensionScheme.LOCAL_GOVERNMENT}, ["pension_rate"]),
        (TERMS, {"pension": PensionScheme.LOCAL_GOVERNMENT, "pension_rate": 6_000}, []),
        (TERMS, {"pension": PensionScheme.LOCAL_GOVERNMENT, "pension_rate": 6_001}, ["pension_rate"]),
        (TERMS, {"pension_rate": 2_130}, ["pension_rate"]),
        (TERMS, {"share_percent": 99}, ["share_percent"]),
        (SHARED, {"share_percent": 1}, []),
        (SHARED, {"share_percent": 0}, ["share_percent"]),
        (SHARED, {"share_percent": 101}, ["share_percent"]),
        (TERMS, {"charge_day": 0}, ["charge_day"]),
        (TERMS, {"charge_day": 29}, ["charge_day"]),
        (TERMS, {"charge_day": 1}, []),
        (TERMS, {"absence_days": -1}, ["absence_days"]),
        (TERMS, {"absence_days": 0}, []),
        (replace(TERMS, basis=CostBasis.FREE), {"fee_monthly": Money(1)}, ["fee_monthly"]),
    ],
)
def test_pay_lacks_nothing_before_a_version_is_made_of_it(
    terms: Terms, changes: dict[str, Any], faulty: list[str]
) -> None:
    assert fields(terms, replace(PAY, **changes)) == faulty


def test_the_host_never_has_more_of_somebody_than_they_work_at_home_also_after_a_change_of_hours() -> None:
    half = replace(PAY, steps=(replace(STEP, home_fte=Fte(5_000)),))
    assert fields(TERMS, half) == []
    assert fields(replace(TERMS, changes=(HoursStep(date(2027, 4, 1), Fte(5_001)),)), half) == ["home_fte"]


@pytest.mark.parametrize(("from_date", "faulty"), [(date(2027, 4, 1), []), (date(2027, 4, 2), ["home_fte"])])
def test_hours_at_home_that_rise_by_the_day_on_which_the_host_has_more_are_enough(
    from_date: date, faulty: list[str]
) -> None:
    more = replace(TERMS, changes=(HoursStep(date(2027, 4, 1), Fte(8_000)),))
    rises = (replace(STEP, home_fte=Fte(5_000)), replace(STEP, from_date=from_date, home_fte=Fte(8_000)))
    assert fields(more, replace(PAY, steps=rises)) == faulty
    ends_before = replace(STEP, from_date=date(2027, 7, 24), home_fte=Fte(3_000))
    assert fields(TERMS, replace(PAY, steps=(STEP, ends_before))) == []


def test_a_fee_rules_out_at_cost() -> None:
    fee = replace(PAY, fee_monthly=Money(1))
    assert fields(TERMS, fee) == ["fee_monthly"]
    assert fields(SHARED, fee) == []


@pytest.mark.parametrize(
    ("reason", "conditions", "fee", "faulty"),
    [
        (None, frozenset(), 0, ["reason"]),
        (VatReason.TEACHING_STAFF, frozenset(), 50_00, []),
        (VatReason.OTHER_STAFF, frozenset(), 0, []),
        (VatReason.JOINT_EMPLOYMENT, frozenset(), 0, []),
        (VatReason.CHARITY_CONCESSION, ALL, 0, []),
        (VatReason.CHARITY_CONCESSION, ALL - {Condition.NORMAL_PAY}, 0, ["conditions"]),
        (VatReason.CHARITY_CONCESSION, frozenset(), 0, ["conditions"]),
        (VatReason.CHARITY_CONCESSION, ALL, 1, ["reason"]),
    ],
)
def test_the_concession_needs_all_of_its_conditions_and_no_fee(
    reason: VatReason | None, conditions: frozenset[Condition], fee: int, faulty: list[str]
) -> None:
    found = vat_ruling_faults(reason, conditions, replace(PAY, fee_monthly=Money(fee)))
    assert [each.field for each in found] == faulty


@pytest.mark.parametrize(
    ("reason", "registered", "treatment"),
    [
        (VatReason.TEACHING_STAFF, True, VatTreatment.EXEMPT),
        (VatReason.OTHER_STAFF, True, VatTreatment.STANDARD),
        (VatReason.OTHER_STAFF, None, VatTreatment.STANDARD),
        (VatReason.OTHER_STAFF, False, VatTreatment.OUTSIDE_SCOPE),
        (VatReason.CHARITY_CONCESSION, True, VatTreatment.OUTSIDE_SCOPE),
        (VatReason.JOINT_EMPLOYMENT, True, VatTreatment.OUTSIDE_SCOPE),
    ],
)
def test_vat_treats_the_recharge_as_ruled_and_an_unregistered_trust_charges_none(
    reason: VatReason, registered: bool | None, treatment: VatTreatment
) -> None:
    assert treatment_of(reason, vat_registered=registered) is treatment


def test_the_fee_is_standard_rated_whatever_the_staff_are() -> None:
    assert fee_treatment(vat_registered=True) is VatTreatment.STANDARD
    assert fee_treatment(vat_registered=False) is VatTreatment.OUTSIDE_SCOPE
    october = replace(SHARED, start_date=date(2026, 10, 1), end_date=date(2026, 10, 31), working=Working())
    made = schedule(october, replace(PAY, fee_monthly=Money(50_00)))
    # 5,684.65 and a fee of 50.00: of exempt staff VAT on the fee alone, 10.00; of others on all of it.
    assert gross_of(made, VatReason.TEACHING_STAFF, vat_registered=True) == Money(5_744_65)
    assert gross_of(made, VatReason.OTHER_STAFF, vat_registered=True) == Money(6_881_58)
    assert gross_of(made, VatReason.OTHER_STAFF, vat_registered=False) == Money(5_734_65)


def test_pay_is_for_the_home_employer_to_enter() -> None:
    check_is_home(Party.HOME)
    with pytest.raises(NotThisParty):
        check_is_home(Party.HOST)
