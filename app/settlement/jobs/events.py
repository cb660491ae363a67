"""Reading what an event is about as it is now: the event itself says only that there is something to read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.kernel.boards import Errand, Payload
from app.settlement import actions
from app.settlement.queries.events import find_event
from app.settlement.queries.float import list_booked
from app.settlement.rules.events import Subject, subject_of
from app.settlement.stripe_gateway import GatewayRefused, gateway
from app.settlement.values import AccountSeen, BalanceRow, PaymentSeen, TransferSeen

Seen = PaymentSeen | TransferSeen | AccountSeen | list[BalanceRow] | None
GONE = "resource_missing"


@dataclass(frozen=True)
class Reading:
    """What to read at Stripe; `booked` are the changes of the balance that the ledger has."""

    subject: Subject
    object_id: str
    booked: frozenset[str] = frozenset()


def prepare(payload: Payload, _at: datetime) -> Reading | None:
    """What the event is about, or None for something that changes nothing here."""
    event = find_event(payload["event"])
    subject = subject_of(event.type) if event else None
    if event is None or subject is None or (event.object_id is None and subject is not Subject.BALANCE):
        return None
    booked = frozenset(list_booked(actions.BOOKED_KINDS)) if subject is Subject.BALANCE else frozenset()
    return Reading(subject, event.object_id or "", booked)


def read(reading: Reading) -> Seen:
    """The thing as it is now; None for one that Stripe no longer has."""
    readers: dict[Subject, Callable[[], Seen]] = {
        Subject.PAYMENT: lambda: gateway().read_payment(reading.object_id),
        Subject.TRANSFER: lambda: gateway().read_transfer(reading.object_id),
        Subject.ACCOUNT: lambda: gateway().read_account(reading.object_id),
        Subject.BALANCE: lambda: gateway().list_new_rows(actions.BOOKED_KINDS, reading.booked),
    }
    try:
        return readers[reading.subject]()
    except GatewayRefused as error:
        if error.code != GONE:
            raise
        return None


def record(payload: Payload, seen: Seen, at: datetime) -> None:
    """Take it in."""
    if isinstance(seen, PaymentSeen):
        actions.note_payment(seen=seen, at=at)
    elif isinstance(seen, TransferSeen):
        actions.note_transfer(seen=seen, at=at)
    elif isinstance(seen, AccountSeen):
        actions.note_account(seen=seen, at=at)
    elif seen is not None:
        actions.note_balance_rows(rows=seen, at=at)
        actions.hasten_transfers(event_id=payload["event"], at=at)


READING = Errand(prepare=prepare, carry_out=read, record=record)
