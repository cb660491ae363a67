"""Plays the demo's secondments that have begun: arrival, months charged and paid, absence, review, an early end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import ChargeState
from app.kernel.boards import jobs
from app.sandbox.demo.lending import Plan
from app.sandbox.demo.term import school_day, working_day
from app.secondments.actions.absences import record_absence
from app.secondments.actions.checks import confirm_arrival
from app.secondments.actions.endings import answer_early_end, give_notice
from app.secondments.actions.reviews import give_review
from app.secondments.values import Going, ReviewKind

DAYS_TO_ACCEPT = 4
ASKED_AFTER, ANSWERED_AFTER = 3, 5
"""Working days after the month was charged ahead on which an earlier end was asked for, and agreed."""
LAST_OF_MONTH = 15


def plan_running(plan: Plan) -> None:
    """Put on the timeline what came after the first day."""
    _plan_start(plan)
    last = last_day(plan.lending.programme.today) if plan.written.reaches == "ended" else None
    _plan_charges(plan, until=last or plan.lending.programme.today)
    if last is not None:
        _plan_early_end(plan, last)
    if plan.written.absent is not None:
        first, last_away = (school_day(plan.start, each) for each in plan.written.absent)
        plan.add_on(working_day(last_away, 1), lambda at: _record_absence(plan, first, last_away, at))
    if plan.written.reviewed is not None:
        plan.add_on(
            working_day(plan.start + timedelta(days=plan.written.reviewed - 1), 1), lambda at: _review(plan, at)
        )


def last_day(today: date) -> date:
    """The last working day of the first half of a month, of the latest month in which that is over."""
    middle = today.replace(day=LAST_OF_MONTH)
    if middle >= today:
        middle = (today.replace(day=1) - timedelta(days=1)).replace(day=LAST_OF_MONTH)
    return working_day(middle + timedelta(days=1), -1)


def charge_days(plan: Plan, until: date) -> list[date]:
    """The days up to one on which a month is charged: the agreed day of each, in the first the first day if later."""
    return [day for day in _charge_days(plan) if day <= until]


def _charge_days(plan: Plan) -> Iterator[date]:
    day = plan.start.replace(day=plan.written.charge_day)
    yield max(day, plan.start)
    while day <= plan.lending.programme.today:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=plan.written.charge_day)
        yield day


def _plan_start(plan: Plan) -> None:
    plan.add_job(plan.start, jobs.periodic["secondments.follow_dates"].run)
    plan.add_on(
        plan.start,
        lambda at: confirm_arrival(reference=plan.reference, day=plan.start, actor=plan.host, at=at),
    )


def _plan_charges(plan: Plan, until: date) -> None:
    """Each month is charged on its day, and accepted some days later; of those accepted the first ones are paid."""
    days = charge_days(plan, until)
    accepted = len(days) - plan.written.leaves_to_accept
    for number, day in enumerate(days):
        plan.add_job(day, jobs.periodic["secondments.charge_due"].run)
        if number < accepted:
            is_ahead = plan.written.reaches == "ended" and day == days[-1]
            plan.add_on(
                working_day(day, 1 if is_ahead else DAYS_TO_ACCEPT),
                lambda at, number=number: _accept(plan, at, pays=number < plan.written.paid),  # type: ignore[misc]
            )


def _accept(plan: Plan, at: datetime, *, pays: bool) -> None:
    payer = plan.lending.programme.payer(plan.written.host)
    raised = charge_queries.list_charges_about(payer.trust, [plan.reference])
    for charge in raised:
        if charge.state is ChargeState.RAISED:
            invoice = charges.accept_charge(reference=charge.reference, actor=payer, at=at)
            assert invoice is not None, f"{plan.written.key}: a trust's finance details are missing"
            if pays:
                plan.lending.programme.to_pay.append((invoice, plan.written.host))


def _record_absence(plan: Plan, first: date, last: date, at: datetime) -> None:
    record_absence(reference=plan.reference, first_date=first, last_date=last, actor=plan.host, at=at)


def _review(plan: Plan, at: datetime) -> None:
    kind, text = ReviewKind.MIDPOINT, plan.written.review
    give_review(reference=plan.reference, kind=kind, going=Going.WELL, text=text, actor=plan.host, at=at)


def _plan_early_end(plan: Plan, last: date) -> None:
    """The home employer needs the person back sooner than the notice agreed, and the host agrees."""
    charged = last.replace(day=1)
    plan.add_on(working_day(charged, ASKED_AFTER), lambda at: _ask_for_end(plan, last, at))
    plan.add_on(
        working_day(charged, ANSWERED_AFTER),
        lambda at: answer_early_end(reference=plan.reference, agreed=True, actor=plan.host, at=at),
    )
    plan.add_job(last + timedelta(days=1), jobs.periodic["secondments.follow_dates"].run)


def _ask_for_end(plan: Plan, last: date, at: datetime) -> None:
    counts = give_notice(reference=plan.reference, last_date=last, shorter=True, actor=plan.home, at=at)
    assert not counts, f"{plan.written.key}: the host was not asked"
