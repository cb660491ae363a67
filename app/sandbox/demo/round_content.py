"""The demo's joint rounds, as they are written down in data/, and what they say on a given day."""

from datetime import date, timedelta
from functools import cache
from typing import Literal

from app.approvals.values import BuyingRoute, PurchaseKind
from app.contracts.rules.suggesting import quarter_of
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ALL_ENGLAND, PHASES, ListingDraft
from app.procurement.rules.term import months_after
from app.procurement.values import DemandTyped, Joining, LotTyped, Per, RoundTyped, Tier, TierBasis, Timetable
from app.sandbox.demo.content import Written, rows
from app.sandbox.demo.term import working_day
from app.services.rules import last_day_for_notice
from app.trusts.values import Phase, Region

DAY = timedelta(days=1)
OFFICE = "office"
"""Stands for the trust’s own office where schools are named."""


class WrittenShared(Written):
    """What a round and a deal share with every listing. Without phases or regions it is for all of them."""

    key: str
    trust: str
    by: str
    title: str
    summary: str
    description: str
    category: str
    phases: list[str] = []
    regions: list[str] = []
    cpv: str
    purchase: PurchaseKind

    def shared(self) -> ListingDraft:
        """The listing as its form gives it."""
        return ListingDraft(
            title=self.title,
            summary=self.summary,
            description=self.description,
            category=self.category,
            phases=frozenset(map(Phase, self.phases)) or frozenset(PHASES),
            regions=frozenset(map(Region, self.regions)) or ALL_ENGLAND,
        )


class WrittenLot(Written):
    """One lot. A tier is [from how much on, price]; by value the first is whole pounds."""

    title: str
    description: str = ""
    unit: str
    per: Per = Per.YEAR
    guide: str
    basis: TierBasis = TierBasis.QUANTITY
    tiers: list[tuple[int, str]]
    supplier: str = ""
    awarded_at: str = ""

    def typed(self) -> LotTyped:
        """The lot as its lead typed it."""
        counted = 100 if self.basis is TierBasis.VALUE else 1
        return LotTyped(
            title=self.title,
            description=self.description,
            unit=self.unit,
            per=self.per,
            guide_price=UnitPrice.typed(self.guide),
            vat=VatTreatment.STANDARD,
            basis=self.basis,
            tiers=tuple(Tier(least * counted, UnitPrice.typed(price)) for least, price in self.tiers),
        )


class WrittenWants(Written):
    """How much of a lot (counted from 1) which schools of a trust want, and what they have now."""

    lot: int
    schools: dict[str, int]
    supplier: str = ""
    price: str = ""
    ends: tuple[int, int] | None = None
    ends_month: int | None = None
    notice_months: int | None = None

    def contract_end(self, today: date, start: date) -> date | None:
        """The last day of what the schools have now."""
        if self.ends is not None:
            return quarter_end(today, *self.ends)
        if self.ends_month is None:
            return None
        months = (self.ends_month - start.month) % 12 + 1
        return months_after(start.replace(day=1), months) - DAY

    def lines(self, lot_ids: list[int], schools: dict[str, int], *, today: date, start: date) -> list[DemandTyped]:
        """The lines of demand. `schools` are ids by URN."""
        ends = self.contract_end(today, start)
        notice = last_day_for_notice(ends, self.notice_months) if ends and self.notice_months else None
        return [
            DemandTyped(
                lot_id=lot_ids[self.lot - 1],
                school_id=None if urn == OFFICE else schools[urn],
                quantity=quantity,
                supplier=self.supplier,
                price=UnitPrice.typed(self.price) if self.price else None,
                contract_end_date=ends,
                notice_date=notice,
            )
            for urn, quantity in self.schools.items()
        ]


class WrittenPart(Written):
    """A trust in a round, and how far it has gone; all counts are working days ago."""

    trust: str
    by: str
    joined: int
    wants: list[WrittenWants] = []
    asked: int | None = None
    allowed: int | None = None
    signed: int | None = None
    left: int | None = None
    why: str = ""
    called_off: int | None = None


class WrittenExemption(Written):
    """Why a round may go on by quotes above the threshold, as it was recorded so many working days ago."""

    recorded: int
    ground: str
    reason: str


class WrittenRound(WrittenShared):
    """One round. `days` are those of its timetable in their order, as working days from today on.

    Its contract starts on the first day of a quarter or a month, so many after that of today. `opened`, `out`,
    `awarded`, `offered` and `abandoned` are working days ago: published, sent to bidders, won, open for call-off, given
    up.
    """

    route: BuyingRoute
    framework: str = ""
    starts_quarter: int | None = None
    starts_month: int | None = None
    months: int
    extension_months: int = 0
    joining: Joining = Joining.OPEN
    invited: list[str] = []
    late_fee: int
    terms: str
    reaches: Literal["interest", "intention", "commitment", "call_off", "abandoned"]
    opened: int
    days: tuple[int, int, int, int, int, int, int]
    lots: list[WrittenLot]
    parts: list[WrittenPart]
    exemption: WrittenExemption | None = None
    out: int | None = None
    awarded: int | None = None
    offered: int | None = None
    abandoned: int | None = None
    reason: str = ""

    def start(self, today: date) -> date:
        """The first day of the contract."""
        if self.starts_quarter is not None:
            return quarter_end(today, self.starts_quarter - 1) + DAY
        assert self.starts_month is not None, f"{self.key} does not say when it starts"
        return months_after(today.replace(day=1), self.starts_month)

    def timetable(self, today: date) -> Timetable:
        """Its days."""
        return Timetable(*(working_day(today, each) for each in self.days))

    def typed(self, today: date, invited: frozenset[int]) -> RoundTyped:
        """What is particular to it, as its lead typed it. `invited` are the ids of trusts."""
        return RoundTyped(
            cpv=self.cpv,
            purchase=self.purchase,
            route=self.route,
            framework=self.framework,
            start_date=self.start(today),
            months=self.months,
            extension_months=self.extension_months,
            timetable=self.timetable(today),
            joining=self.joining,
            late_fee=Money(self.late_fee * 100),
            terms=self.terms,
            lots=tuple(each.typed() for each in self.lots),
            invited=invited,
        )


@cache
def round_content() -> list[WrittenRound]:
    """Every round of the demo. Raises ValidationError for a word that is not known."""
    return [WrittenRound(**row) for row in rows("rounds", "round")]


def quarter_end(today: date, quarters: int, before: int = 0) -> date:
    """So many days before the last day of the quarter that lies so many after that of today."""
    day = quarter_of(today)[1]
    for _ in range(quarters):
        day = quarter_of(day + DAY)[1]
    return day - before * DAY
