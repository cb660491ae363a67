"""The demo's awarded deals, as they are written down in data/, and what they say on a given day."""

from datetime import date
from functools import cache

from app.kernel.unit_price import UnitPrice
from app.procurement.rules.term import months_after
from app.procurement.values import DealAudience, DealLotTyped, DealTyped, Per
from app.procurement.values.call_offs import CallOffTyped, Wanted
from app.sandbox.demo.content import Written, rows
from app.sandbox.demo.round_content import DAY, OFFICE, WrittenShared
from app.sandbox.demo.term import working_day


class WrittenDealLot(Written):
    """One lot of a deal, won by a supplier."""

    title: str
    description: str = ""
    unit: str
    per: Per
    supplier: str
    price: str

    def typed(self) -> DealLotTyped:
        """The lot as its owner typed it."""
        price = UnitPrice.typed(self.price)
        return DealLotTyped(self.title, self.description, self.unit, self.per, self.supplier, price)


class WrittenCallOff(Written):
    """What a trust called off so many working days ago, from a working day on, counted from today, for some months.

    `lots` are quantities by school, one table for each lot in their order. Without `approved` it still waits.
    """

    trust: str
    by: str
    asked: int
    approved: int | None = None
    starts: int
    months: int
    po_number: str = ""
    lots: list[dict[str, int]]

    def typed(self, today: date, lot_ids: list[int], schools: dict[str, int]) -> CallOffTyped:
        """The call-off as it was typed. `schools` are ids by URN."""
        start = working_day(today, self.starts)
        wanted = tuple(
            Wanted(lot_id, None if urn == OFFICE else schools[urn], quantity)
            for lot_id, quantities in zip(lot_ids, self.lots, strict=True)
            for urn, quantity in quantities.items()
        )
        return CallOffTyped(start, months_after(start, self.months) - DAY, self.po_number, wanted)


class WrittenDeal(WrittenShared):
    """One awarded deal. `awarded` and `opened` are working days ago.

    It may be called off until the last day of a month, and supplied until that of another, so many after today's.
    """

    awarded_by: str
    awarded: int
    opened: int
    until_month: int
    last_month: int
    audience: DealAudience
    named: list[str] = []
    lots: list[WrittenDealLot]
    call_offs: list[WrittenCallOff]

    def typed(self, today: date, named: frozenset[int]) -> DealTyped:
        """What is particular to it, as its owner typed it. `named` are the ids of trusts."""
        return DealTyped(
            cpv=self.cpv,
            purchase=self.purchase,
            awarded_by=self.awarded_by,
            award_date=working_day(today, -self.awarded),
            until_date=_month_end(today, self.until_month),
            last_date=_month_end(today, self.last_month),
            audience=self.audience,
            named=named,
            lots=tuple(each.typed() for each in self.lots),
        )


@cache
def deal_content() -> list[WrittenDeal]:
    """Every deal of the demo. Raises ValidationError for a word that is not known."""
    return [WrittenDeal(**row) for row in rows("deals", "deal")]


def _month_end(today: date, months: int) -> date:
    return months_after(today.replace(day=1), months + 1) - DAY
