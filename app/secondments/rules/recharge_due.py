"""What is to be charged and what to be given back, once a schedule and what was charged are held side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.money import Money
from app.secondments.values import NOTHING, Month, MonthCharged, Schedule


@dataclass(frozen=True)
class ToCharge:
    """What a month still owes, without VAT."""

    month: Month
    net: Money
    fee: Money


@dataclass(frozen=True)
class ToCredit:
    """What is to be taken off one charge, without VAT."""

    charged: MonthCharged
    net: Money
    fee: Money


def due_date(month: Month, charge_day: int) -> date:
    """The day on which a month is charged: the agreed day, or the first day that counts where that is later."""
    return max(month.month_date.replace(day=charge_day), month.first)


def to_charge(schedule: Schedule, charged: Sequence[MonthCharged], *, charge_day: int, today: date) -> list[ToCharge]:
    """What the months that are due still owe above what was charged and not credited, in order."""
    left = _left_by_month(charged)
    found = []
    for month in schedule.months:
        net, fee = left[month.month_date]
        more_net, more_fee = max(month.net - net, NOTHING), max(month.fee - fee, NOTHING)
        if (more_net or more_fee) and due_date(month, charge_day) <= today:
            found.append(ToCharge(month, more_net, more_fee))
    return found


def to_credit(schedule: Schedule, charged: Sequence[MonthCharged]) -> list[ToCredit]:
    """What was charged above what its month owes now: taken off the month's latest charge first.

    Never more than was charged: a month that owes nothing any more gets back exactly what is left of it.
    """
    owed = {month.month_date: month for month in schedule.months}
    found: list[ToCredit] = []
    for month_date, (net, fee) in _left_by_month(charged).items():
        month = owed.get(month_date)
        over_net = max(net - (month.net if month else NOTHING), NOTHING)
        over_fee = max(fee - (month.fee if month else NOTHING), NOTHING)
        latest_first = sorted((each for each in charged if each.month_date == month_date), key=lambda each: -each.id)
        found += _taken(latest_first, over_net, over_fee)
    return found


def _taken(latest_first: Sequence[MonthCharged], net: Money, fee: Money) -> Iterator[ToCredit]:
    for each in latest_first:
        off_net, off_fee = min(net, each.net - each.net_credited), min(fee, each.fee - each.fee_credited)
        if off_net or off_fee:
            yield ToCredit(each, off_net, off_fee)
        net, fee = net - off_net, fee - off_fee


def _left_by_month(charged: Sequence[MonthCharged]) -> dict[date, tuple[Money, Money]]:
    """What was charged and not credited for each month: recharge and fee."""
    left: dict[date, tuple[Money, Money]] = defaultdict(lambda: (NOTHING, NOTHING))
    for each in sorted(charged, key=lambda each: each.id):
        net, fee = left[each.month_date]
        left[each.month_date] = (net + each.net - each.net_credited, fee + each.fee - each.fee_credited)
    return left
