"""The words of an agreement."""

from dataclasses import dataclass
from datetime import date, datetime

from app.services.values.orders import OrderValue


@dataclass(frozen=True)
class YearCharge:
    """The charge of one year of an agreement."""

    year: int
    charge_reference: str
    supply_date: date


@dataclass(frozen=True)
class AgreementValue:
    """An agreement: what both trusts hold to."""

    reference: str
    order: OrderValue
    start_date: date
    end_date: date
    agreed_at: datetime
    agreed_by: int
    charges: tuple[YearCharge, ...]
