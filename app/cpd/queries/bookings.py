"""Bookings: one, those that a trust made, those on courses that it gives."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from app.cpd.models import Booking, Place, Run
from app.cpd.queries.places import places_of_bookings
from app.cpd.queries.waiting_for import to_name_at
from app.cpd.values import (
    LIVE,
    Band,
    BookingFilter,
    BookingLine,
    BookingSide,
    BookingSort,
    BookingValue,
    ChargeOn,
    PlaceState,
    PlaceValue,
    Tier,
)
from app.kernel.clock import LONDON
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings import queries as listings
from app.trusts import queries as trusts

Counted = tuple[PlaceState, int, Money, datetime | None]


def get_booking(trust_id: int, reference: str) -> BookingValue:
    """A booking that a trust made, or one on a course that it gives. Raises NotFound for another's."""
    seen = or_(Booking.buyer_id == trust_id, Booking.provider_id == trust_id)
    return _one(Booking.reference == reference, seen)


def get_own_booking(trust_id: int, reference: str) -> BookingValue:
    """A booking that a trust made. Raises NotFound for another's."""
    return _one(Booking.reference == reference, Booking.buyer_id == trust_id)


def booking_by_reference(reference: str) -> BookingValue:
    """A booking, for this domain's own rooms. Raises NotFound."""
    return _one(Booking.reference == reference)


def bookings_by_id(booking_ids: Iterable[int]) -> dict[int, BookingValue]:
    """Bookings by id in one batch, for this domain's own rooms."""
    return {each.id: each for each in _many(Booking.id.in_(set(booking_ids)))}


def find_booking_by_token(token: str) -> str | None:
    """The reference of the booking that a draft became, if it did."""
    return session().scalar(select(Booking.reference).where(Booking.token == token))


def list_bookings(
    trust_id: int,
    narrowed: BookingFilter,
    *,
    sort: BookingSort = BookingSort.BOOKED,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
) -> list[BookingLine]:
    """Bookings that a trust made, or on courses that it gives, in an order that is total; `most` None gives all."""
    column = {
        BookingSort.BOOKED: Booking.booked_at,
        BookingSort.STARTS: Run.starts_at,
        BookingSort.TITLE: func.lower(Booking.title),
    }[sort]
    order = [column.desc(), Booking.id.desc()] if descending else [column.asc(), Booking.id]
    query = _narrowed(trust_id, narrowed).add_columns(Run.reference, Run.starts_at)
    rows = session().execute(query.order_by(*order).offset(skip).limit(most)).all()
    names = trusts.names(_other(row[0], narrowed.side) for row in rows)
    counts = _counts([row[0].id for row in rows])
    return [_line(row, narrowed.side, names, counts[row[0].id]) for row in rows]


def count_bookings(trust_id: int, narrowed: BookingFilter) -> int:
    """How many `list_bookings` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(Booking.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def count_to_answer(trust_id: int) -> int:
    """How many of a trust's bookings have a place offered that it has not answered."""
    return count_bookings(trust_id, BookingFilter(state=PlaceState.OFFERED))


def _narrowed(trust_id: int, narrowed: BookingFilter) -> Select[Booking]:
    own = Booking.buyer_id if narrowed.side is BookingSide.MADE else Booking.provider_id
    query = select(Booking).join(Run, Run.id == Booking.run_id).where(own == trust_id)
    if narrowed.state is not None:
        query = query.where(Booking.id.in_(select(Place.booking_id).where(Place.state == narrowed.state)))
    if narrowed.year is not None:
        begins, ends = (_first_moment(narrowed.year + plus) for plus in (0, 1))
        query = query.where(Run.starts_at >= begins, Run.starts_at < ends)
    if narrowed.over_by is not None:
        query = query.where(Run.ends_at <= narrowed.over_by)
    if narrowed.coming_at is not None:
        query = query.where(Run.ends_at > narrowed.coming_at)
    if narrowed.to_name_at is not None:
        query = query.where(Booking.id.in_(select(Place.booking_id).where(*to_name_at(narrowed.to_name_at))))
    if narrowed.text.strip():
        query = query.where(_matching(trust_id, narrowed))
    return query


def _matching(trust_id: int, narrowed: BookingFilter) -> ColumnElement[bool]:
    text = narrowed.text.strip()
    named = _other_column(narrowed.side).in_(_partners_named(trust_id, narrowed.side, text))
    columns = (Booking.title, Booking.reference, Booking.po_number, Run.reference)
    return or_(named, *(column.icontains(text, autoescape=True) for column in columns))


def _partners_named(trust_id: int, side: BookingSide, text: str) -> list[int]:
    own = Booking.buyer_id if side is BookingSide.MADE else Booking.provider_id
    others = session().scalars(select(_other_column(side)).where(own == trust_id).distinct())
    return [number for number, name in trusts.names(others).items() if text.lower() in name.lower()]


def _other_column(side: BookingSide) -> ColumnElement[int]:
    return Booking.provider_id if side is BookingSide.MADE else Booking.buyer_id  # type: ignore[return-value]


def _other(row: Booking, side: BookingSide) -> int:
    return row.provider_id if side is BookingSide.MADE else row.buyer_id


def _first_moment(year: int) -> datetime:
    return datetime.combine(date(year, 9, 1), time(), LONDON).astimezone(UTC)


def _counts(booking_ids: list[int]) -> dict[int, list[Counted]]:
    sums = (func.count(), func.sum(Place.price_pence), func.min(Place.offered_until), func.min(Place.held_until))
    query = select(Place.booking_id, Place.state, *sums).where(Place.booking_id.in_(booking_ids))
    found: dict[int, list[Counted]] = defaultdict(list)
    rows = session().execute(query.group_by(Place.booking_id, Place.state))
    for booking_id, state, count, pence, offered_until, held_until in rows:
        until = {PlaceState.OFFERED: offered_until, PlaceState.HELD: held_until}.get(state)
        found[booking_id].append((PlaceState(state), count, Money(int(pence)), until))
    return found


def _line(
    row: Row[Booking, str, datetime], side: BookingSide, names: dict[int, str], counts: list[Counted]
) -> BookingLine:
    booking, run_reference, starts_at = row
    other = _other(booking, side)
    return BookingLine(
        reference=booking.reference,
        title=booking.title,
        run_reference=run_reference,
        starts_at=starts_at,
        other_trust_id=other,
        other_trust=names[other],
        booked_at=booking.booked_at,
        po_number=booking.po_number,
        net=Money.total(net for state, _, net, _ in counts if state in LIVE),
        answer_by=min((until for *_, until in counts if until is not None), default=None),
        counts={state: count for state, count, _, _ in counts},
    )


def _one(*conditions: ColumnElement[bool]) -> BookingValue:
    found = _many(*conditions)
    if not found:
        raise NotFound("no such booking of this trust")
    return found[0]


def _many(*conditions: ColumnElement[bool]) -> list[BookingValue]:
    query = select(Booking, Run.reference).join(Run, Run.id == Booking.run_id).where(*conditions).order_by(Booking.id)
    rows = session().execute(query.execution_options(populate_existing=True)).all()
    courses = listings.listings_by_id({row.listing_id for row, _ in rows})
    places = places_of_bookings([row.id for row, _ in rows])
    return [_value(row, courses[row.listing_id].reference, run, places.get(row.id, ())) for row, run in rows]


def _value(row: Booking, listing_reference: str, run_reference: str, places: tuple[PlaceValue, ...]) -> BookingValue:
    return BookingValue(
        id=row.id,
        reference=row.reference,
        listing_id=row.listing_id,
        listing_reference=listing_reference,
        run_id=row.run_id,
        run_reference=run_reference,
        provider_id=row.provider_id,
        buyer_id=row.buyer_id,
        title=row.title,
        po_number=row.po_number,
        note=row.note,
        booked_by=row.booked_by,
        booked_at=row.booked_at,
        tier=Tier(row.tier),
        vat_treatment=VatTreatment(row.vat_treatment),
        vat_reason=row.vat_reason,
        vat_decided_by=row.vat_decided_by,
        vat_rate=row.vat_rate,
        charge_on=ChargeOn(row.charge_on),
        bands=tuple(Band(at_least or 0, up_to, percent or 0) for at_least, up_to, percent in row.bands),
        no_show_percent=row.no_show_percent,
        name_by_date=row.name_by_date,
        whole_school_id=row.whole_school_id,
        places=places,
    )
