"""Secondments under way and all that happens along the way, for tests."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from app.kernel.clock import LONDON
from app.kernel.database import session
from app.notifications.models import Mail, Notice
from app.people.models import Person
from app.secondments.actions.agreements import start_due
from app.secondments.actions.checks import confirm_checks
from app.secondments.rules.checks import REASONS
from app.secondments.values import CheckItem, Confirmed, Fte, SecondmentState, SecondmentValue
from tests.clock import START
from tests.secondments.agreements_makers import make_agreed_secondment
from tests.secondments.makers import ENDS, STARTS, World

HOME_HR, HOST_HR, SECONDEE = "hr@northgate.example", "hr@westbrook.example", "wren.ashdown@northgate.example"
DONE = date(2026, 9, 1)
ALL_DONE = tuple(Confirmed(item, DONE, None) for item in CheckItem)


def morning(day: date) -> datetime:
    """Nine in the morning of a day in London."""
    return datetime.combine(day, time(9), LONDON).astimezone(UTC)


def held_value(**changes: Any) -> SecondmentValue:
    """A secondment under way from 4 January to 23 July 2027, with some of it changed."""
    values: dict[str, Any] = {
        "id": 1,
        "reference": "SEC-7F3K2",
        "interest_id": 1,
        "home_id": 1,
        "host_id": 2,
        "secondee_id": 1,
        "state": SecondmentState.RUNNING,
        "post": "SENDCo",
        "start_date": STARTS,
        "end_date": ENDS,
        "last_date": ENDS,
        "fte": Fte(4_000),
        "created_at": START,
        "started_at": morning(STARTS),
        "ended_at": None,
    }
    return SecondmentValue(**{**values, **changes})


def confirm_all(world: World, reference: str, *, at: datetime = START) -> None:
    """The home employer confirms every check: done, save that the person was never abroad."""
    overseas = Confirmed(CheckItem.OVERSEAS, None, REASONS[CheckItem.OVERSEAS])
    given = [overseas if each.item is CheckItem.OVERSEAS else each for each in ALL_DONE]
    confirm_checks(reference=reference, given=given, actor=world.home, at=at)


def make_running_secondment(world: World, *, at: datetime = START, **changes: Any) -> str:
    """A secondment that started on its first day, checked and signed; returns its reference."""
    reference = make_agreed_secondment(world, at=at, **changes)
    confirm_all(world, reference, at=at)
    start_due(at=morning(changes.get("start_date", STARTS)))
    return reference


def notices_to(email: str) -> list[str]:
    """The subjects of what somebody was told in the site along the way, in order."""
    mine = select(Notice.subject).join(Person, Person.id == Notice.person_id).where(Person.email == email)
    return list(session().scalars(mine.where(Notice.key.startswith("secondments.along:")).order_by(Notice.id)))


def mails_to(address: str) -> list[str]:
    """The subjects of the mails to the secondee along the way, in order."""
    mine = select(Mail.subject).where(Mail.address == address, Mail.key.startswith("secondments.along:"))
    return list(session().scalars(mine.order_by(Mail.id)))
