"""What home employers confirmed of their checks, and hosts of who came."""

from collections.abc import Iterable

from sqlalchemy import select

from app.kernel.database import session
from app.secondments.models import Arrival, Check
from app.secondments.rules import checks as rules
from app.secondments.values import ArrivalValue, CheckItem, CheckValue


def missing_checks(secondment_id: int) -> tuple[CheckItem, ...]:
    """The checks that the home employer has still to answer, in the record's order."""
    return rules.missing(checks_of([secondment_id])[secondment_id])


def checks_of(secondment_ids: Iterable[int]) -> dict[int, tuple[CheckValue, ...]]:
    """What was confirmed for each of some secondments, in the record's order; empty where nothing was."""
    found: dict[int, list[CheckValue]] = {each: [] for each in secondment_ids}
    rows = select(Check).where(Check.secondment_id.in_(found)).execution_options(populate_existing=True)
    for row in session().scalars(rows).all():
        found[row.secondment_id].append(
            CheckValue(row.item, row.done_date, row.why_not, row.confirmed_by, row.confirmed_at)
        )
    order = list(CheckItem)
    return {key: tuple(sorted(rows, key=lambda each: order.index(each.item))) for key, rows in found.items()}


def arrivals_of(secondment_ids: Iterable[int]) -> dict[int, ArrivalValue]:
    """That the person who came was seen to be the person named, for those secondments where it is confirmed."""
    rows = session().scalars(select(Arrival).where(Arrival.secondment_id.in_(set(secondment_ids)))).all()
    return {row.secondment_id: ArrivalValue(row.arrived_date, row.confirmed_by, row.confirmed_at) for row in rows}
