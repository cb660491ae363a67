"""What a call-off comes to, what it needs, and when its trust may still take it back.

A term is counted in whole months, a part of one as a whole one, so that what an approver is shown is never less than
what is bound. A month runs to the day before the same day of the next; where that has no such day, to its last day:
from 31 January the first month ends on 28 February, from 29 February 2028 twelve end on 28 February 2029.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import rate_on, vat_on
from app.procurement.values import CallOffState, DealLotValue, Per
from app.procurement.values.call_offs import CallOffTyped, Wanted, Worked, WorkedLine
from app.procurement.values.deals_read import Allowance

MONTHS = 12
LONGEST_MONTHS = 120
LONGEST_PO_NUMBER = 40
MOST_QUANTITY = 999_999_999
MOST_PENCE = 10_000_000_000_00
HUNDREDTHS = 100


class CallOffWrong(Refused):
    """A call-off that cannot be as it was typed."""


class TooLate(Refused):
    """A call-off that moved on, or whose day has come."""


class Changed(Refused):
    """A price changed after the person looked: nothing was called off."""

    def __init__(self) -> None:
        super().__init__("The price has changed since you looked. Nothing was called off: check it again.")


def last_day(start: date, months: int) -> date:
    """The last day of so many months from a day, that day included."""
    years, month = divmod(start.month - 1 + months, MONTHS)
    year, month = start.year + years, month + 1
    length = monthrange(year, month)[1]
    return date(year, month, start.day) - timedelta(days=1) if start.day <= length else date(year, month, length)


def whole_months(start: date, end: date) -> int:
    """How many months a term from one day to another touches, both included, counted from its first day."""
    months = (end.year - start.year) * MONTHS + end.month - start.month
    return next(count for count in range(max(1, months - 1), months + 3) if last_day(start, count) >= end)


def cost(price: UnitPrice, quantity: int, *, per: Per, months: int) -> Money:
    """What so many units cost over a term, half up to the penny once: once, or a twelfth of a year's for each month."""
    twelfths = price.hundredths * quantity * (months if per is Per.YEAR else MONTHS)
    whole = MONTHS * HUNDREDTHS
    return Money((2 * twelfths + whole) // (2 * whole))


def work_out(lots: Sequence[DealLotValue], wanted: Sequence[Wanted], *, start: date, end: date) -> Worked:
    """What a call-off comes to, line by line in the order of the lots; VAT by line, at the rate of its first day."""
    months = whole_months(start, end)
    return Worked(
        tuple(_line(lot, each, start, months) for lot in lots for each in wanted if each.lot_id == lot.id), months
    )


def typed_faults(typed: CallOffTyped, *, last_date: date | None, today: date) -> list[Refused]:
    """What a call-off as typed lacks or contradicts, all at once. `last_date` is the deal's last day of supply."""
    found = [*_start_faults(typed, last_date, today), *_end_faults(typed, last_date)]
    if len(typed.po_number) > LONGEST_PO_NUMBER:
        found.append(CallOffWrong(f"PO number must be {LONGEST_PO_NUMBER} characters or fewer", field="po_number"))
    if not typed.wanted:
        found.append(CallOffWrong("Enter a quantity for at least one school", field="quantities"))
    return found


def check_not_too_much(worked: Worked) -> None:
    """Raises CallOffWrong for a value so large that it must be a slip."""
    if worked.gross.pence > MOST_PENCE:
        raise CallOffWrong("The value is above £10,000,000,000. Check the quantities.")


def needs_asking(worked: Worked, allowance: Allowance | None) -> bool:
    """Whether the scheme of delegation is asked: not where nothing is owed, nor where what the trust was allowed to
    commit itself to in the round has room for it, VAT in."""
    return bool(worked.gross) and (allowance is None or worked.gross > allowance.left)


def check_not_sent(placed: str | None) -> None:
    """Raises CallOffWrong where a page was sent at the same moment for another deal, naming what that called off."""
    if placed is not None:
        raise CallOffWrong(f"This page was sent already and called off {placed}. Begin again for another deal.")


def check_seen(worked: Worked, seen: str) -> None:
    """Raises Changed unless what the person looked at is what there is."""
    if seen != worked.seen:
        raise Changed


def check_can_cancel(state: CallOffState, *, start: date, today: date) -> None:
    """Raises TooLate for a call-off that is over, or that was placed and has started: its first day is too late."""
    if state not in (CallOffState.ASKED, CallOffState.PLACED):
        is_already = "was" if state is CallOffState.LAPSED else "is already"
        raise TooLate(f"This call-off {is_already} {state.label.lower()}.")
    if state is CallOffState.PLACED and today >= start:
        raise TooLate(
            f"It started on {day_words(start)}, so it cannot be cancelled here. Agree with the supplier how it ends."
        )


def can_cancel(state: CallOffState, *, start: date, today: date) -> bool:
    """Whether a call-off may be cancelled on a day."""
    try:
        check_can_cancel(state, start=start, today=today)
    except TooLate:
        return False
    return True


def check_not_started(start: date, *, today: date) -> None:
    """Raises TooLate where the first day of what waits for approval has passed."""
    if today > start:
        raise TooLate(
            f"It was to start on {day_words(start)}, which has passed, so it cannot be approved any more. "
            "Decline it, and have it called off again with a later first day."
        )


def _line(lot: DealLotValue, wanted: Wanted, start: date, months: int) -> WorkedLine:
    net, rate = cost(lot.price, wanted.quantity, per=lot.per, months=months), rate_on(lot.vat, start)
    return WorkedLine(lot, wanted.school_id, wanted.quantity, lot.price, rate, net, vat_on(net, rate))


def _start_faults(typed: CallOffTyped, last_date: date | None, today: date) -> list[Refused]:
    start = typed.start_date
    if start is None:
        return [CallOffWrong("Enter the first day", field="start_date")]
    if start < today:
        return [CallOffWrong("The first day must be today or later", field="start_date")]
    if last_date is not None and start > last_date:
        return [CallOffWrong(f"The first day must be on or before {_deal_ends(last_date)}", field="start_date")]
    if start > last_day(today, LONGEST_MONTHS):
        return [CallOffWrong("The first day must be within 10 years of today", field="start_date")]
    return []


def _end_faults(typed: CallOffTyped, last_date: date | None) -> list[Refused]:
    start, end = typed.start_date, typed.end_date
    if end is None:
        return [CallOffWrong("Enter the last day", field="end_date")]
    if start is not None and end < start:
        return [CallOffWrong("The last day must be on or after the first day", field="end_date")]
    if last_date is not None and end > last_date:
        return [CallOffWrong(f"The last day must be on or before {_deal_ends(last_date)}", field="end_date")]
    if start is not None and end > _latest_end(start):
        return [CallOffWrong("The last day must be within 10 years of the first day", field="end_date")]
    return []


def _latest_end(start: date) -> date:
    """The last day of ten years from a day; that of the calendar for a day too near to it, which is refused anyway."""
    return date.max if start.year + LONGEST_MONTHS // MONTHS > date.max.year else last_day(start, LONGEST_MONTHS)


def _deal_ends(last_date: date) -> str:
    return f"{day_words(last_date)}, the last day of supply under this deal"
