"""Reading the platform's own money at Stripe, as the ledger has it, and what waits for it."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.charges import queries as charges
from app.charges.values import AccountKind
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.outbox import OutboxRow
from app.settlement.models import BookedRow, Leg, SettlementRun
from app.settlement.rules.runs import is_float_short
from app.settlement.values import Direction, FailedWork, LegState, RunState, TopUp, WaitingTransfer

TRIES_TO_TELL = 3


def clearing() -> Money:
    """What the ledger says stands at Stripe."""
    return charges.balance(AccountKind.STRIPE_CLEARING)


def float_left() -> Money:
    """What is left of the float after Stripe's fees; below nothing where it is short."""
    return -(charges.balance(AccountKind.FLOAT) + charges.balance(AccountKind.FEES))


def is_short() -> bool:
    """Whether fees have used up the float."""
    return is_float_short(charges.balance(AccountKind.FLOAT), charges.balance(AccountKind.FEES))


def list_waiting_transfers() -> list[WaitingTransfer]:
    """The money that has arrived and not gone on, in every run, oldest first: for the operator."""
    rows = session().execute(
        select(Leg, SettlementRun)
        .join(SettlementRun, SettlementRun.id == Leg.run_id)
        .where(Leg.direction == Direction.RECEIVE, Leg.state == LegState.WAITING)
        .where(SettlementRun.state.in_((RunState.ARRIVED, RunState.PAYING)))
        .order_by(SettlementRun.arrived_at, SettlementRun.id)
    )
    return [_waiting(leg, run) for leg, run in rows]


def list_top_ups(most: int = 20) -> list[TopUp]:
    """What was put into the float, latest first."""
    rows = session().scalars(
        select(BookedRow)
        .where(BookedRow.kind == "topup")
        .order_by(BookedRow.booked_at.desc(), BookedRow.transaction_id)
        .limit(most)
    )
    return [TopUp(row.transaction_id, Money(row.net_pence), row.booked_at) for row in rows]


def count_top_ups() -> int:
    """How often the float was topped up."""
    return session().scalar(select(func.count()).select_from(BookedRow).where(BookedRow.kind == "topup")) or 0


def list_booked(kinds: Sequence[str] = ()) -> dict[str, int]:
    """Every change of Stripe's balance that stands in the ledger: its id to its net in pence."""
    query = select(BookedRow.transaction_id, BookedRow.net_pence).order_by(BookedRow.transaction_id)
    if kinds:
        query = query.where(BookedRow.kind.in_(kinds))
    return {row.transaction_id: row.net_pence for row in session().execute(query)}


def total_booked() -> Money:
    """The sum of all that `list_booked` lists."""
    return Money(int(session().scalar(select(func.coalesce(func.sum(BookedRow.net_pence), 0))) or 0))


def transfers_by_run() -> dict[str, dict[str, int]]:
    """Of every run whose money has arrived: our transfers by Stripe's id, in pence."""
    rows = session().execute(
        select(SettlementRun.reference, Leg.stripe_id, Leg.amount_pence)
        .join(Leg, Leg.run_id == SettlementRun.id)
        .where(Leg.direction == Direction.RECEIVE, SettlementRun.arrived_at.is_not(None))
        .order_by(SettlementRun.id, Leg.id)
    )
    found: dict[str, dict[str, int]] = {}
    for reference, stripe_id, pence in rows:
        found.setdefault(reference, {}).update({stripe_id: pence} if stripe_id else {})
    return found


def _waiting(leg: Leg, run: SettlementRun) -> WaitingTransfer:
    return WaitingTransfer(
        run_reference=run.reference,
        trust_id=leg.trust_id,
        amount=Money(leg.amount_pence),
        arrived_at=run.arrived_at,
        hold=leg.hold,
        reason=leg.hold_reason,
    )


def list_failed(most: int = 50) -> list[FailedWork]:
    """Work of the whole site that failed and is given up, or has failed three times and is still tried."""
    row = OutboxRow
    rows = session().scalars(
        select(row)
        .where(row.done_at.is_(None), row.last_error.is_not(None))
        .where(or_(row.given_up_at.is_not(None), row.tries >= TRIES_TO_TELL))
        .order_by(row.id.desc())
        .limit(most)
    )
    return [_failed(each) for each in rows]


def get_given_up(row_id: int) -> FailedWork:
    """A piece of work that ran out of tries. Raises NotFound for one that did not."""
    row = session().get(OutboxRow, row_id)
    if row is None or row.given_up_at is None or row.done_at is not None:
        raise NotFound(f"no work {row_id} that ran out of tries")
    return _failed(row)


def _failed(row: OutboxRow) -> FailedWork:
    return FailedWork(
        row.id, row.handler, row.key, row.last_error or "", row.tries, row.posted_at, row.given_up_at is not None
    )
