"""Whatever is done, in whatever order, the ledger holds."""

from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.charges import queries
from app.charges.ledger import post_entry
from app.charges.models import LedgerAccount, LedgerEntry, LedgerLine
from app.charges.queries.checks import check_ledger
from app.charges.values import AccountKind, EntryKind, InvoicesWanted, LedgerWanted, Side
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import Parties, line, make_credit_note, make_invoice, make_parties, make_settlement

lines = st.lists(
    st.builds(line, st.integers(1, 99_999), st.integers(1, 7), st.sampled_from(VatTreatment)), min_size=1, max_size=3
)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("invoice"), st.booleans(), lines),
        st.tuples(st.just("credit"), st.integers(0, 9), st.integers(1, 120)),
        st.tuples(st.just("pay"), st.integers(0, 9), st.none()),
        st.tuples(st.just("pay again"), st.integers(0, 9), st.none()),
        st.tuples(st.just("fee"), st.integers(1, 999), st.none()),
        st.tuples(st.just("float"), st.integers(1, 99_999), st.none()),
    ),
    max_size=12,
)
CHECKS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Undo(Exception):
    """Ends an example, so that the next one finds the database as it was."""


@CHECKS
@given(deeds=deeds)
def test_any_sequence_of_deeds_leaves_a_ledger_that_holds(app: Flask, at: datetime, deeds: list[tuple]) -> None:  # type: ignore[type-arg]
    try:
        with transaction():
            parties = make_parties(at)
            play(parties, at, deeds)
            prove(parties)
            raise Undo
    except Undo:
        pass


def play(parties: Parties, at: datetime, deeds: list[tuple]) -> None:  # type: ignore[type-arg]
    """Do each deed in turn; what the rules refuse leaves no trace."""
    held: list[tuple[Parties, str]] = []
    for step, (deed, first, second) in enumerate(deeds):
        when = at + timedelta(days=step)
        if deed == "invoice":
            sides = parties if first else Parties(parties.buyer, parties.provider)
            held.append((sides, make_invoice(sides, when, *second)))
        elif deed in ("fee", "float"):
            post_platform(deed, first, step, when)
        elif held:
            sides, invoice = held[first % len(held)]
            move(deed, sides, invoice, second, step, when)


def move(deed: str, sides: Parties, invoice: str, percent: int | None, step: int, when: datetime) -> None:
    try:
        with session().begin_nested():
            if deed == "credit":
                net = queries.get_invoice_detail(sides.buyer.trust, invoice).lines[0].net.pence
                make_credit_note(sides, invoice, when, (1, max(1, net * (percent or 1) // 100)))
            else:
                make_settlement(sides, invoice, when, run="SET-AGAIN" if deed == "pay again" else f"SET-{step}")
    except Refused:
        pass


def post_platform(deed: str, pence: int, step: int, when: datetime) -> None:
    accounts = {
        "fee": (EntryKind.FEE_TAKEN, AccountKind.FEES, AccountKind.STRIPE_CLEARING),
        "float": (EntryKind.FLOAT_ADDED, AccountKind.STRIPE_CLEARING, AccountKind.FLOAT),
    }
    kind, up, down = accounts[deed]
    pair = [(up, None, Money(pence)), (down, None, Money(-pence))]
    post_entry(key=f"{deed}:{step}", kind=kind, subject=f"SET-{step}", lines=pair, at=when)


def prove(parties: Parties) -> None:
    """What must be true of every ledger, worked out here a second way."""
    assert check_ledger() == []
    assert session().scalar(select(func.coalesce(func.sum(LedgerLine.amount_pence), 0))) == 0
    trusts = (parties.provider.trust, parties.buyer.trust)
    owed = Money.total(queries.balance(AccountKind.RECEIVABLE, trust) for trust in trusts)
    owing = Money.total(queries.balance(AccountKind.PAYABLE, trust) for trust in trusts)
    assert owed == -owing
    assert all(queries.balance(AccountKind.IN_SETTLEMENT, trust) == Money(0) for trust in trusts)
    for trust in trusts:
        outstanding = queries.total_invoices(trust, InvoicesWanted(side=Side.OWED)).outstanding
        assert outstanding == queries.balance(AccountKind.RECEIVABLE, trust)
        prove_pages_add_up(trust)
    statement, mirrored = queries.get_statement(*trusts), queries.get_statement(*reversed(trusts))
    assert sorted(row.they_owe - row.we_owe for row in statement.rows) == sorted(
        row.we_owe - row.they_owe for row in mirrored.rows
    )
    assert statement.carried_forward == -mirrored.carried_forward
    assert (
        not session()
        .scalars(
            select(LedgerEntry.id).where(~select(LedgerLine.id).where(LedgerLine.entry_id == LedgerEntry.id).exists())
        )
        .all()
    )


def prove_pages_add_up(trust: int) -> None:
    """The ledger page's figures: what is brought forward, added and taken comes to what is carried forward."""
    for year in (None, 2026):
        for summary in queries.summarise_ledger(trust, year=year):
            rows = queries.list_ledger(trust, LedgerWanted(account=summary.account, year=year))
            assert summary.carried_forward == summary.brought_forward + summary.added - summary.taken
            assert summary.added - summary.taken == Money.total(row.amount for row in rows)
            if rows:
                assert rows[0].balance == summary.carried_forward
    kinds = select(LedgerAccount.kind).where(LedgerAccount.trust_id == trust)
    for kind in session().scalars(kinds):
        (summary,) = (each for each in queries.summarise_ledger(trust) if each.account is kind)
        assert summary.carried_forward.pence == kind.sign * queries.balance(kind, trust).pence


def test_a_posted_entry_is_found_by_replaying_it(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        deeds = [("invoice", True, [line(500)]), ("pay", 0, None), ("credit", 0, 50), ("fee", 7, None)]
        play(parties, at, deeds)
        before = session().scalar(select(func.count()).select_from(LedgerEntry))
        post_platform("fee", 7, 3, at + timedelta(days=3))
        assert session().scalar(select(func.count()).select_from(LedgerEntry)) == before == 5
        prove(parties)
