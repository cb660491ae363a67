"""Charging the months of a recharge as they come due, and giving back what was charged ahead or too much."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.charges import actions as charges
from app.charges.values import LineAsked, TakenOff
from app.kernel import outbox
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.secondments.messages import charging as messages
from app.secondments.models import RechargeCharge, RechargeCredit, Secondment
from app.secondments.queries.recharge import months_charged, recharges_of, schedule_of, vat_registered
from app.secondments.rules.recharge_due import ToCharge, ToCredit, to_charge, to_credit
from app.secondments.rules.recharge_faults import fee_treatment, treatment_of
from app.secondments.rules.recharge_words import days_in_words, month_line
from app.secondments.values import NOTHING, MonthCharged, Recharge, SecondmentState

CREDIT_JOB = "secondments.credit"
FEE_REASON = "Administration is a service of its own, on top of the cost of the person"
CHARGED = (SecondmentState.RUNNING, SecondmentState.ENDED)


def follow_schedule(*, secondment_id: int, at: datetime, reason: str = "The recharge was worked out anew") -> None:
    """Bring what was charged for a secondment in line with its schedule: credit what is over, charge what is due.

    Nothing is charged before the person has begun. What is credited is taken off by the worker, once, with
    `reason` for the host, which names nobody. Done twice it is done once.
    """
    row = session().scalars(select(Secondment).where(Secondment.id == secondment_id).with_for_update()).one()
    recharge = recharges_of([secondment_id]).get(secondment_id)
    if recharge is None:
        return
    made, charged = schedule_of(recharge), months_charged([secondment_id])[secondment_id]
    _ask_credits(to_credit(made, charged), reason, at)
    if row.state in CHARGED and recharge.vat is not None:
        charged = months_charged([secondment_id])[secondment_id]
        for each in to_charge(made, charged, charge_day=recharge.pay.charge_day, today=london_date(at)):
            _charge(recharge, each, charged, at)


def credit_recharge(*, charge_reference: str, at: datetime) -> None:
    """Take off a charge, all at once, what is still to be credited of it. Done twice it is done once.

    Raises CreditMustWait while a payment of the invoice is on its way. Where the home trust took more off by hand
    than leaves room for it, its finance is told and nothing more is taken.
    """
    waiting = list(
        session().execute(
            select(RechargeCredit, RechargeCharge)
            .join(RechargeCharge, RechargeCharge.id == RechargeCredit.recharge_id)
            .where(RechargeCharge.charge_reference == charge_reference, RechargeCredit.credited_at.is_(None))
            .order_by(RechargeCredit.id)
            .with_for_update(of=RechargeCredit)
        )
    )
    if not waiting:
        return
    amounts: dict[int, Money] = defaultdict(lambda: NOTHING)
    for credit, charge in waiting:
        for position, amount in _positions(charge, credit):
            amounts[position] += amount
    taken = [TakenOff(*each) for each in sorted(amounts.items())]
    reason = "; ".join(dict.fromkeys(credit.reason for credit, _ in waiting))[:1_000]
    note = charges.take_off_by_rule(reference=charge_reference, amounts=taken, reason=reason, at=at)
    session().execute(
        update(RechargeCredit)
        .where(RechargeCredit.id.in_([credit.id for credit, _ in waiting]))
        .values(credited_at=at, credit_reference=note)
        .execution_options(synchronize_session=False)
    )


def _ask_credits(credits: Sequence[ToCredit], reason: str, at: datetime) -> None:
    for each in credits:
        row = RechargeCredit(
            recharge_id=each.charged.id,
            net_pence=each.net.pence,
            fee_pence=each.fee.pence,
            reason=reason,
            asked_at=at,
        )
        session().add(row)
        session().flush()
        payload = {"charge": each.charged.charge_reference}
        outbox.post(handler=CREDIT_JOB, payload=payload, key=f"{CREDIT_JOB}:{row.id}", at=at)


def _charge(recharge: Recharge, due: ToCharge, charged: Sequence[MonthCharged], at: datetime) -> None:
    month = due.month
    sequence = 1 + sum(each.month_date == month.month_date for each in charged)
    try:
        with session().begin_nested():
            reference = charges.raise_charge(
                provider_id=recharge.home_id,
                buyer_id=recharge.host_id,
                subject=recharge.reference,
                reason=f"Secondment {recharge.reference}, {recharge.terms.post}: {month_line(month)}",
                lines=list(_lines(recharge, due)),
                supply_date=month.last,
                key=f"secondment:{recharge.reference}:{month.month_date:%Y-%m}:{sequence}",
                at=at,
                actor=None,
            )
            row = RechargeCharge(
                secondment_id=recharge.secondment_id,
                month_date=month.month_date,
                sequence=sequence,
                charge_reference=reference,
                net_pence=due.net.pence,
                fee_pence=due.fee.pence,
                charged_at=at,
            )
            session().add(row)
            session().flush()
    except Refused as refused:
        messages.tell_charge_refused(recharge, month, reason=refused.message, at=at)


def _lines(recharge: Recharge, due: ToCharge) -> Iterator[LineAsked]:
    vat, registered = recharge.vat, vat_registered(recharge.home_id, due.month.last)
    assert vat is not None
    what = f"{recharge.terms.post}, {recharge.reference}: {days_in_words(due.month)}"
    if due.net:
        yield LineAsked(
            description=what,
            quantity=1,
            unit="month",
            unit_price=due.net,
            vat_treatment=treatment_of(vat.reason, vat_registered=registered),
            vat_reason=vat.reason.label,
            decided_by=vat.decided_by,
        )
    if due.fee:
        yield LineAsked(
            description=f"Administration fee, {recharge.reference}: {month_line(due.month)}",
            quantity=1,
            unit="month",
            unit_price=due.fee,
            vat_treatment=fee_treatment(vat_registered=registered),
            vat_reason=FEE_REASON,
            decided_by=vat.decided_by,
        )


def _positions(charge: RechargeCharge, credit: RechargeCredit) -> Iterator[tuple[int, Money]]:
    """Which line of its charge each part of a credit comes off: the recharge stands first, where there is one."""
    if credit.net_pence:
        yield 1, Money(credit.net_pence)
    if credit.fee_pence:
        yield (2 if charge.net_pence else 1), Money(credit.fee_pence)
