"""What finance people are told when the charge of places could not be made or reduced."""

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


def tell_credit_refused(charge: str, provider_id: int, *, reason: str, at: datetime) -> None:
    """The provider's finance people: what was given back could not be taken off a charge, and why."""
    notifications.notify(
        recipients=trusts.people_with(provider_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=f"Places given back were not taken off charge {charge}",
        body=f"{reason}\n\nLook at the charge and its credit notes: more was taken off by hand than the places leave.",
        link=f"/r/{charge}",
        key=f"charge:{charge}:credit-refused:{at:%Y-%m-%d}",
        at=at,
    )
