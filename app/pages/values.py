"""What the joining pages show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.listings.values import ListingValue
from app.trusts.rules.register import PhaseTotal
from app.trusts.values import SchoolValue, TrustValue


@dataclass(frozen=True)
class Offer:
    """A listing as a card shows it."""

    listing: ListingValue
    provider: str
    category: str
    price: str


@dataclass(frozen=True)
class Front:
    """The home page: how many trusts and schools the register holds, how much is offered, what is new."""

    trusts: int
    schools: int
    offered: int
    newest: Sequence[Offer]


@dataclass(frozen=True)
class TrustPage:
    """A trust's public page; `offered` is how much it offers in all."""

    trust: TrustValue
    schools: Sequence[SchoolValue]
    totals: Sequence[PhaseTotal]
    offers: Sequence[Offer]
    offered: int


@dataclass(frozen=True)
class Task:
    """Something that waits for the person who looks: how many, of what, and where."""

    number: int
    label: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class Desk:
    """The dashboard: what needs this person, where their trust stands, what happened last."""

    tasks: Sequence[Task]
    standing: Sequence[Task]
    recent: Sequence["TrailRow"] = field(default_factory=tuple)


@dataclass(frozen=True)
class TrailRow:
    """A row of the audit trail in words."""

    at: datetime
    person: str
    trust: str
    deed: str
    subject: str
    link: str | None
