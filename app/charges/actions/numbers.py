"""Taking the next number of a series, and a public reference that nobody has."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.charges.models import Charge, CreditNote, Invoice, NumberSeries
from app.kernel.database import insert_or_ignore, session
from app.kernel.references import new_reference

MOST_TRIES = 5
INVOICES, CREDIT_NOTES = "invoice", "credit_note"


Row = TypeVar("Row", Charge, Invoice, CreditNote)


def next_number(trust_id: int, series: str) -> int:
    """The next number of a trust's series, from 1, without a gap.

    The counter's row stays locked until the transaction ends, so that a number is never given
    twice, and one that is rolled back is given to the next.
    """
    insert_or_ignore(
        NumberSeries.__table__,  # type: ignore[arg-type]
        {"trust_id": trust_id, "kind": series, "last": 0},
    )
    taken = session().scalars(
        update(NumberSeries)
        .where(NumberSeries.trust_id == trust_id, NumberSeries.kind == series)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    return int(taken.one())


def add_under_reference(prefix: str, make: Callable[[str], Row]) -> Row:
    """Add the row that `make` builds for a fresh reference; another is tried where one is taken.

    Raises IntegrityError where something else than the reference stands in the way.
    """
    for tried in range(MOST_TRIES):
        row = make(new_reference(prefix))
        try:
            with session().begin_nested():
                session().add(row)
                session().flush()
        except IntegrityError:
            if tried == MOST_TRIES - 1 or not _is_taken(row):
                raise
            continue
        return row
    raise AssertionError("the last try returned or raised")


def _is_taken(row: Charge | Invoice | CreditNote) -> bool:
    model = type(row)
    return session().scalar(select(model.reference).where(model.reference == row.reference)) is not None
