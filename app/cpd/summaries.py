"""What an approver is shown of a booking, frozen as it was when it was asked for."""

from collections.abc import Sequence
from datetime import date, datetime

from app.cpd.values import BookingValue, PlaceValue, RunValue
from app.kernel.clock import LONDON, london_date
from app.kernel.money import Money
from app.kernel.vat import vat_on
from app.trusts import queries as trusts


def worth(booking: BookingValue, places: Sequence[PlaceValue]) -> tuple[Money, Money]:
    """What some places of a booking cost without VAT and with it, worked out place by place."""
    net = Money.total(each.price for each in places)
    return net, net + Money.total(vat_on(each.price, booking.vat_rate) for each in places)


def approval_summary(
    booking: BookingValue, run: RunValue, places: Sequence[PlaceValue], held_until: datetime
) -> list[tuple[str, str]]:
    """The places in labelled lines of plain text. Who goes is not among them: people are looked up, and erased."""
    net, gross = worth(booking, places)
    rows = [
        ("Course", booking.title),
        ("Provider", trusts.names([booking.provider_id])[booking.provider_id]),
        ("Begins", _moment(run.start_of(places[0].session_ids))),
        ("Places", f"{len(places)}"),
        ("Price", f"{net} without VAT, {gross} with VAT ({booking.tier.label.lower()})"),
        ("Cancelling", _cancelling(booking)),
        ("Held until", _moment(held_until)),
        ("PO number", booking.po_number),
        ("Note", booking.note),
    ]
    return [(label, text) for label, text in rows if text]


def _cancelling(booking: BookingValue) -> str:
    said = [f"{each.percent}% from {each.at_least} working days before" for each in booking.bands]
    return "; ".join([*said, f"not coming {booking.no_show_percent}%"])


def _moment(at: datetime) -> str:
    here = at.astimezone(LONDON)
    hour = here.hour % 12 or 12
    minute = f":{here.minute:02d}" if here.minute else ""
    return f"{_day(london_date(at))} at {hour}{minute}{'am' if here.hour < 12 else 'pm'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
