"""A trust that leads a round, two that join it and a stranger, for tests. Each maker is called inside a transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.approvals import actions as approvals
from app.approvals.values import BuyingRoute, Post, PurchaseKind
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings.values import ALL_ENGLAND, PHASES, ListingDraft
from app.procurement.actions.rounds import draft_round, publish_round
from app.procurement.queries.rounds import get_round
from app.procurement.values import Joining, LotTyped, Per, RoundTyped, RoundValue, Tier, TierBasis, Timetable
from app.trusts.models import School, Trust
from app.trusts.values import Phase, Region, Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import START
from tests.listings.makers import make_member, make_school, make_trust

ELECTRICITY = "09310000-5"
STARTS = date(2027, 9, 1)
DAYS = Timetable(
    interest_by=date(2026, 12, 11),
    intention_by=date(2027, 1, 29),
    commit_by=date(2027, 2, 26),
    withdraw_by=date(2027, 3, 5),
    notice=date(2027, 3, 15),
    tenders_by=date(2027, 4, 23),
    award_by=date(2027, 5, 28),
)


@dataclass(frozen=True)
class World:
    """Northgate leads; Westbrook and Easton, in the same region, may join; Southmere, in the South East, is a stranger.

    `lead`, `westbrook`, `easton` and `stranger` are the trusts' procurement leads, `…_cfo` who approves what they may
    not commit alone, `…_member` somebody of the trust who buys and does not run procurement.
    `lead_schools` are Ash Primary School, Birch High School and Alder Academy; `westbrook_schools` Cedar Primary School
    and Damson Academy; `easton_schools` Elder Primary School and Fir High School; `stranger_schools` one alone.
    """

    lead: Actor
    lead_cfo: Actor
    lead_finance: Actor
    lead_member: Actor
    lead_administrator: Actor
    westbrook: Actor
    westbrook_cfo: Actor
    westbrook_member: Actor
    westbrook_administrator: Actor
    easton: Actor
    easton_cfo: Actor
    easton_member: Actor
    easton_administrator: Actor
    stranger: Actor
    stranger_cfo: Actor
    lead_schools: tuple[int, int, int]
    westbrook_schools: tuple[int, int]
    easton_schools: tuple[int, int]
    stranger_schools: tuple[int]


def make_world(*, at: datetime = START) -> World:
    """Four trusts with their people and schools."""
    northgate, westbrook = make_trust("Northgate Learning Trust"), make_trust("Westbrook Schools Trust")
    easton, southmere = make_trust("Easton Academies"), make_trust("Southmere Trust")
    world = World(
        **_people("lead", northgate, "northgate", at),
        lead_finance=make_member(northgate, Role.FINANCE, email="finance@northgate.example", at=at),
        **_people("westbrook", westbrook, "westbrook", at),
        **_people("easton", easton, "easton", at),
        stranger=make_member(southmere, Role.PROCUREMENT_LEAD, email="buying@southmere.example", at=at),
        stranger_cfo=make_member(southmere, Role.APPROVER, email="cfo@southmere.example", at=at),
        lead_schools=(
            make_place(northgate, "Ash Primary School", 290_000, 92_000),
            make_place(northgate, "Birch High School", 293_000, 95_000, phase=Phase.SECONDARY, town="Tiverton"),
            make_place(northgate, "Alder Academy", 288_000, 90_000, phase=Phase.SECONDARY),
        ),
        westbrook_schools=(
            make_place(westbrook, "Cedar Primary School", 290_000, 114_531, town="Taunton"),
            make_place(westbrook, "Damson Academy", 320_000, 140_000, phase=Phase.SECONDARY, town="Bridgwater"),
        ),
        easton_schools=(
            make_place(easton, "Elder Primary School", 262_000, 90_000, town="Okehampton"),
            make_place(easton, "Fir High School", 265_000, 93_000, phase=Phase.SECONDARY, town="Crediton"),
        ),
        stranger_schools=(make_place(southmere, "Gorse Primary School", 530_000, 105_000, region=Region.SOUTH_EAST),),
    )
    make_finance_details(world.lead_finance, at, vat_number=VAT_NUMBERS[0])
    for administrator, cfo in (
        (world.lead_administrator, world.lead_cfo),
        (world.westbrook_administrator, world.westbrook_cfo),
        (world.easton_administrator, world.easton_cfo),
    ):
        approvals.appoint(
            post=Post.CHIEF_FINANCIAL_OFFICER, person_id=cfo.person_id, is_deputy=False, actor=administrator, at=at
        )
    return world


def _people(part: str, trust_id: int, domain: str, at: datetime) -> dict[str, Actor]:
    roles = {"": Role.PROCUREMENT_LEAD, "_cfo": Role.APPROVER, "_member": Role.BUYER}
    names = {"": "buying", "_cfo": "cfo", "_member": "office", "_administrator": "admin"}
    return {
        f"{part}{kind}": make_member(trust_id, role, email=f"{names[kind]}@{domain}.example", at=at)
        for kind, role in {**roles, "_administrator": Role.ADMINISTRATOR}.items()
    }


def make_place(
    trust_id: int,
    name: str,
    easting: int,
    northing: int,
    *,
    phase: Phase = Phase.PRIMARY,
    town: str = "Exeter",
    region: Region = Region.SOUTH_WEST,
) -> int:
    """A school of a trust somewhere; returns its id. The trust is in its region."""
    school_id = make_school(trust_id, name, phase)
    where = {"easting": easting, "northing": northing, "town": town, "region": region}
    session().execute(update(School).where(School.id == school_id).values(**where))
    session().execute(update(Trust).where(Trust.id == trust_id).values(region=region))
    return school_id


def shared(**changes: Any) -> ListingDraft:
    """The listing of a round as its form gives it, with some of it changed."""
    values: dict[str, Any] = {
        "title": "Electricity for three years",
        "summary": "Half-hourly and smaller supplies, bought together from September.",
        "description": "We buy **100% renewable** electricity through one broker.",
        "category": "energy-and-sustainability",
        "phases": frozenset(PHASES),
        "regions": ALL_ENGLAND,
    }
    return ListingDraft(**{**values, **changes})


def lot(**changes: Any) -> LotTyped:
    """Electricity by the kWh at 25p, less from 100,000, 500,000 and 1,000,000 a year on, with some of it changed."""
    values: dict[str, Any] = {
        "title": "Half-hourly supplies",
        "description": "Meters of profile class 00.",
        "unit": "kWh",
        "per": Per.YEAR,
        "guide_price": UnitPrice(2_500),
        "basis": TierBasis.QUANTITY,
        "tiers": (
            Tier(100_000, UnitPrice(2_400)),
            Tier(500_000, UnitPrice(2_250)),
            Tier(1_000_000, UnitPrice(2_100)),
        ),
    }
    return LotTyped(**{**values, **changes})


def second_lot(**changes: Any) -> LotTyped:
    """Meters at £120, once, cheaper by their value: from £1,200, £6,000 and £12,000 on."""
    values: dict[str, Any] = {
        "title": "Smart meters",
        "description": "",
        "unit": "meter",
        "per": Per.ONCE,
        "guide_price": UnitPrice(1_200_000),
        "basis": TierBasis.VALUE,
        "tiers": (
            Tier(1_200_00, UnitPrice(1_150_000)),
            Tier(6_000_00, UnitPrice(1_100_000)),
            Tier(12_000_00, UnitPrice(1_000_000)),
        ),
    }
    return lot(**{**values, **changes})


def typed(**changes: Any) -> RoundTyped:
    """Electricity from September 2027 for three years and a fourth, by an open procedure, with some of it changed.

    Days may be changed by their names in Timetable.
    """
    days = {name: changes.pop(name) for name in list(changes) if hasattr(DAYS, name)}
    values: dict[str, Any] = {
        "cpv": ELECTRICITY,
        "purchase": PurchaseKind.GOODS,
        "route": BuyingRoute.OPEN_PROCEDURE,
        "start_date": STARTS,
        "months": 36,
        "extension_months": 12,
        "timetable": replace(DAYS, **days),
        "joining": Joining.OPEN,
        "late_fee": Money(500_00),
        "terms": "Each trust pays for its own meters.",
        "lots": (lot(), second_lot()),
    }
    return RoundTyped(**{**values, **changes})


def make_draft(world: World, *, at: datetime = START, by: Actor | None = None, **changes: Any) -> RoundValue:
    """A round of the lead trust that is not published yet.

    Changes named as particulars of a round or days of its timetable change those, others the listing.
    """
    own = {name: changes.pop(name) for name in list(changes) if hasattr(RoundTyped(), name) or hasattr(DAYS, name)}
    return get_round(draft_round(shared=shared(**changes), typed=typed(**own), actor=by or world.lead, at=at))


def make_round(world: World, *, at: datetime = START, by: Actor | None = None, **changes: Any) -> RoundValue:
    """A round of the lead trust, published and open for interest, with two lots of three tiers each."""
    held = make_draft(world, at=at, by=by, **changes)
    publish_round(reference=held.reference, actor=by or world.lead, at=at)
    return get_round(held.reference)
