"""Whose a link to somebody's own page of their secondments is."""

from datetime import timedelta
from hashlib import sha256

from app.kernel.errors import Refused
from app.secondments.values import SecondeeValue

SECONDEE_LINK = "secondments.secondee"
LINK_LASTS = timedelta(days=90)


class NoLongerYours(Refused):
    """What a link was made for is gone, or the address it was sent to is not the one held; the message says which."""


def mailbox_mark(email: str) -> str:
    """What a link says of the address it was sent to: a few letters that tell whether it is still the one held."""
    return sha256(email.strip().lower().encode()).hexdigest()[:12]


def check_is_yours(secondee: SecondeeValue | None, *, mark: str) -> SecondeeValue:
    """The person, where a link is still theirs. Raises NoLongerYours."""
    if secondee is None or secondee.is_erased:
        raise NoLongerYours("What was kept of you here has been erased. There is nothing more to do.")
    if mailbox_mark(secondee.email) != mark:
        raise NoLongerYours("This link was sent to an email address that your employer has changed since.")
    return secondee
