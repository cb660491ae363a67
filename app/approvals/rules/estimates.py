"""The estimated value of a purchase: the most that everyone could expect to pay over the whole contract, VAT in.

Source: Procurement Act 2023 section 4 and Schedule 3 (options to extend count; a value that cannot be estimated, as
where the duration is not known, counts as above the threshold); section 123 (amounts include VAT).
"""

from collections.abc import Sequence
from datetime import date

from app.approvals.rules.thresholds import is_above
from app.approvals.values import Estimate, EstimateLine, EstimatePart
from app.kernel.money import Money
from app.kernel.vat import vat_on

MONTHS_IN_A_YEAR = 12
HUNDREDTHS_IN_A_PENNY = 100


def estimate(parts: Sequence[EstimatePart], *, months: int | None, extension_months: int) -> Estimate:
    """The estimated value of a contract of so many months and the most by which it may be extended.

    Each line is rounded half up to the penny, its VAT too; the totals are the sums of the lines. `months` is None
    where the length is not known. Raises ValueError for a length, a quantity, a price or a delay below zero.
    """
    if min(months or 0, extension_months) < 0:
        raise ValueError("a contract does not run for less than no time")
    whole = None if months is None else months + extension_months
    return Estimate(tuple(_line(part, whole) for part in parts), whole)


def months_late(contract_starts: date, joins: date) -> int:
    """How many whole months after the contract's start a participant joins; a month begun counts as one it pays for."""
    months = (joins.year - contract_starts.year) * MONTHS_IN_A_YEAR + joins.month - contract_starts.month
    return max(0, months - (joins.day < contract_starts.day))


def reaches(estimated: Estimate, threshold: Money) -> bool:
    """Whether an estimate counts as reaching the threshold: an unknown one always does."""
    return estimated.is_unknown or is_above(estimated.gross, threshold)


def _line(part: EstimatePart, whole: int | None) -> EstimateLine:
    if min(part.quantity, part.unit_price.hundredths, part.months_late, part.vat_rate) < 0:
        raise ValueError(f"no part of an estimate is below zero: {part!r}")
    if not part.is_yearly:
        net, months = part.unit_price.times(part.quantity), None
    else:
        months = MONTHS_IN_A_YEAR if whole is None else max(0, whole - part.months_late)
        net = _over(part, months)
    return EstimateLine(part, months, net, vat_on(net, part.vat_rate))


def _over(part: EstimatePart, months: int) -> Money:
    """What a yearly demand comes to over some months, rounded once, half up."""
    exact, one = part.unit_price.hundredths * part.quantity * months, HUNDREDTHS_IN_A_PENNY * MONTHS_IN_A_YEAR
    return Money((2 * exact + one) // (2 * one))
