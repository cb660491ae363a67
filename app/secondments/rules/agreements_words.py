"""Terms and pay in words, for pages, papers and approvals. Of pay there is a band here, never an amount."""

from datetime import date

from app.kernel.clock import day_words
from app.kernel.money import Money
from app.secondments.values import (
    WHOLE,
    CostBasis,
    Fte,
    HalfTerm,
    Pattern,
    Pay,
    PayStep,
    Terms,
    Weekday,
    Working,
)

BAND = 5_000_00
NO_BAND = "Not entered yet"


def full_time_words(fte: Fte) -> str:
    """A share of full time in words: "full time", "0.4 of full time"."""
    return "full time" if fte.parts == WHOLE else f"{fte} of full time"


def working_words(working: Working) -> str:
    """How somebody works: "Tuesday and Wednesday (0.4 of full time)"."""
    of_full = full_time_words(working.fte)
    if working.pattern is Pattern.DAYS and working.days:
        return f"{_and([each.label for each in Weekday if each in working.days])} ({of_full})"
    if working.pattern is Pattern.HALF_TERMS and working.half_terms:
        names = [_lowered(each.label) for each in HalfTerm if each in working.half_terms]
        return f"In the {_and(names)} ({of_full})"
    return f"{working.pattern.label} ({of_full})"


def changes_words(terms: Terms) -> list[str]:
    """Each change of hours: "From 3 May 2027: 0.6 of full time"."""
    return [f"From {day_words(each.from_date)}: {full_time_words(each.fte)}" for each in terms.hours[1:]]


def term_words(terms: Terms) -> str:
    """The days of the term: "4 January 2027 to 23 July 2027". Raises ValueError where one is missing."""
    if terms.start_date is None or terms.end_date is None:
        raise ValueError("these terms have no days")
    return f"{day_words(terms.start_date)} to {day_words(terms.end_date)}"


def band_words(pay: Pay, on: date | None) -> str:
    """The band in which the full-time salary lies on a day, £5,000 wide: "£45,000 to £49,999 a year"."""
    step = _step_on(pay, on)
    if step is None:
        return NO_BAND
    full_time = step.annual.pence * WHOLE // step.home_fte.parts
    low = full_time // BAND * BAND
    return f"{_pounds(low)} to {_pounds(low + BAND - 1)} a year, full time"


def basis_words(terms: Terms, pay: Pay) -> str:
    """What the host pays, in a sentence."""
    if terms.basis is CostBasis.FREE:
        return "The host pays nothing: the home employer bears the whole cost."
    if terms.basis is CostBasis.RECIPROCAL:
        return "Neither trust charges the other: each lends somebody, and bears the whole cost of its own."
    cost = "of what the secondee’s time costs the home employer: salary, employer’s pension and National Insurance"
    more = " and other on-costs" if pay.other_rate or pay.other_monthly else ""
    fee = f", and an administration fee of {pay.fee_monthly} a month without VAT" if pay.fee_monthly else ""
    share = "all" if pay.share_percent == 100 else f"{pay.share_percent}%"
    return f"The host pays {share} {cost}{more}{fee}."


def part_words(pay: Pay) -> str:
    """How part of a month, a change within one and an absence are charged, in a sentence or two."""
    if pay.absence_days is None:
        away = "The host pays the same while the secondee is absent."
    elif pay.absence_days == 0:
        away = "Days of absence are not charged."
    else:
        days = "day" if pay.absence_days == 1 else f"{pay.absence_days} calendar days"
        away = f"Of each absence the first {days} {'is' if pay.absence_days == 1 else 'are'} charged, the rest is not."
    return f"Part of a month is worked out {_lowered(pay.part_month.label)}. {away}"


def _step_on(pay: Pay, on: date | None) -> PayStep | None:
    steps = sorted(pay.steps, key=lambda step: step.from_date)
    begun = [each for each in steps if on is not None and each.from_date <= on]
    return (begun[-1:] or steps[:1] or [None])[0]  # type: ignore[list-item]


def _pounds(pence: int) -> str:
    return str(Money(pence // 100 * 100)).removesuffix(".00")


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:]


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
