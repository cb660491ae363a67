"""Pays invoices of the demo's past by bank transfer: several at once, all the way to the provider."""

from datetime import datetime, timedelta

from app.kernel.actor import Actor
from app.sandbox.demo.bank import Bank
from app.sandbox.demo.stage import Stage, acting, holder
from app.settlement import actions as settlement
from app.settlement import queries
from app.trusts.values import Role


def pay_invoices(stage: Stage, bank: Bank, invoices: list[tuple[str, str]], at: datetime) -> None:
    """Pay invoices, each given with its buyer's UID; the money arrives the same day."""
    for invoice, uid in invoices:
        run = stage.play(at, lambda moment, invoice=invoice, uid=uid: _start(invoice, uid, moment))  # type: ignore[misc]
        bank.arrive(stage.play(at, lambda _, run=run, uid=uid: _payment_at_stripe(run, uid)))  # type: ignore[misc]
    bank.make_available()
    for hours in (1, 2, 3):
        stage.catch_up(at + timedelta(hours=hours))


def _start(invoice: str, uid: str, at: datetime) -> str:
    return settlement.pay_invoice(invoice_reference=invoice, actor=_payer(uid), at=at)


def _payment_at_stripe(run: str, uid: str) -> str:
    payment = queries.get_run_detail(_payer(uid).trust, run).pay.stripe_id
    assert payment is not None, f"{run} was not begun at Stripe"
    return payment


def _payer(uid: str) -> Actor:
    return acting(holder(uid, Role.FINANCE), uid)
