"""Invoices and credit notes as PDF: tagged PDF/UA-1, the same bytes each time from what was issued."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.charges.rules.vat_numbers import spaced_vat_number
from app.charges.values import CreditNoteLineValue, CreditNoteValue, InvoiceDetail, InvoiceLineValue, Party
from app.kernel.money import Money
from app.kernel.typesetting import typeset
from app.kernel.vat import VatTreatment

TEMPLATE = Path(__file__).with_name("invoice.typ")
COLUMNS = ["Description", "Quantity", "Unit", "Unit price", "VAT rate", "Net", "VAT"]


def invoice_pdf(detail: InvoiceDetail) -> bytes:
    """An invoice as it was issued."""
    invoice = detail.invoice
    closing = [
        f"Pay {invoice.gross} by {_day(invoice.due_date)} on Trust Exchange: open invoice {invoice.reference}.",
        "Questions about this invoice: " + ", ".join(filter(None, (detail.provider.contact, detail.provider.email))),
    ]
    facts = [
        ("Number", invoice.number),
        ("Date of issue", _day(invoice.issue_date)),
        ("Time of supply", _day(detail.supply_date)),
        ("Due by", _day(invoice.due_date)),
        ("PO number", invoice.po_number or "None given"),
        ("Reference", invoice.reference),
        ("Charge", invoice.charge_reference),
        ("For", invoice.subject),
    ]
    return typeset(
        TEMPLATE,
        _paper(detail, detail.title, invoice.number, facts, detail.issued_at)
        | {
            "about_title": "For",
            "about": detail.reason,
            "lines": [_invoice_line(line) for line in detail.lines],
            "rates": _rates(detail.lines),
            "totals": [("Total net", str(invoice.net)), ("Total VAT", str(invoice.vat))],
            "grand_total": ("Total to pay", str(invoice.gross)),
            "closing_title": "How to pay",
            "closing": closing,
        },
        at=detail.issued_at,
    )


def credit_note_pdf(note: CreditNoteValue, detail: InvoiceDetail) -> bytes:
    """A credit note as it was issued; `detail` is the invoice that it refers to."""
    facts = [
        ("Number", note.number),
        ("Date of issue", _day(note.issue_date)),
        ("Credits invoice", note.invoice_number),
        ("Invoice date", _day(detail.invoice.issue_date)),
        ("PO number", detail.invoice.po_number or "None given"),
        ("Reference", note.reference),
    ]
    return typeset(
        TEMPLATE,
        _paper(detail, note.title, note.number, facts, note.issued_at)
        | {
            "about_title": "Reason",
            "about": note.reason,
            "lines": [_credit_line(line) for line in note.lines],
            "rates": _rates(note.lines),
            "totals": [("Total net", str(note.net)), ("Total VAT", str(note.vat))],
            "grand_total": ("Total credited", str(note.gross)),
            "closing_title": "What this does",
            "closing": [f"This credit note takes {note.gross} off invoice {note.invoice_number}."],
        },
        at=note.issued_at,
    )


def _paper(
    detail: InvoiceDetail, title: str, number: str, facts: list[tuple[str, str]], issued_at: datetime
) -> dict[str, Any]:
    return {
        "title": title,
        "full_title": f"{title} {number}",
        "description": f"{title} {number} from {detail.provider.name} to {detail.buyer.name}, {_day(issued_at)}",
        "number": number,
        "footer": f"{title} {number} · {detail.provider.name}",
        "provider": _party(detail.provider),
        "buyer": _party(detail.buyer),
        "facts": facts,
        "columns": COLUMNS,
    }


def _party(party: Party) -> dict[str, Any]:
    numbers = [
        f"VAT number {spaced_vat_number(party.vat_number)}" if party.vat_number else "",
        f"Company number {party.company_number}" if party.company_number else "",
        party.contact or "",
        party.email or "",
    ]
    return {"name": party.name, "lines": list(party.address), "numbers": [each for each in numbers if each]}


def _invoice_line(line: InvoiceLineValue) -> dict[str, str]:
    reasons = [f"{line.taken_off} taken off before this invoice"] if line.taken_off else []
    if line.vat_treatment is not VatTreatment.STANDARD:
        reasons.insert(0, f"{line.vat_treatment.label}: {line.vat_reason}")
    return {
        "description": line.description,
        "reason": " · ".join(reasons),
        "quantity": f"{line.quantity:,}",
        "unit": line.unit,
        "unit_price": str(line.unit_price),
        "rate": rate_label(line.vat_treatment, line.vat_rate),
        "net": str(line.net),
        "vat": str(line.vat),
    }


def _credit_line(line: CreditNoteLineValue) -> dict[str, str]:
    return {
        "description": line.description,
        "reason": f"Line {line.position} of the invoice",
        "quantity": "",
        "unit": "",
        "unit_price": "",
        "rate": rate_label(line.vat_treatment, line.vat_rate),
        "net": str(line.net),
        "vat": str(line.vat),
    }


def _rates(lines: Iterable[InvoiceLineValue | CreditNoteLineValue]) -> list[tuple[str, str, str]]:
    sums: dict[str, tuple[Money, Money]] = {}
    for line in lines:
        label = rate_label(line.vat_treatment, line.vat_rate)
        net, vat = sums.get(label, (Money(0), Money(0)))
        sums[label] = net + line.net, vat + line.vat
    return [(label, str(net), str(vat)) for label, (net, vat) in sums.items()]


def rate_label(treatment: VatTreatment, rate: int) -> str:
    """A rate as an invoice states it: 20%, 0% (zero rate), Exempt, Outside scope."""
    if treatment is VatTreatment.ZERO:
        return "0% (zero rate)"
    if treatment in (VatTreatment.EXEMPT, VatTreatment.OUTSIDE_SCOPE):
        return {VatTreatment.EXEMPT: "Exempt", VatTreatment.OUTSIDE_SCOPE: "Outside scope"}[treatment]
    whole, part = divmod(rate, 100)
    return f"{whole}.{part:02d}".rstrip("0") + "%" if part else f"{whole}%"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
