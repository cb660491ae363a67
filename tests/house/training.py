"""One of everything that comes of courses between two trusts, for tests that look at every page and every deed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cpd import actions, queries
from app.cpd.values import PlaceState
from app.kernel.actor import Actor
from app.trusts import queries as trusts
from app.trusts.values import Role
from tests.cpd.booking_makers import DEAR, ids, make_booking, make_choice, make_draft, person
from tests.cpd.makers import FIRST_START, World, make_course, make_course_and_run, make_run, make_world
from tests.house.trade import BUYER, PROVIDER, STRANGER
from tests.listings.makers import make_member, make_trust

HALL = {"venue": "address", "address": "1 Mill Lane, Leeds", "postcode": "LS1 4AP", "capacity": "12"}


@dataclass(frozen=True)
class Training:
    """References and ids of things at every stage. Where several deeds end a thing, there is one for each."""

    world: World
    draft: str
    course: str
    closing: str
    run: str
    later_run: str
    low_run: str
    cancelled_run: str
    open_run: str
    over_run: str
    session: int
    token: str
    seen: str
    booking: str
    held: str
    offers: tuple[str, str]
    unnamed: int
    moving: int
    late: int
    waiting: int
    at_register: int
    at_last_register: int
    delegate: int
    gone: int
    partner_uid: str
    stranger_uid: str


def make_training(at: datetime) -> Training:
    """Everything, and three people with every role: one at each trust, one at a third. Call it in a transaction."""
    world = make_world(at=at)
    provider = make_member(world.provider.trust, *Role, email=PROVIDER, at=at)
    buyer = make_member(world.buyer.trust, *Role, email=BUYER, at=at)
    stranger = make_member(make_trust("Stranger Trust"), *Role, email=STRANGER, at=at)
    course, run = make_course_and_run(provider, count=2, at=at)
    low_run = make_run(provider, course, at=at, minimum_places=9, decide_on_date=at.date() + timedelta(days=9))
    booking = make_booking(buyer, run, 3, people=(person("Ann Example"),))
    token, seen = make_draft(buyer, make_choice(run, 2), at=at)
    dear = make_course_and_run(provider, prices=DEAR, at=at)[1]
    offers = (_offered(provider, buyer, at), _offered(provider, buyer, at))
    began, soon = _soon(provider, buyer, at - timedelta(days=2), at), _soon(provider, buyer, at, at)
    actions.add_partner(trust_id=world.other.trust, actor=provider, at=at)
    return Training(
        world=world,
        draft=make_course(provider, published=False, at=at),
        course=course,
        closing=make_course(provider, at=at),
        run=run,
        later_run=make_run(provider, course, at=at, count=2, starts_at=FIRST_START + timedelta(days=30)),
        low_run=low_run,
        cancelled_run=make_course_and_run(provider, at=at)[1],
        open_run=soon,
        over_run=began,
        session=queries.get_run(run).sessions[0].id,
        token=token,
        seen=seen,
        booking=booking,
        held=make_booking(buyer, dear, 1, at=at),
        offers=offers,
        unnamed=ids(booking)[1],
        moving=ids(booking)[2],
        late=_late(buyer, soon, at),
        waiting=ids(offers[0], PlaceState.WAITING)[0],
        at_register=_places(soon)[0],
        at_last_register=_places(began)[1],
        delegate=_delegate(booking),
        gone=_gone(buyer, run, at),
        partner_uid=trusts.get_trust(world.other.trust).uid,
        stranger_uid=trusts.get_trust(stranger.trust).uid,
    )


def _offered(provider: Actor, buyer: Actor, at: datetime) -> str:
    """A booking of which one place is offered and another waits still."""
    run = make_course_and_run(provider, capacity=2, at=at)[1]
    first = make_booking(buyer, run, 2, at=at)
    waits = make_booking(buyer, run, 2, at=at, waiting=True)
    actions.cancel_places(reference=first, place_ids=ids(first)[:1], reason="", actor=buyer, at=at)
    return waits


def _soon(provider: Actor, buyer: Actor, booked_at: datetime, at: datetime) -> str:
    """A run with two people booked on it, whose register may be taken now: one booked before today has begun."""
    starts_at = at + timedelta(hours=1 if booked_at == at else -1)
    run = make_course_and_run(provider, at=booked_at, starts_at=starts_at)[1]
    make_booking(buyer, run, 2, people=(person(f"Bo {run}"),), at=booked_at)
    return run


def _late(buyer: Actor, run: str, at: datetime) -> int:
    """A place that is given back so late that it costs something."""
    booking = make_booking(buyer, run, 1, at=at)
    actions.cancel_places(reference=booking, place_ids=ids(booking), reason="", actor=buyer, at=at)
    return ids(booking)[0]


def _places(run: str) -> list[int]:
    return [each.id for each in queries.list_places_of_run(queries.get_run(run).id)]


def _delegate(booking: str) -> int:
    found = queries.booking_by_reference(booking).places[0].delegate
    assert found is not None
    return found.id


def _gone(buyer: Actor, run: str, at: datetime) -> int:
    """Somebody who goes to nothing any more."""
    booking = make_booking(buyer, run, 1, people=(person("Cy Example"),), at=at)
    delegate = _delegate(booking)
    actions.cancel_places(reference=booking, place_ids=ids(booking), reason="", actor=buyer, at=at)
    return delegate


def run_fields(number: int = 1) -> dict[str, str]:
    """A run of one session, as a browser sends it."""
    typed = {"id": "", "date-day": "12", "date-month": "1", "date-year": "2027", "starts": "9:30", "ends": "15:30"}
    return {f"session-{number}-{name}": value for name, value in {**typed, **HALL}.items()}
