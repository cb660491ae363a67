"""What places were charged, what each comes to in the end, and which runs are still to be charged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.cpd.models import (
    Attendance,
    Booking,
    Place,
    PlaceCharge,
    PlaceCredit,
    PlaceEnding,
    RegisterClosing,
    Run,
    RunCancellation,
)
from app.cpd.rules.money import owed_for
from app.cpd.values import ChargeOn, Ending, Mark, PlaceState
from app.cpd.values.charging import PlaceCharged, PlaceCredited
from app.kernel.clock import LONDON
from app.kernel.database import session
from app.kernel.money import Money

LOOK_BACK = timedelta(days=90)


def charges_of_places(place_ids: Iterable[int]) -> dict[int, PlaceCharged]:
    """What each of some places was charged and credited, in one batch; one not charged is missing from the answer."""
    wanted = set(place_ids)
    charges = session().scalars(select(PlaceCharge).where(PlaceCharge.place_id.in_(wanted)))
    credits: dict[int, list[PlaceCredited]] = defaultdict(list)
    for row in session().scalars(select(PlaceCredit).where(PlaceCredit.place_id.in_(wanted)).order_by(PlaceCredit.id)):
        credits[row.place_id].append(
            PlaceCredited(Money(row.net_pence), row.reason, row.asked_at, row.credited_at, row.credit_reference)
        )
    return {
        row.place_id: PlaceCharged(
            row.place_id, row.charge_reference, Money(row.net_pence), row.charged_at, tuple(credits[row.place_id])
        )
        for row in charges
    }


def owed_for_places(place_ids: Iterable[int]) -> dict[int, Money]:
    """What each of some places comes to in the end as things stand, without VAT, in one batch.

    Somebody did not come once the register that says so is finished: until then its marks may be put right.
    """
    rows = session().scalars(
        select(Place)
        .options(
            joinedload(Place.booking, innerjoin=True),
            joinedload(Place.ending),
            joinedload(Place.waiver),
            selectinload(Place.seats),
        )
        .where(Place.id.in_(set(place_ids)))
        .execution_options(populate_existing=True)
    )
    places = list(rows)
    run_ids = {place.run_id for place in places}
    cancelled = _runs_with(RunCancellation, run_ids)
    absent = _absent(places, _runs_with(RegisterClosing, run_ids))
    return {
        place.id: owed_for(
            price=Money(place.price_pence),
            why=Ending(place.ending.why) if place.ending else None,
            fee=Money(place.ending.fee_pence) if place.ending else Money(0),
            is_waived=place.waiver is not None,
            is_no_show=place.id in absent,
            no_show_percent=place.booking.no_show_percent,
            is_run_cancelled=place.run_id in cancelled,
        )
        for place in places
    }


def places_not_come(run_id: int) -> set[int]:
    """The ids of the places booked on a run with which, by its finished register, nobody came to any session."""
    booked = select(Place).where(Place.run_id == run_id, Place.state == PlaceState.BOOKED)
    rows = session().scalars(booked.options(selectinload(Place.seats)).execution_options(populate_existing=True))
    return _absent(list(rows), _runs_with(RegisterClosing, [run_id]))


def list_runs_to_charge(at: datetime) -> list[int]:
    """The ids of runs over before today, in order, that have places still to be charged afterwards."""
    today = datetime.combine(at.astimezone(LONDON).date(), time(), LONDON).astimezone(UTC)
    return list(
        session().scalars(
            select(Run.id)
            .join(Place, Place.run_id == Run.id)
            .join(Booking, Booking.id == Place.booking_id)
            .outerjoin(PlaceEnding, PlaceEnding.place_id == Place.id)
            .where(Run.ends_at < today, Run.ends_at >= today - LOOK_BACK)
            .where(Booking.charge_on == ChargeOn.AFTER, *_costs())
            .distinct()
            .order_by(Run.id)
        )
    )


def list_places_to_charge() -> list[list[int]]:
    """The ids of places that should have been charged on booking and were not, by booking and run.

    A place that was given back since, at a fee, is among them.
    """
    rows = session().execute(
        select(Place.booking_id, Place.run_id, Place.id)
        .join(Booking, Booking.id == Place.booking_id)
        .outerjoin(PlaceEnding, PlaceEnding.place_id == Place.id)
        .where(Booking.charge_on == ChargeOn.BOOKING, *_costs())
        .order_by(Place.booking_id, Place.run_id, Place.position)
    )
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for booking_id, run_id, place_id in rows:
        together[booking_id, run_id].append(place_id)
    return list(together.values())


def _costs() -> tuple[ColumnElement[bool], ...]:
    """That a place, joined to its ending, may have to be charged and was not."""
    charged, cancelled = select(PlaceCharge.place_id), select(RunCancellation.run_id)
    given_back = and_(PlaceEnding.why == Ending.CANCELLED, PlaceEnding.was_booked, PlaceEnding.fee_pence > 0)
    stands = or_(Place.state == PlaceState.BOOKED, given_back)
    return Place.price_pence > 0, stands, Place.id.not_in(charged), Place.run_id.not_in(cancelled)


def _absent(places: Sequence[Place], finished: Collection[int]) -> set[int]:
    """Those of some places, with their seats, that are absent from every session; `finished` are runs' ids."""
    marked = [each.id for each in places if each.run_id in finished]
    if not marked:
        return set()
    query = select(Attendance.place_id, Attendance.session_id).where(Attendance.mark == Mark.ABSENT)
    absences = {(row[0], row[1]) for row in session().execute(query.where(Attendance.place_id.in_(marked)))}
    missed = (each for each in places if all((each.id, seat.session_id) in absences for seat in each.seats))
    return {each.id for each in missed if each.seats}


def _runs_with(record: type[RegisterClosing] | type[RunCancellation], run_ids: Iterable[int]) -> set[int]:
    """Those of some runs of which there is a record."""
    return set(session().scalars(select(record.run_id).where(record.run_id.in_(set(run_ids)))))
