"""Days of absence: within the term, each day once. Why somebody is away is nobody's to ask here."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import AbsenceValue, Party, SecondmentState, SecondmentValue

RECORDED_FOR = timedelta(weeks=4)
RECORDED = frozenset({SecondmentState.RUNNING, SecondmentState.ENDED})


def check_can_record(held: SecondmentValue, party: Party, *, today: date) -> None:
    """The host records who is away, from the first day until four weeks after the last: then accounts are settled.

    Raises NotThisParty or MovedOn.
    """
    if party is not Party.HOST:
        raise NotThisParty("Ask the host: it records absences, and you see them here")
    if held.state not in RECORDED:
        raise MovedOn("Absences are recorded once the secondment is under way.")
    if held.last_date is not None and today > held.last_date + RECORDED_FOR:
        raise MovedOn(f"Absences could be recorded until {day_words(held.last_date + RECORDED_FOR)}.")


def check_absence(held: SecondmentValue, first: date, last: date | None, others: Sequence[AbsenceValue]) -> None:
    """Both days lie within the term, in order, and on no day of another absence. `last` None: not back yet.

    Raises Refused beside the day.
    """
    assert held.start_date, "what is under way has its days"
    assert held.last_date, "what is under way has its days"
    if first < held.start_date:
        raise Refused(f"It began on {day_words(held.start_date)}: enter that day or a later one", field="first_date")
    if first > held.last_date:
        raise Refused(f"It ends on {day_words(held.last_date)}: enter that day or an earlier one", field="first_date")
    if last is not None and last < first:
        raise Refused("The last day of absence is before the first", field="last_date")
    if last is not None and last > held.last_date:
        raise Refused(f"It ends on {day_words(held.last_date)}: enter that day or an earlier one", field="last_date")
    for each in others:
        if first <= (each.last_date or date.max) and each.first_date <= (last or date.max):
            raise Refused(f"These days meet the absence {span_words(each)}", field="first_date")


def check_can_close(absence: AbsenceValue) -> None:
    """An absence that is not over gets a last day. Raises MovedOn."""
    if absence.last_date is not None:
        raise MovedOn("The last day of this absence is recorded already.")


def span_words(absence: AbsenceValue) -> str:
    """From when to when: "from 3 May 2027 to 7 May 2027"."""
    until = f"to {day_words(absence.last_date)}" if absence.last_date else "on"
    return f"from {day_words(absence.first_date)} {until}"
