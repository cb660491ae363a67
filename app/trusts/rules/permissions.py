"""What each role may do."""

from collections.abc import Iterable

from app.trusts.values import Permission, Role

CONTRACTS = frozenset({Permission.VIEW_CONTRACTS, Permission.KEEP_CONTRACTS})
ALLOWS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_TRUST,
            Permission.MANAGE_TRUST,
            Permission.MANAGE_SCHEME,
            Permission.VIEW_CONTRACTS,
            Permission.VIEW_MONEY,
            Permission.VIEW_AUDIT,
        }
    ),
    Role.BUYER: frozenset(
        {Permission.VIEW_TRUST, Permission.BUY, Permission.BOOK_CPD, Permission.VIEW_MONEY, *CONTRACTS}
    ),
    Role.APPROVER: frozenset(
        {Permission.VIEW_TRUST, Permission.APPROVE, Permission.VIEW_CONTRACTS, Permission.VIEW_MONEY}
    ),
    Role.PROVIDER: frozenset({Permission.VIEW_TRUST, Permission.PUBLISH, Permission.FULFIL, Permission.VIEW_MONEY}),
    Role.HR_LEAD: frozenset({Permission.VIEW_TRUST, Permission.POST_SECONDMENTS}),
    Role.CPD_LEAD: frozenset({Permission.VIEW_TRUST, Permission.POST_CPD, Permission.BOOK_CPD}),
    Role.PROCUREMENT_LEAD: frozenset({Permission.VIEW_TRUST, Permission.RUN_PROCUREMENT, *CONTRACTS}),
    Role.FINANCE: frozenset(
        {Permission.VIEW_TRUST, Permission.MANAGE_FINANCE, Permission.VIEW_MONEY, Permission.VIEW_AUDIT, *CONTRACTS}
    ),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do: the sum of what each allows. No role, no permission."""
    return frozenset().union(*(ALLOWS[role] for role in roles))


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that allow something."""
    return frozenset(role for role, allowed in ALLOWS.items() if permission in allowed)
