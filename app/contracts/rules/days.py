"""Where a contract stands on a day, and which days it may name."""

from datetime import date, timedelta

from app.contracts.values import ContractState, ContractValue
from app.kernel.errors import Refused

NOTICE_NEAR = timedelta(days=90)
"""How long before its last day notice is said to be due."""


class Ended(Refused):
    """The contract has ended, or its end is recorded, so this can no longer be done."""


def state_on(contract: ContractValue, day: date) -> ContractState:
    """Where a contract stands on a day.

    Notice is due on the ninety days before the last day to give it and on that day; the next day it is passed.
    Once an ending is recorded notice no longer matters. What ended before it began has ended.
    """
    last = contract.last_date
    if last is not None and (last < day or last < contract.start_date):
        return ContractState.ENDED
    if day < contract.start_date:
        return ContractState.TO_START
    notice = contract.notice_date
    if notice is None or contract.ending is not None or day < notice - NOTICE_NEAR:
        return ContractState.RUNNING
    return ContractState.NOTICE_DUE if day <= notice else ContractState.NOTICE_PASSED


def is_in_force(contract: ContractValue, day: date) -> bool:
    """Whether it has begun and not ended."""
    return state_on(contract, day) not in (ContractState.TO_START, ContractState.ENDED)
