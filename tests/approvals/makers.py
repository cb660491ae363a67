"""Trusts whose orders need approving, and approvals, for tests. Each maker is called inside a transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.approvals import actions
from app.approvals.values import Outcome, Post
from app.kernel.actor import Actor
from app.kernel.money import Money
from app.trusts.values import Role
from tests.clock import START
from tests.listings.makers import make_member, make_trust
from tests.police import PoliceClient

Browse = Callable[[Actor], PoliceClient]


@dataclass(frozen=True)
class Desk:
    """A trust with people who buy, approve and administer; the first approver is its chief financial officer."""

    buyer: Actor
    cfo: Actor
    approver: Actor
    administrator: Actor

    @property
    def trust(self) -> int:
        """The trust's id."""
        return self.buyer.trust


def make_desk(*, at: datetime = START, name: str = "") -> Desk:
    """A trust on the default scheme whose chief financial officer is appointed."""
    trust = make_trust(name)
    desk = Desk(
        buyer=make_member(trust, Role.BUYER, name="Bea Buyer", at=at),
        cfo=make_member(trust, Role.APPROVER, name="Cai Finance", at=at),
        approver=make_member(trust, Role.APPROVER, name="Ann Approver", at=at),
        administrator=make_member(trust, Role.ADMINISTRATOR, name="Ada Admin", at=at),
    )
    make_post(desk, Post.CHIEF_FINANCIAL_OFFICER, desk.cfo, at=at)
    return desk


def make_post(desk: Desk, post: Post, holder: Actor, *, deputy: bool = False, at: datetime = START) -> None:
    """Have someone hold a post of the trust."""
    actions.appoint(post=post, person_id=holder.person_id, is_deputy=deputy, actor=desk.administrator, at=at)


def ask(actor: Actor, pounds: int, *, at: datetime = START, **changes: Any) -> Outcome:
    """Ask for something worth some pounds without VAT."""
    values: dict[str, Any] = {
        "subject": "TST-23456",
        "title": "Payroll bureau from Northgate",
        "summary": [("Service", "Payroll bureau"), ("Schools", "Oak Primary")],
        "net": Money(pounds * 100),
        "gross": Money(pounds * 120),
    }
    return actions.ask(**{**values, **changes}, actor=actor, at=at)


def make_approval(desk: Desk, pounds: int = 5_000, *, at: datetime = START, **changes: Any) -> str:
    """An approval that waits; returns its reference."""
    outcome = ask(desk.buyer, pounds, at=at, **changes)
    assert outcome.approval_reference is not None, "the buyer may commit that much alone"
    return outcome.approval_reference
