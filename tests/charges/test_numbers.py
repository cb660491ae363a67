"""Numbers without gaps, however many issue at once."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from app.charges import actions
from app.charges.actions import numbers
from app.charges.models import Charge, CreditNote, Invoice
from app.charges.queries.checks import check_ledger
from app.extensions import db
from app.kernel import database
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from tests.charges.makers import Parties, make_charge, make_credit_note, make_invoice, make_parties

AT_ONCE = 16


class Undone(Exception):
    """A transaction that comes to nothing after it took its number."""


def at_once(app: Flask, deeds: Sequence[Callable[[], object]]) -> list[BaseException | None]:
    """Carry out each deed in a thread and a transaction of its own, all begun together; gives what each raised."""
    with app.app_context():
        maker = db.sessionmaker
    together = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> BaseException | None:
        with database.bound(maker):
            together.wait()
            try:
                with transaction():
                    deed()
            except Exception as error:
                return error
            return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def accept(parties: Parties, charge: str, at: datetime, *, undo: bool) -> Callable[[], None]:
    def deed() -> None:
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        if undo:
            raise Undone

    return deed


@pytest.mark.parametrize("undone", [0, 5])
def test_invoices_issued_at_once_are_numbered_without_a_gap_also_when_some_are_undone(
    app: Flask, at: datetime, undone: int
) -> None:
    with transaction():
        parties = make_parties(at)
        charges = [make_charge(parties, at) for _ in range(AT_ONCE)]
    raised = at_once(app, [accept(parties, charge, at, undo=n < undone) for n, charge in enumerate(charges)])
    assert [type(each) for each in raised] == [Undone] * undone + [type(None)] * (AT_ONCE - undone)
    with transaction(writing=False):
        held = session().scalars(select(Invoice.sequence).order_by(Invoice.sequence)).all()
        assert held == list(range(1, AT_ONCE - undone + 1))
        assert check_ledger() == []


def test_two_people_accepting_one_charge_at_once_make_one_invoice_and_one_is_told(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
    raised = at_once(app, [accept(parties, charge, at, undo=False) for _ in range(2)])
    assert sorted(type(each).__name__ for each in raised) == ["ChargeRefused", "NoneType"]
    assert any(isinstance(each, Refused) and "already been" in each.message for each in raised)
    with transaction(writing=False):
        assert session().scalars(select(Invoice.sequence)).all() == [1]


def test_a_charge_raised_at_once_under_one_key_is_raised_once(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
    raised = at_once(app, [lambda: make_charge(parties, at, key="same")] * 4)
    assert raised == [None] * 4
    with transaction(writing=False):
        assert len(session().scalars(select(Charge)).all()) == 1


def test_credit_notes_issued_at_once_take_no_more_than_is_left(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
    raised = at_once(app, [lambda: make_credit_note(parties, invoice, at, (1, 3_000))] * 8)
    assert [each for each in raised if each is None] == [None] * 3
    with transaction(writing=False):
        assert session().scalars(select(CreditNote.sequence).order_by(CreditNote.sequence)).all() == [1, 2, 3]
        assert check_ledger() == []


def test_each_provider_has_its_own_numbers(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        other = Parties(parties.buyer, parties.provider)
        for each in (parties, other, parties):
            make_invoice(each, at)
        assert sorted(session().scalars(select(Invoice.number))) == ["90001-00001", "90001-00002", "90002-00001"]


def test_a_reference_that_is_taken_is_not_given_again(
    app: Flask, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = count()
    monkeypatch.setattr(numbers, "new_reference", lambda prefix: f"{prefix}-2222{next(tries) // 3 + 2}")
    with transaction():
        parties = make_parties(at)
        assert [make_charge(parties, at) for _ in range(2)] == ["CHG-22222", "CHG-22223"]
