"""Plays the past: each step at its moment, by the person who did it, through the actions themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select, update

from app.kernel import database, delivery
from app.kernel.actor import Actor
from app.kernel.outbox import OutboxRow
from app.notifications import actions as notifications
from app.people import queries as people
from app.sandbox.calendar import StandingClock
from app.search.actions import INDEX_JOB
from app.settlement import actions as settlement
from app.trusts import queries as trusts
from app.trusts import rules

Answer = TypeVar("Answer")
MAIL_KEPT = timedelta(days=5)


class Stage:
    """A clock to set and a worker to follow it: what a step leaves in the outbox is done before the next.

    Two things are quicker otherwise. The search is built once, when all is played. Mail from before the last
    few days counts as sent: it would only fill the mailbox.
    """

    def __init__(self, today: datetime) -> None:
        self.today = today.replace(hour=9, minute=0, second=0, microsecond=0)
        self.now = today
        self.clock = StandingClock(today)

    def days_ago(self, days: int, *, hours: int = 0) -> datetime:
        """A working hour some days before today, in UTC; never later than now."""
        return min(self.today - timedelta(days=days) + timedelta(hours=hours), self.now)

    def play(self, at: datetime, step: Callable[[datetime], Answer]) -> Answer:
        """Do one step at a moment, in one transaction, and carry out what it leaves behind."""
        self.clock.moment = at
        with database.transaction():
            answer = step(at)
            self._set_aside(at)
        delivery.deliver_due(self.clock)
        return answer

    def _set_aside(self, at: datetime) -> None:
        is_old = at < self.now - MAIL_KEPT
        handlers = [INDEX_JOB, *([notifications.SEND_MAIL] if is_old else [])]
        waiting = [OutboxRow.done_at.is_(None), OutboxRow.handler.in_(handlers)]
        for row in database.session().scalars(select(OutboxRow).where(*waiting)):
            if row.handler == notifications.SEND_MAIL:
                notifications.close_mail(key=row.payload["mail"], was_sent=True, at=at)
        database.session().execute(update(OutboxRow).where(*waiting).values(done_at=at))

    def catch_up(self, at: datetime) -> None:
        """Let the house read all that waits at Stripe, and carry out what follows."""
        self.clock.moment = at
        settlement.catch_up(at)
        delivery.deliver_due(self.clock)


def acting(email: str, uid: str) -> Actor:
    """Someone of the demo, acting for one of their trusts with the roles they have there."""
    person = people.find_by_email(email)
    assert person is not None, f"{email} is not in the demo"
    trust_id = trusts.get_trust_by_uid(uid).id
    member = trusts.get_member(trust_id, person.id)
    return Actor(person.id, trust_id, rules.permissions_of(member.roles), person.is_operator)


def holder(uid: str, role: str) -> str:
    """The address of the first person of a trust, by name, with a role."""
    trust_id = trusts.get_trust_by_uid(uid).id
    found = sorted(member.person_id for member in trusts.list_members(trust_id) if role in member.roles)
    return people.get_person(found[0]).email
