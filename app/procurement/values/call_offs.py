"""The words of calling off: what is typed, what it comes to, and how a trust's own are listed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.values.deals import CallOffState, CallOffValue, DealLotValue, DealValue
from app.procurement.values.demand import OFFICE
from app.trusts.values import SchoolValue, TrustValue


@dataclass(frozen=True)
class Wanted:
    """How much of a lot is asked for a school (None: the trust's own office), in whole units."""

    lot_id: int
    school_id: int | None
    quantity: int


@dataclass(frozen=True)
class CallOffTyped:
    """A call-off as it is typed; both days are included."""

    start_date: date | None = None
    end_date: date | None = None
    po_number: str = ""
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class WorkedLine:
    """A line of a call-off with what it comes to over the whole term. `vat_rate` is in hundredths of a per cent."""

    lot: DealLotValue
    school_id: int | None
    quantity: int
    price: UnitPrice
    vat_rate: int
    net: Money
    vat: Money


@dataclass(frozen=True)
class Worked:
    """What a call-off comes to: `months` are those of its term, a part of one counted as a whole one."""

    lines: tuple[WorkedLine, ...]
    months: int

    @property
    def net(self) -> Money:
        """Over the whole term, without VAT."""
        return Money(sum(each.net.pence for each in self.lines))

    @property
    def vat(self) -> Money:
        """The VAT of all lines."""
        return Money(sum(each.vat.pence for each in self.lines))

    @property
    def gross(self) -> Money:
        """Over the whole term, with VAT."""
        return self.net + self.vat

    @property
    def seen(self) -> str:
        """What the check page shows, to be held against what there is when it is placed."""
        return f"{self.net.pence}-{self.gross.pence}"


@dataclass(frozen=True)
class Calling:
    """What a trust's call-off would be at this moment; `needs_asking` says whether its scheme of delegation is asked.

    `title` is that of the deal, `schools` are by id.
    """

    deal: DealValue
    typed: CallOffTyped
    start_date: date
    end_date: date
    worked: Worked
    schools: dict[int, SchoolValue]
    needs_asking: bool


@dataclass(frozen=True)
class CallOffPage:
    """A call-off with all that its page shows: its deal, whose that is, its lots and schools by id."""

    held: CallOffValue
    deal: DealValue
    owner: TrustValue
    lots: dict[int, DealLotValue]
    schools: dict[int, SchoolValue]

    @property
    def vat(self) -> Money:
        """The VAT over the whole term."""
        return self.held.gross - self.held.net

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Each supplier once, in the order of the lots: an order goes to each."""
        called = {each.lot_id for each in self.held.lines}
        return tuple(dict.fromkeys(lot.supplier for lot in self.deal.lots if lot.id in called))

    def place(self, school_id: int | None) -> str:
        """For whom a line is."""
        return place_name(school_id, self.schools)


class CallOffSort(StrEnum):
    """What the list of a trust's call-offs may be ordered by."""

    STARTS = "starts"
    ENDS = "ends"
    VALUE = "value"
    ASKED = "asked"


@dataclass(frozen=True)
class CallOffFilter:
    """What narrows the list of a trust's call-offs; nothing chosen shows all."""

    state: CallOffState | None = None
    text: str = ""


@dataclass(frozen=True)
class CallOffListed:
    """A call-off of one's own trust as a list shows it."""

    held: CallOffValue
    title: str
    deal_reference: str
    owner: str
    suppliers: str


@dataclass(frozen=True)
class Given:
    """What a trust committed itself to in a round, as a call-off is filled in with it: what joins on the same day.

    `others` are the days on which the rest joins.
    """

    typed: CallOffTyped
    others: tuple[date, ...] = ()


def place_name(school_id: int | None, schools: dict[int, SchoolValue]) -> str:
    """The name of a school, or that of the trust's own office."""
    if school_id is None:
        return OFFICE
    return schools[school_id].name if school_id in schools else "A former school"
