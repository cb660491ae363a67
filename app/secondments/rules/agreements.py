"""What terms lack, and what may still be done to an agreement as it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.kernel.errors import Refused
from app.secondments.values import (
    FULL_TIME,
    HoursStep,
    Party,
    Pattern,
    SecondmentState,
    Stage,
    Terms,
    VersionState,
    Working,
)

MOST_YEARS = 3
MOST_NOTICE_WEEKS = 26
LONGEST_LINE = 150
LONGEST_TEXT = 4_000
WEEKDAYS = 5
LINES = {
    "post": "a post",
    "home_manager": "who manages the secondee at home",
    "host_manager": "who manages the secondee at the host",
    "return_post": "the post they return to",
}
TEXTS = {
    "duties": "the duties",
    "confidentiality": "what holds for confidentiality and intellectual property",
    "insurance": "what holds for insurance",
    "health_and_safety": "what holds for health and safety",
    "expenses": "what holds for expenses",
}


class Outdated(Refused):
    """Somebody else changed the draft while this person had it open."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this draft while you had it open, so yours is not saved yet. "
            "Look at their version, then save again to replace it with yours."
        )


class MovedOn(Refused):
    """It is no longer as it was when the page was shown: somebody was quicker, or a day has passed."""

    def __init__(self, message: str = "This secondment has moved on. Look at how it stands now.") -> None:
        super().__init__(message)


class NotThisParty(Refused):
    """It is for another of the parties to do."""


def check_can_begin(stage: Stage, *, is_named: bool) -> None:
    """A secondment begins once both trusts have agreed and both consents stand. Raises Refused."""
    if stage is not Stage.AGREED:
        raise Refused("Agree between the two trusts first: terms are drawn up from there")
    if not is_named:
        raise Refused("The person and the home employer must both consent before terms are drawn up")


def check_can_change(state: SecondmentState, *, is_open: bool) -> None:
    """Terms and pay change until it is over, while nobody is being asked to sign them. Raises MovedOn or Refused."""
    if state in {SecondmentState.ENDED, SecondmentState.ABANDONED}:
        raise MovedOn(f"Nothing can be changed: this secondment is over ({state.label.lower()}).")
    if is_open:
        raise Refused("A version is being signed. Withdraw it first, then change the terms.")


def check_can_issue(state: SecondmentState, party: Party, *, is_open: bool, has_draft: bool) -> None:
    """The home employer issues what is drafted, one version at a time. Raises NotThisParty, MovedOn or Refused."""
    if party is not Party.HOME:
        raise NotThisParty("Ask the home employer: it issues the agreement, as the one that employs the secondee")
    if is_open:
        raise Refused("A version is being signed already. Withdraw it first to issue another.")
    check_can_change(state, is_open=is_open)
    if not has_draft:
        raise Refused("Nothing has changed since the version in force: change the terms or the pay first")


def check_is_open(state: VersionState) -> None:
    """Only a version that is being signed is signed, committed to or withdrawn. Raises MovedOn."""
    if state is not VersionState.OPEN:
        raise MovedOn(f"This version is no longer to be signed: it is {state.label.lower()}.")


def check_can_abandon(state: SecondmentState, *, was_in_force: bool) -> None:
    """What was never in force can be given up. Raises MovedOn or Refused."""
    if state in {SecondmentState.ENDED, SecondmentState.ABANDONED}:
        raise MovedOn(f"This secondment is over already ({state.label.lower()}).")
    if was_in_force:
        raise Refused("All three have signed, so it can no longer be given up: end it with notice")


def terms_faults(terms: Terms, *, today: date, started: date | None = None) -> list[Refused]:
    """Everything that terms lack or contradict, each beside its field; empty where nothing is.

    What has not started cannot start before `today`; what has keeps its agreed first day, `started`.
    """
    return [*_missing(terms), *draft_faults(terms, today=today, started=started)]


def draft_faults(terms: Terms, *, today: date, started: date | None = None) -> list[Refused]:
    """What is wrong even for a draft, in which anything may be missing: texts too long, days that cannot be."""
    longest = {**dict.fromkeys(LINES, LONGEST_LINE), **dict.fromkeys(TEXTS, LONGEST_TEXT)}
    too_long = [
        Refused(f"Enter at most {most:,} characters", field=field)
        for field, most in longest.items()
        if len(getattr(terms, field)) > most
    ]
    return [*too_long, *_day_faults(terms, today, started), *_hours_faults(terms)]


def without_names(terms: Terms) -> Terms:
    """Terms of which the days, hours and figures are left: people are named in the rest."""
    gone: dict[str, Any] = dict.fromkeys({*LINES, *TEXTS} - {"post"}, "")
    return replace(terms, **gone)


def latest_end(start: date) -> date:
    """The last day on which a secondment that starts on a day may end: a day short of three years later.

    Longer than that, it is no longer plainly temporary: the site asks for a new agreement.
    """
    years = start.year + MOST_YEARS
    anniversary = date(years, 3, 1) if (start.month, start.day) == (2, 29) else start.replace(year=years)
    return anniversary - timedelta(days=1)


def earliest_last_date(notice_date: date, weeks: int) -> date:
    """The first day on which a secondment may end after notice: the same day of the week, so many weeks later."""
    return notice_date + timedelta(weeks=weeks)


def _missing(terms: Terms) -> Iterator[Refused]:
    for field, what in {**LINES, **TEXTS}.items():
        if not getattr(terms, field).strip():
            yield Refused(f"Enter {what}", field=field)
    if terms.place_id is None and not terms.part_remote:
        yield Refused("Choose the school where the work is, or say that it is partly remote", field="place_id")
    if terms.start_date is None:
        yield Refused("Enter the first day", field="start_date")
    if terms.end_date is None:
        yield Refused("Enter the last day", field="end_date")


def _day_faults(terms: Terms, today: date, started: date | None) -> Iterator[Refused]:
    start, end = terms.start_date, terms.end_date
    if started is not None and start != started:
        yield Refused("It has started: the first day stays as it is", field="start_date")
    elif started is None and start is not None and start < today:
        yield Refused("The first day is in the past: enter today or a later day", field="start_date")
    if end is not None and end < today:
        yield Refused("The last day is in the past: enter today or a later day", field="end_date")
    if start is not None and end is not None and end < start:
        yield Refused("The last day is before the first: enter the first day or a later one", field="end_date")
    elif start is not None and end is not None and end > latest_end(start):
        yield Refused(f"A secondment is at most {MOST_YEARS} years: enter an earlier last day", field="end_date")
    if not 1 <= terms.notice_weeks <= MOST_NOTICE_WEEKS:
        yield Refused(f"Enter between 1 and {MOST_NOTICE_WEEKS} weeks of notice", field="notice_weeks")


def _hours_faults(terms: Terms) -> Iterator[Refused]:
    yield from working_faults(terms.working)
    days = [step.from_date for step in terms.changes]
    if len(set(days)) < len(days):
        yield Refused("Two changes of hours begin on the same day: keep one of them", field="changes")
    yield from (fault for step in terms.changes for fault in _outside(step, terms))


def _outside(step: HoursStep, terms: Terms) -> Iterator[Refused]:
    if terms.start_date and step.from_date <= terms.start_date:
        yield Refused("A change of hours must come after the first day", field="changes")
    if terms.end_date and step.from_date > terms.end_date:
        yield Refused("A change of hours must come on or before the last day", field="changes")


def working_faults(working: Working) -> Iterator[Refused]:
    """What share of full time cannot be worked in the pattern that is chosen."""
    if working.pattern is Pattern.DAYS:
        if not working.days:
            yield Refused("Choose the days of the week", field="days")
        elif working.fte.parts * WEEKDAYS > len(working.days) * FULL_TIME.parts:
            most = len(working.days) * 2 / 10
            yield Refused(f"{working.fte} of full time does not fit these days: enter at most {most}", field="fte")
    if working.pattern is Pattern.HALF_TERMS and not working.half_terms:
        yield Refused("Choose the half-terms", field="half_terms")
