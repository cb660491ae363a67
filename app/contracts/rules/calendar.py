"""What happens to contracts on which day."""

from collections.abc import Iterable
from datetime import date

from app.contracts.values import ContractValue, DayKind, DayOfContract


def days_of(contracts: Iterable[ContractValue], first: date, last: date) -> list[DayOfContract]:
    """Everything that happens to contracts from a day to another, both included, in order.

    Notice matters only while no end is recorded; a contract that was cancelled before it began has no days.
    """
    found = [each for contract in contracts for each in _days(contract) if first <= each.date <= last]
    order = list(DayKind)
    return sorted(found, key=lambda each: (each.date, order.index(each.kind), each.contract.title, each.contract.id))


def _days(contract: ContractValue) -> list[DayOfContract]:
    if contract.last_date is not None and contract.last_date < contract.start_date:
        return []
    notice = contract.notice_date if contract.ending is None else None
    days = ((DayKind.STARTS, contract.start_date), (DayKind.NOTICE, notice), (DayKind.ENDS, contract.last_date))
    return [DayOfContract(day, kind, contract) for kind, day in days if day is not None]
