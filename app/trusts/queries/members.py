"""Who may act for which trust."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts.models import Membership, MembershipRole, Trust
from app.trusts.queries.register import trust_value
from app.trusts.rules import permissions_of, roles_with
from app.trusts.values import MembershipValue, MemberValue, Permission, Role


def list_members(trust_id: int) -> list[MemberValue]:
    """The people who may act for a trust now, longest there first."""
    rows = session().scalars(_current().where(Membership.trust_id == trust_id).order_by(Membership.id))
    return [member_value(row) for row in rows]


def get_member(trust_id: int, person_id: int) -> MemberValue:
    """A member of a trust. Raises NotFound for somebody who is not one now."""
    member = find_member(trust_id, person_id)
    if member is None:
        raise NotFound(f"person {person_id} is no member of trust {trust_id}")
    return member


def find_member(trust_id: int, person_id: int) -> MemberValue | None:
    """A member of a trust, if the person is one now."""
    row = session().scalar(_current().where(Membership.trust_id == trust_id, Membership.person_id == person_id))
    return member_value(row) if row else None


def people_with(trust_id: int, permission: Permission) -> list[int]:
    """The ids of the present members of a trust whose roles allow something, in a steady order."""
    return list(
        session().scalars(
            select(Membership.person_id)
            .join(MembershipRole, MembershipRole.membership_id == Membership.id)
            .where(Membership.trust_id == trust_id, Membership.ended_at.is_(None))
            .where(MembershipRole.role.in_(roles_with(permission)))
            .group_by(Membership.person_id)
            .order_by(Membership.person_id)
        )
    )


def memberships_of(person_id: int) -> list[MembershipValue]:
    """The trusts that a person may act for now, by name, with their roles in each."""
    rows = session().execute(
        select(Trust, MembershipRole.role)
        .join(Membership, Membership.trust_id == Trust.id)
        .outerjoin(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Trust.sort_name, Trust.id)
    )
    found: dict[int, tuple[Trust, set[Role]]] = {}
    for trust, role in rows:
        found.setdefault(trust.id, (trust, set()))[1].update([Role(role)] if role else [])
    return [_membership(trust, roles) for trust, roles in found.values()]


def member_value(row: Membership) -> MemberValue:
    """What others get of a member."""
    return MemberValue(
        id=row.id,
        trust_id=row.trust_id,
        person_id=row.person_id,
        roles=frozenset(Role(each.role) for each in row.roles),
        joined_at=row.joined_at,
    )


def _membership(trust: Trust, roles: Iterable[Role]) -> MembershipValue:
    held = frozenset(roles)
    return MembershipValue(trust=trust_value(trust), roles=held, permissions=permissions_of(held))


def _current() -> Select[Membership]:
    return select(Membership).where(Membership.ended_at.is_(None)).options(selectinload(Membership.roles))
