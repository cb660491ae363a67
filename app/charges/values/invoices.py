"""The words of invoices and credit notes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.vat import VatTreatment


class InvoiceState(StrEnum):
    """Where an invoice stands."""

    UNPAID = "unpaid"
    PAYING = "paying"
    SETTLED = "settled"
    CREDITED = "credited"

    @property
    def label(self) -> str:
        """As a list shows it."""
        return {
            "unpaid": "To pay",
            "paying": "Payment on its way",
            "settled": "Paid",
            "credited": "Credited in full",
        }[self.value]


@dataclass(frozen=True)
class Party:
    """A party as an invoice shows it, frozen on the day of issue. `address` ends with the postcode."""

    name: str
    address: tuple[str, ...]
    vat_number: str | None
    company_number: str | None
    contact: str | None
    email: str | None


@dataclass(frozen=True)
class InvoiceValue:
    """An invoice as others see it.

    `outstanding` is what is left to pay: below nothing when a paid invoice was credited, and the
    provider owes that back to the buyer.
    """

    reference: str
    number: str
    provider_id: int
    buyer_id: int
    charge_reference: str
    subject: str
    issue_date: date
    due_date: date
    po_number: str | None
    state: InvoiceState
    net: Money
    vat: Money
    gross: Money
    credited: Money
    settled: Money
    outstanding: Money

    def other_party(self, trust_id: int) -> int:
        """The id of the other party."""
        return self.provider_id if trust_id == self.buyer_id else self.buyer_id

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been paid before today."""
        return self.state is InvoiceState.UNPAID and self.outstanding.pence > 0 and self.due_date < today


@dataclass(frozen=True)
class InvoiceLineValue:
    """A line of an invoice. `left` and `vat_left` are the parts of its net and VAT that no credit note has taken."""

    position: int
    description: str
    quantity: int
    unit: str
    unit_price: Money
    vat_treatment: VatTreatment
    vat_rate: int
    vat_reason: str
    net: Money
    vat: Money
    left: Money
    vat_left: Money

    @property
    def taken_off(self) -> Money:
        """How much net was taken off the line before the invoice was issued."""
        return self.unit_price * self.quantity - self.net


@dataclass(frozen=True)
class CreditNoteLineValue:
    """What a credit note takes off one line of its invoice."""

    position: int
    description: str
    vat_treatment: VatTreatment
    vat_rate: int
    net: Money
    vat: Money


@dataclass(frozen=True)
class CreditNoteValue:
    """A credit note, which always refers to one invoice."""

    reference: str
    number: str
    provider_id: int
    buyer_id: int
    invoice_reference: str
    invoice_number: str
    is_vat_document: bool
    issue_date: date
    issued_at: datetime
    reason: str
    net: Money
    vat: Money
    gross: Money
    lines: tuple[CreditNoteLineValue, ...]

    @property
    def title(self) -> str:
        """What the document is called."""
        return "VAT credit note" if self.is_vat_document else "Credit note"


@dataclass(frozen=True)
class InvoiceDetail:
    """An invoice with everything its page and its PDF show. `supply_date` is the time of supply."""

    invoice: InvoiceValue
    is_vat_document: bool
    provider: Party
    buyer: Party
    supply_date: date
    reason: str
    issued_at: datetime
    settled_at: datetime | None
    run_reference: str | None
    lines: tuple[InvoiceLineValue, ...]

    @property
    def title(self) -> str:
        """What the document is called. Only a VAT-registered provider issues a VAT invoice (VATA 1994 Sch 11)."""
        return "VAT invoice" if self.is_vat_document else "Invoice"


@dataclass(frozen=True)
class CreditAsked:
    """An amount of net to take off the line of an invoice at a position (1 is the first)."""

    position: int
    net: Money


@dataclass(frozen=True)
class InvoiceIssued:
    """News: an accepted charge has its invoice."""

    invoice_reference: str
    charge_reference: str
    subject: str
    provider_id: int
    buyer_id: int


@dataclass(frozen=True)
class InvoiceCredited:
    """News: a credit note was issued against an invoice; `gross_pence` is what it takes off."""

    credit_note_reference: str
    invoice_reference: str
    charge_reference: str
    subject: str
    gross_pence: int


@dataclass(frozen=True)
class InvoiceSettled:
    """News of an outside fact: an invoice was paid in full by a settlement run."""

    invoice_reference: str
    run_reference: str
    provider_id: int
    buyer_id: int
    amount_pence: int
