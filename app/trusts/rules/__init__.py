"""The pure decisions of this domain."""

from app.trusts.rules.joining import (
    INVITATION_LASTS,
    AlreadyMember,
    InvitationOver,
    LastAdministrator,
    NoRoles,
    TrustClosed,
    check_can_join,
    check_invitation,
    check_keeps_administrator,
    check_roles,
)
from app.trusts.rules.permissions import permissions_of, roles_with

__all__ = [
    "INVITATION_LASTS",
    "AlreadyMember",
    "InvitationOver",
    "LastAdministrator",
    "NoRoles",
    "TrustClosed",
    "check_can_join",
    "check_invitation",
    "check_keeps_administrator",
    "check_roles",
    "permissions_of",
    "roles_with",
]
