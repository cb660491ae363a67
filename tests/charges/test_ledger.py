from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.charges import queries
from app.charges.ledger import post_entry
from app.charges.models import CreditNote, Invoice, InvoiceLine, LedgerAccount, LedgerEntry, LedgerLine
from app.charges.models.ledger import EntryState
from app.charges.rules.ledger import LedgerError
from app.charges.values import AccountKind, EntryKind
from app.kernel.database import session, transaction
from app.kernel.money import Money
from tests.charges.makers import make_invoice, make_parties

CLEARING, FLOAT = AccountKind.STRIPE_CLEARING, AccountKind.FLOAT


def add_float(at: datetime, pence: int = 500, key: str = "float:1", **changes: Any) -> bool:
    lines = [(CLEARING, None, Money(pence)), (FLOAT, None, Money(-pence))]
    values = {"key": key, "kind": EntryKind.FLOAT_ADDED, "subject": "SET-23456", "lines": lines, "at": at}
    return post_entry(**{**values, **changes})


def test_an_entry_stands_on_both_its_accounts(app: Flask, at: datetime) -> None:
    with transaction():
        assert add_float(at)
    with transaction(writing=False):
        assert (queries.balance(CLEARING), queries.balance(FLOAT)) == (Money(500), Money(-500))


def test_posting_the_same_entry_twice_posts_it_once(app: Flask, at: datetime) -> None:
    for expected in (True, False):
        with transaction():
            assert add_float(at) is expected
    with transaction(writing=False):
        assert queries.balance(CLEARING) == Money(500)


@pytest.mark.parametrize("changes", [{"pence": 501}, {"subject": "SET-99999"}])
def test_a_key_is_not_used_for_another_entry(app: Flask, at: datetime, changes: dict[str, Any]) -> None:
    with transaction():
        add_float(at)
    with pytest.raises(LedgerError, match="another entry"), transaction():
        add_float(at, **changes)


def open_entry(at: datetime, *amounts: int) -> int:
    """An open entry written past the ledger's own code, as a fault in it would."""
    entry = LedgerEntry(key="raw", kind=EntryKind.FLOAT_ADDED, subject="X", effective_at=at, state=EntryState.OPEN)
    account = LedgerAccount(kind=CLEARING)
    session().add_all([entry, account])
    session().flush()
    session().add_all(LedgerLine(entry_id=entry.id, account_id=account.id, amount_pence=pence) for pence in amounts)
    session().flush()
    return entry.id


def post_raw(entry_id: int, at: datetime) -> None:
    session().execute(
        update(LedgerEntry).where(LedgerEntry.id == entry_id).values(state=EntryState.POSTED, posted_at=at)
    )


@pytest.mark.parametrize("amounts", [(), (1,), (1, -2), (5, -3, -1)])
def test_the_database_refuses_to_post_what_does_not_balance(app: Flask, at: datetime, amounts: tuple[int, ...]) -> None:
    with pytest.raises(DatabaseError, match="must balance"), transaction():
        post_raw(open_entry(at, *amounts), at)


def test_the_database_posts_what_balances_and_an_open_entry_does_not_count(app: Flask, at: datetime) -> None:
    with transaction():
        entry_id = open_entry(at, 5, -3, -2)
        assert queries.balance(CLEARING) == Money(0)
        post_raw(entry_id, at)
    with transaction(writing=False):
        assert session().get_one(LedgerEntry, entry_id).state is EntryState.POSTED


def test_an_entry_cannot_begin_posted(app: Flask, at: datetime) -> None:
    values = {"key": "x", "kind": "fee_taken", "subject": "X", "effective_at": at, "state": "posted", "posted_at": at}
    with pytest.raises(DatabaseError, match="begins open"), transaction():
        session().execute(insert(LedgerEntry).values(**values))


def test_no_line_is_of_nothing(app: Flask, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction():
        open_entry(at, 0)


TAMPERINGS: dict[str, Callable[[int], Any]] = {
    "add a line": lambda entry: insert(LedgerLine).values(
        entry_id=entry, account_id=select(LedgerAccount.id).limit(1).scalar_subquery(), amount_pence=1
    ),
    "change a line": lambda entry: update(LedgerLine).where(LedgerLine.entry_id == entry).values(amount_pence=1),
    "cut a line": lambda entry: delete(LedgerLine).where(LedgerLine.entry_id == entry),
    "reopen": lambda entry: update(LedgerEntry).where(LedgerEntry.id == entry).values(state="open", posted_at=None),
    "change its subject": lambda entry: update(LedgerEntry).where(LedgerEntry.id == entry).values(subject="Y"),
    "cut it": lambda entry: delete(LedgerEntry).where(LedgerEntry.id == entry),
    "change an account": lambda _: update(LedgerAccount).values(kind="suspense"),
    "cut an account": lambda _: delete(LedgerAccount),
}


@pytest.mark.parametrize("deed", TAMPERINGS)
def test_the_database_refuses_to_change_what_is_posted(app: Flask, at: datetime, deed: str) -> None:
    with transaction():
        add_float(at)
        entry_id = session().scalars(select(LedgerEntry.id)).one()
    with pytest.raises(DatabaseError, match=r"cannot be changed|only an open"), transaction():
        session().execute(TAMPERINGS[deed](entry_id))
    with transaction(writing=False):
        assert (queries.balance(CLEARING), queries.balance(FLOAT)) == (Money(500), Money(-500))


def test_an_accounts_owner_fits_its_kind(app: Flask, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction():
        session().execute(insert(LedgerAccount).values(kind=AccountKind.PAYABLE))


ISSUED: dict[str, Callable[[], Any]] = {
    "an amount": lambda: update(Invoice).values(net_pence=1, gross_pence=1, vat_pence=0),
    "a name": lambda: update(Invoice).values(buyer_name="Another trust"),
    "a number": lambda: update(Invoice).values(number="90001-00009"),
    "the invoice away": lambda: delete(Invoice),
    "a line": lambda: update(InvoiceLine).values(description="Something else"),
    "a line away": lambda: delete(InvoiceLine),
}


@pytest.mark.parametrize("deed", ISSUED)
def test_the_database_refuses_to_change_an_issued_invoice(app: Flask, at: datetime, deed: str) -> None:
    with transaction():
        make_invoice(make_parties(at), at)
    with pytest.raises(DatabaseError, match="issued document"), transaction():
        session().execute(ISSUED[deed]())


def test_the_database_refuses_to_change_a_credit_note(app: Flask, at: datetime) -> None:
    from tests.charges.makers import make_credit_note

    with transaction():
        parties = make_parties(at)
        make_credit_note(parties, make_invoice(parties, at), at)
    for deed in (update(CreditNote).values(reason="Other"), delete(CreditNote)):
        with pytest.raises(DatabaseError, match="issued document"), transaction():
            session().execute(deed)
