"""The pure decisions of this domain."""

from app.trusts.rules.deciding import (
    AdministratorNeeded,
    AlreadyDecided,
    ReasonNeeded,
    check_acceptance,
    check_reason,
    check_waiting,
    may_decide,
)
from app.trusts.rules.joining import (
    INVITATION_LASTS,
    AlreadyMember,
    InvitationOver,
    LastAdministrator,
    NoRoles,
    TrustClosed,
    check_can_add,
    check_can_join,
    check_invitation,
    check_keeps_administrator,
    check_roles,
)
from app.trusts.rules.permissions import permissions_of, roles_with

__all__ = [
    "INVITATION_LASTS",
    "AdministratorNeeded",
    "AlreadyDecided",
    "AlreadyMember",
    "InvitationOver",
    "LastAdministrator",
    "NoRoles",
    "ReasonNeeded",
    "TrustClosed",
    "check_acceptance",
    "check_can_add",
    "check_can_join",
    "check_invitation",
    "check_keeps_administrator",
    "check_reason",
    "check_roles",
    "check_waiting",
    "may_decide",
    "permissions_of",
    "roles_with",
]
