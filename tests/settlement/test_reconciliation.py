"""The books beside Stripe: every difference is found and named."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from app.charges import ledger
from app.charges.values import AccountKind, EntryKind
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.settlement.models import BookedRow
from app.settlement.rules.reconciliation import compare_balances, compare_rows, compare_transfers
from app.settlement.values import BalanceRow, TransferSeen
from tests.settlement.books import reconciled
from tests.settlement.makers import account_of, make_float, make_paid_invoice
from tests.stripe import Stripe

Deliver = Callable[[], int]


def transfer(name: str, pence: int, reversed_pence: int = 0) -> TransferSeen:
    return TransferSeen(name, "SET-1", 1, f"txn_{name}", "acct_1", pence, reversed_pence)


@pytest.mark.parametrize(
    ("seen", "ours", "found"),
    [
        ([transfer("tr_1", 500)], {"tr_1": 500}, []),
        ([], {}, []),
        ([transfer("tr_1", 500)], {}, ["SET-1: tr_1 of £5.00 is at Stripe only"]),
        ([], {"tr_1": 500}, ["SET-1: tr_1 of £5.00 is in our books only"]),
        ([transfer("tr_1", 500, 1)], {"tr_1": 500}, ["SET-1: tr_1 is £4.99 at Stripe and £5.00 in our books"]),
        (
            [transfer("tr_1", 500), transfer("tr_2", 500)],
            {"tr_1": 500},
            ["SET-1: tr_2 of £5.00 is at Stripe only"],
        ),
    ],
)
def test_a_runs_transfers_are_those_of_its_legs(seen: Any, ours: Any, found: list[str]) -> None:
    assert compare_transfers("SET-1", seen, ours) == found


def row(name: str, net: int, kind: str = "topup") -> BalanceRow:
    return BalanceRow(name, kind, net, 0, net, None)


@pytest.mark.parametrize(
    ("seen", "booked", "found"),
    [
        ([row("txn_1", 500)], {"txn_1": 500}, []),
        ([row("txn_1", 500)], {"txn_1": 499}, ["txn_1 is £5.00 at Stripe and £4.99 in the ledger"]),
        ([row("txn_1", 500)], {}, ["txn_1 (topup, £5.00) is at Stripe and not in the ledger"]),
        ([], {"txn_1": 500}, ["txn_1 (£5.00) is in the ledger and not at Stripe"]),
    ],
)
def test_every_change_of_the_balance_is_booked_once(seen: Any, booked: Any, found: list[str]) -> None:
    assert compare_rows(seen, booked) == found


@pytest.mark.parametrize(
    ("stripe", "clearing", "booked", "differences"), [(5, 5, 5, 0), (6, 5, 5, 1), (5, 5, 6, 1), (5, 6, 5, 2)]
)
def test_the_clearing_account_is_the_balance(stripe: int, clearing: int, booked: int, differences: int) -> None:
    assert len(compare_balances(Money(stripe), Money(clearing), Money(booked))) == differences


def test_books_that_agree_are_said_to(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    make_paid_invoice(stripe, deliver, at)
    found = reconciled(app)
    assert found.exit_code == 0
    assert "agree: 1 runs, 3 changes, £99.40 at Stripe" in found.output


def test_a_transfer_made_by_hand_is_found(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    from tests.sandbox.stripe.bench import Bench

    parties, _, run = make_paid_invoice(stripe, deliver, at)
    made = Bench.of(stripe.sandbox).transfer(
        account_of(parties.provider), 700, transfer_group=f"settle:{run}", metadata={}
    )
    found = reconciled(app)
    assert found.exit_code == 1
    assert f"{run}: {made.id} of £7.00 is at Stripe only" in found.output
    assert "(transfer, −£7.00) is at Stripe and not in the ledger" in found.output
    assert "Stripe's balance is £92.40 and the ledger's clearing account £99.40" in found.output


def test_a_top_up_that_was_not_noted_is_found(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    make_float(stripe, at, 500)
    stripe.press("topups", amount=700)
    found = reconciled(app)
    assert found.exit_code == 1
    assert "(topup, £7.00) is at Stripe and not in the ledger" in found.output


def test_an_entry_that_stripe_knows_nothing_of_is_found(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    make_float(stripe, at, 500)
    with transaction():
        ledger.post_entry(
            key="planted",
            kind=EntryKind.FLOAT_ADDED,
            subject="planted",
            lines=[(AccountKind.STRIPE_CLEARING, None, Money(1)), (AccountKind.FLOAT, None, Money(-1))],
            at=at,
        )
    found = reconciled(app)
    assert found.exit_code == 1
    assert "Stripe's balance is £5.00 and the ledger's clearing account £5.01" in found.output


def test_a_row_that_is_gone_from_the_books_is_found(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    make_float(stripe, at, 500)
    with transaction():
        session().execute(delete(BookedRow))
    found = reconciled(app)
    assert found.exit_code == 1
    assert "the rows booked from Stripe are £0.00" in found.output


def test_a_stripe_that_cannot_be_read_is_no_agreement(app: Flask, stripe: Stripe, at: datetime) -> None:
    stripe.press("faults", kind="error", method="GET", path="/v1/balance", saved=False, times=9)
    assert reconciled(app).exit_code == 2


def test_a_top_up_is_noted_once_by_its_id(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    make_float(stripe, at, 500)
    stripe.press("topups", amount=700)
    stripe.tell(app)
    deliver()
    make_float(stripe, at, 1)
    found = reconciled(app)
    assert found.exit_code == 0
    assert "3 changes, £12.01 at Stripe" in found.output
