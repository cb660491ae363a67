"""The words of the page of a recharge's schedule."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money
from app.secondments.values.agreements import SecondmentValue, Terms
from app.secondments.values.recharge import NOTHING, LineKind, Month, MonthCharged, Pay, Schedule, VatDecision


class ScheduleOf(StrEnum):
    """Which schedule is shown."""

    IN_FORCE = "in_force"
    OPEN = "open"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        """As it reads on a tab."""
        return {"in_force": "In force", "open": "To be signed", "draft": "Draft"}[self.value]


@dataclass(frozen=True)
class ScheduleLine:
    """One month as the page shows it: what it owes, when it is charged, and what was charged of it."""

    month: Month
    vat: Money
    due_date: date
    charged: tuple[MonthCharged, ...]

    @property
    def kept(self) -> Money:
        """What was charged and not given back, without VAT."""
        return Money.total(each.net + each.fee - each.net_credited - each.fee_credited for each in self.charged)


@dataclass(frozen=True)
class SchedulePage:
    """A schedule with everything that its page shows. `vat` is None until the home trust's finance has ruled.

    `left_over` is what was charged for months that the schedule has no more.
    """

    secondment: SecondmentValue
    which: ScheduleOf
    others: tuple[ScheduleOf, ...]
    terms: Terms
    pay: Pay
    schedule: Schedule
    lines: tuple[ScheduleLine, ...]
    left_over: tuple[MonthCharged, ...]
    vat: VatDecision | None

    @property
    def kinds(self) -> tuple[LineKind, ...]:
        """The parts that some month has, in order."""
        there = {kind for line in self.lines for kind, _ in line.month.lines}
        return tuple(kind for kind in LineKind if kind in there)

    def total_of(self, kind: LineKind) -> Money:
        """What a part comes to over all of the months."""
        return Money.total(dict(line.month.lines).get(kind, NOTHING) for line in self.lines)

    @property
    def pension(self) -> str:
        """The pension scheme, with the employer's own rate where it has one."""
        if not self.pay.pension.has_own_rate:
            return self.pay.pension.label
        return f"{self.pay.pension.label}, {(self.pay.pension_rate or 0) / 100:g}% by the employer"

    @property
    def vat_total(self) -> Money:
        """VAT on all of it."""
        return Money.total(each.vat for each in self.lines)

    @property
    def gross(self) -> Money:
        """All of it with VAT."""
        return self.schedule.total + self.vat_total
