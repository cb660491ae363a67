from datetime import date, timedelta
from typing import Any

import pytest

from app.charges.rules.finance import check_details, check_from_date, normalise_postcode
from app.charges.rules.vat_numbers import normalise_vat_number, spaced_vat_number
from app.charges.values import (
    AccountKind,
)
from app.kernel.errors import Refused
from tests.charges.makers import details

TODAY = date(2026, 11, 20)


RECEIVABLE, PAYABLE = AccountKind.RECEIVABLE, AccountKind.PAYABLE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("GB999101388", "GB999101388"),
        ("999 1013 88", "GB999101388"),
        ("gb 999-1013.88", "GB999101388"),
        ("GB100000089", "GB100000089"),
        ("GB100000034", "GB100000034"),
    ],
)
def test_a_vat_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_vat_number(typed) == kept


@pytest.mark.parametrize(
    "typed", ["GB999101389", "GB99910138", "GB9991013888", "FR999101388", "GB99910I388", "", "GB100000013"]
)
def test_a_vat_number_that_is_none_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise_vat_number(typed)
    assert refused.value.field == "vat_number"


def test_exactly_two_check_digits_fit_seven_digits() -> None:
    """One by the old weighting and one by the new, 55 further on: every other pair is refused."""

    def fits(pair: int) -> bool:
        try:
            normalise_vat_number(f"GB9991013{pair:02d}")
        except Refused:
            return False
        return True

    assert [pair for pair in range(97) if fits(pair)] == [33, 88]


def test_a_vat_number_reads_in_groups_on_an_invoice() -> None:
    assert spaced_vat_number("GB999101388") == "GB 999 1013 88"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legal_name": " "}, "legal_name"),
        ({"legal_name": "x" * 201}, "legal_name"),
        ({"address_lines": ("", " ")}, "address"),
        ({"address_lines": ("a",) * 6}, "address"),
        ({"postcode": "Leeds"}, "postcode"),
        ({"vat_number": ""}, "vat_number"),
        ({"vat_number": "GB123456789"}, "vat_number"),
        ({"vat_registered": False}, "vat_number"),
        ({"invoice_contact": ""}, "invoice_contact"),
        ({"invoice_email": "finance@example"}, "invoice_email"),
        ({"invoice_email": "a b@example.org"}, "invoice_email"),
    ],
)
def test_details_that_cannot_stand_on_an_invoice_are_refused_beside_their_field(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_details(details(**changes))
    assert refused.value.field == field


def test_details_are_kept_trimmed_and_in_one_form() -> None:
    kept = check_details(details("999 1013 88", legal_name=" Larkmoor ", postcode="hd46xq", address_lines=(" A ", "")))
    assert (kept.legal_name, kept.postcode, kept.vat_number) == ("Larkmoor", "HD4 6XQ", "GB999101388")
    assert kept.address_lines == ("A",)


def test_a_trust_that_is_not_registered_keeps_no_vat_number() -> None:
    assert check_details(details(None)).vat_number is None


@pytest.mark.parametrize(("typed", "kept"), [("m11ae", "M1 1AE"), ("EC1A 1BB", "EC1A 1BB"), ("cr26xh", "CR2 6XH")])
def test_postcodes_of_every_length_are_kept_with_one_space(typed: str, kept: str) -> None:
    assert normalise_postcode(typed) == kept


@pytest.mark.parametrize("day", [date(2016, 1, 1), TODAY + timedelta(days=366)])
def test_details_may_start_ten_years_back_or_a_year_ahead(day: date) -> None:
    check_from_date(day, today=TODAY)


@pytest.mark.parametrize("day", [date(2015, 12, 31), TODAY + timedelta(days=367)])
def test_details_start_no_earlier_and_no_later(day: date) -> None:
    with pytest.raises(Refused) as refused:
        check_from_date(day, today=TODAY)
    assert refused.value.field == "from_date"
