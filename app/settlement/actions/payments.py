"""Following a leg's payment: asked for, part there, arrived, cancelled. Every move is guarded by where the run is."""

from datetime import datetime, timedelta

from app.charges import ledger
from app.charges.values import AccountKind, EntryKind
from app.kernel.database import insert_or_ignore, session
from app.kernel.money import Money
from app.settlement import messages
from app.settlement.actions.cancelling import end_run
from app.settlement.actions.errands import post_cancel, post_check, post_start
from app.settlement.actions.trail import note_step, record
from app.settlement.models import BankInstructions, BookedRow, Leg, SettlementRun
from app.settlement.queries.legs import lock_leg, pay_legs, receive_legs
from app.settlement.rules.progress import why_cancelled
from app.settlement.rules.runs import PATIENCE, next_look, pause_after
from app.settlement.values import (
    Arrival,
    Direction,
    Instructions,
    LegState,
    PaymentSeen,
    PaymentStatus,
    RunState,
    StepKind,
)

LATER = timedelta(hours=1)


def note_payment(*, seen: PaymentSeen, at: datetime) -> None:
    """Take in a payment as Stripe shows it now: twice, late or out of order, it ends the same.

    A payment that is not of a leg of ours is left alone; a second one for a leg is booked apart, and the operator told.
    """
    held = lock_leg(seen.leg_id) if seen.leg_id is not None else None
    if held is None or held[1].direction is not Direction.PAY or held[0].reference != seen.run:
        return
    run, leg = held
    if leg.stripe_id is None and leg.state is LegState.WAITING:
        _adopt(run, leg, seen, at)
    if leg.stripe_id != seen.payment_id:
        _note_stray(run, seen, at)
        return
    leg.look_at = next_look(run.started_at, at)
    session().flush()
    if seen.status is PaymentStatus.CANCELLED:
        end_run(run, reason=why_cancelled(Money(leg.arrived_pence)), at=at)
    elif run.state is RunState.COLLECTING and leg.state in (LegState.ASKED, LegState.PART_PAID):
        _note_money(run, leg, seen, at)


def _adopt(run: SettlementRun, leg: Leg, seen: PaymentSeen, at: datetime) -> None:
    leg.stripe_id, leg.state = seen.payment_id, LegState.ASKED
    session().flush()
    note_step(run.id, StepKind.ASKED, at=at, amount_pence=leg.amount_pence)
    if seen.instructions is not None:
        _keep(leg, seen.instructions)
        messages.tell_instructions(run, leg, at=at)
    record(run, "payment_asked", at=at, payment=seen.payment_id)


def _keep(leg: Leg, shown: Instructions) -> None:
    values = {
        "leg_id": leg.id,
        "account_name": shown.account_name,
        "sort_code": shown.sort_code,
        "account_number": shown.account_number,
        "reference": shown.reference,
        "page": shown.page,
    }
    insert_or_ignore(BankInstructions.__table__, values)  # type: ignore[arg-type]


def _note_money(run: SettlementRun, leg: Leg, seen: PaymentSeen, at: datetime) -> None:
    if seen.status is PaymentStatus.SUCCEEDED:
        if seen.arrival is not None:
            _note_arrival(run, leg, seen.arrival, at)
        return
    if seen.arrived_pence <= leg.arrived_pence:
        return
    leg.arrived_pence, leg.state = seen.arrived_pence, LegState.PART_PAID
    session().flush()
    note_step(run.id, StepKind.PART_ARRIVED, at=at, amount_pence=seen.arrived_pence)
    record(run, "part_arrived", at=at, arrived_pence=seen.arrived_pence, amount_pence=leg.amount_pence)
    messages.tell_part(run, leg, at=at)


def _note_arrival(run: SettlementRun, leg: Leg, arrival: Arrival, at: datetime) -> None:
    leg.arrived_pence, leg.state, leg.look_at = leg.amount_pence, LegState.PAID, None
    session().flush()
    if book(arrival, kind="payment", run=run, at=at):
        lines = [
            (AccountKind.STRIPE_CLEARING, None, Money(arrival.amount_pence)),
            (AccountKind.IN_SETTLEMENT, leg.trust_id, -Money(arrival.amount_pence)),
        ]
        key = f"arrived:{arrival.transaction_id}"
        invoice = run.invoices[0].invoice_reference if len(run.invoices) == 1 else None
        ledger.post_entry(
            key=key, kind=EntryKind.MONEY_ARRIVED, subject=run.reference, lines=lines, at=at, invoice=invoice
        )
    if all(each.state is LegState.PAID for each in pay_legs(run)):
        _all_arrived(run, arrival, at)


def _all_arrived(run: SettlementRun, arrival: Arrival, at: datetime) -> None:
    run.state, run.arrived_at = RunState.ARRIVED, at
    session().flush()
    _decline(run, at)
    note_step(run.id, StepKind.ARRIVED, at=at, amount_pence=arrival.amount_pence)
    record(run, "money_arrived", at=at, amount_pence=arrival.amount_pence, fee_pence=arrival.fee_pence)
    messages.tell_arrived(run, at=at)
    for leg in receive_legs(run):
        leg.look_at = at + LATER + arrival.available_in
        post_check(run, leg, why="arrived", at=at, due_at=at + arrival.available_in)


def book(arrival: Arrival, *, kind: str, run: SettlementRun | None, at: datetime) -> bool:
    """Note that money came in at Stripe, and post Stripe's fee on it; False where that was done before."""
    values = {
        "transaction_id": arrival.transaction_id,
        "kind": kind,
        "net_pence": arrival.amount_pence - arrival.fee_pence,
        "run_id": run.id if run else None,
        "booked_at": at,
    }
    if not insert_or_ignore(BookedRow.__table__, values):  # type: ignore[arg-type]
        return False
    if arrival.fee_pence:
        ledger.post_entry(
            key=f"fee:{arrival.transaction_id}",
            kind=EntryKind.FEE_TAKEN,
            subject=run.reference if run else arrival.transaction_id,
            lines=[
                (AccountKind.FEES, None, Money(arrival.fee_pence)),
                (AccountKind.STRIPE_CLEARING, None, -Money(arrival.fee_pence)),
            ],
            at=at,
        )
    return True


def _note_stray(run: SettlementRun, seen: PaymentSeen, at: datetime) -> None:
    if seen.arrival is None or not book(seen.arrival, kind="unmatched", run=run, at=at):
        return
    amount = Money(seen.arrival.amount_pence)
    ledger.post_entry(
        key=f"unmatched:{seen.arrival.transaction_id}",
        kind=EntryKind.MONEY_UNMATCHED,
        subject=run.reference,
        lines=[(AccountKind.STRIPE_CLEARING, None, amount), (AccountKind.SUSPENSE, None, -amount)],
        at=at,
    )
    record(run, "money_unmatched", at=at, amount_pence=amount.pence, payment=seen.payment_id)
    messages.tell_operator(
        f"{amount} came in that matches no payment",
        f"{run.reference}: {seen.payment_id} is a second payment for the same run. Decide what becomes of it.",
        key=f"unmatched:{seen.payment_id}",
        at=at,
    )


def note_payment_refused(*, leg_id: int, attempt: int, code: str, at: datetime) -> None:
    """Stripe says no to asking for a payment: the run ends, both trusts and the operator are told."""
    held = lock_leg(leg_id)
    if held is None or held[1].attempt != attempt or held[1].stripe_id is not None:
        return
    run = held[0]
    if end_run(run, reason="Stripe refused the payment; we have told the operator of the site.", at=at):
        subject = f"Stripe refused payment {run.reference}"
        messages.tell_operator(subject, f"Stripe's answer was {code}.", key=f"{run.reference}:refused", at=at)


def ask_again(*, leg_id: int, attempt: int, at: datetime, is_given_up: bool = False) -> None:
    """Ask for a payment once more under the next key, after a while that grows from try to try.

    Having given up on an answer it is an hour. The operator is told once it has not gone by itself.
    """
    held = lock_leg(leg_id)
    if held is None or held[1].attempt != attempt or held[1].stripe_id is not None:
        return
    run, leg = held
    if run.state is not RunState.COLLECTING:
        return
    leg.attempt += 1
    session().flush()
    post_start(run, leg, at=at, due_at=at + (LATER if is_given_up else pause_after(attempt)))
    if is_given_up or attempt >= PATIENCE:
        subject = f"Stripe does not answer for payment {run.reference}"
        messages.tell_operator(subject, "We go on trying.", key=f"{run.reference}:pay-unclear", at=at)


def note_not_cancelled(*, leg_id: int, at: datetime, turn: int, is_given_up: bool = False) -> None:
    """Stripe did not cancel a payment: money had arrived, or, having given up, it will be told again in an hour."""
    held = lock_leg(leg_id)
    if held is None or held[0].state is not RunState.COLLECTING:
        return
    run, leg = held
    if is_given_up:
        post_cancel(run, leg, at=at, turn=turn + 1, due_at=at + LATER)
        subject = f"Stripe does not answer about cancelling {run.reference}"
        messages.tell_operator(subject, "We try again every hour.", key=f"{run.reference}:cancel-unclear", at=at)
        return
    _decline(run, at)


def _decline(run: SettlementRun, at: datetime) -> None:
    if run.cancellation is None or run.cancellation.declined_at is not None:
        return
    run.cancellation.declined_at = at
    session().flush()
    note_step(run.id, StepKind.CANCEL_DECLINED, at=at)
    record(run, "cancellation_declined", at=at)
    for leg in pay_legs(run):
        messages.tell_not_cancelled(run, leg, at=at)
