"""The words of who is out and who is in: the months that are looked at, the stays in them, the figures of each year."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.kernel.money import Money
from app.secondments.values.agreements import SecondmentState, SecondmentValue
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.recharge import NOTHING, Span

MONTHS = 12


@dataclass(frozen=True)
class Window:
    """Twelve whole months from the first day of one."""

    first: date

    def moved(self, months: int) -> "Window":
        """The same so many months later, or earlier where that is below 0."""
        count = self.first.year * 12 + self.first.month - 1 + months
        return Window(date(count // 12, count % 12 + 1, 1))

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.moved(MONTHS).first

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(self.moved(each).first for each in range(MONTHS))

    @property
    def code(self) -> str:
        """As an address says it: 2026-09."""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """As people say it: "September 2026 to August 2027"."""
        return f"{self.first:%B %Y} to {self.moved(MONTHS - 1).first:%B %Y}"


@dataclass(frozen=True)
class Stay:
    """Somebody lent or borrowed, on the days of `span`: as it stands, an early end included.

    `name` is the person's for those who may read it here, else "The secondee".
    """

    secondment: SecondmentValue
    side: SecondmentSide
    other_trust: str
    span: Span
    name: str

    @property
    def is_to_come(self) -> bool:
        """Whether it is agreed and has not begun."""
        return self.secondment.state is SecondmentState.AGREED

    def is_on(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.span.first <= day <= self.span.last


@dataclass(frozen=True)
class YearFigures:
    """What a trust lent and borrowed in an accounting year, by the calendar year in which that began; without VAT.

    `fte_lent` and `fte_borrowed` are in full-time years: half a year at 0.4 is 0.2. `whole` is what the time lent cost
    the trust as employer, `recharged` what of it and in fees the hosts were or will be charged, `left` what it bears.
    """

    year: int
    fte_lent: Fraction = field(default_factory=Fraction)
    fte_borrowed: Fraction = field(default_factory=Fraction)
    whole: Money = NOTHING
    recharged: Money = NOTHING
    left: Money = NOTHING
    borrowed: Money = NOTHING

    @property
    def name(self) -> str:
        """As people say it: "September 2026 to August 2027"."""
        return f"September {self.year} to August {self.year + 1}"
