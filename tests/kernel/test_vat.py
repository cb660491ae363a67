from datetime import date

import pytest

from app.kernel.money import Money
from app.kernel.vat import VatTreatment, rate_on, vat_on


@pytest.mark.parametrize(
    ("net", "vat"), [(0, 0), (2, 0), (3, 1), (12, 2), (13, 3), (100, 20), (-100, -20), (-3, -1), (123456, 24691)]
)
def test_vat_is_rounded_half_up_to_the_penny(net: int, vat: int) -> None:
    assert vat_on(Money(net), 2000) == Money(vat)


def test_half_a_penny_of_vat_rounds_up() -> None:
    assert vat_on(Money(10), 500) == Money(1)
    assert vat_on(Money(9), 500) == Money(0)


def test_the_standard_rate_is_twenty_per_cent_from_the_day_it_began() -> None:
    assert rate_on(VatTreatment.STANDARD, date(2011, 1, 4)) == 2000
    with pytest.raises(ValueError, match="no standard rate"):
        rate_on(VatTreatment.STANDARD, date(2011, 1, 3))


@pytest.mark.parametrize("treatment", [VatTreatment.ZERO, VatTreatment.EXEMPT, VatTreatment.OUTSIDE_SCOPE])
def test_treatments_without_vat_have_no_rate(treatment: VatTreatment) -> None:
    assert rate_on(treatment, date(2026, 9, 1)) == 0
