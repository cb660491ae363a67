"""Reminding people of the days of a contract, each once and nobody twice."""

from collections.abc import Iterable
from datetime import date, datetime

from app.contracts.rules.reminders import Due
from app.contracts.values import ContractValue, DayKind
from app.notifications import actions as notifications
from app.notifications.values import Topic


def remind(contract: ContractValue, due: Due, recipients: Iterable[int], *, today: date, at: datetime) -> None:
    """Tell some people that the day for notice, or the end, of a contract is near. A new day is told of anew."""
    left = (due.date - today).days
    when = "today" if left == 0 else f"on {_day(due.date)}, in {left} day{'' if left == 1 else 's'}"
    if due.kind is DayKind.NOTICE:
        subject = f"Notice on {contract.title}: by {_day(due.date)}"
        ends = f" It ends on {_day(contract.last_date)}." if contract.last_date else " It runs until notice is given."
        first = f"The last day to give notice is {when}.{ends}"
    else:
        subject = f"{contract.title} ends on {_day(due.date)}"
        first = f"Its last day is {when}. No notice is needed: it simply stops."
    worth = f" Its value is {contract.value} without VAT." if contract.value is not None else ""
    notifications.notify(
        recipients=recipients,
        topic=Topic.CONTRACTS,
        subject=subject,
        body=f"{first}\n\nThe contract is with {contract.supplier}.{worth} Decide whether to keep it, to end it or to "
        "buy together with others.",
        link=f"/contracts/{contract.reference}",
        key=f"contracts.{due.kind.value}:{contract.reference}:{due.date}:{due.before}",
        at=at,
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day is not None else ""
