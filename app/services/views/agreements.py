"""The page of an agreement: what both trusts hold to."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.charges import queries as charges
from app.people import queries as people
from app.services import queries
from app.services.rules import anniversary, last_day_for_notice
from app.services.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs


@bp.get("/agreements/<reference>")
@needs(Permission.VIEW_TRUST)
def show_agreement(reference: str) -> ResponseReturnValue:
    """The terms, the parties, the schools, the price and what has been charged."""
    who = actor()
    agreement = queries.get_agreement(who.trust, reference)
    order = agreement.order
    own = order.ordered_by if who.trust == order.buyer_id else agreement.agreed_by
    return render_template(
        "services/show_agreement.html",
        agreement=agreement,
        order=order,
        working=order.working,
        parties=trusts.trusts_by_id([order.buyer_id, order.provider_id]),
        own_person=people.names([own])[own],
        notice_day=last_day_for_notice(agreement.end_date, order.terms.notice_months),
        years=[(year, anniversary(agreement.start_date, year - 1)) for year in range(1, order.years + 1)],
        charged={each.year: each.charge_reference for each in agreement.charges},
        charges={each.reference: each for each in charges.list_charges_about(who.trust, [reference])},
    )
