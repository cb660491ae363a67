"""The estimated value of a purchase, with its working, and what it means for the route."""

from dataclasses import dataclass

from app.approvals.values.purchases import BuyingRoute
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice


@dataclass(frozen=True)
class EstimatePart:
    """One participant's demand for one lot: so many units, once or in each year of the contract.

    `vat_rate` is in hundredths of a per cent. `months_late` is how many whole months after the contract's start the
    participant joins. Ids and labels are the caller's own and come back with the working.
    """

    participant_id: int
    lot_id: int
    label: str
    quantity: int
    unit_price: UnitPrice
    is_yearly: bool
    vat_rate: int
    months_late: int = 0


@dataclass(frozen=True)
class EstimateLine:
    """What one part comes to. `months` are those that count, None for what is bought once."""

    part: EstimatePart
    months: int | None
    net: Money
    vat: Money

    @property
    def gross(self) -> Money:
        """With VAT."""
        return self.net + self.vat


@dataclass(frozen=True)
class Estimate:
    """The estimated value of a purchase: its lines, and their sums.

    `months` is the whole length with every extension, None where it is not known: then what is bought each year is
    shown for one year, and the value counts as reaching any threshold.
    """

    lines: tuple[EstimateLine, ...]
    months: int | None

    @property
    def is_unknown(self) -> bool:
        """Whether no value can be estimated, because nobody knows how long the contract runs."""
        return self.months is None

    @property
    def net(self) -> Money:
        """Without VAT."""
        return Money.total(line.net for line in self.lines)

    @property
    def vat(self) -> Money:
        """The VAT of all lines, each worked out by itself."""
        return Money.total(line.vat for line in self.lines)

    @property
    def gross(self) -> Money:
        """With VAT: the value that is held against a threshold."""
        return self.net + self.vat


@dataclass(frozen=True)
class Meaning:
    """What an estimate means for a route: whether it may be taken, and what must happen, in sentences."""

    route: BuyingRoute
    is_above: bool
    is_allowed: bool
    sentences: tuple[str, ...]
