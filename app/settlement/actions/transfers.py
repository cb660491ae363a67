"""Sending on what has arrived: one transfer for a leg, when the money is available and the float covers the fees."""

from collections.abc import Iterable
from datetime import datetime

from app.charges import actions as charges
from app.kernel.database import insert_or_ignore, session
from app.kernel.delivery import NotYet
from app.kernel.money import Money
from app.settlement import messages
from app.settlement.actions.errands import post_check, post_transfer
from app.settlement.actions.payments import LATER
from app.settlement.actions.trail import note_step, record
from app.settlement.models import BookedRow, Leg, SettlementRun
from app.settlement.queries import is_short
from app.settlement.queries.legs import list_arrived, list_held, lock_leg, receive_legs
from app.settlement.rules.runs import PATIENCE, SOON, next_look, pause_after
from app.settlement.values import Arrival, Direction, Hold, LegState, RunState, StepKind, TransferSeen


def send_when_available(*, leg_id: int, arrivals: Iterable[Arrival | None], at: datetime) -> None:
    """Have a leg's transfer made once all the money of its run is available. Raises NotYet until then.

    Whether it is available is Stripe's to say, not the calendar's: None stands for a payment of which it says nothing.
    """
    held = lock_leg(leg_id)
    if held is None or not _is_waiting(*held):
        return
    waits = [each.available_in if each else SOON for each in arrivals if each is None or not each.is_available]
    if waits:
        raise NotYet(at + max(*waits, SOON / 10))
    post_transfer(*held, at=at)


def _is_waiting(run: SettlementRun, leg: Leg) -> bool:
    return (
        run.state in (RunState.ARRIVED, RunState.PAYING)
        and leg.direction is Direction.RECEIVE
        and leg.state is LegState.WAITING
    )


def hold_transfer(*, leg_id: int, attempt: int, hold: Hold, reason: str | None = None, at: datetime) -> None:
    """A transfer waits, for what, and whose turn it is to help. The next try goes under another key."""
    held = lock_leg(leg_id)
    if held is None or not _is_waiting(*held) or held[1].attempt != attempt:
        return
    run, leg = held
    run.state = RunState.ARRIVED
    leg.hold, leg.hold_reason, leg.held_at, leg.attempt = hold, reason, leg.held_at or at, attempt + 1
    leg.look_at = next_look(run.arrived_at or at, at)
    session().flush()
    if note_step(run.id, StepKind.HELD, at=at):
        record(run, "transfer_held", at=at, hold=hold.value, amount_pence=leg.amount_pence)
    messages.tell_held(run, leg, hold, at=at)


def release_held(*holds: Hold, at: datetime, trust_id: int | None = None, is_due: bool = False) -> int:
    """Try again the transfers held for some reasons; returns how many.

    `trust_id` narrows it to one trust's, `is_due` to those whose turn it is to be tried.
    """
    legs = list_held(*holds, trust_id=trust_id, at=at if is_due else None)
    return sum(_release(leg.id, at) for leg in legs)


def _release(leg_id: int, at: datetime) -> bool:
    held = lock_leg(leg_id)
    if held is None or not _is_waiting(*held) or held[1].hold is None:
        return False
    run, leg = held
    if leg.hold is Hold.FLOAT and is_short():
        leg.look_at = next_look(run.arrived_at or at, at)
        return False
    leg.hold, leg.hold_reason, leg.look_at, leg.held_at = None, None, None, None
    session().flush()
    post_transfer(run, leg, at=at)
    return True


def hasten_transfers(*, event_id: str, at: datetime) -> None:
    """Money became available at Stripe: look at once at every run that waits for it."""
    for leg in list_arrived():
        post_check(leg.run, leg, why=event_id, at=at)


def check_late(*, at: datetime) -> None:
    """Look again at every run whose money should have gone on an hour ago: no piece of work is lost for good."""
    for leg in list_arrived(at):
        leg.look_at = at + LATER
        post_check(leg.run, leg, why=at.isoformat(), at=at)


def send_again(*, leg_id: int, attempt: int, at: datetime, is_given_up: bool = False) -> None:
    """Send a transfer once more under the next key, after a while that grows from try to try.

    Having given up on an answer it is an hour. The operator is told once it has not gone by itself.
    """
    held = lock_leg(leg_id)
    if held is None or not _is_waiting(*held) or held[1].attempt != attempt:
        return
    run, leg = held
    leg.attempt += 1
    session().flush()
    post_transfer(run, leg, at=at, due_at=at + (LATER if is_given_up else pause_after(attempt)))
    if is_given_up or attempt >= PATIENCE:
        subject = f"Stripe does not answer for the transfer of {run.reference}"
        messages.tell_operator(subject, "We go on trying.", key=f"{run.reference}:transfer-unclear", at=at)


def note_transfer(*, seen: TransferSeen, at: datetime) -> None:
    """Take in a transfer as Stripe shows it now: the leg is paid, and once all are, the run is closed.

    Twice, late or out of order, it ends the same. A second transfer for a leg, and one that was reversed
    by hand at Stripe, are the operator's to look at. One that is not of a leg of ours is left alone.
    """
    held = lock_leg(seen.leg_id) if seen.leg_id is not None else None
    if held is None or held[1].direction is not Direction.RECEIVE or held[0].reference != seen.run:
        return
    run, leg = held
    is_second = leg.stripe_id is not None and leg.stripe_id != seen.transfer_id
    if is_second or seen.amount_pence != leg.amount_pence or seen.reversed_pence:
        _tell_wrong(run, seen, at)
        return
    if not _is_waiting(run, leg):
        return
    leg.stripe_id, leg.arrived_pence, leg.state = seen.transfer_id, leg.amount_pence, LegState.PAID
    leg.hold, leg.hold_reason, leg.held_at, leg.look_at = None, None, None, None
    session().flush()
    _book(run, seen, at)
    if all(each.state is LegState.PAID for each in receive_legs(run)):
        _close(run, at)


def _book(run: SettlementRun, seen: TransferSeen, at: datetime) -> None:
    values = {
        "transaction_id": seen.transaction_id,
        "kind": "transfer",
        "net_pence": -seen.amount_pence,
        "run_id": run.id,
        "booked_at": at,
    }
    insert_or_ignore(BookedRow.__table__, values)  # type: ignore[arg-type]


def _close(run: SettlementRun, at: datetime) -> None:
    run.state, run.paying_at, run.closed_at = RunState.CLOSED, run.paying_at or at, at
    for invoice in run.invoices:
        invoice.is_live = False
    session().flush()
    for invoice in run.invoices:
        amount = Money(invoice.amount_pence)
        charges.settle_invoice(
            invoice_reference=invoice.invoice_reference, run_reference=run.reference, amount=amount, at=at
        )
    note_step(run.id, StepKind.CLOSED, at=at)
    record(run, "run_closed", at=at, amount_pence=sum(each.amount_pence for each in run.invoices))


def _tell_wrong(run: SettlementRun, seen: TransferSeen, at: datetime) -> None:
    amount = Money(seen.amount_pence)
    what = f"{Money(seen.reversed_pence)} of it was reversed" if seen.reversed_pence else "it is not this run's"
    messages.tell_operator(
        f"A transfer of {run.reference} is not as it should be",
        f"{seen.transfer_id} of {amount}: {what}. Look at it in Stripe.",
        key=f"wrong-transfer:{seen.transfer_id}:{seen.reversed_pence}",
        at=at,
    )
