"""What is done to a place and its seats, whoever does it: taking, freeing, moving on, ending."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.cpd import rules
from app.cpd.models import Place, PlaceEnding, Seat
from app.cpd.values import Ending, PlaceState
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.money import Money

NOTHING = Money(0)


def move(place_ids: Sequence[int], *, of: Iterable[PlaceState], to: PlaceState, **values: object) -> None:
    """Take places from one of some states to another, all or none. Raises MovedOn where somebody was quicker."""
    moved = session().execute(
        update(Place)
        .where(Place.id.in_(place_ids), Place.state.in_(tuple(of)))
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    if getattr(moved, "rowcount", 0) != len(place_ids):
        raise rules.MovedOn


def take_seats(place_ids: Sequence[int]) -> None:
    """Take the seats of places. Raises Full where the database counts no seat left, and nothing is taken."""
    try:
        with session().begin_nested():
            _mark(place_ids, is_taken=True)
    except IntegrityError:
        raise rules.Full("No places are left. Join the waiting list, or choose another date.") from None


def free_seats(place_ids: Sequence[int]) -> None:
    """Give the seats of places back; the rows stay, and say what the places were for."""
    _mark(place_ids, is_taken=False)


def end_place(
    place: Place,
    *,
    of: PlaceState,
    why: Ending,
    at: datetime,
    actor: Actor | None = None,
    reason: str = "",
    notice_days: int | None = None,
    percent: int = 0,
    fee: Money = NOTHING,
) -> None:
    """Bring a place from a state to its end: its seats are free and a record says why. Raises MovedOn.

    `fee` is what giving it back costs, without VAT: `percent` of its price with `notice_days` working days' notice.
    """
    move([place.id], of=(of,), to=PlaceState.ENDED)
    free_seats([place.id])
    ending = PlaceEnding(
        place_id=place.id,
        why=why,
        reason=reason,
        person_id=actor.person_id if actor else None,
        ended_at=at,
        was_booked=of is PlaceState.BOOKED,
        notice_days=notice_days,
        percent=percent,
        fee_pence=fee.pence,
    )
    session().add(ending)
    session().flush()


def end_places(places: Sequence[Place], *, why: Ending, at: datetime, actor: Actor | None = None) -> None:
    """Bring places of a run, as they are now, to their end all at once and without a fee. Raises MovedOn."""
    by_state: dict[PlaceState, list[int]] = defaultdict(list)
    for each in places:
        by_state[PlaceState(each.state)].append(each.id)
    for state, place_ids in by_state.items():
        move(place_ids, of=(state,), to=PlaceState.ENDED)
    free_seats([each.id for each in places])
    values = {"why": why, "reason": "", "person_id": actor.person_id if actor else None, "ended_at": at}
    rows = [
        {"place_id": place_id, "was_booked": state is PlaceState.BOOKED, "percent": 0, "fee_pence": 0, **values}
        for state, place_ids in by_state.items()
        for place_id in place_ids
    ]
    if rows:
        session().execute(insert(PlaceEnding), rows)


def places_in(run_id: int, *states: PlaceState) -> list[Place]:
    """The places of a run in some states, by id, as they are now. The run is held."""
    query = select(Place).where(Place.run_id == run_id, Place.state.in_(states)).order_by(Place.id)
    return list(session().scalars(query.execution_options(populate_existing=True)))


def places_of(booking_id: int, place_ids: Iterable[int]) -> list[Place]:
    """Some places of a booking, in order, as they are now; one that is not of it is missing."""
    query = select(Place).where(Place.booking_id == booking_id, Place.id.in_(set(place_ids))).order_by(Place.position)
    return list(session().scalars(query.execution_options(populate_existing=True)))


def _mark(place_ids: Sequence[int], *, is_taken: bool) -> None:
    seats = update(Seat).where(Seat.place_id.in_(place_ids), Seat.is_taken.is_not(is_taken)).values(is_taken=is_taken)
    session().execute(seats.execution_options(synchronize_session=False))
