"""What a trust's commitment in a round lets it call off without asking again, and what it committed itself to."""

from datetime import date, timedelta

from sqlalchemy import func, select

from app.kernel.database import session
from app.kernel.money import Money
from app.procurement.models import CallOff, CallOffLine, DemandLine, Participation, Round
from app.procurement.queries.commitments import allowed_gross
from app.procurement.rules.term import months_after
from app.procurement.values import CallOffState, DealValue, ParticipationState
from app.procurement.values.call_offs import CallOffTyped, Given, Wanted
from app.procurement.values.deals_read import Allowance

STANDING = (CallOffState.ASKED, CallOffState.PLACED)


def allowance_of(deal: DealValue, trust_id: int) -> Allowance | None:
    """What a trust was allowed for in its commitment to the round of a deal, and what of it its call-offs use.

    None where the deal came of no round, or the trust committed itself to none.
    """
    if not deal.is_of_round:
        return None
    allowed = allowed_gross(deal.id, trust_id)
    if allowed is None:
        return None
    mine = (CallOff.listing_id == deal.id, CallOff.trust_id == trust_id, CallOff.state.in_(STANDING))
    used = session().scalar(select(func.coalesce(func.sum(CallOff.gross_pence), 0)).where(*mine))
    return Allowance(allowed, Money(int(used or 0)))


def committed_trusts(round_id: int) -> frozenset[int]:
    """The trusts that are committed in a round."""
    mine = (Participation.listing_id == round_id, Participation.state == ParticipationState.COMMITTED)
    return frozenset(session().scalars(select(Participation.trust_id).where(*mine)))


def given_by_commitment(deal: DealValue, trust_id: int, *, today: date, joining: date | None = None) -> Given | None:
    """What a trust committed itself to in the round of a deal and has not called off, as a call-off is filled in.

    All that joins on one day: `joining`, else the first. The last day is that of the contract without extensions.
    None where nothing is left.
    """
    if not deal.is_of_round:
        return None
    left = _left(deal, trust_id)
    days = sorted({day for day, _ in left})
    if not days:
        return None
    chosen = joining if joining in days else days[0]
    start = max(chosen, today)
    wanted = tuple(each for day, each in left if day == chosen)
    typed = CallOffTyped(start, _end(deal, start), "", wanted)
    return Given(typed, tuple(day for day in days if day != chosen))


def _left(deal: DealValue, trust_id: int) -> list[tuple[date, Wanted]]:
    """The committed demand by the day on which it joins, less the places whose lot was called off already."""
    lots = {lot.round_lot_id: lot.id for lot in deal.lots if lot.round_lot_id is not None}
    called = select(CallOffLine.lot_id, CallOffLine.school_id).join(CallOff, CallOff.id == CallOffLine.call_off_id)
    mine = (CallOff.listing_id == deal.id, CallOff.trust_id == trust_id, CallOff.state.in_(STANDING))
    had = {(lot_id, school_id) for lot_id, school_id in session().execute(called.where(*mine))}
    wants = (
        select(DemandLine)
        .join(Participation, Participation.id == DemandLine.participation_id)
        .where(Participation.listing_id == deal.id, Participation.trust_id == trust_id)
        .where(Participation.state == ParticipationState.COMMITTED)
        .order_by(DemandLine.id)
    )
    rows = [row for row in session().scalars(wants) if row.lot_id in lots]
    return [
        (row.joins_date, Wanted(lots[row.lot_id], row.school_id, row.quantity))
        for row in rows
        if (lots[row.lot_id], row.school_id) not in had
    ]


def _end(deal: DealValue, start: date) -> date | None:
    row = session().execute(select(Round.start_date, Round.months).where(Round.listing_id == deal.id)).one()
    has_end = row.start_date and row.months
    end = months_after(row.start_date, row.months) - timedelta(days=1) if has_end else deal.last_date
    return deal.last_date if end is not None and end < start else end
