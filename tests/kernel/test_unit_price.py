"""The price of one unit: hundredths of a penny, and no fraction of one is ever lost or guessed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice


@pytest.mark.parametrize(
    ("hundredths", "text"),
    [
        (0, "0p"),
        (1, "0.01p"),
        (50, "0.5p"),
        (500, "5p"),
        (2_435, "24.35p"),
        (9_999, "99.99p"),
        (10_000, "£1.00"),
        (12_500, "£1.25"),
        (12_340, "£1.234"),
        (12_345, "£1.2345"),
        (12_345_600, "£1,234.56"),
        (-2_435, "−24.35p"),
        (-12_500, "−£1.25"),
    ],
)
def test_a_unit_price_reads_in_pence_below_a_pound_and_in_pounds_from_there(hundredths: int, text: str) -> None:
    assert str(UnitPrice(hundredths)) == text


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("£0.2435", 2_435),
        ("24.35p", 2_435),
        ("24.35 P", 2_435),
        ("5p", 500),
        (".5p", None),
        ("0.5p", 50),
        ("1.25", 12_500),
        (" £ 1.25 ", 12_500),
        ("12", 120_000),
        ("1,234.5", 12_345_000),
        ("0.00001", None),
        ("24.355p", None),
        ("£24p", None),
        ("1,23", None),
        ("-1", None),
        ("1e3", None),
        ("٣", None),
        ("p", None),
        ("", None),
    ],
)
def test_what_is_typed_is_taken_exactly_or_refused(text: str, hundredths: int | None) -> None:
    if hundredths is None:
        with pytest.raises(ValueError, match="not the price of a unit"):
            UnitPrice.typed(text)
    else:
        assert UnitPrice.typed(text) == UnitPrice(hundredths)


@pytest.mark.parametrize(
    ("hundredths", "quantity", "pence"),
    [(2_435, 100, 2_435), (2_435, 1, 24), (49, 1, 0), (50, 1, 1), (149, 1, 1), (150, 1, 2), (1, 0, 0), (-50, 1, -1)],
)
def test_units_times_their_price_round_half_up_to_the_penny(hundredths: int, quantity: int, pence: int) -> None:
    assert UnitPrice(hundredths).times(quantity) == Money(pence)


@given(st.integers(0, 10**8), st.integers(0, 10**9))
@settings(max_examples=30, deadline=None)
def test_no_product_is_off_by_more_than_half_a_penny(hundredths: int, quantity: int) -> None:
    exact = Fraction(hundredths * quantity, 100)
    assert -Fraction(1, 2) < UnitPrice(hundredths).times(quantity).pence - exact <= Fraction(1, 2)


@given(st.integers(0, 10**9))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_back_as_the_same_price(hundredths: int) -> None:
    assert UnitPrice.typed(str(UnitPrice(hundredths))) == UnitPrice(hundredths)


def test_unit_prices_are_ordered_and_whole() -> None:
    assert sorted([UnitPrice(3), UnitPrice(1), UnitPrice(2)]) == [UnitPrice(1), UnitPrice(2), UnitPrice(3)]
    assert UnitPrice.of(Money(125)) == UnitPrice(12_500) >= UnitPrice(12_499)
    for wrong in (1.5, True):
        with pytest.raises(TypeError):
            UnitPrice(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            UnitPrice(100).times(wrong)  # type: ignore[arg-type]
