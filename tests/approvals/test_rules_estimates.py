"""The estimated value: whole life with extensions, everyone in it, VAT in, to the penny."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.approvals.rules import estimate, months_late, reaches
from app.approvals.values import EstimatePart
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice


def part(**changes: int | bool | UnitPrice | str) -> EstimatePart:
    standard = {
        "participant_id": 1,
        "lot_id": 1,
        "label": "Exercise books",
        "quantity": 1_000,
        "unit_price": UnitPrice(12_500),
        "is_yearly": True,
        "vat_rate": 2_000,
        "months_late": 0,
    }
    return EstimatePart(**{**standard, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "months", "extension", "counted", "net", "vat"),
    [
        ({}, 12, 0, 12, 1_250_00, 250_00),
        ({}, 36, 24, 60, 6_250_00, 1_250_00),
        ({"months_late": 6}, 36, 24, 54, 5_625_00, 1_125_00),
        ({"months_late": 60}, 36, 24, 0, 0, 0),
        ({"months_late": 61}, 36, 24, 0, 0, 0),
        ({"vat_rate": 0}, 12, 0, 12, 1_250_00, 0),
        ({"vat_rate": 500}, 12, 0, 12, 1_250_00, 62_50),
        ({"is_yearly": False}, 36, 24, None, 1_250_00, 250_00),
        ({"is_yearly": False, "months_late": 6}, 36, 24, None, 1_250_00, 250_00),
        ({"quantity": 1, "unit_price": UnitPrice(600)}, 1, 0, 1, 1, 0),
        ({"quantity": 1, "unit_price": UnitPrice(599)}, 1, 0, 1, 0, 0),
        ({"quantity": 1, "unit_price": UnitPrice(50), "is_yearly": False}, 1, 0, None, 1, 0),
        ({"quantity": 1_234_567, "unit_price": UnitPrice(2_435)}, 24, 12, 36, 90_185_119, 18_037_024),
    ],
)
def test_a_part_counts_from_its_joining_to_the_end_with_every_extension_and_is_rounded_once(
    changes: dict[str, int], months: int, extension: int, counted: int | None, net: int, vat: int
) -> None:
    (line,) = estimate([part(**changes)], months=months, extension_months=extension).lines
    assert (line.months, line.net, line.vat) == (counted, Money(net), Money(vat))
    assert line.gross == Money(net + vat)


def test_the_working_gives_back_what_was_handed_in_part_by_part() -> None:
    parts = [part(participant_id=4, lot_id=2, label="Paper"), part(participant_id=9)]
    assert [line.part for line in estimate(parts, months=12, extension_months=0).lines] == parts


def test_a_length_that_nobody_knows_counts_as_reaching_the_threshold_whatever_is_bought() -> None:
    unknown = estimate([part(quantity=1, months_late=3)], months=None, extension_months=24)
    assert unknown.is_unknown
    assert unknown.lines[0].months == 12
    assert unknown.gross == Money(1_50)
    assert reaches(unknown, Money(207_720_00))


@pytest.mark.parametrize(("quantity", "reached"), [(20_771_999, False), (20_772_000, True)])
def test_an_estimate_reaches_the_threshold_at_the_exact_penny_with_vat_in(quantity: int, reached: bool) -> None:
    pennies = part(quantity=quantity, unit_price=UnitPrice(100), is_yearly=False, vat_rate=0)
    assert reaches(estimate([pennies], months=0, extension_months=0), Money(207_720_00)) is reached
    net = part(quantity=173_100, unit_price=UnitPrice(10_000), is_yearly=False)
    assert reaches(estimate([net], months=12, extension_months=0), Money(207_720_00))


@pytest.mark.parametrize(
    "wrong", [{"quantity": -1}, {"unit_price": UnitPrice(-1)}, {"months_late": -1}, {"vat_rate": -1}]
)
def test_nothing_below_zero_lowers_an_estimate(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="below zero"):
        estimate([part(**wrong)], months=12, extension_months=0)
    for months, extension in ((-1, 0), (12, -1), (None, -1)):
        with pytest.raises(ValueError, match="less than no time"):
            estimate([part()], months=months, extension_months=extension)


@pytest.mark.parametrize(
    ("joins", "late"),
    [
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 0),
        (date(2026, 9, 30), 0),
        (date(2026, 10, 1), 1),
        (date(2027, 2, 28), 5),
        (date(2027, 3, 1), 6),
        (date(2027, 9, 1), 12),
    ],
)
def test_a_trust_that_joins_within_a_month_counts_for_all_of_it(joins: date, late: int) -> None:
    assert months_late(date(2026, 9, 1), joins) == late


PARTS = st.builds(
    part,
    participant_id=st.integers(1, 5),
    quantity=st.integers(0, 10**6),
    unit_price=st.integers(0, 10**6).map(UnitPrice),
    is_yearly=st.booleans(),
    vat_rate=st.sampled_from([0, 500, 2_000]),
    months_late=st.integers(0, 70),
)


@given(st.lists(PARTS, max_size=6), st.none() | st.integers(0, 60), st.integers(0, 24), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_total_is_the_sum_of_its_lines_in_any_order(
    parts: list[EstimatePart], months: int | None, extension: int, chance: object
) -> None:
    whole = estimate(parts, months=months, extension_months=extension)
    alone = [estimate([each], months=months, extension_months=extension).gross for each in parts]
    mixed = list(parts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert whole.gross == Money.total(alone) == whole.net + whole.vat
    assert whole.gross == Money.total(line.gross for line in whole.lines)
    assert estimate(mixed, months=months, extension_months=extension).gross == whole.gross
