"""Trusts that trade, and what stands between them, made by the real actions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from app.charges import actions, queries
from app.charges.ledger import post_entry
from app.charges.values import AccountKind, CreditAsked, EntryKind, FinanceDetails, LineAsked
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.people import actions as people
from app.trusts import actions as register
from app.trusts import queries as trusts
from app.trusts.gias import SchoolFile, TrustEntry, TrustFile
from app.trusts.rules import permissions_of
from app.trusts.values import Role, TrustKind
from tests.people.makers import PASSWORD

VAT_NUMBERS = ("GB999101388", "GB999102483", "GB999103774", "GB999104673")
SET_DATE = date(2024, 9, 1)
_keys = count(1)


@dataclass(frozen=True)
class Parties:
    """A provider and a buyer, each with someone who looks after its money."""

    provider: Actor
    buyer: Actor


def make_finance_lead(uid: str, at: datetime, *, name: str = "", roles: Collection[Role] = (Role.FINANCE,)) -> Actor:
    """A trust with an address in the register and one member, finance@<uid>.example; call inside a transaction."""
    entry = TrustEntry(
        uid=uid,
        name=name or f"Trust {uid}",
        kind=TrustKind.MULTI_ACADEMY_TRUST,
        company_number=f"0{uid}00",
        street="1 Mill Lane",
        town="Leeds",
        postcode="LS1 4AP",
    )
    register.apply_register(trusts=TrustFile([entry]), schools=SchoolFile([]), at=at)
    trust_id = trusts.get_trust_by_uid(uid).id
    person_id = people.add_confirmed_person(
        email=f"finance@{uid}.example", name=f"Finance lead {uid}", password=PASSWORD, at=at
    )
    register.add_member(trust_id=trust_id, person_id=person_id, roles=roles, at=at)
    return Actor(person_id=person_id, trust_id=trust_id, permissions=permissions_of(roles))


def make_parties(at: datetime, *, with_details: bool = True) -> Parties:
    """Two trusts that may trade; both have finance details unless told otherwise."""
    parties = Parties(make_finance_lead("90001", at), make_finance_lead("90002", at))
    if with_details:
        for actor, number in zip((parties.provider, parties.buyer), VAT_NUMBERS, strict=False):
            make_finance_details(actor, at, vat_number=number)
    return parties


def details(vat_number: str | None = VAT_NUMBERS[0], **changes: object) -> FinanceDetails:
    """Finance details that are in order, with some of them changed."""
    values: dict[str, object] = {
        "legal_name": "Larkmoor Learning Trust",
        "address_lines": ("Larkmoor House", "14 Millstone Road", "Huddersfield"),
        "postcode": "HD4 6XQ",
        "vat_registered": vat_number is not None,
        "vat_number": vat_number,
        "invoice_contact": "Finance team",
        "invoice_email": "invoices@larkmoor.example",
    }
    return FinanceDetails(**{**values, **changes})  # type: ignore[arg-type]


def make_finance_details(
    actor: Actor,
    at: datetime,
    *,
    vat_number: str | None = VAT_NUMBERS[0],
    from_date: date = SET_DATE,
    **changes: object,
) -> int:
    """Set what a trust prints on its invoices; returns how many waiting invoices that let out."""
    return actions.set_finance_details(details=details(vat_number, **changes), from_date=from_date, actor=actor, at=at)


def line(
    pence: int = 10_000, quantity: int = 1, treatment: VatTreatment = VatTreatment.STANDARD, **changes: object
) -> LineAsked:
    """A line to charge for."""
    values: dict[str, object] = {
        "description": "Payroll for one year",
        "quantity": quantity,
        "unit": "year",
        "unit_price": Money(pence),
        "vat_treatment": treatment,
        "vat_reason": "Administrative services",
        "decided_by": None,
    }
    return LineAsked(**{**values, **changes})  # type: ignore[arg-type]


def make_charge(parties: Parties, at: datetime, *lines: LineAsked, **changes: object) -> str:
    """A charge by the provider on the buyer; returns its reference."""
    values: dict[str, object] = {
        "provider_id": parties.provider.trust,
        "buyer_id": parties.buyer.trust,
        "subject": "AGR-23456",
        "reason": "Payroll service, September 2026 to August 2027",
        "lines": lines or (line(),),
        "supply_date": london_date(at),
        "key": f"test:{next(_keys)}",
        "at": at,
        "actor": parties.provider,
        "po_number": "PO-77",
    }
    return actions.raise_charge(**{**values, **changes})  # type: ignore[arg-type]


def make_invoice(parties: Parties, at: datetime, *lines: LineAsked, **changes: object) -> str:
    """An invoice for a charge that the buyer accepted; returns its reference."""
    reference = make_charge(parties, at, *lines, **changes)
    invoice = actions.accept_charge(reference=reference, actor=parties.buyer, at=at)
    assert invoice is not None, "the invoice waits for finance details"
    return invoice


def make_credit_note(parties: Parties, invoice: str, at: datetime, *amounts: tuple[int, int]) -> str:
    """A credit note of (position, net pence) on an invoice, by default of £1 on its first line."""
    asked = [CreditAsked(position, Money(pence)) for position, pence in amounts or ((1, 100),)]
    return actions.credit_invoice(reference=invoice, lines=asked, reason="Charged twice", actor=parties.provider, at=at)


def make_settlement(parties: Parties, invoice: str, at: datetime, *, run: str = "SET-23456") -> None:
    """Pay what is outstanding of an invoice, as a settlement run does: money in, then settled."""
    amount = queries.get_invoice(parties.buyer.trust, invoice).outstanding
    actions.mark_paying(invoice_reference=invoice, at=at)
    lines = [(AccountKind.STRIPE_CLEARING, None, amount), (AccountKind.IN_SETTLEMENT, parties.buyer.trust, -amount)]
    post_entry(
        key=f"arrived:{run}:{invoice}", kind=EntryKind.MONEY_ARRIVED, subject=run, lines=lines, at=at, invoice=invoice
    )
    actions.settle_invoice(invoice_reference=invoice, run_reference=run, amount=amount, at=at)
