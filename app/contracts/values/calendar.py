"""A year of contracts, by months."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.contracts.values.contracts import ContractValue

MONTHS = 12


class DayKind(StrEnum):
    """What happens to a contract on a day."""

    STARTS = "starts"
    NOTICE = "notice"
    ENDS = "ends"

    @property
    def label(self) -> str:
        """As it reads before a contract."""
        return {"starts": "Starts", "notice": "Last day to give notice", "ends": "Ends"}[self.value]


@dataclass(frozen=True)
class DayOfContract:
    """One day on which something happens to a contract."""

    date: date
    kind: DayKind
    contract: ContractValue


@dataclass(frozen=True)
class Year:
    """An accounting year: from 1 September to 31 August; `begins` is the calendar year of its first day."""

    begins: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.begins, 9, 1)

    @property
    def after(self) -> date:
        """The first day after it."""
        return date(self.begins + 1, 9, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(
            date(self.begins + (month > MONTHS), (month - 1) % MONTHS + 1, 1) for month in range(9, 9 + MONTHS)
        )

    @property
    def name(self) -> str:
        """As people write it: 2026/27."""
        return f"{self.begins}/{(self.begins + 1) % 100:02d}"
