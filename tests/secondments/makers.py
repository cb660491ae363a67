"""Two trusts, one that lends and one that borrows, for tests. Each maker is called inside a transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.approvals import actions as approvals
from app.approvals.values import Post
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.money import Money
from app.listings.values import ListingDraft, Subject
from app.secondments import actions
from app.secondments.models import Secondee
from app.secondments.values import (
    AVAILABILITY,
    OPPORTUNITY,
    CostBasis,
    Fte,
    Level,
    Particulars,
    Pattern,
    Purpose,
    RoleFamily,
    Weekday,
    Working,
)
from app.trusts.models import School, Trust
from app.trusts.values import Phase, Region, Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import START
from tests.listings.makers import make_member, make_school, make_trust

STARTS = date(2027, 1, 4)
ENDS = date(2027, 7, 23)
CLOSES = date(2026, 12, 11)
TWO_DAYS = Working(Pattern.DAYS, Fte(4_000), frozenset({Weekday.TUESDAY, Weekday.WEDNESDAY}))
PERSON = "Wren Ashdown"
PERSON_EMAIL = "wren.ashdown@northgate.example"


@dataclass(frozen=True)
class World:
    """Northgate in the South West lends, Westbrook borrows, 14 miles apart; Easton is a third trust.

    Each of the two has an HR lead, somebody for finance, an administrator and somebody who approves: the host's
    scheme of delegation sends what its HR lead may not commit alone to `host_cfo`. `schools` are the home trust's
    Ash Primary School and Birch High School, `host_schools` the host's Cedar Primary School and Damson Academy.
    `secondee` is Wren Ashdown of Ash Primary School.
    """

    home: Actor
    home_finance: Actor
    home_administrator: Actor
    home_cfo: Actor
    host: Actor
    host_finance: Actor
    host_administrator: Actor
    host_cfo: Actor
    other: Actor
    schools: tuple[int, int]
    host_schools: tuple[int, int]
    secondee: int


def make_world(*, at: datetime = START, vat_number: str | None = VAT_NUMBERS[0]) -> World:
    """Three trusts with their people; `vat_number` None has a home trust that is not registered for VAT."""
    lending, borrowing = make_trust("Northgate Learning Trust"), make_trust("Westbrook Schools Trust")
    easton = make_trust("Easton Academies")
    schools = (
        make_place(lending, "Ash Primary School", 290_000, 92_000),
        make_place(lending, "Birch High School", 293_000, 95_000, phase=Phase.SECONDARY, town="Tiverton"),
    )
    host_schools = (
        make_place(borrowing, "Cedar Primary School", 290_000, 114_531, town="Taunton"),
        make_place(borrowing, "Damson Academy", 320_000, 140_000, phase=Phase.SECONDARY, town="Bridgwater"),
    )
    home_finance = make_member(lending, Role.FINANCE, email="finance@northgate.example", name="Fred Finance", at=at)
    host_finance = make_member(borrowing, Role.FINANCE, email="finance@westbrook.example", name="Gus Ledger", at=at)
    world = World(
        home=make_member(lending, Role.HR_LEAD, email="hr@northgate.example", name="Hana Home", at=at),
        home_finance=home_finance,
        home_administrator=make_member(
            lending, Role.ADMINISTRATOR, email="admin@northgate.example", name="Abe Admin", at=at
        ),
        home_cfo=make_member(lending, Role.APPROVER, email="cfo@northgate.example", name="Cleo Chief", at=at),
        host=make_member(borrowing, Role.HR_LEAD, email="hr@westbrook.example", name="Holly Host", at=at),
        host_finance=host_finance,
        host_administrator=make_member(
            borrowing, Role.ADMINISTRATOR, email="admin@westbrook.example", name="Ada Admin", at=at
        ),
        host_cfo=make_member(borrowing, Role.APPROVER, email="cfo@westbrook.example", name="Cai Officer", at=at),
        other=make_member(easton, Role.HR_LEAD, email="hr@easton.example", name="Eve Easton", at=at),
        schools=schools,
        host_schools=host_schools,
        secondee=make_secondee_row(lending, at=at),
    )
    make_finance_details(home_finance, at, vat_number=vat_number)
    make_finance_details(host_finance, at, vat_number=VAT_NUMBERS[1])
    for administrator, cfo in (
        (world.home_administrator, world.home_cfo),
        (world.host_administrator, world.host_cfo),
    ):
        approvals.appoint(
            post=Post.CHIEF_FINANCIAL_OFFICER, person_id=cfo.person_id, is_deputy=False, actor=administrator, at=at
        )
    return world


def make_place(
    trust_id: int, name: str, easting: int, northing: int, *, phase: Phase = Phase.PRIMARY, town: str = "Exeter"
) -> int:
    """A school of a trust somewhere in the South West; returns its id."""
    school_id = make_school(trust_id, name, phase)
    where = {"easting": easting, "northing": northing, "town": town, "region": Region.SOUTH_WEST}
    session().execute(update(School).where(School.id == school_id).values(**where))
    session().execute(update(Trust).where(Trust.id == trust_id).values(region=Region.SOUTH_WEST))
    return school_id


def make_secondee_row(
    trust_id: int, *, name: str = PERSON, email: str = PERSON_EMAIL, at: datetime = START, **more: Any
) -> int:
    """Somebody whom a trust would lend; returns their id."""
    values = {
        "home_post": "SENDCo, Ash Primary School",
        "profile": "Six years as a SENDCo in two primary schools.",
        **more,
    }
    row = Secondee(trust_id=trust_id, name=name, email=email, added_at=at, **values)
    session().add(row)
    session().flush()
    return row.id


def shared(**changes: Any) -> ListingDraft:
    """The listing of an advert as its form gives it, with some of it changed."""
    values: dict[str, Any] = {
        "title": "SENDCo, two days a week",
        "summary": "A SENDCo for a primary school while ours is on maternity leave.",
        "description": "You will lead **provision** for 42 pupils with SEND, with two teaching assistants.",
        "phases": frozenset({Phase.PRIMARY}),
    }
    return ListingDraft(**{**values, **changes})


def particulars(**changes: Any) -> Particulars:
    """A SENDCo from January to July, on Tuesdays and Wednesdays, at cost, with some of it changed."""
    values: dict[str, Any] = {
        "family": RoleFamily.SEND,
        "level": Level.MIDDLE,
        "subjects": frozenset({Subject.SEND}),
        "purpose": Purpose.COVER,
        "start_date": STARTS,
        "end_date": ENDS,
        "working": TWO_DAYS,
        "essential": "The national award for SEN coordination, or working towards it",
        "gain": "Experience of a resource base",
        "basis": CostBasis.AT_COST,
        "band_from": Money(45_000_00),
        "band_to": Money(52_000_00),
        "closing_date": CLOSES,
    }
    return Particulars(**{**values, **changes})


def make_opportunity(world: World, *, at: datetime = START, published: bool = True, **changes: Any) -> str:
    """An opportunity of the host at Cedar Primary School; returns its reference.

    Changes named as particulars change those, others the listing.
    """
    changes = {"school_id": world.host_schools[0], **changes}
    return make_advert(world.host, OPPORTUNITY, at=at, published=published, **changes)


def make_availability(world: World, *, at: datetime = START, published: bool = True, **changes: Any) -> str:
    """An availability of the home trust's secondee, who works at Ash Primary School; returns its reference."""
    values: dict[str, Any] = {
        "title": "Experienced SENDCo available two days a week",
        "summary": "A primary SENDCo who would like to work with a resource base.",
        "description": "Six years of leading provision across two primary schools.",
        "school_id": world.schools[0],
        "secondee_id": world.secondee,
        "miles": 25,
    }
    return make_advert(world.home, AVAILABILITY, at=at, published=published, **{**values, **changes})


def make_advert(actor: Actor, kind: str, *, at: datetime = START, published: bool = True, **changes: Any) -> str:
    """An advert of the actor's trust; returns its reference."""
    own = {name: changes.pop(name) for name in list(changes) if hasattr(Particulars(), name)}
    reference = actions.draft_advert(
        kind=kind, shared=shared(**changes), particulars=particulars(**own), actor=actor, at=at
    )
    if published:
        actions.publish_advert(reference=reference, actor=actor, at=at)
    return reference
