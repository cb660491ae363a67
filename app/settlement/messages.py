"""The notices that settlement sends: to those who look after a trust's money, and to the operator."""

from datetime import datetime

from app.kernel.clock import london_date
from app.kernel.money import Money
from app.notifications.actions import notify
from app.notifications.values import Topic
from app.settlement import queries
from app.settlement.models import Leg, SettlementRun
from app.settlement.values import Hold
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_started(run: SettlementRun, payer: int, payee: int, amount: Money, *, at: datetime) -> None:
    """The provider: its invoice is being paid."""
    _tell(
        payee,
        f"{_name(payer)} is paying you {amount}",
        "We tell you when the bank transfer has arrived and when the money is in your trust's Stripe account.",
        link=f"/r/{run.reference}",
        key=f"{run.reference}:started",
        at=at,
    )


def tell_instructions(run: SettlementRun, leg: Leg, *, at: datetime) -> None:
    """The buyer: where to send the bank transfer."""
    _tell(
        leg.trust_id,
        f"Send your bank transfer of {Money(leg.amount_pence)} for {run.reference}",
        "The account and the reference to use are on the payment's page. Check them there before you pay.",
        link=f"/r/{run.reference}",
        key=f"{run.reference}:instructions",
        at=at,
    )


def tell_part(run: SettlementRun, leg: Leg, *, at: datetime) -> None:
    """The buyer: part of it has arrived, and how much is to come."""
    arrived, amount = Money(leg.arrived_pence), Money(leg.amount_pence)
    _tell(
        leg.trust_id,
        f"{arrived} of {amount} has arrived for {run.reference}",
        f"Send {amount - arrived} more to the same account, with the same reference.",
        link=f"/r/{run.reference}",
        key=f"{run.reference}:part:{leg.arrived_pence}",
        at=at,
    )


def tell_arrived(run: SettlementRun, *, at: datetime) -> None:
    """Both: the money has arrived and goes on when the bank lets it."""
    for trust_id, text in (
        (run.invoices[0].payer_id, "We send it on as soon as Stripe makes it available. You have nothing to do."),
        (run.invoices[0].payee_id, "It goes on to your trust's Stripe account as soon as Stripe makes it available."),
    ):
        _tell(
            trust_id,
            f"{Money(run.invoices[0].amount_pence)} has arrived for {run.reference}",
            text,
            link=f"/r/{run.reference}",
            key=f"{run.reference}:arrived",
            at=at,
        )


def tell_cancelled(run: SettlementRun, *, reason: str, at: datetime) -> None:
    """Both: nothing is paid, and why."""
    for trust_id, other_id in (
        (run.invoices[0].payer_id, run.invoices[0].payee_id),
        (run.invoices[0].payee_id, run.invoices[0].payer_id),
    ):
        _tell(
            trust_id,
            f"Payment {run.reference} was cancelled",
            f"{reason} Invoice {run.invoices[0].invoice_number} with {_name(other_id)} is unpaid again.",
            link=f"/r/{run.reference}",
            key=f"{run.reference}:cancelled",
            at=at,
        )


def tell_not_cancelled(run: SettlementRun, leg: Leg, *, at: datetime) -> None:
    """The buyer: the payment goes on, since money had arrived."""
    _tell(
        leg.trust_id,
        f"Payment {run.reference} could not be cancelled",
        f"{Money(leg.arrived_pence)} had arrived before Stripe was told. The payment goes on.",
        link=f"/r/{run.reference}",
        key=f"{run.reference}:not-cancelled",
        at=at,
    )


def tell_not_ready(provider: int, buyer: int, invoice_reference: str, *, at: datetime) -> None:
    """The provider: someone wants to pay it and cannot. Once a day for an invoice."""
    _tell(
        provider,
        f"{_name(buyer)} wants to pay you",
        "Finish setting up payments with Stripe, so that the money can reach your trust.",
        link="/trust/stripe",
        key=f"not-ready:{invoice_reference}:{london_date(at)}",
        at=at,
    )


def tell_account_ready(trust_id: int, *, at: datetime) -> None:
    """A trust: Stripe lets it be paid."""
    _tell(
        trust_id,
        "Your trust can be paid through Stripe",
        "Stripe has checked your trust's details. Other trusts can pay your invoices now.",
        link="/trust/stripe",
        key=f"account-ready:{trust_id}:{at.isoformat()}",
        at=at,
    )


def tell_account_blocked(trust_id: int, *, at: datetime) -> None:
    """A trust: Stripe no longer lets it be paid, or asks for more."""
    _tell(
        trust_id,
        "Stripe needs something from your trust before it can be paid",
        "Open your trust's payments page and continue to Stripe to see what it asks.",
        link="/trust/stripe",
        key=f"account-blocked:{trust_id}:{at.isoformat()}",
        at=at,
    )


def tell_account_refused(trust_id: int, code: str, *, at: datetime) -> None:
    """A trust and the operator: Stripe would not open an account."""
    _tell(
        trust_id,
        "Stripe did not open an account for your trust",
        "We have told the operator of the site. You can also try again from your trust's payments page.",
        link="/trust/stripe",
        key=f"account-refused:{trust_id}:{at.isoformat()}",
        at=at,
    )
    tell_operator(
        f"Stripe did not open an account for {_name(trust_id)}",
        f"Stripe's answer was {code}.",
        key=f"account-refused:{trust_id}:{at.isoformat()}",
        at=at,
    )


def tell_held(run: SettlementRun, leg: Leg, hold: Hold, *, at: datetime) -> None:
    """The operator, once for each reason: a transfer waits. The provider too, where it can help it on.

    Of a float that is short the operator is told once, until it has been topped up.
    """
    what = f"{Money(leg.amount_pence)} to {_name(leg.trust_id)}"
    top_ups = queries.count_top_ups()
    tell_operator(
        f"A transfer waits: {hold.label.lower()}",
        f"{run.reference}: {what}. " + ("Top up the platform's balance at Stripe." if hold is Hold.FLOAT else ""),
        key=f"float-short:{top_ups}" if hold is Hold.FLOAT else f"{run.reference}:held:{hold}",
        at=at,
    )
    if hold is Hold.ACCOUNT:
        _tell(
            leg.trust_id,
            f"{Money(leg.amount_pence)} waits for your trust",
            "Stripe does not let your trust be paid just now. Continue to Stripe to see what it asks.",
            link="/trust/stripe",
            key=f"{run.reference}:held:{hold}",
            at=at,
        )


def tell_operator(subject: str, body: str, *, key: str, at: datetime) -> None:
    """Those who run the site."""
    notify(
        recipients=trusts.list_operators(),
        topic=Topic.OPERATOR,
        subject=subject,
        body=body.strip(),
        link="/operator/float",
        key=f"settlement:{key}:operator",
        at=at,
    )


def _tell(trust_id: int, subject: str, body: str, *, link: str, key: str, at: datetime) -> None:
    notify(
        recipients=trusts.people_with(trust_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=subject,
        body=body,
        link=link,
        key=f"settlement:{key}:{trust_id}",
        at=at,
    )


def _name(trust_id: int) -> str:
    return trusts.names([trust_id])[trust_id]
