"""Taking in what Stripe tells, once for each event; what it means is read later."""

from datetime import datetime

from app.kernel import outbox
from app.kernel.database import insert_or_ignore
from app.settlement.actions.errands import READ_EVENT
from app.settlement.models import InboxEvent
from app.settlement.rules.events import subject_of
from app.settlement.stripe_gateway import gateway


def take_event(*, raw: bytes, signature: str | None, at: datetime) -> bool:
    """Keep an event whose signature is Stripe's and have its object read; False where it was kept before.

    Raises BadEvent for a body that Stripe did not sign, or signed more than five minutes of real time ago.
    """
    event = gateway().verify_event(raw, signature)
    values = {"event_id": event.event_id, "type": event.type, "object_id": event.object_id, "received_at": at}
    if not insert_or_ignore(InboxEvent.__table__, values):  # type: ignore[arg-type]
        return False
    if subject_of(event.type) is not None:
        outbox.post(handler=READ_EVENT, payload={"event": event.event_id}, key=f"event:{event.event_id}", at=at)
    return True
