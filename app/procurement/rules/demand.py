"""What a trust may say that it wants: of which lots, for whose schools, how much, and from which day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.lots import DEAREST
from app.procurement.rules.term import last_day
from app.procurement.values import DemandTyped, ParticipationState, RoundValue

MOST_QUANTITY = 1_000_000_000
MOST_PRICE = DEAREST
LONGEST_SUPPLIER = 150
FIRST_YEAR, LAST_YEAR = 2000, 2100
BOUND = (ParticipationState.ASKED, ParticipationState.SIGNING, ParticipationState.COMMITTED)


class DemandFault(Refused):
    """Something wrong with one line of demand; `place` is the line's, counted from 0, `field` the name of its part."""

    def __init__(self, message: str, *, place: int, field: str) -> None:
        super().__init__(message, field=field)
        self.place = place


class DemandRefused(Refused):
    """Demand that is not taken; `faults` says all that is wrong with it."""

    def __init__(self, faults: Sequence[DemandFault]) -> None:
        super().__init__(faults[0].message, field=faults[0].field)
        self.faults = tuple(faults)


class DemandBound(Refused):
    """The trust has asked to be bound to what it wants, or is, so it cannot simply change it."""


class NotGathering(Refused):
    """The participants of the round are fixed, or it is over."""


class ChangedMeanwhile(Refused):
    """Somebody else of the same trust changed its demand while this person had it open."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else in your trust changed this while you had it open, so yours is not saved yet. "
            "Look at what they saved, then save again to replace it with yours."
        )


def check_gathering(held: RoundValue) -> None:
    """Raises NotGathering unless trusts may still join the round, change what they want and leave."""
    if held.stage is None or not held.stage.is_gathering:
        raise NotGathering("Participants of this round are fixed, so nobody can join or change what they want.")


def check_can_change(held: RoundValue, state: ParticipationState | None) -> None:
    """Raises NotGathering, or DemandBound for a trust that waits to be committed or is."""
    check_gathering(held)
    if state is ParticipationState.COMMITTED:
        raise DemandBound("Your trust is committed to what it wants. Withdraw its commitment first to change it.")
    if state in BOUND:
        raise DemandBound("Your trust has asked to commit itself to this. Give that up first to change what it wants.")


def check_unchanged(version: int, seen: int) -> None:
    """Raises ChangedMeanwhile where somebody saved since the person opened the page."""
    if version != seen:
        raise ChangedMeanwhile


def joins_from(start: date | None, typed: DemandTyped) -> date:
    """From when a line buys in the round: as typed, else the later of its start and the day after the contract's end.

    Raises ValueError where neither says it: a published round has a start.
    """
    if typed.joins_date is not None:
        return typed.joins_date
    days = [each for each in (start, _day_after(typed.contract_end_date)) if each is not None]
    if not days:
        raise ValueError("neither the round nor the line says from when")
    return max(days)


def as_typed(start: date | None, line: DemandTyped) -> DemandTyped:
    """A line that was kept as a person would type it: a day of joining that follows from the others is left out."""
    if start is None or line.joins_date is None:
        return line
    bare = replace(line, joins_date=None)
    return bare if line.joins_date <= joins_from(start, bare) else line


def demand_faults(
    held: RoundValue, lines: Sequence[DemandTyped], *, own_schools: Collection[int], today: date
) -> list[DemandFault]:
    """All that is wrong with a trust's demand, line by line: none where it may be taken.

    `own_schools` are the ids of the schools that belong to the trust on the day.
    """
    lots, seen, found = {each.id for each in held.lots}, set[tuple[int, int | None]](), list[DemandFault]()
    for place, line in enumerate(lines):
        found += _whose(place, line, lots, own_schools)
        if (line.lot_id, line.school_id) in seen:
            message = "Enter each school once for each lot: it is entered for this lot already"
            found.append(DemandFault(message, place=place, field="school"))
        seen.add((line.lot_id, line.school_id))
        found += line_faults(held, line, place=place, today=today)
    return found


def line_faults(held: RoundValue, line: DemandTyped, *, place: int, today: date) -> list[DemandFault]:
    """What is wrong with a line whoever it is for: its quantity, its words, its days."""
    return [DemandFault(message, place=place, field=field) for field, message in _amounts(line)] + [
        DemandFault(message, place=place, field=field) for field, message in _days(held, line, today)
    ]


def no_longer_own(lines: Iterable[DemandTyped], own_schools: Collection[int]) -> list[DemandTyped]:
    """The lines for schools that have left the trust since they were entered."""
    return [each for each in lines if each.school_id is not None and each.school_id not in own_schools]


def _whose(place: int, line: DemandTyped, lots: Collection[int], own_schools: Collection[int]) -> list[DemandFault]:
    found = []
    if line.lot_id not in lots:
        found.append(DemandFault("Enter a lot of this round", place=place, field="lot"))
    if line.school_id is not None and line.school_id not in own_schools:
        found.append(DemandFault("Enter a school that belongs to your trust", place=place, field="school"))
    return found


def _amounts(line: DemandTyped) -> list[tuple[str, str]]:
    found = []
    if not 0 < line.quantity <= MOST_QUANTITY:
        found.append(("quantity", f"Enter a quantity from 1 to {MOST_QUANTITY:,}"))
    if len(line.supplier) > LONGEST_SUPPLIER:
        found.append(("supplier", f"Enter a supplier of {LONGEST_SUPPLIER} characters or fewer"))
    if line.price is not None and not UnitPrice(0) <= line.price <= MOST_PRICE:
        found.append(("price", f"Enter a price of a unit from 0p to {MOST_PRICE}"))
    return found


def _days(held: RoundValue, line: DemandTyped, today: date) -> list[tuple[str, str]]:
    parts = {"ends": line.contract_end_date, "notice": line.notice_date, "joins": line.joins_date}
    odd = [name for name, day in parts.items() if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR]
    if odd:
        return [(name, f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}") for name in odd]
    return [*_notice(line), *_joins(held, line, today)]


def _notice(line: DemandTyped) -> list[tuple[str, str]]:
    ends, notice = line.contract_end_date, line.notice_date
    if notice is not None and ends is not None and notice > ends:
        return [("notice", f"Enter a last day to give notice no later than the contract’s end, {day_words(ends)}")]
    return []


def _joins(held: RoundValue, line: DemandTyped, today: date) -> list[tuple[str, str]]:
    """The day must be one of the round's contract, and not before what the school has now ends."""
    ends, start, last = line.contract_end_date, held.start_date or today, last_day(held)
    joins = joins_from(start, line)
    if joins < start:
        return [("joins", f"Enter a day from {day_words(start)} on, when this round’s contract starts")]
    if ends is not None and joins <= ends and line.joins_date is not None:
        return [("joins", f"Enter a day after the contract you have ends, {day_words(ends)}")]
    if last is not None and joins > last:
        where = "joins" if line.joins_date is not None else "ends"
        what = "Enter a day before" if line.joins_date is not None else "Leave out what is bound beyond"
        return [(where, f"{what} this round’s contract ends, {day_words(last)}")]
    return []


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)
