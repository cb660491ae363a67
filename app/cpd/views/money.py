"""The money of a booking line by line: what each place was charged, and what was taken off that since."""

from dataclasses import dataclass

from app.cpd import queries
from app.cpd.values import BookingValue, ChargeOn, PlaceValue
from app.kernel.money import Money
from app.web.formats import day


@dataclass(frozen=True)
class MoneyLine:
    """A charge, or a credit as a negative amount, without VAT; `link` is the reference it stands on."""

    label: str
    working: str
    net: Money
    link: str = ""


@dataclass(frozen=True)
class BookingMoney:
    """Every line of a booking's money and what they come to; `empty` is what to say where there is none."""

    lines: tuple[MoneyLine, ...]
    empty: str

    @property
    def total(self) -> Money:
        """What is left to pay or was paid, without VAT."""
        return Money.total(each.net for each in self.lines)


def money_of(booking: BookingValue) -> BookingMoney:
    """The charges and credits of a booking's places, in the order of the places."""
    charged = queries.charges_of_places(each.id for each in booking.places)
    lines: list[MoneyLine] = []
    for place in booking.places:
        if place.id in charged:
            each = charged[place.id]
            lines.append(MoneyLine(_label(place), f"Charged {day(each.charged_at)}", each.net, each.charge_reference))
            lines += [
                MoneyLine(
                    f"{_label(place)}: {credit.reason}",
                    f"Credited {day(credit.credited_at)}" if credit.credited_at else "Being credited",
                    -credit.net,
                    credit.credit_reference or "",
                )
                for credit in each.credits
            ]
    after = booking.charge_on is ChargeOn.AFTER
    return BookingMoney(
        tuple(lines),
        "Places are charged the day after the last session." if after else "Nothing has been charged yet.",
    )


def _label(place: PlaceValue) -> str:
    return f"Place {place.position}, {place.delegate.name if place.delegate else 'name to follow'}"
