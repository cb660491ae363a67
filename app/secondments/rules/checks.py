"""The checks that a home employer confirms before somebody is lent: which may be left out, and for which reason.

Source: Keeping children safe in education, part three (safer recruitment): the single central record. Whoever engages
somebody employed elsewhere holds that employer's written confirmation of its checks, and sees for itself that the
person who comes is the person whom the checks are about.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.kernel.errors import Refused
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import (
    CheckItem,
    Confirmed,
    Level,
    Party,
    RoleFamily,
    SecondmentState,
    SecondmentValue,
    WhyNot,
)

FIRST_DAY = date(1950, 1, 1)
REASONS: Mapping[CheckItem, WhyNot] = {
    CheckItem.ENHANCED_DBS: WhyNot.NOT_REGULATED,
    CheckItem.BARRED_LIST: WhyNot.NOT_REGULATED,
    CheckItem.PROHIBITION: WhyNot.NO_TEACHING,
    CheckItem.SECTION_128: WhyNot.NO_MANAGEMENT,
    CheckItem.OVERSEAS: WhyNot.NOT_OVERSEAS,
    CheckItem.QUALIFICATIONS: WhyNot.NONE_NEEDED,
}
WITH_TEACHING = frozenset({RoleFamily.TEACHING, RoleFamily.LEADERSHIP, RoleFamily.SEND})
WITH_MANAGEMENT = frozenset({RoleFamily.LEADERSHIP, RoleFamily.GOVERNANCE})
MANAGEMENT_LEVELS = frozenset({Level.SENIOR, Level.HEAD, Level.EXECUTIVE})


def check_can_confirm(held: SecondmentValue, party: Party) -> None:
    """The home employer answers for its checks until the secondment is over. Raises NotThisParty or MovedOn."""
    if party is not Party.HOME:
        raise NotThisParty("Ask the home employer: it did the checks, and confirms them")
    if held.state in {SecondmentState.ENDED, SecondmentState.ABANDONED}:
        raise MovedOn(f"This secondment is over ({held.state.label.lower()}): its checks stay as they are.")


def check_can_arrive(
    held: SecondmentValue, party: Party, *, is_confirmed: bool, today: date, day: date | None = None
) -> None:
    """The host confirms once, while it is under way, who came; `day` is on or after the first one and not to come.

    Raises NotThisParty, MovedOn, or Refused beside the day.
    """
    if party is not Party.HOST:
        raise NotThisParty("Ask the host: it sees who comes, and confirms it")
    if is_confirmed:
        raise MovedOn("This was confirmed already.")
    if held.state is not SecondmentState.RUNNING or held.start_date is None:
        raise MovedOn("You can confirm who came once the secondment is under way.")
    if day is None:
        return
    if day > today:
        raise Refused("The day is in the future: enter the day on which you saw proof of identity", field="arrived")
    if day < held.start_date:
        raise Refused("The day is before the first day of the secondment", field="arrived")


def reason_of(item: CheckItem) -> WhyNot | None:
    """The one reason for which a check may be not required; None for what is always done."""
    return REASONS.get(item)


def missing(given: Sequence[Confirmed]) -> tuple[CheckItem, ...]:
    """The items without an answer, in the record's order."""
    answered = {each.item for each in given}
    return tuple(item for item in CheckItem if item not in answered)


def suggested(family: RoleFamily, level: Level) -> Mapping[CheckItem, WhyNot]:
    """What a post of this kind may well not need, and why; the home employer decides.

    A finance officer needs no prohibition check, a head of department the section 128 one. The DBS and the barred
    list are never suggested away: nearly every post in a school is regulated activity.
    """
    found: dict[CheckItem, WhyNot] = {}
    if family not in WITH_TEACHING:
        found |= {CheckItem.PROHIBITION: WhyNot.NO_TEACHING, CheckItem.QUALIFICATIONS: WhyNot.NONE_NEEDED}
    if not _is_management(family, level):
        found[CheckItem.SECTION_128] = WhyNot.NO_MANAGEMENT
    return found


def answer_faults(given: Sequence[Confirmed], *, today: date) -> list[Refused]:
    """Everything wrong with what a home employer confirms, each beside the field of its item; empty where nothing is.

    Items that are left out have no answer yet, which is no fault. `today` is a London day.
    """
    once = {each.item for each in given}
    twice = [] if len(once) == len(given) else [Refused("Give one answer for each check")]
    return [*twice, *(fault for each in given for fault in _faults(each, today))]


def _faults(given: Confirmed, today: date) -> Iterator[Refused]:
    item, day = given.item, f"{given.item}_date"
    if (given.done_date is None) == (given.why_not is None):
        message = f"{item.label}: choose either that it is done, with its date, or that it is not required"
        yield Refused(message, field=item.value)
        return
    if given.why_not is not None and given.why_not is not REASONS.get(item):
        always = item not in REASONS
        what = "it is always done: enter its date" if always else f"the only reason is “{REASONS[item].label}”"
        yield Refused(f"{item.label}: {what}", field=item.value)
    if given.done_date is not None and given.done_date > today:
        yield Refused(f"{item.label}: the date is in the future; enter the day on which it was done", field=day)
    if given.done_date is not None and given.done_date < FIRST_DAY:
        yield Refused(f"{item.label}: enter a date from {FIRST_DAY.year} on", field=day)


def _is_management(family: RoleFamily, level: Level) -> bool:
    """Heads, senior leaders, governance and teaching posts with a department, as KCSIE lists them."""
    heads_department = family in WITH_TEACHING and level is Level.MIDDLE
    return family in WITH_MANAGEMENT or level in MANAGEMENT_LEVELS or heads_department
