"""Reading the inbox of events."""

from app.kernel.database import session
from app.settlement.models import InboxEvent
from app.settlement.values import EventSeen


def find_event(event_id: str) -> EventSeen | None:
    """An event that was taken in, if it was."""
    row = session().get(InboxEvent, event_id)
    return EventSeen(row.event_id, row.type, row.object_id) if row else None
