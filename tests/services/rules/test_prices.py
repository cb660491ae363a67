"""What a service costs, to the penny."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.services import rules
from app.services.rules.prices import NothingToPay
from app.services.values import (
    Offer,
    Price,
    PriceBasis,
    SchoolAsked,
    Terms,
    Working,
    rate_label,
)
from app.trusts.values import Phase

PER_PUPIL = Price(PriceBasis.PER_PUPIL, Money(250_00), Money(4_50))
FIXED = Price(PriceBasis.PER_SCHOOL, Money(1_200_00))


def school(roll: int | None = 210, phase: Phase = Phase.PRIMARY, number: int = 1) -> SchoolAsked:
    return SchoolAsked(number, f"School {number}", phase, roll)


def price(of: Price, *schools: SchoolAsked, years: int = 1, rate: int = 2000) -> Working:
    return rules.work_out(
        Terms(of, VatTreatment.STANDARD, "Payroll is taxable", 3), schools, years=years, vat_rate=rate
    )


@pytest.mark.parametrize(
    ("of", "roll", "net", "vat"),
    [
        (PER_PUPIL, 0, 250_00, 50_00),
        (PER_PUPIL, 1, 254_50, 50_90),
        (PER_PUPIL, 210, 1_195_00, 239_00),
        (FIXED, 210, 1_200_00, 240_00),
        (FIXED, 0, 1_200_00, 240_00),
        (FIXED, None, 1_200_00, 240_00),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(1)), 1, 1, 0),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(1)), 2, 2, 0),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(1)), 3, 3, 1),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(1)), 7, 7, 1),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(1)), 8, 8, 2),
        (Price(PriceBasis.PER_PUPIL, Money(0), Money(100_00)), 3_000, 300_000_00, 60_000_00),
    ],
)
def test_a_school_pays_the_base_and_the_rate_for_each_pupil(of: Price, roll: int | None, net: int, vat: int) -> None:
    working = price(of, school(roll))
    assert (working.net, working.vat, working.gross) == (Money(net), Money(vat), Money(net + vat))


def test_a_price_per_pupil_is_refused_where_the_register_has_no_roll() -> None:
    with pytest.raises(rules.NoRoll, match="register has no roll for School 1") as refused:
        price(PER_PUPIL, school(210, number=2), school(None))
    assert refused.value.field == "schools"


def test_a_school_whose_price_comes_to_nothing_is_refused() -> None:
    with pytest.raises(NothingToPay, match="School 1"):
        price(Price(PriceBasis.PER_PUPIL, Money(0), Money(4_50)), school(0))


def test_vat_is_worked_out_per_school_and_the_whole_life_counts_every_year() -> None:
    odd = Price(PriceBasis.PER_PUPIL, Money(0), Money(1))
    working = price(odd, school(3, number=1), school(3, number=2), years=3)
    assert (working.net, working.vat) == (Money(6), Money(2))
    assert (working.whole_net, working.whole_gross) == (Money(18), Money(24))


@given(
    rolls=st.lists(st.integers(1, 3_000), min_size=1, max_size=12),
    base=st.integers(0, 1_000_000),
    per_pupil=st.integers(1, 100_000),
    years=st.integers(1, 3),
)
def test_the_parts_of_a_working_always_add_up(rolls: list[int], base: int, per_pupil: int, years: int) -> None:
    of = Price(PriceBasis.PER_PUPIL, Money(base), Money(per_pupil))
    working = price(of, *(school(roll, number=i) for i, roll in enumerate(rolls)), years=years)
    assert working.net == Money(base * len(rolls) + per_pupil * sum(rolls))
    assert working.gross == Money.total(line.gross for line in working.lines)
    assert working.whole_gross == working.gross * years
    assert all(line.base + line.pupils == line.net for line in working.lines)


def offer(of: Price, asked: SchoolAsked, *, rate: int = 2000, notice: int = 3) -> Offer:
    return Offer(price(of, asked, rate=rate), notice)


def test_what_changed_between_seeing_and_ordering_is_said_in_words() -> None:
    seen = offer(PER_PUPIL, school(210))
    assert rules.changes_between(seen, offer(PER_PUPIL, school(210))) == []
    assert rules.changes_between(seen, offer(PER_PUPIL, school(215)))[0] == (
        "The roll of School 1 was 210 and is now 215."
    )
    dearer = rules.changes_between(seen, offer(Price(PriceBasis.PER_PUPIL, Money(300_00), Money(5_00)), school(210)))
    assert dearer[0] == "The price for School 1 itself was £250.00 and is now £300.00."
    assert dearer[1] == "The price per pupil for School 1 was £4.50 and is now £5.00."
    assert "A year was £1,195.00 without VAT and is now £1,350.00." in dearer
    assert rules.changes_between(seen, offer(PER_PUPIL, school(210), rate=500))[0].startswith("VAT was standard rate")
    assert "not in the price" in rules.changes_between(seen, offer(PER_PUPIL, school(210, number=2)))[0]
    assert rules.changes_between(seen, offer(PER_PUPIL, school(210), notice=6)) == [
        "The notice period was 3 months and is now 6 months."
    ]


@pytest.mark.parametrize("of", [PER_PUPIL, FIXED])
@pytest.mark.parametrize("roll", [None, 0, 210])
def test_what_a_form_carries_is_read_back_as_it_was_shown(of: Price, roll: int | None) -> None:
    if of is PER_PUPIL and roll is None:
        with pytest.raises(rules.NoRoll):
            offer(of, school(roll))
        return
    shown = offer(of, school(roll))
    assert rules.read_seen(rules.write_seen(shown), now=shown) == shown


NONSENSE = [
    *("", "{}", "[]", "[1,2,3,4]", "null", "[[[[", "[" * 3_000, "9" * 5_000),
    '[3,"standard",2000,[[9,"x",1,1,1]]]',
    '[Infinity,"standard",2000,[]]',
    '[3,"standard",1e999,[]]',
    '[3,"standard",NaN,[]]',
    '[3,{"standard":1},2000,[]]',
    '[3,"standard",2000,[[1,"x",[1],1,1]]]',
    '[3,"standard",2000,[[1,"x",1,true,1]]]',
]


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:36])
def test_what_a_form_carries_is_not_believed_when_it_makes_no_sense(text: str) -> None:
    assert rules.read_seen(text, now=offer(PER_PUPIL, school(210))) is None


@pytest.mark.parametrize(("rate", "text"), [(2000, "20%"), (1750, "17.5%"), (500, "5%"), (1725, "17.25%")])
def test_a_rate_reads_as_people_write_it(rate: int, text: str) -> None:
    assert rate_label(VatTreatment.STANDARD, rate) == f"Standard rate, {text}"
    assert rate_label(VatTreatment.EXEMPT, 0) == "Exempt"
