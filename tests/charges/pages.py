"""What tests of the pages share: who signs in, how they look into the database, what they read off a page."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.charges import queries
from app.charges.values import ChargeState
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.notifications.models import Notice
from tests.charges.makers import Parties, make_finance_lead
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]
PROVIDER, BUYER, STRANGER = "finance@90001.example", "finance@90002.example", "finance@90009.example"


def read(work: Callable[[], Any]) -> Any:
    """What some work reads, in a transaction of its own."""
    with transaction(writing=False):
        return work()


def made(work: Callable[[], Any]) -> Any:
    """What some work makes, in a transaction of its own."""
    with transaction():
        return work()


def state_of(parties: Parties, charge: str) -> ChargeState:
    """Where a charge stands now."""
    state: ChargeState = read(lambda: queries.get_charge(parties.buyer.trust, charge).charge.state)
    return state


def notices(person: Actor) -> list[str]:
    """The subjects of what a person was told, oldest first."""
    rows = session().scalars(select(Notice.subject).where(Notice.person_id == person.person_id).order_by(Notice.id))
    return list(rows)


def stranger(at: datetime) -> Actor:
    """Someone of a trust that has no part in the trade."""
    return make_finance_lead("90009", at)


def references_in(page: str, prefix: str) -> list[str]:
    """The charges or invoices that a page links to, each once, in its order."""
    found = re.findall(rf'href="/(?:charges|invoices)/({prefix}-\w+)"', page)
    return list(dict.fromkeys(found))
