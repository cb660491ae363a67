"""The words of the register, of membership and of roles."""

from app.trusts.values.membership import InvitationValue, MembershipValue, MemberValue, RequestValue
from app.trusts.values.register import (
    DomainFinding,
    DomainMatch,
    FoundTrust,
    PhaseTotal,
    RegisterReport,
    SchoolValue,
    Tally,
    TrustClosed,
    TrustNews,
    TrustRenamed,
    TrustReopened,
    TrustValue,
)
from app.trusts.values.roles import InvitationState, Permission, RequestState, Role
from app.trusts.values.words import Phase, Region, TrustKind

__all__ = [
    "DomainFinding",
    "DomainMatch",
    "FoundTrust",
    "InvitationState",
    "InvitationValue",
    "MemberValue",
    "MembershipValue",
    "Permission",
    "Phase",
    "PhaseTotal",
    "Region",
    "RegisterReport",
    "RequestState",
    "RequestValue",
    "Role",
    "SchoolValue",
    "Tally",
    "TrustClosed",
    "TrustKind",
    "TrustNews",
    "TrustRenamed",
    "TrustReopened",
    "TrustValue",
]
