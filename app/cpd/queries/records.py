"""CPD records: what people came to, worked out from the registers, not from what anybody typed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.cpd.models import Attendance, Booking, Certificate, Course, Delegate, Place, Run, Substitution
from app.cpd.queries.delegate_places import delegate_value
from app.cpd.queries.records_attended import Attended, list_attended, minutes_of_runs
from app.cpd.rules.registers import learning_minutes
from app.cpd.values import DelegateValue, RecordLine
from app.cpd.values.registers import PersonRecord, RecordFilter, SchoolRecord, TrustRecords, YearRecord
from app.kernel.actor import Actor
from app.kernel.clock import accounting_year, london_date, midnight
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts import queries as trusts
from app.trusts.values import Permission

NO_SCHOOL = "Central team, or no one school"


def get_person_on_record(delegate_id: int, actor: Actor) -> DelegateValue:
    """Somebody whose record an actor may read: one of their trust's people where they book for them, or themselves.

    Raises NotFound for anybody else, and for one who was erased.
    """
    row = session().scalar(select(Delegate).where(Delegate.id == delegate_id, Delegate.erased_at.is_(None)))
    books = actor.trust_id is not None and actor.may(Permission.BOOK_CPD)
    if row is None or not ((books and row.trust_id == actor.trust_id) or row.person_id == actor.person_id):
        raise NotFound(f"no record {delegate_id} for person {actor.person_id}")
    return delegate_value(row)


def list_record(delegate_ids: Iterable[int]) -> list[RecordLine]:
    """What somebody came to, under one id or several: the latest first."""
    wanted = set(delegate_ids)
    passed_on = select(Substitution.place_id).where(Substitution.from_id.in_(wanted))
    lines = _lines(list_attended(or_(Place.delegate_id.in_(wanted), Place.id.in_(passed_on))))
    mine = [each for each in lines if each.delegate_id in wanted]
    return sorted(mine, key=lambda each: (each.last_date, each.first_date, each.title), reverse=True)


def own_delegate_ids(person_id: int) -> list[int]:
    """Under which ids somebody with an account went to courses, for whatever trust."""
    mine = select(Delegate.id).where(Delegate.person_id == person_id, Delegate.erased_at.is_(None))
    return list(session().scalars(mine.order_by(Delegate.id)))


def trust_records(trust_id: int, narrowed: RecordFilter) -> TrustRecords:
    """What a trust's people came to in sum: each person, by name, each school, the most hours first, and each year.

    A course counts in the accounting year of the last session that somebody came to.
    """
    came = list_attended(Booking.buyer_id == trust_id, *_about(narrowed.year))
    people: dict[int, list[RecordLine]] = defaultdict(list)
    years: dict[int, list[RecordLine]] = defaultdict(list)
    for each in _lines(came):
        if _is_in(each, narrowed):
            people[each.delegate_id].append(each)
            years[accounting_year(each.last_date)].append(each)
    found = sorted(map(_person, people.values()), key=lambda each: (each.name.casefold(), each.delegate_id))
    by_year = [_year(year, years[year]) for year in sorted(years, reverse=True)]
    return TrustRecords(tuple(found), tuple(_schools(found)), tuple(by_year))


def record_years(trust_id: int, at: datetime) -> list[int]:
    """The years, by the calendar year in which each began, since a trust's first record: this one first."""
    query = select(func.min(Run.starts_at)).join(Place, Place.run_id == Run.id)
    mine = query.join(Booking, Booking.id == Place.booking_id).where(Booking.buyer_id == trust_id)
    first: datetime | None = session().scalar(mine.where(Place.id.in_(select(Attendance.place_id))))
    this = accounting_year(london_date(at))
    return list(range(this, (accounting_year(london_date(first)) if first else this) - 1, -1))


def _lines(came: Sequence[Attended]) -> list[RecordLine]:
    people = {each.id: each for each in _delegates({each.delegate_id for each in came})}
    providers = trusts.names({each.provider_id for each in came})
    whole = minutes_of_runs({each.run_id for each in came})
    learning = _learning({each.listing_id for each in came})
    issued = _certificates({each.place_id for each in came})
    lines = []
    for each in came:
        who, paper = people[each.delegate_id], issued.get((each.place_id, each.delegate_id))
        hours = learning_minutes(learning=learning[each.listing_id], came_to=each.minutes, of=whole[each.run_id])
        lines.append(
            RecordLine(
                delegate_id=who.id,
                delegate_name=who.name,
                school_id=who.school_id,
                title=paper.title if paper else each.title,
                provider_name=paper.provider_name if paper else providers[each.provider_id],
                first_date=each.first_date,
                last_date=each.last_date,
                minutes=paper.minutes if paper else hours,
                certificate_code=paper.code if paper else None,
                sessions=len(each.times),
            )
        )
    return lines


def _delegates(delegate_ids: set[int]) -> list[DelegateValue]:
    return [delegate_value(row) for row in session().scalars(select(Delegate).where(Delegate.id.in_(delegate_ids)))]


def _learning(listing_ids: set[int]) -> dict[int, int | None]:
    query = select(Course.listing_id, Course.learning_minutes).where(Course.listing_id.in_(listing_ids))
    return {row[0]: row[1] for row in session().execute(query)}


def _certificates(place_ids: set[int]) -> dict[tuple[int, int], Certificate]:
    rows = session().scalars(select(Certificate).where(Certificate.place_id.in_(place_ids)))
    return {(row.place_id, row.delegate_id): row for row in rows}


def _about(year: int | None) -> tuple[ColumnElement[bool], ...]:
    """That a session lies near enough to a year for its place to count in it: the day of the last decides later."""
    if year is None:
        return ()
    first, after = midnight(date(year, 9, 1)), midnight(date(year + 1, 9, 1))
    return Run.ends_at >= first, Run.starts_at < after


def _is_in(line: RecordLine, narrowed: RecordFilter) -> bool:
    if narrowed.year is not None and accounting_year(line.last_date) != narrowed.year:
        return False
    if narrowed.school_id is not None and (line.school_id or 0) != narrowed.school_id:
        return False
    about = f"{line.delegate_name} {line.title}".casefold()
    return all(part in about for part in narrowed.text.casefold().split())


def _person(lines: Sequence[RecordLine]) -> PersonRecord:
    one = lines[0]
    return PersonRecord(
        delegate_id=one.delegate_id,
        name=one.delegate_name,
        school_id=one.school_id,
        courses=len(lines),
        minutes=sum(each.minutes for each in lines),
        last_date=max(each.last_date for each in lines),
    )


def _year(year: int, lines: Sequence[RecordLine]) -> YearRecord:
    people = len({each.delegate_id for each in lines})
    return YearRecord(year, people, len(lines), sum(each.minutes for each in lines))


def _schools(people: Sequence[PersonRecord]) -> list[SchoolRecord]:
    by_school: dict[int | None, list[PersonRecord]] = defaultdict(list)
    for each in people:
        by_school[each.school_id].append(each)
    names = {number: each.name for number, each in trusts.schools_by_id(filter(None, by_school)).items()}
    found = [
        SchoolRecord(
            school_id=number,
            name=names[number] if number is not None else NO_SCHOOL,
            people=len(those),
            courses=sum(each.courses for each in those),
            minutes=sum(each.minutes for each in those),
        )
        for number, those in by_school.items()
    ]
    return sorted(found, key=lambda each: (-each.minutes, each.name.casefold()))
