"""A host's single central record of the people it borrows. Names: for the host's HR leads, each look on record."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.kernel.clock import london_date
from app.kernel.database import session
from app.people import queries as people
from app.secondments.models import Secondment
from app.secondments.queries.checks import arrivals_of, checks_of
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondments_by_id
from app.secondments.rules.checks import missing
from app.secondments.values import CheckValue, SecondmentState, SecondmentValue
from app.secondments.values.central_record import RecordLine, RecordSort
from app.trusts import queries as trusts

WITH_DAYS = (SecondmentState.AGREED, SecondmentState.RUNNING, SecondmentState.ENDED)


def record_of(host_id: int, since: date | None, until: date | None) -> list[SecondmentValue]:
    """The people whom a host borrows: those who are in now, or, with days, all whose term meets the span."""
    query = select(Secondment.id).where(Secondment.host_id == host_id)
    if since is None and until is None:
        query = query.where(Secondment.state == SecondmentState.RUNNING)
    else:
        query = query.where(Secondment.state.in_(WITH_DAYS))
        if since is not None:
            query = query.where(Secondment.last_date >= since)
        if until is not None:
            query = query.where(Secondment.start_date <= until)
    return list(secondments_by_id(session().scalars(query)).values())


def record_lines(
    found: Sequence[SecondmentValue], *, sort: RecordSort = RecordSort.NAME, descending: bool = False
) -> list[RecordLine]:
    """The lines of some secondments, with names, in an order that is total."""
    ids = [each.id for each in found]
    checks, arrivals = checks_of(ids), arrivals_of(ids)
    secondees = secondees_by_id(each.secondee_id for each in found)
    homes = trusts.names(each.home_id for each in found)
    leads = people.names({check.confirmed_by for rows in checks.values() for check in rows})
    lines = [
        RecordLine(
            secondment=each,
            name=secondees[each.secondee_id].name,
            home_name=homes[each.home_id],
            checks={check.item: check for check in checks[each.id]},
            confirmed=_confirmed(checks[each.id], leads),
            received_date=_received(checks[each.id]),
            arrival=arrivals.get(each.id),
        )
        for each in found
    ]
    return sorted(lines, key=lambda line: (_key(line, sort), line.secondment.id), reverse=descending)


def _confirmed(given: Sequence[CheckValue], names: dict[int, str]) -> tuple[tuple[str, date], ...]:
    """Who confirmed on which day, each once, in order."""
    said = {(names[each.confirmed_by], london_date(each.confirmed_at)) for each in given}
    return tuple(sorted(said, key=lambda each: (each[1], each[0])))


def _received(given: Sequence[CheckValue]) -> date | None:
    return None if missing(given) else max(london_date(each.confirmed_at) for each in given)


def _key(line: RecordLine, sort: RecordSort) -> str:
    held = line.secondment
    return {
        RecordSort.NAME: line.name.lower(),
        RecordSort.POST: held.post.lower(),
        RecordSort.HOME: line.home_name.lower(),
        RecordSort.STARTS: held.start_date.isoformat() if held.start_date else "",
    }[sort]
