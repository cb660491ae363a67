"""What a round needs, what contradicts itself in it, and what of it may still be changed at which stage."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from app.approvals.values import BuyingRoute
from app.kernel import cpv
from app.kernel.errors import Refused
from app.listings.rules import WrongState
from app.listings.values import ListingState
from app.procurement.frameworks import all_frameworks
from app.procurement.rules.lots import lot_faults, lots_missing
from app.procurement.values import Joining, LotTyped, Per, RoundTyped, RoundValue, Stage, Timetable

LONGEST_TERMS = 10_000
LONGEST_NOTE = 200
MOST_MONTHS = 120
MOST_FEE = 100_000_00
MOST_LOTS = 20
MOST_INVITED = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100
DAYS: tuple[tuple[str, str], ...] = (
    ("interest_by", "the last day to show interest"),
    ("intention_by", "the last day to say what each trust wants"),
    ("commit_by", "the last day to commit"),
    ("withdraw_by", "the last day to leave at no cost"),
    ("notice", "the day of the notice"),
    ("tenders_by", "the last day for bids"),
    ("award_by", "the day of the award"),
)
"""The days of the timetable in their order, as an error names them."""
NEEDED = ("interest_by", "intention_by", "commit_by", "withdraw_by", "notice")
MAY_BE_SAME = "withdraw_by"
CHANGEABLE: dict[Stage, frozenset[str]] = {
    Stage.OUT_TO_BID: frozenset({"tenders_by", "award_by"}),
    Stage.EVALUATION: frozenset({"award_by"}),
}
"""What is particular to a round that may be changed once its participants are fixed: only the days still to come."""


def round_faults(typed: RoundTyped, *, lead_id: int = 0) -> list[Refused]:
    """What is wrong even in a draft: a code that is none, numbers out of bounds, days out of order, texts too long."""
    return [
        *_code_faults(typed),
        *_framework_faults(typed),
        *_bounds(typed),
        *_odd_years(typed),
        *timetable_faults(typed.timetable, typed.start_date),
        *_too_long(typed),
        *_invitation_faults(typed, lead_id),
        *(fault for lot in typed.lots for fault in lot_faults(lot)),
    ]


def publishing_faults(typed: RoundTyped, *, today: date, lead_id: int = 0) -> list[Refused]:
    """What a round still lacks to be published or contradicts itself in, each beside its field; empty if nothing."""
    return [
        *round_faults(typed, lead_id=lead_id),
        *_missing(typed),
        *(_past(typed.timetable, today, DAYS)),
        *([Refused("The contract must start after today", field="start_date")] if _is_past(typed, today) else []),
        *lots_missing(typed.lots),
    ]


def timetable_faults(days: Timetable, start_date: date | None = None) -> list[Refused]:
    """Where the days are out of order: each is after the one before it, and the contract starts after all of them.

    A trust may leave at no cost on the last day to commit still.
    """
    faults: list[Refused] = []
    before: tuple[date, str] | None = None
    for name, words, day in [*_days(days), ("start_date", "the contract’s start", start_date)]:
        if day is None:
            continue
        if before is not None and (day < before[0] if name == MAY_BE_SAME else day <= before[0]):
            on = "on or after" if name == MAY_BE_SAME else "after"
            faults.append(Refused(f"{_capital(words)} must be {on} {before[1]}", field=name))
        before = (day, words)
    return faults


def change_faults(
    before: RoundTyped, after: RoundTyped, stage: Stage, *, wanted: Collection[int], today: date, lead_id: int = 0
) -> list[Refused]:
    """What stands against changing a published round so: it stays whole, no changed day is past, what is fixed stays.

    `wanted` are the ids of the lots that some trust wants: they are not removed, nor is what is counted of them.
    """
    if not stage.is_gathering:
        return _fixed_faults(before, after, stage, today)
    return [
        *round_faults(after, lead_id=lead_id),
        *_missing(after),
        *lots_missing(after.lots),
        *_past(after.timetable, today, [each for each in DAYS if _differs(before.timetable, after.timetable, each[0])]),
        *_lots_wanted(before, after, wanted),
    ]


def check_can_change(held: RoundValue) -> None:
    """Raises WrongState for a round that is over, discarded or taken down: what came of it stays readable."""
    if held.listing.state is ListingState.CLOSED or (held.stage and held.stage.is_over):
        raise WrongState("This round is over. Copy it to a new draft to run it again.")


def check_can_invite(held: RoundValue) -> None:
    """Raises WrongState for a round that nobody may join any more."""
    check_can_change(held)
    if held.stage is not None and not held.stage.is_gathering:
        raise WrongState("Who takes part in this round is fixed, so nobody more can be invited.")


def check_can_discard(held: RoundValue) -> None:
    """Raises WrongState unless a round is a draft: one that was published is abandoned with a reason."""
    if held.listing.state is not ListingState.DRAFT:
        raise WrongState("This round is published. Abandon it instead: everybody who joined it is told why.")


def what_changed(before: RoundTyped, after: RoundTyped) -> list[str]:
    """What of a round differs, in the words in which its participants are told; empty for the same."""
    found = [words for words, names in CHANGES if any(getattr(before, each) != getattr(after, each) for each in names)]
    return found + (["the timetable"] if before.timetable != after.timetable else [])


CHANGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("what is bought", ("cpv", "purchase")),
    ("the route", ("route", "framework", "framework_note")),
    ("the contract’s start or length", ("start_date", "months", "extension_months")),
    ("the lots and their prices", ("lots",)),
    ("who may join", ("joining",)),
    ("what leaving late costs", ("late_fee",)),
    ("the terms of the participation agreement", ("terms",)),
)


def _days(days: Timetable) -> list[tuple[str, str, date | None]]:
    return [(name, words, getattr(days, name)) for name, words in DAYS]


def _differs(before: Timetable, after: Timetable, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _code_faults(typed: RoundTyped) -> Iterator[Refused]:
    if typed.cpv and not cpv.is_code(typed.cpv):
        yield Refused(f"Enter a CPV code, {cpv.EXAMPLE}", field="cpv")


def _framework_faults(typed: RoundTyped) -> Iterator[Refused]:
    notice = typed.timetable.notice
    if not typed.framework:
        return
    found = {each.code: each for each in all_frameworks()}.get(typed.framework)
    if found is None:
        yield Refused("Choose a framework from the list, or name it below", field="framework")
    elif notice is not None and not found.stands_on(notice):
        yield Refused("This framework does not stand on the day of the notice. Choose another", field="framework")


def _bounds(typed: RoundTyped) -> Iterator[Refused]:
    if typed.months is not None and not 1 <= typed.months <= MOST_MONTHS:
        yield Refused(f"Enter a length of 1 to {MOST_MONTHS} months", field="months")
    if not 0 <= typed.extension_months <= MOST_MONTHS:
        yield Refused(f"Enter extensions of 0 to {MOST_MONTHS} months in all", field="extension_months")
    if not 0 <= typed.late_fee.pence <= MOST_FEE:
        yield Refused("Enter a cost of £0 to £100,000", field="late_fee")
    if len(typed.lots) > MOST_LOTS:
        yield Refused(f"A round can have {MOST_LOTS} lots", field="lots")


def _odd_years(typed: RoundTyped) -> Iterator[Refused]:
    """Days so far off that they are slips; the end of what starts then could not be reckoned."""
    named = [(name, day) for name, _, day in _days(typed.timetable)]
    for name, day in [*named, ("start_date", typed.start_date)]:
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield Refused(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}", field=name)


def _too_long(typed: RoundTyped) -> Iterator[Refused]:
    for field, text, most in (
        ("framework_note", typed.framework_note, LONGEST_NOTE),
        ("terms", typed.terms, LONGEST_TERMS),
    ):
        if len(text) > most:
            yield Refused(f"Enter {most:,} characters or fewer", field=field)


def invitation_faults(typed: RoundTyped, *, lead_id: int) -> list[Refused]:
    """What is wrong with whom a round invites: its own lead, or too many."""
    return list(_invitation_faults(typed, lead_id))


def _invitation_faults(typed: RoundTyped, lead_id: int) -> Iterator[Refused]:
    if lead_id in typed.invited:
        yield Refused("Your own trust leads the round, so it is not invited", field="invited")
    if len(typed.invited) > MOST_INVITED:
        yield Refused(f"A round can invite {MOST_INVITED} trusts", field="invited")


def _missing(typed: RoundTyped) -> Iterator[Refused]:
    asked: list[tuple[Any, str, str]] = [
        (typed.cpv, "cpv", "Enter the CPV code of what is bought"),
        (typed.purchase, "purchase", "Choose what kind of purchase it is"),
        (typed.route, "route", "Choose the route"),
        (typed.start_date, "start_date", "Enter the day on which the contract starts"),
        *((getattr(typed.timetable, name), name, f"Enter {words}") for name, words in DAYS if name in NEEDED),
    ]
    if typed.route is BuyingRoute.FRAMEWORK:
        asked.append((typed.framework or typed.framework_note, "framework", "Choose the framework, or name it"))
    if typed.joining is Joining.INVITATION:
        asked.append((typed.invited, "invited", "Invite at least one trust, or let other trusts join"))
    yield from (Refused(message, field=field) for given, field, message in asked if not given)


def _is_past(typed: RoundTyped, today: date) -> bool:
    return typed.start_date is not None and typed.start_date <= today


def _past(days: Timetable, today: date, asked: Collection[tuple[str, str]]) -> Iterator[Refused]:
    for name, words in asked:
        day: date | None = getattr(days, name)
        if day is not None and day < today:
            yield Refused(f"{_capital(words)} must be today or later", field=name)


def _fixed_faults(before: RoundTyped, after: RoundTyped, stage: Stage, today: date) -> list[Refused]:
    open_days = [each for each in DAYS if each[0] in CHANGEABLE.get(stage, ())]
    changed = [each for each in DAYS if _differs(before.timetable, after.timetable, each[0])]
    fixed = [name for name in FIXED if getattr(before, name) != getattr(after, name)]
    fixed += [name for name, _ in changed if name not in {each for each, _ in open_days}]
    refused = [
        Refused(f"The round is at “{stage.label}”, so this cannot change any more", field=each) for each in fixed
    ]
    return [*refused, *timetable_faults(after.timetable, after.start_date), *_past(after.timetable, today, changed)]


FIXED = (
    *("cpv", "purchase", "route", "framework", "framework_note", "start_date", "months", "extension_months"),
    *("late_fee", "terms", "lots", "joining"),
)


def _lots_wanted(before: RoundTyped, after: RoundTyped, wanted: Collection[int]) -> Iterator[Refused]:
    kept = {lot.id: lot for lot in after.lots}
    for lot in before.lots:
        if lot.id not in wanted:
            continue
        left = kept.get(lot.id)
        if left is None:
            yield Refused(f"Trusts want some of “{lot.title}”, so it cannot be removed", field="lots")
        elif _counted(left) != _counted(lot):
            yield Refused("Trusts have said how much they want, so the unit stays as it is", field="unit")


def _counted(lot: LotTyped) -> tuple[str, Per]:
    return lot.unit, lot.per


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
