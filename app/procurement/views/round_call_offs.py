"""The call-offs of an awarded round: for its lead how much by whom, for a participant what is committed and its own."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.procurement.queries.allowances import allowance_of, given_by_commitment
from app.procurement.queries.call_offs import list_under
from app.procurement.queries.deals import find_deal
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.rules.call_offs_words import lot_price
from app.procurement.rules.deals import is_for, is_open
from app.procurement.values import Reading
from app.procurement.views import bp
from app.procurement.views.deals_usage import usage_of
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.get("/rounds/<reference>/call-offs")
@needs(Permission.VIEW_TRUST)
def show_round_call_offs(reference: str) -> ResponseReturnValue:
    """Once a round is open for call-off: its prices, the trust's own call-offs, and for the lead those of all."""
    held, who, today = get_round(reference), actor(), london_date(now())
    reading = check_may_read(held, who)
    deal = find_deal(held.id)
    if deal is None or not reading.is_inside:
        raise NotFound(f"{reference} is not open for call-off to them")
    usage = usage_of(deal) if reading is Reading.LEAD else {}
    if not isinstance(usage, dict):
        return usage
    may_call = who.may(Permission.RUN_PROCUREMENT) and is_for(deal, who.trust, frozenset())
    return render_template(
        "procurement/show_round_call_offs.html",
        **round_page(held, reading),
        deal=deal,
        price=lot_price,
        may_call=may_call and is_open(deal, on=today, stage=held.stage),
        given=given_by_commitment(deal, who.trust, today=today),
        allowance=allowance_of(deal, who.trust),
        mine=list_under(deal.id, who.trust),
        usage=usage,
    )
