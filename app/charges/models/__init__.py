"""Tables of charges, invoices and the ledger."""

from app.charges.models.charges import (
    Charge,
    ChargeAcceptance,
    ChargeLine,
    ChargeQuery,
    ChargeReduction,
    ChargeReductionLine,
    ChargeWithdrawal,
)
from app.charges.models.finance import FinanceDetailsRow
from app.charges.models.invoices import CreditNote, CreditNoteLine, Invoice, InvoiceLine, NumberSeries, Settlement
from app.charges.models.ledger import LedgerAccount, LedgerEntry, LedgerLine

__all__ = [
    "Charge",
    "ChargeAcceptance",
    "ChargeLine",
    "ChargeQuery",
    "ChargeReduction",
    "ChargeReductionLine",
    "ChargeWithdrawal",
    "CreditNote",
    "CreditNoteLine",
    "FinanceDetailsRow",
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerLine",
    "NumberSeries",
    "Settlement",
]
