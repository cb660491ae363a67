"""What is done with charges, invoices, credit notes and finance details."""

from app.charges.actions.charges import (
    accept_charge,
    answer_query,
    change_po_number,
    query_charge,
    raise_charge,
    withdraw_charge,
)
from app.charges.actions.credit_notes import credit_invoice
from app.charges.actions.finance import set_finance_details
from app.charges.actions.invoices import issue_waiting, mark_paying, mark_unpaid, settle_invoice
from app.charges.actions.reductions import take_off_by_rule, take_off_charge

__all__ = [
    "accept_charge",
    "answer_query",
    "change_po_number",
    "credit_invoice",
    "issue_waiting",
    "mark_paying",
    "mark_unpaid",
    "query_charge",
    "raise_charge",
    "set_finance_details",
    "settle_invoice",
    "take_off_by_rule",
    "take_off_charge",
    "withdraw_charge",
]
