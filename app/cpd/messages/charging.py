"""What finance people are told when the charge of places could not be made."""

from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_charge_refused(booking: str, provider_id: int, *, reason: str, at: datetime) -> None:
    """The provider's finance people: places of a booking could not be charged, and why."""
    notifications.notify(
        recipients=trusts.people_with(provider_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=f"Places of booking {booking} could not be charged",
        body=f"{reason}\n\nThe places stand. Charging them is tried again every hour.",
        link=f"/r/{booking}",
        key=f"booking:{booking}:charge-refused",
        at=at,
    )
