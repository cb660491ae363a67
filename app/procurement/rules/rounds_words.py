"""A round in the words of its pages: what is next and until when, how long the contract runs, what a unit costs."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.clock import day_words
from app.procurement.rules.term import months_after
from app.procurement.rules.units import plural
from app.procurement.values import LotValue, Per, RoundValue, Stage


@dataclass(frozen=True)
class DayRow:
    """A day of a round's timetable."""

    day: date
    title: str
    about: str
    is_past: bool


AFTER = {
    Stage.AWARDED: "The suppliers are chosen. Call-offs open next.",
    Stage.CLOSED: "The contract has ended.",
    Stage.ABANDONED: "Nothing is bought through this round.",
    Stage.STANDSTILL: "The award is announced, and waits for the standstill to pass.",
}


def next_words(held: RoundValue, today: date) -> str:
    """What is next in a round and until when, in a sentence or two; of a day that has passed, that it was the last."""
    days, stage = held.timetable, held.stage
    if stage is None:
        return "Only your trust’s procurement leads see this draft."
    if stage is Stage.COMMITMENT and is_past_committing(held, today):
        return f"The last day to commit was {_words(days.commit_by)}. {_after_committing(days.withdraw_by, today)}"
    dated: dict[Stage, tuple[str, date | None, str]] = {
        Stage.INTEREST: ("Trusts can show interest until", days.interest_by, "Then each says how much it wants."),
        Stage.INTENTION: ("Trusts can say how much they want until", days.intention_by, "Then they commit."),
        Stage.COMMITMENT: ("Trusts can commit until", days.commit_by, _leaving(days.withdraw_by)),
        Stage.OUT_TO_BID: ("Bids can come in until", days.tenders_by, "Who takes part is fixed."),
        Stage.EVALUATION: (_award_planned(days.award_by, today), days.award_by, "Bids are being evaluated."),
        Stage.CALL_OFF: ("The contract starts on", held.start_date, "Committed trusts can call off."),
        Stage.IN_CONTRACT: ("The contract runs until", contract_end(held), ""),
    }
    if stage in AFTER:
        return AFTER[stage]
    words, day, then = dated[stage]
    return " ".join(part for part in (f"{words} {day_words(day)}." if day else "", then) if part)


def is_past_committing(held: RoundValue, today: date) -> bool:
    """Whether the last day on which a trust may ask to be committed is over."""
    last = held.timetable.commit_by
    return last is not None and today > last


def contract_end(held: RoundValue) -> date | None:
    """The last day of the contract without extensions; None while its start or length is not known."""
    if held.start_date is None or held.months is None:
        return None
    return months_after(held.start_date, held.months) - timedelta(days=1)


def length_words(held: RoundValue) -> str:
    """How long the contract runs: "3 years, and up to 1 year more"."""
    if held.months is None:
        return "Not known yet"
    more = f", and up to {months_words(held.extension_months)} more" if held.extension_months else ""
    return months_words(held.months) + more


def months_words(months: int) -> str:
    """A number of months as people say it: "18 months", "2 years"."""
    count, unit = (months // 12, "year") if months % 12 == 0 and months else (months, "month")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def unit_words(lot: LotValue) -> str:
    """What a quantity of a lot counts: "laptops", "kWh a year"."""
    return f"{plural(lot.unit)} a year" if lot.per is Per.YEAR else plural(lot.unit)


def price_line(held: RoundValue) -> str:
    """The price of a round as a short phrase: of its one lot, or how many lots it has."""
    if len(held.lots) != 1:
        return f"{len(held.lots)} lots"
    lot = held.lots[0]
    best = min((each.price for each in lot.tiers), default=None)
    guide = f"{lot.guide_price} a {lot.unit}"
    return f"{guide}, down to {best}" if best is not None else guide


def _words(day: date | None) -> str:
    return day_words(day) if day else ""


def _after_committing(leave_by: date | None, today: date) -> str:
    if leave_by is not None and today <= leave_by:
        return f"Committed trusts can leave at no cost until {day_words(leave_by)}."
    return "The lead trust takes the round out to bid next."


def _award_planned(day: date | None, today: date) -> str:
    return "The award was planned for" if day is not None and day < today else "The award is planned for"


def _leaving(day: date | None) -> str:
    return f"They can leave at no cost until {day_words(day)}." if day else ""


def timetable_rows(held: RoundValue, today: date) -> list[DayRow]:
    """The days of a round in order, with what each means, for a page."""
    days = held.timetable
    asked = (
        (days.interest_by, "Interest", "Last day to show interest"),
        (days.intention_by, "Demand", "Last day to say how much each trust wants"),
        (days.commit_by, "Commitment", "Last day to commit"),
        (days.withdraw_by, "Leaving at no cost", "Last day for trusts that committed"),
        (days.notice, "Notice", "The procurement starts, and who takes part is fixed"),
        (days.tenders_by, "Bids", "Last day for bids"),
        (days.award_by, "Award", "Planned"),
        (held.start_date, "Contract starts", ""),
        (contract_end(held), "Contract ends", "Without extensions"),
    )
    return [DayRow(day, title, about, is_past=day < today) for day, title, about in asked if day is not None]
