"""What the joining pages show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.listings.values import ListingValue
from app.trusts.rules.register import PhaseTotal
from app.trusts.values import SchoolValue, TrustValue


@dataclass(frozen=True)
class Offer:
    """A listing as a card shows it; `facts` are a few short ones. A course has its next day, and what is left then."""

    listing: ListingValue
    provider: str
    facts: Sequence[str]
    price: str
    next_date: date | None = None
    left: str = ""


@dataclass(frozen=True)
class ComingCourse:
    """A course with the run that begins next; `where` and `left` are in words."""

    title: str
    link: str
    provider: str
    date: date
    where: str
    left: str
    price: str


@dataclass(frozen=True)
class Front:
    """The home page: how many trusts and schools the register holds, how much is on offer, what is new, what comes."""

    trusts: int
    schools: int
    services: int
    opportunities: int
    rounds: int
    newest: Sequence[Offer]
    coming: Sequence[ComingCourse]


@dataclass(frozen=True)
class Shelf:
    """What a trust offers of one kind: its name, and as people write one of them and several."""

    kind: str
    label: str
    plural: str
    offers: Sequence[Offer]


@dataclass(frozen=True)
class TrustPage:
    """A trust's public page; a shelf for each kind of which it offers something."""

    trust: TrustValue
    schools: Sequence[SchoolValue]
    totals: Sequence[PhaseTotal]
    shelves: Sequence[Shelf]


@dataclass(frozen=True)
class Task:
    """Something that waits for the person who looks: how many, of what, and where."""

    number: int
    label: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class Desk:
    """The dashboard: what needs this person, where their trust stands, what happened last.

    `went_to_courses` says that they have a CPD record of their own to look at. `suggested` are joint rounds to
    think of, each a sentence and the path on which it is opened.
    """

    tasks: Sequence[Task]
    standing: Sequence[Task]
    recent: Sequence["TrailRow"] = field(default_factory=tuple)
    went_to_courses: bool = False
    suggested: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class TrailRow:
    """A row of the audit trail in words."""

    at: datetime
    person: str
    trust: str
    deed: str
    subject: str
    link: str | None
