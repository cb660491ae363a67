"""Each step of a trade tells the people it concerns, in the site and by mail, and nobody else."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from app.approvals import actions as approvals
from app.charges import actions as charges
from app.charges.values import CreditAsked
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.notifications.models import Mail, Notice
from app.people.queries import find_by_email
from app.services import actions as services
from tests.databases import Stage
from tests.house.trade import APPROVER, BUYER, PROVIDER, Trade, make_trade
from tests.services.makers import make_order, place

FULFILLING = {PROVIDER, "provider@northgate.example"}
OWED = {PROVIDER, "finance@northgate.example"}
OWING = {BUYER}
ASKER = {"buyer@westbrook.example"}
Step = Callable[[Trade, Actor, Actor, datetime], object]

STEPS: list[tuple[str, Step, set[str]]] = [
    ("an order goes to its provider", lambda t, p, b, at: make_order(t.world, at=at), FULFILLING),
    ("an order needs approval", lambda t, p, b, at: place(t.world, t.service, at=at, years=3), {APPROVER}),
    (
        "an order is approved",
        lambda t, p, b, at: approvals.approve(
            reference=t.approvals[0], reason="", waiver_reason="", actor=t.world.cfo, at=at
        ),
        ASKER | FULFILLING,
    ),
    (
        "an order is not approved",
        lambda t, p, b, at: approvals.decline(reference=t.approvals[1], reason="No", actor=t.world.cfo, at=at),
        ASKER,
    ),
    (
        "a request is cancelled",
        lambda t, p, b, at: approvals.cancel(reference=t.approvals[2], actor=b, at=at),
        {APPROVER},
    ),
    (
        "an order is accepted, and its first year charged",
        lambda t, p, b, at: services.accept_order(reference=t.orders[0], actor=p, at=at),
        ASKER | OWING,
    ),
    (
        "an order is declined",
        lambda t, p, b, at: services.decline_order(reference=t.orders[1], reason="Full", actor=p, at=at),
        ASKER,
    ),
    (
        "an order is withdrawn",
        lambda t, p, b, at: services.withdraw_order(reference=t.orders[2], reason="Dear", actor=b, at=at),
        FULFILLING,
    ),
    (
        "a charge is accepted, and its invoice issued",
        lambda t, p, b, at: charges.accept_charge(reference=t.charges[0], actor=b, at=at),
        OWED | OWING,
    ),
    (
        "a charge is queried",
        lambda t, p, b, at: charges.query_charge(reference=t.charges[1], question="Why?", actor=b, at=at),
        OWED,
    ),
    (
        "a question is answered",
        lambda t, p, b, at: charges.answer_query(reference=t.queried, answer="So", actor=p, at=at),
        OWING,
    ),
    (
        "a charge is withdrawn",
        lambda t, p, b, at: charges.withdraw_charge(reference=t.charges[2], reason="Wrong", actor=p, at=at),
        OWING,
    ),
    (
        "an invoice is credited",
        lambda t, p, b, at: charges.credit_invoice(
            reference=t.invoice, lines=[CreditAsked(1, Money(1))], reason="Wrong", actor=p, at=at
        ),
        OWED | OWING,
    ),
]


def told(model: type[Notice] | type[Mail]) -> list[int]:
    return [person for person in session().scalars(select(model.person_id).order_by(model.id)) if person is not None]


def person(email: str) -> int:
    found = find_by_email(email)
    assert found is not None, email
    return found.id


@pytest.mark.parametrize(("step", "concerned"), [each[1:] for each in STEPS], ids=[each[0] for each in STEPS])
def test_a_step_tells_those_it_concerns_in_the_site_and_by_mail(
    stage: Stage, at: datetime, step: Step, concerned: set[str]
) -> None:
    trade = stage.set(make_trade, at)
    with transaction():
        before = {model: len(told(model)) for model in (Notice, Mail)}
        provider = Actor(person(PROVIDER), trade.world.provider.trust, trade.world.provider.permissions)
        buyer = Actor(person(BUYER), trade.world.buyer.trust, trade.world.buyer.permissions)
        step(trade, provider, buyer, at)
        for model in (Notice, Mail):
            assert set(told(model)[before[model] :]) == {person(email) for email in concerned}, model
