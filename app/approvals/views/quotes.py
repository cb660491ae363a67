"""Recording suppliers' quotes with a request that waits."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import actions, queries
from app.approvals.forms import QuoteForm
from app.approvals.views import bp
from app.kernel.actor import Actor
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


def _recorder() -> Actor:
    """Whoever buys or approves for the trust may keep its quotes; nobody else."""
    who = actor()
    if not (who.may(Permission.BUY) or who.may(Permission.APPROVE)):
        abort(403)
    return who


@bp.route("/approvals/<reference>/quotes/new", methods=["GET", "POST"])
@needs(Permission.VIEW_TRUST)
def record_quote(reference: str) -> ResponseReturnValue:
    """Put a quote on record: whoever buys or approves for the trust may."""
    approval, form = queries.get_own(_recorder().trust, reference), QuoteForm()
    if form.validate_on_submit():
        try:
            actions.record_quote(
                reference=reference,
                supplier=form.supplier.data,
                amount=Money(form.amount.data or 0),
                actor=actor(),
                at=now(),
            )
            flash("Quote recorded")
            return redirect(url_for("approvals.show_approval", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    return render_template("approvals/record_quote.html", form=form, approval=approval), 422 if form.error_list else 200


@bp.route("/approvals/<reference>/quotes/<int:quote_id>/remove", methods=["GET", "POST"])
@needs(Permission.VIEW_TRUST)
def remove_quote(reference: str, quote_id: int) -> ResponseReturnValue:
    """Take a quote off a request that waits; asks first."""
    approval = queries.get_own(_recorder().trust, reference)
    quote = next((each for each in approval.quotes if each.id == quote_id), None)
    if quote is None:
        raise NotFound(f"no quote {quote_id} of {reference}")
    if request.method == "POST":
        actions.remove_quote(reference=reference, quote_id=quote_id, actor=actor(), at=now())
        flash("Quote removed")
        return redirect(url_for("approvals.show_approval", reference=reference), 303)
    return render_template("approvals/remove_quote.html", approval=approval, quote=quote)
