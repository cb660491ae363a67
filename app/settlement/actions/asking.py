"""What Stripe is about to be asked: worked out, and noted, before each call. None means that nothing is left to do."""

from datetime import datetime, timedelta

from app.kernel.database import session
from app.kernel.delivery import NotYet
from app.settlement.actions.cancelling import end_run
from app.settlement.actions.errands import account_key, payment_key, transfer_key, uid_of
from app.settlement.actions.trail import note_step
from app.settlement.actions.transfers import hold_transfer
from app.settlement.models import Leg, SettlementRun
from app.settlement.queries import can_be_paid, is_short
from app.settlement.queries.accounts import account_ids, lock_account
from app.settlement.queries.legs import lock_leg, pay_legs
from app.settlement.queries.runs import is_being_cancelled
from app.settlement.values import (
    AccountAsked,
    AccountState,
    Direction,
    Hold,
    LegState,
    PaymentAsked,
    RunState,
    StepKind,
    TransferAsked,
)

A_MOMENT = timedelta(seconds=5)


def prepare_account(*, trust_id: int, attempt: int) -> AccountAsked | None:
    """The account to open, in the words first used for it, so that asking twice is the same call."""
    row = lock_account(trust_id)
    if row is None or row.state is not AccountState.WANTED or row.attempt != attempt:
        return None
    uid = uid_of(trust_id)
    return AccountAsked(account_key(uid, attempt), uid, row.name, row.contact_email)


def prepare_payment(*, leg_id: int, attempt: int, at: datetime) -> PaymentAsked | None:
    """The bank transfer to ask for. One that someone cancelled before Stripe heard of it ends here."""
    held = lock_leg(leg_id)
    if held is None:
        return None
    run, leg = held
    if run.state is not RunState.COLLECTING or leg.state is not LegState.WAITING or leg.attempt != attempt:
        return None
    if leg.asked_at is None and is_being_cancelled(run.cancellation):
        end_run(run, reason="Nothing had arrived and nothing was paid.", at=at)
        return None
    account_id = account_ids([leg.trust_id]).get(leg.trust_id)
    if account_id is None:
        raise NotYet(at + A_MOMENT)
    looks_first = _note_asking(leg, at)
    key = payment_key(run.reference, uid_of(leg.trust_id), attempt)
    return PaymentAsked(key, account_id, leg.amount_pence, run.reference, leg.id, attempt, looks_first)


def prepare_cancelling(*, leg_id: int, at: datetime) -> str | None:
    """Stripe's id of the payment to cancel. Raises NotYet while it is being asked for."""
    held = lock_leg(leg_id)
    if held is None or held[0].state is not RunState.COLLECTING or not is_being_cancelled(held[0].cancellation):
        return None
    run, leg = held
    if leg.stripe_id is None and leg.asked_at is None:
        end_run(run, reason="Nothing had arrived and nothing was paid.", at=at)
        return None
    if leg.stripe_id is None:
        raise NotYet(at + A_MOMENT)
    return leg.stripe_id


def payments_of(*, leg_id: int) -> list[str] | None:
    """Stripe's ids of the payments whose money a transfer sends on, or None where it is sent or cancelled."""
    held = lock_leg(leg_id)
    if held is None or not _is_to_be_sent(*held):
        return None
    return [leg.stripe_id for leg in pay_legs(held[0]) if leg.stripe_id]


def prepare_transfer(*, leg_id: int, attempt: int, at: datetime) -> TransferAsked | None:
    """The transfer to make, in full. It is held where the provider cannot be paid, or where the float is short:
    money that another trust paid in never meets a fee. Once Stripe may have heard of it, it is asked again as it was.
    """
    held = lock_leg(leg_id)
    if held is None or not _is_to_be_sent(*held) or held[1].attempt != attempt or held[1].hold is not None:
        return None
    run, leg = held
    hold = None if leg.asked_attempt == attempt else _what_holds(leg)
    if hold is not None:
        hold_transfer(leg_id=leg_id, attempt=attempt, hold=hold, at=at)
        return None
    run.state, run.paying_at = RunState.PAYING, run.paying_at or at
    looks_first = _note_asking(leg, at)
    note_step(run.id, StepKind.SENT, at=at, amount_pence=leg.amount_pence)
    key = transfer_key(run.reference, uid_of(leg.trust_id), attempt)
    account_id = account_ids([leg.trust_id])[leg.trust_id]
    return TransferAsked(key, account_id, leg.amount_pence, run.reference, leg.id, attempt, looks_first)


def _is_to_be_sent(run: SettlementRun, leg: Leg) -> bool:
    is_there = run.state in (RunState.ARRIVED, RunState.PAYING)
    return is_there and leg.direction is Direction.RECEIVE and leg.state is LegState.WAITING


def _what_holds(leg: Leg) -> Hold | None:
    if not can_be_paid(leg.trust_id):
        return Hold.ACCOUNT
    return Hold.FLOAT if is_short() else None


def _note_asking(leg: Leg, at: datetime) -> bool:
    """Note that Stripe is about to be asked; whether it may have been before."""
    looks_first = leg.asked_at is not None
    leg.asked_at, leg.asked_attempt = leg.asked_at or at, leg.attempt
    session().flush()
    return looks_first
