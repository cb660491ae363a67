"""What the demo's trusts are bound to elsewhere, as it is written down in data/, and when on a given day that is."""

from datetime import date, timedelta
from functools import cache

from app.contracts.rules.suggesting import quarter_of
from app.contracts.values import Kept, Supplement
from app.kernel.money import Money
from app.sandbox.demo.content import DATA, Written, rows
from app.services.rules import anniversary, last_day_for_notice

NEIGHBOUR_GROUPS, NEIGHBOUR_ACADEMIES = DATA / "neighbours_groups.csv", DATA / "neighbours_academies.csv"
DAY = timedelta(days=1)


class WrittenKeeper(Written):
    """Somebody who keeps the registers of small trusts near the others; nobody signs in as them."""

    name: str
    email: str
    trusts: list[str]


class WrittenContract(Written):
    """One contract, as the head of the file says."""

    trust: str
    by: str
    title: str
    supplier: str
    category: str = ""
    cpv: str
    years: int
    ends: tuple[int, int] | None = None
    notice_months: int | None = None
    notice_in: int | None = None
    value: int
    added: int
    responsible: str = ""
    note: str = ""
    is_counted: bool = True
    schools: list[str] = []

    def last_day(self, today: date) -> date | None:
        """Its last day where it is loaded on a day; None where it runs until notice is given."""
        if self.ends is None:
            return None
        quarters, before = self.ends
        day = quarter_of(today)[1]
        for _ in range(abs(quarters)):
            day = quarter_of(day + DAY)[1] if quarters > 0 else quarter_of(day)[0] - DAY
        return day - before * DAY

    def first_day(self, today: date) -> date:
        """Its first day: so many years before the day after its last, or before today."""
        return anniversary((self.last_day(today) or today) + DAY, -self.years)

    def notice_day(self, today: date) -> date | None:
        """The last day to give notice, if there is one."""
        if self.notice_in is not None:
            day = today + self.notice_in * DAY
            last = self.last_day(today)
            return min(day, last) if last is not None else day
        last = self.last_day(today)
        return last_day_for_notice(last, self.notice_months) if last is not None and self.notice_months else None

    def kept(self, today: date, schools: dict[str, int]) -> Kept:
        """What a trade would keep of it; `schools` are ids by URN."""
        return Kept(
            title=self.title,
            supplier=self.supplier,
            start_date=self.first_day(today),
            end_date=self.last_day(today),
            value=Money(self.value * 100),
            school_ids=tuple(schools[urn] for urn in self.schools),
        )

    def said(self, today: date, responsible_id: int | None) -> Supplement:
        """What people say of it."""
        return Supplement(
            category=self.category or None,
            cpv=self.cpv,
            notice_date=self.notice_day(today),
            yearly=Money(self.value * 100 // self.years),
            responsible_id=responsible_id,
            note=self.note,
            is_counted=self.is_counted,
        )


class ContractContent(Written):
    """Everything that contracts.toml says."""

    keepers: list[WrittenKeeper]
    contracts: list[WrittenContract]


@cache
def contract_content() -> ContractContent:
    """The file, read once."""
    return ContractContent(
        keepers=[WrittenKeeper(**row) for row in rows("contracts", "keeper")],
        contracts=[WrittenContract(**row) for row in rows("contracts", "contract")],
    )
