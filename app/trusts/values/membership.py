"""What others get of who belongs to a trust, asks to, or is invited."""

from dataclasses import dataclass
from datetime import datetime

from app.trusts.values.register import TrustValue
from app.trusts.values.roles import InvitationState, Permission, RequestState, Role


@dataclass(frozen=True)
class MemberValue:
    """A person who may act for a trust."""

    id: int
    trust_id: int
    person_id: int
    roles: frozenset[Role]
    joined_at: datetime


@dataclass(frozen=True)
class MembershipValue:
    """One of a person's trusts, with what they may do there."""

    trust: TrustValue
    roles: frozenset[Role]
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class RequestValue:
    """Somebody's request to join a trust."""

    id: int
    trust_id: int
    person_id: int
    message: str
    state: RequestState
    asked_at: datetime
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class InvitationValue:
    """An invitation to join a trust, sent to an e-mail address."""

    id: int
    trust_id: int
    email: str
    roles: frozenset[Role]
    state: InvitationState
    invited_at: datetime
    expires_at: datetime
    invited_by_id: int
