"""Erasing what was written about people who asked to join or were invited."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from app.kernel.database import session
from app.trusts.models import Invitation, InvitationRole, JoinRequest

KEEP = timedelta(days=365)


def erase_old(*, at: datetime) -> int:
    """Erase, a year on, the words of answered requests and the invitations with their addresses; returns how many.

    That somebody asked, and what was decided, stays.
    """
    words = session().execute(
        update(JoinRequest)
        .where(JoinRequest.decided_at <= at - KEEP, or_(JoinRequest.message != "", JoinRequest.reason != ""))
        .values(message="", reason="")
    )
    old = Invitation.invited_at <= at - KEEP
    invitations = Invitation.__table__
    session().execute(
        delete(InvitationRole).where(
            InvitationRole.invitation_id.in_(invitations.select().with_only_columns(invitations.c.id).where(old))
        )
    )
    gone = session().execute(delete(Invitation).where(old))
    session().expire_all()
    return int(getattr(words, "rowcount", 0)) + int(getattr(gone, "rowcount", 0))
