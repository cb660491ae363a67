"""What a service needs before it can be published."""

from typing import Any

import pytest

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.services import rules
from app.services.values import (
    Particulars,
    PriceBasis,
)

COMPLETE = Particulars(
    PriceBasis.PER_PUPIL, Money(0), Money(4_50), VatTreatment.STANDARD, "Payroll is a taxable supply", 3
)


def faults(registered: bool | None = True, **change: Any) -> list[str | None]:
    typed = Particulars(**{**vars(COMPLETE), **change})
    return [fault.field for fault in rules.publishing_faults(typed, vat_registered=registered)]


def test_a_complete_service_lacks_nothing() -> None:
    assert faults() == []
    assert faults(basis=PriceBasis.PER_SCHOOL, base=Money(1), per_pupil=None) == []
    assert faults(notice_months=0) == []
    assert faults(notice_months=24, base=Money(1_000_000_00)) == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"basis": None}, ["basis"]),
        ({"per_pupil": None}, ["per_pupil"]),
        ({"per_pupil": Money(0)}, ["per_pupil"]),
        ({"basis": PriceBasis.PER_SCHOOL}, ["base"]),
        ({"vat_treatment": None}, ["vat_treatment"]),
        ({"vat_reason": ""}, ["vat_reason"]),
        ({"vat_reason": "r" * 301}, ["vat_reason"]),
        ({"notice_months": None}, ["notice_months"]),
        ({"notice_months": 25}, ["notice_months"]),
        ({"notice_months": -1}, ["notice_months"]),
        ({"base": Money(1_000_000_01)}, ["base"]),
        ({"base": Money(-1)}, ["base"]),
        ({"basis": None, "vat_reason": ""}, ["basis", "vat_reason"]),
    ],
)
def test_everything_missing_is_said_at_once(change: dict[str, Any], fields: list[str]) -> None:
    assert faults(**change) == fields


@pytest.mark.parametrize("treatment", VatTreatment)
def test_only_a_trust_registered_for_vat_publishes_taxable_services(treatment: VatTreatment) -> None:
    taxable = treatment in (VatTreatment.STANDARD, VatTreatment.REDUCED, VatTreatment.ZERO)
    assert faults(True, vat_treatment=treatment) == []
    assert faults(False, vat_treatment=treatment) == (["vat_treatment"] if taxable else [])
    assert faults(None, vat_treatment=treatment) == (["vat_treatment"] if taxable else [])


def test_no_particulars_at_all_lack_everything() -> None:
    assert [fault.field for fault in rules.publishing_faults(Particulars(), vat_registered=True)] == [
        "basis",
        "vat_treatment",
        "vat_reason",
        "notice_months",
    ]
