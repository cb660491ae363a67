"""The notices that charges sends: always to those who look after a trust's money."""

from datetime import datetime

from app.charges.models import Charge, ChargeQuery, ChargeReduction, CreditNote, Invoice
from app.charges.values import Waiting
from app.kernel.money import Money
from app.notifications.actions import notify
from app.notifications.values import Topic
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_raised(charge: Charge, *, at: datetime) -> None:
    """The buyer: there is a charge to accept."""
    provider = _name(charge.provider_id)
    _tell(
        charge.buyer_id,
        f"{provider} charges your trust {Money(charge.gross_pence)}",
        f"{charge.reason}\n\nAccept the charge, or ask a question about it. The invoice follows once you accept.",
        reference=charge.reference,
        deed="raised",
        at=at,
    )


def tell_accepted(charge: Charge, *, at: datetime) -> None:
    """The provider: the buyer agrees."""
    _tell(
        charge.provider_id,
        f"{_name(charge.buyer_id)} accepted charge {charge.reference}",
        f"{charge.reason}\n\n{Money(charge.gross_pence)} including VAT. We tell you when the invoice is issued.",
        reference=charge.reference,
        deed="accepted",
        at=at,
    )


def tell_queried(charge: Charge, query: ChargeQuery, *, at: datetime) -> None:
    """The provider: the buyer asks."""
    _tell(
        charge.provider_id,
        f"{_name(charge.buyer_id)} asks about charge {charge.reference}",
        f"{query.question}\n\nAnswer the question, or withdraw the charge.",
        reference=charge.reference,
        deed=f"queried:{query.id}",
        at=at,
    )


def tell_answered(charge: Charge, query: ChargeQuery, *, at: datetime) -> None:
    """The buyer: the provider has answered."""
    _tell(
        charge.buyer_id,
        f"{_name(charge.provider_id)} answered your question about charge {charge.reference}",
        f"{query.answer}\n\nAccept the charge, or ask another question.",
        reference=charge.reference,
        deed=f"answered:{query.id}",
        at=at,
    )


def tell_reduced(charge: Charge, reduction: ChargeReduction, taken: Money, *, at: datetime) -> None:
    """The buyer: it owes less, and why. The provider too, where a rule worked it out."""
    told = (charge.buyer_id,) if reduction.reduced_by else (charge.buyer_id, charge.provider_id)
    for trust_id in told:
        _tell(
            trust_id,
            f"{taken} taken off charge {charge.reference}",
            f"{reduction.reason}\n\nThe charge is now {Money(charge.gross_pence)} including VAT. "
            "Its page shows what was taken off each line.",
            reference=charge.reference,
            deed=f"reduced:{reduction.id}",
            at=at,
        )


def tell_not_taken_off(charge: Charge, reason: str, *, at: datetime) -> None:
    """The provider: what a rule gives back could not be taken off, and why; once a day at most."""
    _tell(
        charge.provider_id,
        f"Part of charge {charge.reference} was not given back",
        f"{reason}\n\nLook at the charge and its credit notes: more was taken off by hand than is left.",
        reference=charge.reference,
        deed=f"not-taken-off:{at:%Y-%m-%d}",
        at=at,
    )


def tell_withdrawn(charge: Charge, reason: str, *, by_rule: bool, at: datetime) -> None:
    """The buyer: it no longer owes this. The provider too, where a rule worked it out."""
    provider = _name(charge.provider_id)
    if by_rule:
        _tell(
            charge.provider_id,
            f"Charge {charge.reference} was withdrawn: nothing is left of it",
            f"{reason}\n\nYou have nothing to do: the charge of {Money(charge.gross_pence)} is not owed.",
            reference=charge.reference,
            deed="withdrawn",
            at=at,
        )
    _tell(
        charge.buyer_id,
        f"Charge {charge.reference} from {provider} was withdrawn"
        if by_rule
        else f"{provider} withdrew charge {charge.reference}",
        f"{reason}\n\nYou have nothing to do: the charge of {Money(charge.gross_pence)} is not owed.",
        reference=charge.reference,
        deed="withdrawn",
        at=at,
    )


def tell_waiting(charge: Charge, waiting: Waiting, *, at: datetime) -> None:
    """Both parties: the invoice waits, who can help it on, and how."""
    provider, buyer = _name(charge.provider_id), _name(charge.buyer_id)
    to_provider, to_buyer = {
        Waiting.PROVIDER_DETAILS: (
            "Enter your trust's finance details. The invoice is issued as soon as they are there.",
            f"{provider} has to enter its finance details first. You have nothing to do.",
        ),
        Waiting.BUYER_DETAILS: (
            f"{buyer} has to enter its finance details first. You have nothing to do.",
            "Enter your trust's finance details: its name and address are printed on the invoice.",
        ),
        Waiting.VAT_CONFLICT: (
            "The charge carries VAT, but your finance details say that your trust is not registered for it. "
            "Correct the details, or withdraw the charge and raise it without VAT.",
            f"{provider} has to correct its finance details or the charge. You have nothing to do.",
        ),
    }[waiting]
    for trust_id, what_to_do in ((charge.provider_id, to_provider), (charge.buyer_id, to_buyer)):
        _tell(
            trust_id,
            f"The invoice for charge {charge.reference} is waiting",
            what_to_do,
            reference=charge.reference,
            deed=f"waiting:{waiting}",
            at=at,
        )


def tell_issued(invoice: Invoice, *, at: datetime) -> None:
    """The buyer: there is an invoice to pay. The provider: it has gone out."""
    amount = Money(invoice.gross_pence)
    due = f"{invoice.due_date.day} {invoice.due_date:%B %Y}"
    _tell(
        invoice.buyer_id,
        f"Invoice {invoice.number} from {_name(invoice.provider_id)}: {amount}",
        f"{invoice.reason}\n\nPay it by {due}, by bank transfer. The invoice’s page shows you how.",
        reference=invoice.reference,
        deed="issued",
        at=at,
    )
    _tell(
        invoice.provider_id,
        f"Invoice {invoice.number} went to {_name(invoice.buyer_id)}: {amount}",
        f"{invoice.reason}\n\nIt is due by {due}. We tell you when it is paid.",
        reference=invoice.reference,
        deed="issued",
        at=at,
    )


def tell_credited(note: CreditNote, invoice: Invoice, *, at: datetime) -> None:
    """Both parties: what the credit note takes off, and what that leaves."""
    left = Money(invoice.gross_pence - invoice.credited_pence - invoice.settled_pence)
    leaves = {True: f"{-left} is owed back to the buyer.", False: f"{left} is left to pay."}[left.pence < 0]
    for trust_id in (invoice.buyer_id, invoice.provider_id):
        _tell(
            trust_id,
            f"Credit note {note.number} takes {Money(note.gross_pence)} off invoice {invoice.number}",
            f"{note.reason}\n\n{leaves}",
            reference=note.reference,
            deed="credited",
            at=at,
        )


def tell_settled(invoice: Invoice, amount: Money, *, at: datetime) -> None:
    """Both parties: the invoice is paid."""
    _tell(
        invoice.buyer_id,
        f"Invoice {invoice.number} is paid",
        f"Your payment of {amount} reached {_name(invoice.provider_id)}. You have nothing more to do.",
        reference=invoice.reference,
        deed="settled",
        at=at,
    )
    _tell(
        invoice.provider_id,
        f"{_name(invoice.buyer_id)} paid invoice {invoice.number}",
        f"{amount} is in your trust's Stripe account.",
        reference=invoice.reference,
        deed="settled",
        at=at,
    )


def _tell(trust_id: int, subject: str, body: str, *, reference: str, deed: str, at: datetime) -> None:
    notify(
        recipients=trusts.people_with(trust_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=subject,
        body=body,
        link=f"/r/{reference}",
        key=f"charges:{reference}:{deed}:{trust_id}",
        at=at,
    )


def _name(trust_id: int) -> str:
    return trusts.names([trust_id])[trust_id]
