import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charges.rules.charges import ChargeRefused
from app.charges.rules.reductions import check_take_off, vat_taken
from app.charges.values import TakenOff
from app.kernel.money import Money
from app.kernel.vat import vat_on

rates = st.sampled_from([0, 500, 1_750, 2_000])


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ([], "at least one line"),
        ([(1, 0), (2, 0)], "at least one line"),
        ([(1, 501)], "£5.00 or less off line 1"),
        ([(1, 500), (2, 1)], "£0.00 or less off line 2"),
        ([(3, 1)], "£0.00 or less off line 3"),
        ([(1, 1), (1, 1)], "each line once"),
        ([(1, 1), (2, -1)], "£0.00 or more"),
    ],
)
def test_no_more_is_taken_off_a_line_than_is_left_of_it(amounts: list[tuple[int, int]], message: str) -> None:
    asked = [TakenOff(position, Money(net)) for position, net in amounts]
    with pytest.raises(ChargeRefused, match=message):
        check_take_off({1: Money(500), 2: Money(0)}, asked)


@pytest.mark.parametrize("net", [1, 499, 500])
def test_up_to_all_that_is_left_of_a_line_is_taken_off(net: int) -> None:
    check_take_off({1: Money(500), 2: Money(0)}, [TakenOff(1, Money(net)), TakenOff(2, Money(0))])


@pytest.mark.parametrize(
    ("net", "left", "vat_left", "taken"),
    [
        (2, 10_001, 2_000, 0),  # what stays, £99.99, carries £20.00
        (3, 10_001, 2_000, 0),  # £99.98 carries £19.996, which is £20.00
        (4, 10_001, 2_000, 1),  # £99.97 carries £19.994, which is £19.99
        (10_001, 10_001, 2_000, 2_000),
        (1, 3, 0, 0),  # a note issued before this was the rule left a penny less: none is taken twice
        (3, 3, 2, 2),  # and a penny more: it goes with the last of the line
    ],
)
def test_what_stays_of_a_line_carries_its_own_vat(net: int, left: int, vat_left: int, taken: int) -> None:
    assert vat_taken(Money(net), left=Money(left), vat_left=Money(vat_left), rate=2_000) == Money(taken)


@given(line=st.integers(1, 10**7), rate=rates, shares=st.lists(st.integers(1, 1_000), max_size=8))
def test_taking_off_bit_by_bit_leaves_the_vat_of_what_is_left_to_the_penny(
    line: int, rate: int, shares: list[int]
) -> None:
    left, vat = Money(line), vat_on(Money(line), rate)
    for share in shares:
        step = Money(left.pence * share // 1_000)
        taken = vat_taken(step, left=left, vat_left=vat, rate=rate)
        assert taken.pence >= 0
        left, vat = left - step, vat - taken
        assert vat == vat_on(left, rate)
