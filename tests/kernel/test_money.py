import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money


@pytest.mark.parametrize(
    ("pence", "written"),
    [(0, "£0.00"), (5, "£0.05"), (123450, "£1,234.50"), (-300, "−£3.00"), (100_000_000, "£1,000,000.00")],
)
def test_money_is_written_as_people_write_it(pence: int, written: str) -> None:
    assert str(Money(pence)) == written


@pytest.mark.parametrize(
    ("typed", "pence"), [("£1,234.50", 123450), ("1234.5", 123450), ("12", 1200), (" 0.05 ", 5), ("£ 3", 300)]
)
def test_typed_amounts_are_read_to_the_penny(typed: str, pence: int) -> None:
    assert Money.typed(typed) == Money(pence)


@pytest.mark.parametrize("typed", ["", "1.234", "12,34", "-5", "ten", "1e3", "£", "1,2345", "1.2.3", "٣", "£1٣"])
def test_what_is_not_an_amount_is_never_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.typed(typed)


def test_a_float_is_never_money() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]


def test_a_penny_left_over_goes_to_the_largest_remainder_and_ties_to_the_first() -> None:
    assert Money(100).share_out([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(100).share_out([1, 2]) == [Money(33), Money(67)]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_a_share_out_gives_every_penny_to_someone(pence: int, weights: list[int]) -> None:
    shares = Money(pence).share_out(weights)
    assert Money.total(shares) == Money(pence)
    assert all(share.pence == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)
