"""Trusts that can pay and be paid, and payments as far along as a test wants them."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select, update

from app.charges import queries as charges
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.outbox import OutboxRow
from app.notifications.models import Notice
from app.people.models import Person
from app.settlement import actions, queries
from app.settlement.models import Leg, StripeAccount
from app.settlement.values import RunDetail
from tests.charges.makers import Parties, line, make_invoice, make_parties
from tests.stripe import Stripe

Deliver = Callable[[], int]


def make_ready_trust(actor: Actor, stripe: Stripe, deliver: Deliver, at: datetime) -> str:
    """A trust with an account at Stripe that may be paid; returns Stripe's id of it."""
    with transaction():
        actions.open_account(actor=actor, at=at)
    deliver()
    account_id = account_of(actor)
    stripe.press(f"accounts/{account_id}/onboard")
    look_again(at)
    with transaction(writing=False):
        assert queries.can_be_paid(actor.trust)
    return account_id


def account_of(actor: Actor) -> str:
    """Stripe's id of a trust's account."""
    with transaction(writing=False):
        account = queries.find_account(actor.trust)
    assert account is not None
    assert account.account_id is not None
    return account.account_id


def make_float(stripe: Stripe, at: datetime, pence: int = 10_000) -> None:
    """Money of the platform's own at Stripe, and in the ledger."""
    stripe.press("topups", amount=pence)
    with transaction():
        actions.note_top_ups(at)


def make_payable(stripe: Stripe, deliver: Deliver, at: datetime, pence: int = 10_000) -> tuple[Parties, str]:
    """Two trusts, the provider ready to be paid, and an unpaid invoice of `pence` net and 20% VAT."""
    with transaction():
        parties = make_parties(at)
    make_ready_trust(parties.provider, stripe, deliver, at)
    with transaction():
        invoice = make_invoice(parties, at, line(pence))
    return parties, invoice


def start_paying(parties: Parties, invoice: str, deliver: Deliver, at: datetime) -> str:
    """A payment whose bank transfer is asked for; returns its run's reference."""
    with transaction():
        run = actions.pay_invoice(invoice_reference=invoice, actor=parties.buyer, at=at)
    deliver()
    return run


def make_paid_invoice(stripe: Stripe, deliver: Deliver, at: datetime) -> tuple[Parties, str, str]:
    """An invoice paid through the sandbox from end to end, and its run."""
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    with transaction(writing=False):
        assert charges.get_invoice(parties.buyer.trust, invoice).state == "settled"
    return parties, invoice, run


def arrive(stripe: Stripe, parties: Parties, run: str, **amount: int) -> None:
    """The buyer's bank transfer arrives, in full or in part."""
    payment_id = detail(parties.buyer, run).pay.stripe_id
    stripe.press(f"payments/{payment_id}/arrive", **amount)


def detail(actor: Actor, run: str) -> RunDetail:
    """A run as a trust sees it."""
    with transaction(writing=False):
        return queries.get_run_detail(actor.trust, run)


def look_again(at: datetime) -> None:
    """The poller looks at everything that waits, its turn or not."""
    with transaction():
        make_all_due(at)
    with transaction():
        actions.look_again(at)


def make_all_due(at: datetime) -> None:
    """It is the turn of everything that waits to be looked at."""
    for table in (Leg, StripeAccount):
        session().execute(update(table).where(table.look_at.is_not(None)).values(look_at=at))


def lapse_claims() -> bool:
    """Time enough goes by that claims lapse and pauses between tries are over; whether there were any."""
    claimed = (OutboxRow.handler.startswith("settlement."), OutboxRow.claimed_until.is_not(None))
    with transaction():
        lapsed = session().execute(update(OutboxRow).where(*claimed).values(claimed_until=None))
        return bool(getattr(lapsed, "rowcount", 0))


def list_due(at: datetime) -> list[int]:
    """The ids of the outbox rows that are due and claimed by nobody, save mail, oldest first."""
    due = outbox.list_waiting(at=at, tries_at=datetime.now(UTC))
    rows = session().scalars(
        select(OutboxRow.id)
        .where(OutboxRow.id.in_(due), OutboxRow.handler != "notifications.send_mail")
        .order_by(OutboxRow.id)
    )
    return list(rows)


def waiting_rows() -> list[str]:
    """The handlers of the outbox rows that are neither done nor given up."""
    with transaction(writing=False):
        rows = session().scalars(
            select(OutboxRow.handler)
            .where(OutboxRow.done_at.is_(None), OutboxRow.given_up_at.is_(None))
            .order_by(OutboxRow.handler)
        )
        return list(rows)


def notices(told: Actor | int) -> list[str]:
    """The subjects of what a person was told in the site, oldest first."""
    person_id = told if isinstance(told, int) else told.person_id
    with transaction(writing=False):
        return list(session().scalars(select(Notice.subject).where(Notice.person_id == person_id).order_by(Notice.id)))


def make_operator(at: datetime) -> int:
    """Someone who runs the site; returns the person's id."""
    person = Person(
        email="operator@site.example", name="Operator", email_confirmed_at=at, created_at=at, is_operator=True
    )
    with transaction():
        session().add(person)
        session().flush()
        return person.id
