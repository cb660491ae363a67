"""The words of a traded service: its price, the order, the agreement."""

from app.services.values.agreements import AgreementValue, YearCharge
from app.services.values.orders import (
    Asking,
    Choice,
    DraftValue,
    OrderFilter,
    OrderLine,
    OrderSort,
    OrderState,
    OrderValue,
    Side,
)
from app.services.values.prices import (
    Offer,
    Price,
    PriceBasis,
    SchoolAsked,
    SchoolPrice,
    Terms,
    Working,
    rate_label,
    vat_ending,
)
from app.services.values.services import Particulars, ServiceValue

__all__ = [
    "AgreementValue",
    "Asking",
    "Choice",
    "DraftValue",
    "Offer",
    "OrderFilter",
    "OrderLine",
    "OrderSort",
    "OrderState",
    "OrderValue",
    "Particulars",
    "Price",
    "PriceBasis",
    "SchoolAsked",
    "SchoolPrice",
    "ServiceValue",
    "Side",
    "Terms",
    "Working",
    "YearCharge",
    "rate_label",
    "vat_ending",
]
