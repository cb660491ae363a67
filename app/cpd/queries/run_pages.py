"""What pages of a run ask of it besides itself and its places."""

from collections.abc import Iterable

from sqlalchemy import select

from app.cpd.models import Booking, Run, Session
from app.cpd.queries.runs import get_own_run
from app.cpd.values import RunValue
from app.kernel.database import session
from app.kernel.errors import NotFound


def get_run_id(reference: str) -> int:
    """The id of a run. Raises NotFound."""
    found = session().scalar(select(Run.id).where(Run.reference == reference))
    if found is None:
        raise NotFound(f"no run {reference}")
    return found


def get_run_of_session(trust_id: int, session_id: int) -> RunValue:
    """The run of a session that this trust gives. Raises NotFound for another's."""
    query = select(Run.reference).join(Session, Session.run_id == Run.id).where(Session.id == session_id)
    reference = session().scalar(query)
    if reference is None:
        raise NotFound(f"no session {session_id}")
    return get_own_run(trust_id, reference)


def notes_of_bookings(references: Iterable[str]) -> dict[str, str]:
    """What the bookers of some bookings noted for the provider, in one batch; empty where they noted nothing."""
    rows = session().execute(select(Booking.reference, Booking.note).where(Booking.reference.in_(set(references))))
    return {row[0]: row[1] for row in rows}
