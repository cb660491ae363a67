"""Reading legs and runs for those who move them: the worker's own, of every trust."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.database import session
from app.settlement.models import Leg, SettlementRun
from app.settlement.values import Direction, Hold, LegState, RunState


def lock_run(run_id: int) -> SettlementRun:
    """A run with its legs, invoices and cancellation, held until the transaction ends."""
    return session().scalars(_held().where(SettlementRun.id == run_id)).one()


def lock_run_of(reference: str) -> SettlementRun | None:
    """The same by its reference, or None where there is no such run."""
    return session().scalar(_held().where(SettlementRun.reference == reference))


def lock_leg(leg_id: int) -> tuple[SettlementRun, Leg] | None:
    """A leg and its run, held until the transaction ends; None where there is no such leg."""
    run_id = session().scalar(select(Leg.run_id).where(Leg.id == leg_id))
    if run_id is None:
        return None
    run = lock_run(run_id)
    return run, next(leg for leg in run.legs if leg.id == leg_id)


def pay_legs(run: SettlementRun) -> list[Leg]:
    """The legs of a run on which money comes in."""
    return [leg for leg in run.legs if leg.direction is Direction.PAY]


def receive_legs(run: SettlementRun) -> list[Leg]:
    """The legs of a run on which money goes out."""
    return [leg for leg in run.legs if leg.direction is Direction.RECEIVE]


def list_unasked(trust_id: int) -> list[Leg]:
    """A trust's payments that wait for its account, oldest first."""
    return list(
        session().scalars(
            select(Leg)
            .join(SettlementRun, SettlementRun.id == Leg.run_id)
            .options(joinedload(Leg.run))
            .where(Leg.trust_id == trust_id, Leg.direction == Direction.PAY, Leg.state == LegState.WAITING)
            .where(SettlementRun.state == RunState.COLLECTING)
            .order_by(Leg.id)
        )
    )


def list_payments_to_look_at(at: datetime, most: int) -> list[str]:
    """Stripe's ids of the payments whose turn it is to be read again, longest due first."""
    rows = session().scalars(
        select(Leg.stripe_id)
        .where(Leg.direction == Direction.PAY, Leg.state.in_((LegState.ASKED, LegState.PART_PAID)))
        .where(Leg.look_at <= at)
        .order_by(Leg.look_at, Leg.id)
        .limit(most)
    )
    return [each for each in rows if each]


def list_held(*holds: Hold, trust_id: int | None = None, at: datetime | None = None) -> list[Leg]:
    """The transfers held for one of some reasons, oldest first: a trust's, or those whose turn it is."""
    query = select(Leg).options(joinedload(Leg.run)).where(Leg.hold.in_(holds)).order_by(Leg.held_at, Leg.id)
    if trust_id is not None:
        query = query.where(Leg.trust_id == trust_id)
    if at is not None:
        query = query.where(Leg.look_at <= at)
    return list(session().scalars(query))


def list_arrived(at: datetime | None = None) -> list[Leg]:
    """The transfers whose money has arrived and that nothing holds up, oldest first; or those whose turn it is."""
    query = (
        select(Leg)
        .join(SettlementRun, SettlementRun.id == Leg.run_id)
        .options(joinedload(Leg.run))
        .where(SettlementRun.state.in_((RunState.ARRIVED, RunState.PAYING)))
        .where(Leg.direction == Direction.RECEIVE, Leg.state == LegState.WAITING, Leg.hold.is_(None))
        .order_by(Leg.id)
    )
    return list(session().scalars(query.where(Leg.look_at <= at) if at is not None else query))


def _held() -> Select[SettlementRun]:
    return (
        select(SettlementRun)
        .options(
            selectinload(SettlementRun.legs).joinedload(Leg.instructions),
            selectinload(SettlementRun.invoices),
            selectinload(SettlementRun.cancellation),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
