"""The mails about accounts.

None holds a name that someone typed: anyone can type anything about anyone's address.
"""

from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic

IGNORE = "If this was not you, ignore this email: nothing happens unless the link is used."


def send_confirmation(*, email: str, token: str, link_id: int, at: datetime) -> None:
    """Ask the owner of a mailbox to confirm that they registered."""
    notifications.send_mail_to(
        address=email,
        subject="Confirm your email address",
        body="Someone registered for Trust Exchange with this email address. If it was you, open the link below "
        f"within 3 days and enter the password that you chose.\n\n{IGNORE}",
        link=f"/confirm/{token}",
        key=f"people.link:{link_id}",
        at=at,
        secret=True,
    )


def send_already_registered(*, email: str, attempt_id: int, at: datetime) -> None:
    """Tell someone who registered again that they have an account."""
    notifications.send_mail_to(
        address=email,
        subject="You already have an account",
        body="Someone registered for Trust Exchange with this email address, which has an account already.\n\n"
        "If it was you, sign in. If you have forgotten your password, the sign-in page leads to a new one.\n\n"
        "If this was not you, ignore this email: your account has not changed.",
        link="/sign-in",
        key=f"people.already:{attempt_id}",
        at=at,
    )


def send_reset(*, email: str, token: str, link_id: int, at: datetime) -> None:
    """Send a link by which a new password is chosen."""
    notifications.send_mail_to(
        address=email,
        subject="Choose a new password",
        body="Someone asked to choose a new password for your account on Trust Exchange. If it was you, open the "
        f"link below within 1 hour.\n\n{IGNORE}",
        link=f"/reset/{token}",
        key=f"people.link:{link_id}",
        at=at,
        secret=True,
    )


def tell_password_changed(*, person_id: int, key: str, at: datetime) -> None:
    """Tell a person that their password was changed, so that they notice if it was not by them."""
    notifications.notify(
        recipients=[person_id],
        topic=Topic.ACCOUNT,
        subject="Your password was changed",
        body="The password of your account on Trust Exchange was changed, and every other browser was signed out.\n\n"
        "If this was not you, choose a new password now: the sign-in page leads to it.",
        link="/account",
        key=key,
        at=at,
    )
