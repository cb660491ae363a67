"""What finance people are told when a month of a recharge could not be charged."""

from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.rules.recharge_words import month_line
from app.secondments.values import Month, Recharge
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_charge_refused(recharge: Recharge, month: Month, *, reason: str, at: datetime) -> None:
    """The home trust's finance people: a month could not be charged, and why."""
    notifications.notify(
        recipients=trusts.people_with(recharge.home_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=f"{month_line(month)} of secondment {recharge.reference} could not be charged",
        body=f"{reason}\n\nThe secondment goes on. Charging the month is tried again every day.",
        link=f"/r/{recharge.reference}",
        key=f"secondment:{recharge.reference}:{month.month_date:%Y-%m}:charge-refused",
        at=at,
    )
