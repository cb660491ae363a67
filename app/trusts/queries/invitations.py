"""Invitations to join a trust."""

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts.models import Invitation
from app.trusts.values import InvitationState, InvitationValue, Role


def find_invitation(token_hash: str) -> InvitationValue | None:
    """The invitation behind a link, by the link's hash, in whatever state; None for a link we never sent."""
    row = session().scalar(_with_roles().where(Invitation.token_hash == token_hash))
    return invitation_value(row) if row else None


def get_invitation(trust_id: int, invitation_id: int) -> InvitationValue:
    """An invitation of a trust. Raises NotFound."""
    row = session().scalar(_with_roles().where(Invitation.trust_id == trust_id, Invitation.id == invitation_id))
    if row is None:
        raise NotFound(f"no invitation {invitation_id} of trust {trust_id}")
    return invitation_value(row)


def list_invitations(trust_id: int) -> list[InvitationValue]:
    """The invitations of a trust that wait for an answer, run out or not, newest first."""
    rows = session().scalars(
        _with_roles()
        .where(Invitation.trust_id == trust_id, Invitation.state == InvitationState.WAITING)
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    )
    return [invitation_value(row) for row in rows]


def invitation_value(row: Invitation) -> InvitationValue:
    """What others get of an invitation: never the link."""
    return InvitationValue(
        id=row.id,
        trust_id=row.trust_id,
        email=row.email,
        roles=frozenset(Role(each.role) for each in row.roles),
        state=InvitationState(row.state),
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        invited_by_id=row.invited_by_id,
    )


def _with_roles() -> Select[Invitation]:
    return select(Invitation).options(selectinload(Invitation.roles))
