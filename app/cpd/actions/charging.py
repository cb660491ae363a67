"""Charging places once, and taking off what is given back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.charges import actions as charges
from app.charges.values import LineAsked, TakenOff
from app.cpd.messages import charging as messages
from app.cpd.models import Booking, Place, PlaceCharge, PlaceCredit, PlaceEnding, Run
from app.cpd.queries.charging import charges_of_places, owed_for_places
from app.cpd.rules.money import NOTHING
from app.cpd.values import ChargeOn, Ending, PlaceState, Tier
from app.kernel import outbox
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.kernel.money import Money

CREDIT_JOB = "cpd.credit"
NOT_CHARGED = (Tier.OWN, Tier.FREE)


def charge_places(*, place_ids: Sequence[int], at: datetime) -> None:
    """Charge what places of one booking on one run owe as things stand, where the course charges on booking.

    A line for each place, all on one charge; a place is charged once, whatever is asked. A charge that is
    refused (the provider's VAT details contradict it) is told to the provider, tried again, and stops nothing.
    """
    owed = owed_for_places(place_ids)
    rows = [row for row in _uncharged(place_ids) if owed[row.id]]
    if rows and rows[0].booking.charge_on is ChargeOn.BOOKING:
        _charge(rows, owed, at)


def charge_run(*, run_id: int, at: datetime) -> None:
    """Charge what is owed for a run that is over, where its course charges afterwards: one charge a booking."""
    ids = session().scalars(
        select(Place.id)
        .join(Booking, Booking.id == Place.booking_id)
        .where(Place.run_id == run_id, Booking.charge_on == ChargeOn.AFTER)
        .order_by(Place.id)
    )
    owed = owed_for_places(ids)
    by_booking: dict[int, list[Place]] = defaultdict(list)
    for row in _uncharged(list(owed)):
        if owed[row.id]:
            by_booking[row.booking_id].append(row)
    for rows in by_booking.values():
        _charge(rows, owed, at)


def settle_places(*, place_ids: Iterable[int], reason: str, at: datetime) -> None:
    """Take off the charges of some places whatever they no longer owe, with a reason for the buyer.

    What is worked out here is done by the worker, once. A place that was not charged has nothing to take off.
    """
    wanted = sorted(set(place_ids))
    owed, charged = owed_for_places(wanted), charges_of_places(wanted)
    references = set()
    for place_id, charge in sorted(charged.items()):
        over = charge.left - owed[place_id]
        if over > NOTHING:
            key = f"{len(charge.credits) + 1}"
            session().add(PlaceCredit(place_id=place_id, key=key, net_pence=over.pence, reason=reason, asked_at=at))
            references.add((charge.charge_reference, f"{place_id}:{key}"))
    session().flush()
    for reference, key in sorted(references):
        outbox.post(handler=CREDIT_JOB, payload={"charge": reference}, key=f"{CREDIT_JOB}:{key}", at=at)


def credit_charge(*, reference: str, at: datetime) -> None:
    """Take off a charge, all at once, every amount that its places are still to be credited.

    Done twice it is done once. Raises CreditMustWait while a payment of the invoice is on its way. Where the
    provider has taken more off by hand than leaves room for it, the provider is told and nothing more is taken.
    """
    waiting = list(
        session().execute(
            select(PlaceCredit, PlaceCharge.position)
            .join(PlaceCharge, PlaceCharge.place_id == PlaceCredit.place_id)
            .where(PlaceCharge.charge_reference == reference, PlaceCredit.credited_at.is_(None))
            .order_by(PlaceCharge.position, PlaceCredit.id)
            .with_for_update(of=PlaceCredit)
        )
    )
    if not waiting:
        return
    amounts: dict[int, Money] = defaultdict(lambda: NOTHING)
    for credit, position in waiting:
        amounts[position] += Money(credit.net_pence)
    reason = "; ".join(dict.fromkeys(credit.reason for credit, _ in waiting))[:1_000]
    taken = [TakenOff(*each) for each in sorted(amounts.items())]
    note = charges.take_off_by_rule(reference=reference, amounts=taken, reason=reason, at=at)
    session().execute(
        update(PlaceCredit)
        .where(PlaceCredit.id.in_([credit.id for credit, _ in waiting]))
        .values(credited_at=at, credit_reference=note)
        .execution_options(synchronize_session=False)
    )


def _uncharged(place_ids: Sequence[int]) -> list[Place]:
    """The places that cost something and have no charge yet, with their bookings, in order."""
    charged = select(PlaceCharge.place_id).where(PlaceCharge.place_id.in_(place_ids))
    rows = session().scalars(
        select(Place)
        .join(Booking, Booking.id == Place.booking_id)
        .outerjoin(PlaceEnding, PlaceEnding.place_id == Place.id)
        .options(joinedload(Place.booking, innerjoin=True), joinedload(Place.ending))
        .where(Place.id.in_(place_ids), Place.id.not_in(charged), Place.price_pence > 0)
        .where(Booking.tier.not_in(NOT_CHARGED))
        .where((Place.state == PlaceState.BOOKED) | ((PlaceEnding.why == Ending.CANCELLED) & PlaceEnding.was_booked))
        .order_by(Place.booking_id, Place.position)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _charge(rows: Sequence[Place], amounts: dict[int, Money], at: datetime) -> None:
    booking = rows[0].booking
    run = session().scalars(select(Run).where(Run.id == rows[0].run_id)).one()
    try:
        with session().begin_nested():
            reference = charges.raise_charge(
                provider_id=booking.provider_id,
                buyer_id=booking.buyer_id,
                subject=booking.reference,
                reason=f"{booking.title}, {_places(len(rows))}",
                lines=[_line(row, run, amounts[row.id]) for row in rows],
                supply_date=london_date(run.ends_at),
                po_number=booking.po_number or None,
                key=f"booking:{booking.reference}:places:{','.join(str(row.position) for row in rows)}",
                at=at,
                actor=None,
            )
            session().add_all(
                PlaceCharge(
                    place_id=row.id,
                    charge_reference=reference,
                    position=position,
                    net_pence=amounts[row.id].pence,
                    charged_at=at,
                )
                for position, row in enumerate(rows, start=1)
            )
            session().flush()
    except Refused as refused:
        messages.tell_charge_refused(booking.reference, booking.provider_id, reason=refused.message, at=at)


def _line(row: Place, run: Run, amount: Money) -> LineAsked:
    booking, day = row.booking, london_date(run.starts_at)
    what = "Cancelled place" if row.ending else "Place"
    return LineAsked(
        description=f"{booking.title}: {what.lower()} {row.position}, {day.day} {day:%B %Y} ({run.reference})",
        quantity=1,
        unit="place",
        unit_price=amount,
        vat_treatment=booking.vat_treatment,
        vat_reason=booking.vat_reason,
        decided_by=booking.vat_decided_by,
    )


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
