"""The float, as the operator of the site sees it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.settlement import actions, queries
from app.settlement.views import bp
from app.trusts import queries as trusts
from app.web.access import actor, operating
from app.web.clock import now


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


@bp.route("/operator/float/<int:work_id>/try-again", methods=["GET", "POST"])
@operating
def try_again(work_id: int) -> ResponseReturnValue:
    """Take up work that ran out of tries, after asking."""
    if request.method == "POST":
        actions.try_again(work_id=work_id, actor=actor(), at=now())
        flash("The work is being tried again")
        return redirect(url_for("settlement.show_float"), 303)
    return render_template("settlement/try_again.html", work=queries.get_given_up(work_id))
