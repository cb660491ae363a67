"""What is worth saying about the days of a run, though nothing is refused for it."""

from collections.abc import Iterable
from datetime import date

from app.cpd.values import RunDraft
from app.kernel.clock import london_date
from app.kernel.working_days import is_working_day

SATURDAY = 5


def run_warnings(draft: RunDraft) -> list[str]:
    """What may have been overlooked: days on weekends and bank holidays of England, each once, in order."""
    days = {london_date(each.starts_at) for each in draft.sessions}
    warned = [warning for day in sorted(days) for warning in _day_warnings(day)]
    return warned + list(_decision_warnings(draft.decide_on_date))


def _day_warnings(day: date) -> Iterable[str]:
    if day.weekday() >= SATURDAY:
        yield f"{_written(day)} is at a weekend"
    elif not is_working_day(day):
        yield f"{_written(day)} is a bank holiday in England"


def _decision_warnings(day: date | None) -> Iterable[str]:
    if day is not None and not is_working_day(day):
        yield f"{_written(day)}, when you decide whether it goes ahead, is not a working day"


def _written(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
