"""Reading charges, invoices, finance details and the ledger."""

from app.charges.queries.charges import (
    get_charge,
    list_charge_partners,
    list_charge_years,
    list_charges,
    list_charges_about,
    total_charges,
)
from app.charges.queries.credit_notes import get_credit_note, list_credit_notes
from app.charges.queries.finance import find_details, has_finance_details, list_details
from app.charges.queries.invoices import (
    get_invoice,
    get_invoice_detail,
    list_invoice_partners,
    list_invoice_years,
    list_invoices,
    total_invoices,
)
from app.charges.queries.ledger import (
    balance,
    count_ledger,
    get_statement,
    list_ledger,
    list_ledger_partners,
    list_ledger_years,
    summarise_ledger,
)
from app.charges.queries.waiting import find_waiting

__all__ = [
    "balance",
    "count_ledger",
    "find_details",
    "find_waiting",
    "get_charge",
    "get_credit_note",
    "get_invoice",
    "get_invoice_detail",
    "get_statement",
    "has_finance_details",
    "list_charge_partners",
    "list_charge_years",
    "list_charges",
    "list_charges_about",
    "list_credit_notes",
    "list_details",
    "list_invoice_partners",
    "list_invoice_years",
    "list_invoices",
    "list_ledger",
    "list_ledger_partners",
    "list_ledger_years",
    "summarise_ledger",
    "total_charges",
    "total_invoices",
]
