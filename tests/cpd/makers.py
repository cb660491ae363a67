"""Two trusts that give and take courses, for tests. Each maker is called inside a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.approvals import actions as approvals
from app.approvals.values import Post
from app.cpd import actions
from app.cpd.values import (
    Band,
    CareerStage,
    CourseFormat,
    Particulars,
    Prices,
    RunDraft,
    SessionDraft,
    StandardPart,
    Venue,
)
from app.kernel.actor import Actor
from app.kernel.clock import LONDON
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ListingDraft
from app.trusts.values import Phase, Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import START
from tests.listings.makers import draft as listing_draft
from tests.listings.makers import make_member, make_school, make_trust

BANDS = (Band(10, None, 0), Band(5, 9, 50), Band(0, 4, 100))
FIRST_START = datetime(2027, 2, 1, 9, 30, tzinfo=LONDON)


@dataclass(frozen=True)
class World:
    """Northgate gives courses; Westbrook and Easton book them, Westbrook with schools and somebody who approves."""

    provider: Actor
    provider_finance: Actor
    buyer: Actor
    cfo: Actor
    other: Actor
    schools: tuple[int, int, int]


def make_world(*, at: datetime = START, vat_number: str | None = VAT_NUMBERS[0]) -> World:
    """A CPD lead in each of three trusts; `vat_number` None has a provider that is not registered for VAT."""
    giving, taking = make_trust("Northgate Learning Trust"), make_trust("Westbrook Schools Trust")
    easton = make_trust("Easton Academies")
    schools = (
        make_school(taking, "Ash Primary"),
        make_school(taking, "Birch Primary"),
        make_school(taking, "Cedar High", Phase.SECONDARY, 900),
    )
    finance = make_member(giving, Role.FINANCE, email="finance@northgate.example", name="Fred Finance", at=at)
    world = World(
        provider=make_member(giving, Role.CPD_LEAD, email="cpd@northgate.example", name="Pat Provider", at=at),
        provider_finance=finance,
        buyer=make_member(taking, Role.CPD_LEAD, email="cpd@westbrook.example", name="Bea Booker", at=at),
        cfo=make_member(taking, Role.APPROVER, email="cfo@westbrook.example", name="Cai Officer", at=at),
        other=make_member(easton, Role.CPD_LEAD, email="cpd@easton.example", name="Eve Easton", at=at),
        schools=schools,
    )
    make_finance_details(finance, at, vat_number=vat_number)
    administrator = make_member(taking, Role.ADMINISTRATOR, at=at)
    approvals.appoint(
        post=Post.CHIEF_FINANCIAL_OFFICER, person_id=world.cfo.person_id, is_deputy=False, actor=administrator, at=at
    )
    return world


def shared(**changes: Any) -> ListingDraft:
    """The listing of a course that lacks nothing, with some of it changed."""
    values = {
        "title": "Reading fluency in key stage 2",
        "summary": "Two practical days on teaching reading fluency.",
        "description": "Day one is about **assessment**, day two about practice.",
        "category": "cpd-curriculum-and-teaching",
    }
    return listing_draft(**{**values, **changes})


def particulars(**changes: Any) -> Particulars:
    """£120 a place, standard-rated, £90 for partners, for teachers, with some of it changed."""
    values: dict[str, Any] = {
        "format": CourseFormat.IN_PERSON,
        "outcomes": "Plan a term of fluency practice",
        "career_stages": frozenset({CareerStage.TEACHER}),
        "standard": {StandardPart.EVIDENCE: "Draws on the EEF’s guidance"},
        "learning_minutes": 720,
        "prices": Prices(other=Money(120_00), partner=Money(90_00)),
        "vat_treatment": VatTreatment.STANDARD,
        "vat_reason": "Training is sold in the course of business",
        "bands": BANDS,
        "joining_instructions": "Park behind the hall",
    }
    return Particulars(**{**values, **changes})


def make_session(starts_at: datetime = FIRST_START, **changes: Any) -> SessionDraft:
    """Six hours at an address, with 20 places, with some of it changed."""
    values: dict[str, Any] = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=6),
        "venue": Venue.ADDRESS,
        "capacity": 20,
        "address": "1 Mill Lane, Leeds",
        "postcode": "LS1 4AP",
    }
    return SessionDraft(**{**values, **changes})


def make_run(
    actor: Actor,
    course: str,
    *,
    at: datetime = START,
    sessions: Sequence[SessionDraft] = (),
    capacity: int = 20,
    count: int = 1,
    starts_at: datetime = FIRST_START,
    **changes: Any,
) -> str:
    """A run of a course; returns its reference. Without `sessions` it has `count` of them a week apart."""
    typed = tuple(sessions) or tuple(
        make_session(starts_at + timedelta(weeks=week), capacity=capacity) for week in range(count)
    )
    return actions.add_run(course_reference=course, draft=RunDraft(typed, **changes), actor=actor, at=at)


def make_course(actor: Actor, *, at: datetime = START, published: bool = True, run: bool = True, **changes: Any) -> str:
    """A course, published with one run of one session; returns its reference.

    Changes named as particulars change those, others the listing. `run` False leaves it a draft without any.
    """
    own = {name: changes.pop(name) for name in list(changes) if hasattr(particulars(), name)}
    reference = actions.draft_course(shared=shared(**changes), particulars=particulars(**own), actor=actor, at=at)
    if run:
        make_run(actor, reference, at=at)
        if published:
            actions.publish_course(reference=reference, actor=actor, at=at)
    return reference


def make_course_and_run(actor: Actor, *, at: datetime = START, **changes: Any) -> tuple[str, str]:
    """A published course with one run; the references of both. `capacity`, `count`, `starts_at` are the run's."""
    names = ("sessions", "capacity", "count", "starts_at", "minimum_places", "decide_on_date")
    asked = {name: changes.pop(name) for name in names if name in changes}
    course = make_course(actor, at=at, run=False, **changes)
    run = make_run(actor, course, at=at, **asked)
    actions.publish_course(reference=course, actor=actor, at=at)
    return course, run
