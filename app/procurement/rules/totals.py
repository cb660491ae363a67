"""What all want together: by lot, by trust, by month of joining. Each is the same demand added up another way."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate

from app.procurement.values import Demand, LotValue
from app.procurement.values.demand import LotTotal, MonthTotal, Totals, TrustTotal


def totals_of(lots: Sequence[LotValue], demands: Iterable[Demand]) -> Totals:
    """The totals of a round, its lots in their order, trusts by id and months by date.

    Demand for lots that are not of the round is left aside.
    """
    ids = [each.id for each in lots]
    counted = [each for each in demands if each.lot_id in ids]
    return Totals(
        lots=tuple(_lot(each, counted) for each in lots),
        trusts=tuple(_trust(each, counted) for each in sorted({each.trust_id for each in counted})),
        months=tuple(_months(ids, counted)),
    )


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def _lot(lot: LotValue, demands: Sequence[Demand]) -> LotTotal:
    own = [each for each in demands if each.lot_id == lot.id]
    return LotTotal(
        lot=lot,
        quantity=sum(each.quantity for each in own),
        committed=sum(each.quantity for each in own if each.is_committed),
        trusts=len({each.trust_id for each in own}),
        schools=_schools(own),
    )


def _trust(trust_id: int, demands: Sequence[Demand]) -> TrustTotal:
    own = [each for each in demands if each.trust_id == trust_id]
    return TrustTotal(
        trust_id=trust_id,
        state=own[0].state,
        quantities=_by_lot(own, {each.lot_id for each in own}),
        schools=_schools(own),
        first_date=min(each.joins_date for each in own),
    )


def _months(lots: Sequence[int], demands: Sequence[Demand]) -> Iterable[MonthTotal]:
    months = sorted({month_of(each.joins_date) for each in demands})
    joining = [[each for each in demands if month_of(each.joins_date) == month] for month in months]
    added = [_by_lot(each, lots) for each in joining]
    together = accumulate(added, lambda before, more: {lot: before[lot] + more[lot] for lot in lots})
    for month, those, quantities, so_far in zip(months, joining, added, together, strict=True):
        yield MonthTotal(month, quantities, so_far, len({each.trust_id for each in those}))


def _by_lot(demands: Iterable[Demand], lots: Iterable[int]) -> dict[int, int]:
    found = dict.fromkeys(sorted(lots), 0)
    for each in demands:
        found[each.lot_id] += each.quantity
    return found


def _schools(demands: Iterable[Demand]) -> int:
    return len({each.school_id for each in demands if each.school_id is not None})
