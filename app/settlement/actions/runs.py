"""Starting the payment of an invoice, and asking for it to be cancelled."""

from datetime import datetime

from sqlalchemy import select

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import InvoiceValue
from app.kernel import database
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.references import new_reference
from app.settlement import messages
from app.settlement.actions.accounts import want_account
from app.settlement.actions.errands import post_cancel, post_start
from app.settlement.actions.trail import note_step, record
from app.settlement.models import Leg, RunCancellation, RunInvoice, SettlementRun
from app.settlement.queries import can_be_paid
from app.settlement.queries.legs import lock_run_of, pay_legs
from app.settlement.rules.runs import (
    ProviderNotReady,
    check_amount,
    check_can_cancel,
    check_can_pay,
    check_provider_ready,
)
from app.settlement.values import AccountState, Direction, LegState, RunState, StepKind
from app.trusts import queries as trusts


def pay_invoice(*, invoice_reference: str, actor: Actor, at: datetime) -> str:
    """Begin to pay an invoice in full by bank transfer; returns the reference of its run.

    Raises NotFound, PaymentRefused where it cannot be paid, ProviderNotReady where the provider cannot be
    (its finance lead is told), InvoiceRefused where someone else was quicker.
    """
    invoice = charge_queries.get_invoice(actor.trust, invoice_reference)
    check_can_pay(invoice.state, invoice.outstanding, is_buyer=invoice.buyer_id == actor.trust)
    try:
        check_provider_ready(can_be_paid(invoice.provider_id), trusts.names([invoice.provider_id])[invoice.provider_id])
    except ProviderNotReady:
        with database.transaction():
            messages.tell_not_ready(invoice.provider_id, invoice.buyer_id, invoice.reference, at=at)
        raise
    charges.mark_paying(invoice_reference=invoice.reference, actor=actor, at=at)
    invoice = charge_queries.get_invoice(actor.trust, invoice_reference)  # it may have been credited meanwhile
    check_amount(invoice.outstanding)
    account = want_account(actor.trust, actor=actor, at=at)
    run, leg = _start(invoice, actor, at)
    if account.state is AccountState.OPEN:
        post_start(run, leg, at=at)
    note_step(run.id, StepKind.STARTED, at=at, amount_pence=leg.amount_pence)
    record(run, "payment_started", actor=actor, at=at, invoice=invoice.reference, amount_pence=leg.amount_pence)
    messages.tell_started(run, invoice.buyer_id, invoice.provider_id, invoice.outstanding, at=at)
    return run.reference


def ask_provider(*, invoice_reference: str, actor: Actor, at: datetime) -> None:
    """Tell an invoice's provider that the buyer wants to pay and Stripe does not let the provider be paid yet.

    Raises NotFound, and PaymentRefused where the invoice is not to be paid.
    """
    invoice = charge_queries.get_invoice(actor.trust, invoice_reference)
    check_can_pay(invoice.state, invoice.outstanding, is_buyer=invoice.buyer_id == actor.trust)
    messages.tell_not_ready(invoice.provider_id, invoice.buyer_id, invoice.reference, at=at)


def cancel_payment(*, run_reference: str, actor: Actor, at: datetime) -> None:
    """Ask for a payment of the actor's trust to be cancelled, while nothing has arrived.

    Stripe is told first; the invoice is unpaid again once Stripe has agreed. Raises NotFound for a run
    that the trust does not pay, PaymentRefused where money has arrived or it was cancelled already.
    """
    run = lock_run_of(run_reference)
    mine = [leg for leg in pay_legs(run) if leg.trust_id == actor.trust] if run else []
    if run is None or not mine:
        raise NotFound(f"no run {run_reference} that trust {actor.trust_id} pays")
    leg = mine[0]
    arrived = Money(leg.arrived_pence)
    check_can_cancel(run.state, leg.state, arrived, is_asked=run.cancellation is not None)
    session().add(RunCancellation(run_id=run.id, asked_at=at, asked_by=actor.person_id))
    session().flush()
    post_cancel(run, leg, at=at)
    note_step(run.id, StepKind.CANCEL_ASKED, at=at)
    record(run, "cancellation_asked", actor=actor, at=at)


def _start(invoice: InvoiceValue, actor: Actor, at: datetime) -> tuple[SettlementRun, Leg]:
    run = _add_run(actor, at)
    amount = invoice.outstanding.pence
    run_invoice = {
        "run_id": run.id,
        "invoice_reference": invoice.reference,
        "invoice_number": invoice.number,
        "payer_id": invoice.buyer_id,
        "payee_id": invoice.provider_id,
        "amount_pence": amount,
        "is_live": True,
    }
    if not insert_or_ignore(RunInvoice.__table__, run_invoice):  # type: ignore[arg-type]
        raise LookupError(f"invoice {invoice.reference} is unpaid and in a live run")
    pay = _leg(run, invoice.buyer_id, Direction.PAY, amount)
    session().add_all([pay, _leg(run, invoice.provider_id, Direction.RECEIVE, amount)])
    session().flush()
    session().refresh(run, ["invoices"])
    return run, pay


def _add_run(actor: Actor, at: datetime) -> SettlementRun:
    while True:
        values = {
            "reference": new_reference("SET"),
            "state": RunState.COLLECTING,
            "started_at": at,
            "started_by": actor.person_id,
        }
        if insert_or_ignore(SettlementRun.__table__, values):  # type: ignore[arg-type]
            query = select(SettlementRun).where(SettlementRun.reference == values["reference"])
            return session().scalars(query).one()


def _leg(run: SettlementRun, trust_id: int, direction: Direction, amount_pence: int) -> Leg:
    return Leg(
        run_id=run.id,
        trust_id=trust_id,
        direction=direction,
        amount_pence=amount_pence,
        arrived_pence=0,
        attempt=1,
        state=LegState.WAITING,
    )
