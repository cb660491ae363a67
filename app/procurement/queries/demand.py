"""What trusts want in a round: what all who take part may know of it, and a trust's own with what it has now."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.kernel.database import session
from app.kernel.unit_price import UnitPrice
from app.procurement.models import DemandLine, Lot, Participation, Round
from app.procurement.rules.totals import totals_of
from app.procurement.values import GATHERING, WANTING, Demand, DemandTyped, ParticipationState, RoundValue, Stage
from app.procurement.values.demand import Totals


def demands_of(round_id: int) -> list[Demand]:
    """What counts of a round, line by line, without what trusts have now: see `counts`."""
    return demands_by_round([round_id])[round_id]


def demands_by_round(round_ids: Iterable[int]) -> dict[int, list[Demand]]:
    """What is wanted of some rounds, in one batch. A line that names an earlier day joins when the contract starts."""
    ids = set(round_ids)
    found: dict[int, list[Demand]] = {each: [] for each in ids}
    for round_id, start, trust_id, state, line in session().execute(_wanted(ids)):
        day = line.joins_date if start is None else max(line.joins_date, start)
        found[round_id].append(Demand(trust_id, line.lot_id, line.school_id, line.quantity, day, state))
    return found


def counts() -> ColumnElement[bool]:
    """Whether a participation counts in the totals of its round: while participants are not fixed that of each trust
    that intends to buy, from then on that of each that committed itself. Needs Participation and Round joined."""
    is_open = or_(Round.stage.is_(None), Round.stage.in_((*GATHERING, Stage.ABANDONED)))
    intends = and_(is_open, Participation.state.in_(WANTING))
    return or_(Participation.state == ParticipationState.COMMITTED, intends)


def own_demand(participation_id: int) -> list[DemandTyped]:
    """All that a trust said that it wants and has now: for its own people alone. By lot, then as it was entered."""
    query = select(DemandLine).join(Lot, Lot.id == DemandLine.lot_id)
    query = query.where(DemandLine.participation_id == participation_id).order_by(Lot.position, DemandLine.id)
    return [_typed(row) for row in session().scalars(query.execution_options(populate_existing=True))]


def totals(held: RoundValue) -> Totals:
    """What all want of a round together, by lot, by trust and by month of joining."""
    return totals_of(held.lots, demands_of(held.id))


def _wanted(round_ids: Iterable[int]) -> Select[int, date | None, int, ParticipationState, DemandLine]:
    query = select(Participation.listing_id, Round.start_date, Participation.trust_id, Participation.state, DemandLine)
    query = query.join(DemandLine, DemandLine.participation_id == Participation.id)
    query = query.join(Round, Round.listing_id == Participation.listing_id)
    wanted = query.where(Participation.listing_id.in_(round_ids), counts())
    return wanted.order_by(Participation.joined_at, Participation.id, DemandLine.id)


def _typed(row: DemandLine) -> DemandTyped:
    return DemandTyped(
        lot_id=row.lot_id,
        school_id=row.school_id,
        quantity=row.quantity,
        supplier=row.supplier,
        price=None if row.price_hundredths is None else UnitPrice(row.price_hundredths),
        contract_end_date=row.contract_end_date,
        notice_date=row.notice_date,
        joins_date=row.joins_date,
    )
