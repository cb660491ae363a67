"""What a trust has now of what a round is to buy: from its own contract register, for its own people alone."""

from collections.abc import Sequence
from datetime import date

from app.contracts import queries as contracts
from app.contracts.values import ContractValue
from app.procurement.rules.demand import as_typed
from app.procurement.rules.held_now import held_from
from app.procurement.values import DemandTyped, RoundValue
from app.procurement.values.demand import Held, held_of


def contracts_replaced(held: RoundValue, trust_id: int, on: date) -> list[ContractValue]:
    """The contracts of a trust in force on a day that a round would replace, the soonest end first."""
    return contracts.replaced_by(trust_id, cpv=held.cpv or None, category=held.listing.category or None, on=on)


def held_now(
    held: RoundValue,
    lot_id: int,
    school_ids: Sequence[int | None],
    *,
    wanted: Sequence[DemandTyped],
    replaced: Sequence[ContractValue],
) -> dict[int | None, Held]:
    """What each school has now of a lot: as the trust entered it, else as its contract register says."""
    entered = {each.school_id: held_of(as_typed(held.start_date, each)) for each in wanted if each.lot_id == lot_id}
    return {each: entered[each] if each in entered else held_from(replaced, each) for each in school_ids}
