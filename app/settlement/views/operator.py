"""The float, as the operator of the site sees it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.settlement import actions, queries
from app.settlement.views import bp
from app.trusts import queries as trusts
from app.web.access import operating


@bp.get("/operator/float")
@operating
def show_float() -> ResponseReturnValue:
    """Stripe's balance beside the ledger's, what waits for it, and work that failed."""
    waiting = queries.list_waiting_transfers()
    return render_template(
        "settlement/show_float.html",
        books=actions.compare_float(),
        waiting=waiting,
        names=trusts.names({each.trust_id for each in waiting}),
        top_ups=queries.list_top_ups(),
        failed=queries.list_failed(),
    )
