"""The words of an account: who a person is to other domains, and what proves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SOMEONE_GONE = "Someone who has left"


class LinkPurpose(StrEnum):
    """What a link that was sent by mail is for."""

    CONFIRM = "confirm"
    SET_PASSWORD = "set_password"


class AttemptKind(StrEnum):
    """What is counted against an account and an address, so that it cannot be tried for ever."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    REGISTER = "register"


@dataclass(frozen=True)
class Limit:
    """How many attempts of a kind are let through in a span of real time."""

    most: int
    within: timedelta


PER_ACCOUNT = {
    AttemptKind.SIGN_IN: Limit(5, timedelta(minutes=15)),
    AttemptKind.RESET: Limit(3, timedelta(hours=1)),
    AttemptKind.REGISTER: Limit(3, timedelta(hours=1)),
}
PER_ADDRESS = {
    AttemptKind.SIGN_IN: Limit(30, timedelta(minutes=15)),
    AttemptKind.RESET: Limit(30, timedelta(hours=1)),
    AttemptKind.REGISTER: Limit(60, timedelta(hours=1)),
}
LINK_LASTS = {LinkPurpose.CONFIRM: timedelta(days=3), LinkPurpose.SET_PASSWORD: timedelta(hours=1)}
WELCOME_LASTS = timedelta(days=7)
"""How long a link lasts that the operator gives a new person to set their first password."""

IDLE = timedelta(hours=12)
"""A sign-in ends after a working day without a page: people here commit public money."""
LONGEST = timedelta(days=30)
"""However busy, a sign-in ends after 30 days."""

KEEP_UNCONFIRMED = timedelta(days=14)
KEEP_LINKS = timedelta(days=30)
KEEP_ATTEMPTS = timedelta(days=1)


@dataclass(frozen=True)
class PersonValue:
    """A person as other domains see them. An erased one has no e-mail address and the name "Someone who has left"."""

    id: int
    name: str
    email: str
    is_confirmed: bool
    is_operator: bool
    is_erased: bool = False


@dataclass(frozen=True)
class SessionValue:
    """One browser in which a person is signed in; moments are real time."""

    id: int
    person: PersonValue
    started_at: datetime
    last_seen_at: datetime
    browser: str


@dataclass(frozen=True)
class Caller:
    """The browser at the other end: its address, what it says it is, and the real time of its request.

    Sign-ins and the counting of attempts keep real time, also where a demo's calendar is wound on.
    """

    address: str
    user_agent: str
    at: datetime


@dataclass(frozen=True)
class LinkValue:
    """A link that was sent, as it is now. `person` is whose it is; `next_path` is where they were going."""

    person: PersonValue
    next_path: str | None
    is_used: bool
    is_expired: bool
