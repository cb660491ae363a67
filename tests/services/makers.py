"""Two trusts that trade in services, and what they order, for tests. Each maker is called inside a transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.approvals import actions as approvals
from app.approvals.values import Post
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.services import actions, queries, rules
from app.services.values import Choice, Particulars, PriceBasis
from app.trusts.values import Phase, Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import START
from tests.listings.makers import draft, make_member, make_school, make_trust

START_DATE = date(2027, 1, 4)


@dataclass(frozen=True)
class World:
    """A provider with one who publishes and fulfils, and a buyer with schools and people in every part of an order."""

    provider: Actor
    provider_finance: Actor
    buyer: Actor
    cfo: Actor
    schools: tuple[int, ...]
    secondary: int
    unrolled: int

    @property
    def both(self) -> list[int]:
        """The two schools that most orders are for."""
        return list(self.schools)


def make_world(*, at: datetime = START, vat_number: str | None = VAT_NUMBERS[0]) -> World:
    """Northgate sells; Westbrook has two primaries of 210 and 100 pupils, a secondary, and one without a roll."""
    selling, buying = make_trust("Northgate Learning Trust"), make_trust("Westbrook Schools Trust")
    schools = (make_school(buying, "Ash Primary", roll=210), make_school(buying, "Birch Primary", roll=100))
    secondary = make_school(buying, "Cedar High", Phase.SECONDARY, 900)
    unrolled = make_school(buying, "Damson Primary", roll=None)
    world = World(
        provider=make_member(selling, Role.PROVIDER, email="provider@northgate.example", name="Pat Provider", at=at),
        provider_finance=make_member(
            selling, Role.FINANCE, email="finance@northgate.example", name="Fred Finance", at=at
        ),
        buyer=make_member(buying, Role.BUYER, email="buyer@westbrook.example", name="Bea Buyer", at=at),
        cfo=make_member(buying, Role.APPROVER, email="cfo@westbrook.example", name="Cai Officer", at=at),
        schools=schools,
        secondary=secondary,
        unrolled=unrolled,
    )
    make_finance_details(world.provider_finance, at, vat_number=vat_number)
    administrator = make_member(buying, Role.ADMINISTRATOR, at=at)
    approvals.appoint(
        post=Post.CHIEF_FINANCIAL_OFFICER, person_id=world.cfo.person_id, is_deputy=False, actor=administrator, at=at
    )
    return world


def particulars(**changes: Any) -> Particulars:
    """£250 a school and £4.50 a pupil, standard-rated, three months' notice, with some of it changed."""
    values: dict[str, Any] = {
        "basis": PriceBasis.PER_PUPIL,
        "base": Money(250_00),
        "per_pupil": Money(4_50),
        "vat_treatment": VatTreatment.STANDARD,
        "vat_reason": "Payroll is an administrative service",
        "notice_months": 3,
    }
    return Particulars(**{**values, **changes})


PRIMARY_ONLY = frozenset({Phase.PRIMARY})


def make_service(actor: Actor, *, at: datetime = START, published: bool = True, **changes: Any) -> str:
    """A service for primaries; changes named as particulars change those, others the listing. Returns its reference."""
    own = {name: changes.pop(name) for name in list(changes) if hasattr(particulars(), name)}
    shared = draft(**{"phases": PRIMARY_ONLY, **changes})
    reference = actions.draft_service(shared=shared, particulars=particulars(**own), actor=actor, at=at)
    if published:
        actions.publish_service(reference=reference, actor=actor, at=at)
    return reference


def choose(world: World, **changes: Any) -> Choice:
    """Both primaries for one year, with some of it changed."""
    values: dict[str, Any] = {
        "school_ids": world.schools,
        "start_date": START_DATE,
        "years": 1,
        "po_number": "PO-77",
        "note": "Call Bea",
    }
    return Choice(**{**values, **changes})


def place(world: World, service: str, *, at: datetime = START, actor: Actor | None = None, **changes: Any) -> str:
    """Place an order for what is chosen, at the price as it is; returns its reference."""
    who, choice = actor or world.buyer, choose(world, **changes)
    token = actions.keep_draft(reference=service, choice=choice, actor=who, at=at)
    shown = queries.asking_for(trust_id=who.trust, reference=service, choice=choice, at=at).offer
    return actions.place_order(token=token, seen=rules.write_seen(shown), actor=who, at=at)


def make_order(world: World, *, at: datetime = START, **changes: Any) -> str:
    """An order that the buyer may commit to alone and that waits for the provider; returns its reference."""
    service = make_service(world.provider, at=at, base=Money(500_00), basis=PriceBasis.PER_SCHOOL)
    return place(world, service, at=at, **changes)


def make_agreement(world: World, *, at: datetime = START, **changes: Any) -> str:
    """An order that the provider accepted; returns the agreement's reference."""
    return actions.accept_order(reference=make_order(world, at=at, **changes), actor=world.provider, at=at)


def today(at: datetime) -> date:
    """The day in England."""
    return london_date(at)
