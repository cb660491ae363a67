"""The register of a run: who is booked, and what it says of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.cpd.models import Attendance, Place
from app.cpd.queries.delegate_places import delegate_value
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import Mark, PlaceState, RunValue
from app.cpd.values.registers import REGISTER_LINK, RegisterLine, RegisterValue
from app.kernel import signing
from app.kernel.database import session
from app.listings import queries as listings
from app.trusts import queries as trusts


def register_of(run: RunValue) -> RegisterValue:
    """The register of a run as it stands: everyone booked, by name, those without one last."""
    rows = session().scalars(
        select(Place)
        .where(Place.run_id == run.id, Place.state == PlaceState.BOOKED)
        .options(joinedload(Place.booking, innerjoin=True), joinedload(Place.delegate), selectinload(Place.seats))
        .execution_options(populate_existing=True)
    )
    places = list(rows)
    marks = marks_of(each.id for each in places)
    names = trusts.names({each.booking.buyer_id for each in places})
    lines = [_line(each, names[each.booking.buyer_id], marks.get(each.id, {})) for each in places]
    ordered = sorted(lines, key=lambda each: (not each.name, each.name.casefold(), each.trust_name, each.place_id))
    title = listings.listings_by_id([run.listing_id])[run.listing_id].title
    return RegisterValue(run, title, tuple(ordered))


def find_run_by_link(token: str, *, at: datetime) -> RunValue:
    """The run whose register a link opens. Raises LinkUnreadable, or LinkExpired from the second it runs out."""
    facts = signing.read(REGISTER_LINK, token, at=at, ask="whoever organises the course")
    return runs_by_id([int(facts["run"])])[int(facts["run"])]


def marks_of(place_ids: Iterable[int]) -> dict[int, dict[int, Mark]]:
    """What registers say of some places, by place and session, in one batch; who has no mark is missing."""
    columns = (Attendance.place_id, Attendance.session_id, Attendance.mark)
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    for place_id, session_id, mark in session().execute(
        select(*columns).where(Attendance.place_id.in_(set(place_ids))).order_by(*columns[:2])
    ):
        found[place_id][session_id] = Mark(mark)
    return dict(found)


def _line(place: Place, trust_name: str, marks: dict[int, Mark]) -> RegisterLine:
    who = place.delegate
    seats = frozenset(seat.session_id for seat in place.seats)
    return RegisterLine(
        place_id=place.id,
        delegate_id=who.id if who and who.erased_at is None else None,
        name=delegate_value(who).name if who else "",
        trust_name=trust_name,
        booking_reference=place.booking.reference,
        position=place.position,
        session_ids=seats,
        marks={number: mark for number, mark in marks.items() if number in seats},
    )
