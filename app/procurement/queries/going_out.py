"""With whom, and with what, a round goes out to bid."""

from datetime import date

from app.procurement.queries.demand import demands_of
from app.procurement.queries.demand_page import trust_lines
from app.procurement.queries.law import meaning_on_going_out
from app.procurement.rules.going_out import going_out
from app.procurement.rules.tiers import standing
from app.procurement.values import RoundValue
from app.procurement.values.going_out import GoingOut


def going_out_of(held: RoundValue, today: date) -> GoingOut:
    """What a round that gathers would take out to bid today: for its lead's eyes."""
    demands, meaning = demands_of(held.id), meaning_on_going_out(held, today)
    return going_out(
        trust_lines(held, demands, is_lead=False),
        [standing(lot, demands) for lot in held.lots],
        meaning.sentences if meaning else (),
    )
