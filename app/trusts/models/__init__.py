"""The tables of this domain."""

from app.trusts.models.membership import Invitation, InvitationRole, JoinRequest, Membership, MembershipRole
from app.trusts.models.register import School, SchoolMembership, Trust

__all__ = [
    "Invitation",
    "InvitationRole",
    "JoinRequest",
    "Membership",
    "MembershipRole",
    "School",
    "SchoolMembership",
    "Trust",
]
