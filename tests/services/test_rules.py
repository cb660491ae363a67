"""What a service costs, when it may be ordered, and the days of an agreement."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ListingState, ListingValue
from app.services import rules
from app.services.rules.orders import CannotOrder, latest_start
from app.services.rules.prices import NothingToPay
from app.services.values import (
    Choice,
    Offer,
    OrderState,
    Particulars,
    Price,
    PriceBasis,
    SchoolAsked,
    Terms,
    Working,
    rate_label,
)
from app.trusts.values import Phase, TrustKind, TrustValue

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)
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
    assert (working.whole_net, working.whole_vat, working.whole_gross) == (Money(18), Money(6), Money(24))


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


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1,2,3,4]", '[3,"standard",2000,[[9,"x",1,1,1]]]', "null", "[[[["])
def test_what_a_form_carries_is_not_believed_when_it_makes_no_sense(text: str) -> None:
    assert rules.read_seen(text, now=offer(PER_PUPIL, school(210))) is None


@pytest.mark.parametrize(("rate", "text"), [(2000, "20%"), (1750, "17.5%"), (500, "5%"), (1725, "17.25%")])
def test_a_rate_reads_as_people_write_it(rate: int, text: str) -> None:
    assert rate_label(VatTreatment.STANDARD, rate) == f"Standard rate, {text}"
    assert rate_label(VatTreatment.EXEMPT, 0) == "Exempt"


def choice(**change: Any) -> Choice:
    values: dict[str, Any] = {"school_ids": (1,), "start_date": TODAY, "years": 1, **change}
    return Choice(**values)


PRIMARY_ONLY = (Phase.PRIMARY,)


@pytest.mark.parametrize(
    ("change", "schools", "field"),
    [
        ({}, [], "schools"),
        ({}, [school(phase=Phase.SECONDARY)], "schools"),
        ({"start_date": date(2026, 11, 19)}, [school()], "start_date"),
        ({"start_date": date(2028, 5, 21)}, [school()], "start_date"),
        ({"years": 0}, [school()], "years"),
        ({"years": 4}, [school()], "years"),
        ({"po_number": "P" * 36}, [school()], "po_number"),
        ({"note": "n" * 2001}, [school()], "note"),
    ],
)
def test_a_choice_outside_the_service_or_the_calendar_is_refused_beside_its_field(
    change: dict[str, object], schools: list[SchoolAsked], field: str
) -> None:
    with pytest.raises(CannotOrder) as refused:
        rules.check_choice(choice(**change), schools=schools, phases=PRIMARY_ONLY, today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "schools"),
    [
        ({}, [school()]),
        ({"start_date": date(2028, 5, 20)}, [school()]),
        ({"years": 3}, [school()]),
        ({"po_number": "P" * 35, "note": "n" * 2000}, [school()]),
        ({}, [school(phase=Phase.NOT_APPLICABLE)]),
    ],
)
def test_a_choice_at_the_very_limit_is_good(change: dict[str, object], schools: list[SchoolAsked]) -> None:
    rules.check_choice(choice(**change), schools=schools, phases=PRIMARY_ONLY, today=TODAY)


def test_a_school_ticked_twice_is_ordered_once() -> None:
    assert rules.tidy_choice(choice(school_ids=(3, 1, 3), po_number=" PO 7 ")) == choice(
        school_ids=(3, 1), po_number="PO 7"
    )


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 20), date(2028, 5, 20)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2025, 8, 31), date(2027, 2, 28)),
    ],
)
def test_an_order_starts_within_eighteen_months(today: date, latest: date) -> None:
    assert latest_start(today) == latest


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2026, 9, 1), 1, date(2027, 8, 31)),
        (date(2026, 9, 1), 3, date(2029, 8, 31)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2027, 3, 1), 1, date(2028, 2, 29)),
        (date(2027, 1, 1), 2, date(2028, 12, 31)),
    ],
)
def test_an_agreement_ends_the_day_before_its_anniversary(start: date, years: int, end: date) -> None:
    assert rules.last_day(start, years) == end


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        (date(2027, 8, 31), 0, date(2027, 8, 31)),
        (date(2027, 8, 31), 1, date(2027, 7, 31)),
        (date(2027, 8, 31), 3, date(2027, 5, 31)),
        (date(2027, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2027, 8, 31)),
        (date(2027, 8, 30), 6, date(2027, 2, 27)),
        (date(2027, 1, 14), 2, date(2026, 11, 14)),
    ],
)
def test_notice_is_counted_in_whole_months_back_from_the_end(end: date, months: int, day: date) -> None:
    assert rules.last_day_for_notice(end, months) == day


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), [1]),
        (date(2027, 8, 31), [1]),
        (date(2027, 9, 1), [1, 2]),
        (date(2035, 9, 1), [1, 2, 3]),
    ],
)
def test_a_year_of_an_agreement_begins_on_its_anniversary(today: date, years: list[int]) -> None:
    assert rules.years_begun(date(2026, 9, 1), 3, today) == years


def test_a_provider_has_ten_working_days_and_is_reminded_on_the_eighth_across_christmas() -> None:
    sent = date(2026, 12, 17)
    assert rules.answer_by(sent) == date(2027, 1, 5)
    assert rules.remind_on(sent) == date(2026, 12, 31)


def trust(number: int = 1, *, is_open: bool = True) -> TrustValue:
    return TrustValue(
        number, str(number), f"Trust {number}", TrustKind.MULTI_ACADEMY_TRUST, is_open, "01234567", "", "", "", ()
    )


def listing(state: ListingState = ListingState.PUBLISHED) -> ListingValue:
    return ListingValue(
        1, "LST-2345B", "service", 1, "Payroll", "", "", "payroll", PRIMARY_ONLY, (), state, 1, NOW, NOW
    )


def test_a_trust_orders_what_another_open_trust_offers() -> None:
    rules.check_can_order(listing(), buyer=trust(2), provider=trust(1))


@pytest.mark.parametrize(
    ("state", "buyer", "provider", "says"),
    [
        (ListingState.CLOSED, trust(2), trust(1), "no longer offered"),
        (ListingState.PUBLISHED, trust(1), trust(1), "your own trust"),
        (ListingState.PUBLISHED, trust(2, is_open=False), trust(1), "Your trust is closed"),
        (ListingState.PUBLISHED, trust(2), trust(1, is_open=False), "Trust 1 is closed"),
    ],
)
def test_some_orders_cannot_be(state: ListingState, buyer: TrustValue, provider: TrustValue, says: str) -> None:
    with pytest.raises(CannotOrder, match=says):
        rules.check_can_order(listing(state), buyer=buyer, provider=provider)


@pytest.mark.parametrize("state", OrderState)
def test_an_order_is_answered_while_it_waits_and_withdrawn_while_it_is_open(state: OrderState) -> None:
    if state is OrderState.AWAITING_PROVIDER:
        rules.check_can_answer(state)
    else:
        with pytest.raises(rules.AlreadyAnswered):
            rules.check_can_answer(state)
    if state in (OrderState.AWAITING_PROVIDER, OrderState.AWAITING_APPROVAL):
        rules.check_can_withdraw(state)
    else:
        with pytest.raises(rules.AlreadyAnswered):
            rules.check_can_withdraw(state)


def test_a_reason_is_asked_for_and_trimmed() -> None:
    assert rules.check_reason(" Fully booked ", doing="declining") == "Fully booked"
    assert rules.check_reason("r" * 1000, doing="declining") == "r" * 1000
    for text in ("", "  ", "r" * 1001):
        with pytest.raises(Refused) as refused:
            rules.check_reason(text, doing="declining")
        assert refused.value.field == "reason"


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
