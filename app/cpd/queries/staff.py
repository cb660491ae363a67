"""The people of a trust who go to courses: the list that its CPD lead keeps."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select

from app.cpd.models import Delegate, Place, Run
from app.cpd.queries.delegate_places import delegate_places, delegate_value
from app.cpd.values import LIVE, PlaceState
from app.cpd.values.delegates import DelegatePlace, StaffFilter, StaffLine, StaffSort
from app.kernel.clock import london_date
from app.kernel.database import session
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue

LAST = 10_000


def list_staff(
    trust_id: int,
    narrowed: StaffFilter,
    *,
    at: datetime,
    sort: StaffSort = StaffSort.NAME,
    descending: bool = False,
    skip: int = 0,
    most: int | None = 20,
) -> list[StaffLine]:
    """Those of a trust who go to courses, in an order that is total; `most` None gives all. Erased ones are not there.

    By school is by the schools' names, those without one last.
    """
    schools = trusts.list_schools(trust_id, london_date(at))
    counted = _counted(trust_id, at)
    column = {
        StaffSort.NAME: func.lower(Delegate.name),
        StaffSort.SCHOOL: _rank(schools),
        StaffSort.COMING: func.coalesce(counted.c.coming, 0),
        StaffSort.LAST: counted.c.last_at,
    }[sort]
    order = [column.desc().nulls_last(), Delegate.id.desc()] if descending else [column.asc().nulls_last(), Delegate.id]
    rows = (
        session()
        .execute(
            _narrowed(trust_id, narrowed)
            .outerjoin(counted, counted.c.delegate_id == Delegate.id)
            .add_columns(counted.c.coming, counted.c.past, counted.c.last_at)
            .order_by(*order)
            .offset(skip)
            .limit(most)
            .execution_options(populate_existing=True)
        )
        .all()
    )
    known = {each.id: each for each in schools} | trusts.schools_by_id({row[0].school_id or 0 for row in rows})
    return [_line(*row, schools=known) for row in rows]


def count_staff(trust_id: int, narrowed: StaffFilter) -> int:
    """How many `list_staff` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(Delegate.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def list_coming_places(delegate_id: int, *, at: datetime) -> list[DelegatePlace]:
    """Somebody's live places on runs that are not over, in order: booked, held, offered and waiting ones."""
    rows = (
        select(Place.id)
        .join(Run, Run.id == Place.run_id)
        .where(Place.delegate_id == delegate_id, Place.state.in_(LIVE), Run.ends_at > at)
    )
    return delegate_places(session().scalars(rows))


def _counted(trust_id: int, at: datetime) -> Subquery:
    """For each of a trust's people: booked places to come, those past, and when the last of these ended."""
    is_past = Run.ends_at <= at
    return (
        select(
            Place.delegate_id.label("delegate_id"),
            func.sum(case((is_past, 0), else_=1)).label("coming"),
            func.sum(case((is_past, 1), else_=0)).label("past"),
            func.max(case((is_past, Run.ends_at), else_=None)).label("last_at"),
        )
        .join(Run, Run.id == Place.run_id)
        .join(Delegate, Delegate.id == Place.delegate_id)
        .where(Delegate.trust_id == trust_id, Place.state == PlaceState.BOOKED)
        .group_by(Place.delegate_id)
        .subquery()
    )


def _rank(schools: list[SchoolValue]) -> ColumnElement[int]:
    by_name = sorted(schools, key=lambda each: each.name.lower())
    ranks = {each.id: place for place, each in enumerate(by_name)}
    return case(ranks, value=Delegate.school_id, else_=LAST) if ranks else func.coalesce(Delegate.school_id, LAST)


def _narrowed(trust_id: int, narrowed: StaffFilter) -> Select[Delegate]:
    query = select(Delegate).where(Delegate.trust_id == trust_id, Delegate.erased_at.is_(None))
    if narrowed.school_id is not None:
        query = query.where(Delegate.school_id == narrowed.school_id)
    for part in narrowed.text.split():
        columns = (Delegate.name, Delegate.email)
        query = query.where(or_(*(column.icontains(part, autoescape=True) for column in columns)))
    return query


def _line(
    row: Delegate, coming: int | None, past: int | None, last_at: datetime | None, *, schools: dict[int, SchoolValue]
) -> StaffLine:
    school = schools.get(row.school_id) if row.school_id else None
    last: date | None = london_date(last_at) if last_at else None
    return StaffLine(delegate_value(row), school.name if school else "", coming or 0, past or 0, last)
