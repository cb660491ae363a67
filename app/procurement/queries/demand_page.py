"""The trusts of a round with what they want together: for those who take part in it."""

from collections.abc import Sequence
from datetime import date

from app.procurement.queries.missing import missing
from app.procurement.queries.participations import list_participations
from app.procurement.rules.totals import totals_of
from app.procurement.values import Demand, ParticipationState, RoundValue
from app.procurement.values.demand import Lacking
from app.procurement.values.demand_page import TrustLine, TrustSort
from app.trusts import queries as trusts

ORDER = list(ParticipationState)


def trust_lines(held: RoundValue, demands: Sequence[Demand], *, is_lead: bool) -> list[TrustLine]:
    """The trusts that take part, with what a round waits for from each; its lead sees those who never answered too."""
    taking_part = {each.trust_id: each.state for each in list_participations(held.id)}
    waited = {each.trust_id: each.lacking for each in missing(held)}
    states: dict[int, ParticipationState | None] = {
        trust_id: state for trust_id, state in taking_part.items() if state is not ParticipationState.WITHDRAWN
    }
    if is_lead:
        states |= {trust_id: None for trust_id, lacking in waited.items() if lacking is Lacking.ANSWER}
    totals = {lot.id: {each.trust_id: each for each in totals_of([lot], demands).trusts} for lot in held.lots}
    found = trusts.trusts_by_id(states)
    return [
        TrustLine(
            trust_id=each,
            name=found[each].name,
            uid=found[each].uid,
            state=state,
            lacking=waited.get(each),
            totals={lot: of[each] for lot, of in totals.items() if each in of},
        )
        for each, state in states.items()
    ]


def sorted_lines(lines: Sequence[TrustLine], sort: TrustSort, lot_id: int, *, downwards: bool) -> list[TrustLine]:
    """The trusts in an order that is total: by name within the same."""
    by_name = sorted(lines, key=lambda each: (each.name.casefold(), each.trust_id))
    if sort is TrustSort.NAME:
        return by_name[::-1] if downwards else by_name
    if sort is TrustSort.QUANTITY:
        return sorted(by_name, key=lambda each: each.quantity(lot_id), reverse=downwards)
    if sort is TrustSort.STATE:
        return sorted(by_name, key=lambda each: ORDER.index(each.state) if each.state else -1, reverse=downwards)
    return sorted(by_name, key=lambda each: each.joins(lot_id) or date.max, reverse=downwards)
