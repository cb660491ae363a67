"""The words of charging places: what a place was charged, and what was taken off that."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.money import Money


@dataclass(frozen=True)
class PlaceCredited:
    """An amount taken off the charge of a place, without VAT; not done yet while `credited_at` is None.

    `credit_reference` is the credit note's, None where the charge had no invoice yet.
    """

    net: Money
    reason: str
    asked_at: datetime
    credited_at: datetime | None
    credit_reference: str | None


@dataclass(frozen=True)
class PlaceCharged:
    """What one place was charged without VAT, on which charge, and every amount taken off that since."""

    place_id: int
    charge_reference: str
    net: Money
    charged_at: datetime
    credits: tuple[PlaceCredited, ...] = ()

    @property
    def left(self) -> Money:
        """What it still comes to."""
        return self.net - Money.total(each.net for each in self.credits)
