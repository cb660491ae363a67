"""Trusts and schools by what names them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.rules.domains import compare, host_of
from app.trusts.values import Phase, Region, SchoolValue, TrustKind, TrustValue


def get_trust(trust_id: int) -> TrustValue:
    """A trust by its id. Raises NotFound."""
    return _or_not_found(session().get(Trust, trust_id), f"trust {trust_id}")


def get_trust_by_uid(uid: str) -> TrustValue:
    """A trust by its number in the register. Raises NotFound."""
    return _or_not_found(session().scalar(select(Trust).where(Trust.uid == uid)), f"trust {uid}")


def find_trust_by_uid(uid: str) -> TrustValue | None:
    """A trust by its number in the register, if there is one."""
    row = session().scalar(select(Trust).where(Trust.uid == uid))
    return trust_value(row) if row else None


def trusts_by_id(trust_ids: Iterable[int]) -> dict[int, TrustValue]:
    """Trusts by id, in one batch; ids of no trust are missing from the answer."""
    rows = session().scalars(select(Trust).where(Trust.id.in_(set(trust_ids))))
    return {row.id: trust_value(row) for row in rows}


def names(trust_ids: Iterable[int]) -> dict[int, str]:
    """The names of trusts by id, in one batch."""
    wanted = set(trust_ids)
    if not wanted:
        return {}
    rows = session().execute(select(Trust.id, Trust.name).where(Trust.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def home_region(trust_id: int) -> Region | None:
    """The region in which most of a trust's schools are; None for a trust without schools. Raises NotFound."""
    return get_trust(trust_id).region


def list_schools(trust_id: int, on: date) -> list[SchoolValue]:
    """The schools that belong to a trust on a day, by name."""
    rows = session().execute(
        _schools(_belonging(on)).where(SchoolMembership.trust_id == trust_id).order_by(School.sort_name, School.id)
    )
    return [school_value(school, belongs_to) for school, belongs_to in rows]


def schools_by_id(school_ids: Iterable[int]) -> dict[int, SchoolValue]:
    """Schools by id in one batch, each with the trust it belongs to now."""
    wanted = set(school_ids)
    if not wanted:
        return {}
    rows = session().execute(_schools(SchoolMembership.left_date.is_(None)).where(School.id.in_(wanted)))
    return {school.id: school_value(school, belongs_to) for school, belongs_to in rows}


def find_school_by_urn(urn: str) -> SchoolValue | None:
    """A school by its number in the register, with the trust it belongs to now, if there is one."""
    row = session().execute(_schools(SchoolMembership.left_date.is_(None)).where(School.urn == urn)).first()
    return school_value(row[0], row[1]) if row else None


def list_websites(trust_ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """By trust, in one batch: the name and website of each of its present schools that gives one."""
    rows = session().execute(
        select(SchoolMembership.trust_id, School.name, School.website)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.trust_id.in_(set(trust_ids)), SchoolMembership.left_date.is_(None))
        .where(School.website != "")
        .order_by(School.sort_name)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for trust_id, name, website in rows:
        found.setdefault(trust_id, []).append((name, website))
    return found


def list_points(trust_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """By trust, in one batch: where its present schools are, (easting, northing) in metres, each place once."""
    rows = session().execute(
        select(SchoolMembership.trust_id, School.easting, School.northing)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.trust_id.in_(set(trust_ids)), SchoolMembership.left_date.is_(None))
        .where(School.easting.is_not(None), School.northing.is_not(None))
        .distinct()
        .order_by(SchoolMembership.trust_id, School.easting, School.northing)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for trust_id, easting, northing in rows:
        if easting is not None and northing is not None:
            found.setdefault(trust_id, []).append((easting, northing))
    return found


def list_by_domain(domain: str) -> list[TrustValue]:
    """The open trusts with a school whose website has the domain of an e-mail address, by name."""
    rows = session().execute(
        select(Trust, School.website)
        .join(SchoolMembership, SchoolMembership.trust_id == Trust.id)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.left_date.is_(None), Trust.is_open, School.website.icontains(domain, autoescape=True))
        .order_by(Trust.sort_name, Trust.id)
    )
    found = {row.id: trust_value(row) for row, website in rows if compare(domain, host_of(website))}
    return list(found.values())


def count_register() -> dict[str, dict[str, int] | int]:
    """How many trusts of each kind are open and closed, and how many schools belong to one now."""
    is_open = func.sum(case((Trust.is_open, 1), else_=0))
    rows = session().execute(select(Trust.kind, is_open, func.count()).group_by(Trust.kind))
    found = {kind: (int(opened), int(total)) for kind, opened, total in rows}
    answer: dict[str, dict[str, int] | int] = {}
    for kind in TrustKind:
        opened, total = found.get(kind, (0, 0))
        answer[kind.value] = {"open": opened, "closed": total - opened}
    current = select(func.count()).select_from(SchoolMembership).where(SchoolMembership.left_date.is_(None))
    answer["schools"] = session().scalar(current) or 0
    return answer


def trust_value(row: Trust) -> TrustValue:
    """What others get of a trust."""
    lines = (row.street, row.locality, row.address_3, row.town, row.county, row.postcode)
    return TrustValue(
        id=row.id,
        uid=row.uid,
        name=row.name,
        kind=TrustKind(row.kind),
        is_open=row.is_open,
        company_number=row.company_number,
        ukprn=row.ukprn,
        town=row.town,
        postcode=row.postcode,
        address_lines=tuple(line for line in lines if line),
        region=Region(row.region) if row.region else None,
        opened_date=row.opened_date,
        closed_date=row.closed_date,
    )


def school_value(row: School, trust_id: int | None) -> SchoolValue:
    """What others get of a school."""
    return SchoolValue(
        id=row.id,
        urn=row.urn,
        name=row.name,
        phase=Phase(row.phase),
        region=Region(row.region) if row.region else None,
        roll=row.roll,
        town=row.town,
        postcode=row.postcode,
        trust_id=trust_id,
        easting=row.easting,
        northing=row.northing,
        la_name=row.la_name,
        website=row.website,
    )


def _or_not_found(row: Trust | None, what: str) -> TrustValue:
    if row is None:
        raise NotFound(f"no {what}")
    return trust_value(row)


def _schools(membership: ColumnElement[bool]) -> Select[School, int | None]:
    joined = and_(SchoolMembership.school_id == School.id, membership)
    return select(School, SchoolMembership.trust_id).outerjoin(SchoolMembership, joined)


def _belonging(on: date) -> ColumnElement[bool]:
    return and_(
        or_(SchoolMembership.joined_date.is_(None), SchoolMembership.joined_date <= on),
        or_(SchoolMembership.left_date.is_(None), SchoolMembership.left_date > on),
    )
