"""What a trust prints on its invoices, from a day on."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class FinanceDetails:
    """The details as they are given: `address_lines` without the postcode, `vat_number` as typed."""

    legal_name: str
    address_lines: tuple[str, ...]
    postcode: str
    vat_registered: bool
    vat_number: str | None
    invoice_contact: str
    invoice_email: str


@dataclass(frozen=True)
class FinanceDetailsValue(FinanceDetails):
    """The details as they are held, with the day they start and who set them."""

    id: int
    trust_id: int
    from_date: date
    set_at: datetime
    set_by: int | None
