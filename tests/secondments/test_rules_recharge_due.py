"""What is charged and credited as a secondment changes: any sequence of changes keeps the sums."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.money import Money
from app.secondments.rules.recharge import schedule
from app.secondments.rules.recharge_due import due_date, to_charge, to_credit
from app.secondments.values import (
    NOTHING,
    CostBasis,
    Fte,
    HoursStep,
    MonthCharged,
    PartMonth,
    Pay,
    PayStep,
    Schedule,
    Span,
    Terms,
    Working,
)

FIRST = date(2026, 9, 14)
TERM = Terms(start_date=FIRST, end_date=date(2027, 2, 12), working=Working(fte=Fte(4_000)), basis=CostBasis.SHARE)
MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
PAY = Pay(steps=(PayStep(FIRST, Money(41_333_33)),), fee_monthly=Money(45_00))


def charged(made: Schedule, before: list[MonthCharged], *, charge_day: int, today: date) -> list[MonthCharged]:
    """Those charged before with what is due today added, and what is over taken off."""
    rows = {each.id: each for each in before}
    for each in to_credit(made, before):
        was = rows[each.charged.id]
        rows[was.id] = replace(was, net_credited=was.net_credited + each.net, fee_credited=was.fee_credited + each.fee)
    for ask in to_charge(made, list(rows.values()), charge_day=charge_day, today=today):
        number = len(rows) + 1
        rows[number] = MonthCharged(number, ask.month.month_date, f"CHG-{number}", ask.net, ask.fee, MOMENT)
    return list(rows.values())


def left(rows: list[MonthCharged]) -> Money:
    return Money.total(each.net + each.fee - each.net_credited - each.fee_credited for each in rows)


def test_a_month_is_charged_on_the_agreed_day_or_its_first_day_where_that_is_later() -> None:
    months = schedule(TERM, PAY).months
    assert due_date(months[0], 1) == FIRST
    assert due_date(months[0], 28) == date(2026, 9, 28)
    assert due_date(months[1], 1) == date(2026, 10, 1)
    assert [
        len(to_charge(schedule(TERM, PAY), [], charge_day=28, today=day))
        for day in (date(2026, 9, 27), date(2026, 9, 28), date(2026, 10, 28))
    ] == [0, 1, 2]


def test_an_early_end_credits_what_was_charged_ahead_and_no_more() -> None:
    whole = schedule(TERM, PAY)
    rows = charged(whole, [], charge_day=1, today=date(2026, 12, 1))
    early = schedule(TERM, PAY, last=date(2026, 11, 15))
    credits = to_credit(early, rows)
    assert [each.charged.month_date for each in credits] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert credits[0].net == whole.months[2].net - early.months[2].net
    assert (credits[1].net, credits[1].fee) == (whole.months[3].net, whole.months[3].fee)
    assert to_credit(early, charged(early, rows, charge_day=1, today=date(2026, 12, 2))) == []


days = st.integers(0, 200).map(lambda count: FIRST + timedelta(days=count))
changes = st.lists(
    st.tuples(
        st.sampled_from(["end", "hours", "pay", "absence", "share", "fee", "basis"]),
        days,
        st.integers(1, 10_000),
    ),
    max_size=8,
)


@settings(max_examples=120, deadline=None)
@given(changes=changes, charge_day=st.integers(1, 28))
def test_for_any_sequence_of_changes_months_sum_to_the_total_and_credits_never_exceed_what_was_charged(
    changes: list[tuple[str, date, int]], charge_day: int
) -> None:
    terms, pay, last = TERM, PAY, None
    absences: list[Span] = []
    rows: list[MonthCharged] = []
    for step, (what, day, number) in enumerate(changes):
        if what == "end":
            last = day
        elif what == "hours":
            terms = replace(terms, changes=(HoursStep(day, Fte(number)),))
        elif what == "pay":
            pay = replace(pay, steps=(PayStep(FIRST, Money(41_333_33)), PayStep(day, Money(number * 1_000))))
        elif what == "absence":
            absences = [*absences, Span(day, day + timedelta(days=number % 40))]
            pay = replace(pay, absence_days=number % 7)
        elif what == "share":
            pay = replace(pay, share_percent=number % 100 + 1)
        elif what == "fee":
            pay = replace(pay, fee_monthly=Money(number))
        else:
            basis = PartMonth.WORKING_DAYS if number % 2 else PartMonth.CALENDAR_DAYS
            pay = replace(pay, part_month=basis)
        made = schedule(terms, pay, last=last, absences=absences)
        assert made.total == Money.total(amount for month in made.months for _, amount in month.lines)
        today = FIRST + timedelta(days=step * 30)
        rows = charged(made, rows, charge_day=charge_day, today=today)
        assert all(
            NOTHING <= each.net_credited <= each.net and NOTHING <= each.fee_credited <= each.fee for each in rows
        )
        due = [each for each in made.months if due_date(each, charge_day) <= today]
        ahead = {each.month_date for each in rows} - {each.month_date for each in due}
        owed = Money.total(each.total for each in due)
        kept = Money.total(
            each.net + each.fee - each.net_credited - each.fee_credited for each in rows if each.month_date in ahead
        )
        assert left(rows) == owed + kept
        assert to_credit(made, rows) == []
        assert kept <= Money.total(each.total for each in made.months if each not in due)
