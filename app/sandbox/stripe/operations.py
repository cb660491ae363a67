"""The operations that the sandbox speaks: a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.sandbox.stripe import (
    account_links,
    accounts,
    balance,
    charges,
    events,
    payments,
    topups,
    transfers,
)
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.parameters import Kind, Spec

RETRIEVE: Spec = {"expand": Kind.TEXTS}


@dataclass(frozen=True)
class Operation:
    """One call of Stripe's API: where it is, what it takes and what carries it out."""

    method: str
    rule: str
    function: Callable[..., Document]
    spec: Spec

    @property
    def version(self) -> str:
        """`v1` or `v2`."""
        return self.rule[1:3]


OPERATIONS = (
    Operation("POST", "/v2/core/accounts", accounts.create_account, accounts.CREATE),
    Operation("GET", "/v2/core/accounts", accounts.list_accounts, accounts.LIST),
    Operation("GET", "/v2/core/accounts/<account_id>", accounts.get_account, accounts.GET),
    Operation("POST", "/v2/core/account_links", account_links.create_link, account_links.CREATE),
    Operation("GET", "/v2/core/events/<event_id>", events.get_event, {}),
    Operation("POST", "/v1/payment_intents", payments.create_payment, payments.CREATE),
    Operation("GET", "/v1/payment_intents", payments.list_payments, payments.LIST),
    Operation("GET", "/v1/payment_intents/<payment_id>", payments.get_payment, payments.GET),
    Operation(
        "POST",
        "/v1/payment_intents/<payment_id>/cancel",
        payments.cancel_payment,
        payments.CANCEL,
    ),
    Operation("GET", "/v1/charges", charges.list_charges, charges.LIST),
    Operation("GET", "/v1/charges/<charge_id>", charges.get_charge, RETRIEVE),
    Operation("GET", "/v1/balance", balance.get_balance, {}),
    Operation("GET", "/v1/balance_transactions", balance.list_transactions, balance.LIST),
    Operation(
        "GET",
        "/v1/balance_transactions/<transaction_id>",
        balance.get_transaction,
        RETRIEVE,
    ),
    Operation("POST", "/v1/transfers", transfers.create_transfer, transfers.CREATE),
    Operation("GET", "/v1/transfers", transfers.list_transfers, transfers.LIST),
    Operation("GET", "/v1/transfers/<transfer_id>", transfers.get_transfer, RETRIEVE),
    Operation("POST", "/v1/topups", topups.create_topup, topups.CREATE),
    Operation("GET", "/v1/topups", topups.list_topups, topups.LIST),
    Operation("GET", "/v1/topups/<topup_id>", topups.get_topup, RETRIEVE),
)
