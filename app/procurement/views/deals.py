"""The owner's pages of an awarded deal: drafting, changing, publishing, closing and copying it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.listings import rules as listing_rules
from app.listings.rules import Incomplete, Outdated
from app.listings.values import ListingState
from app.procurement.actions import deals as actions
from app.procurement.forms.deals import DealForm, deal_fields
from app.procurement.queries.deals import get_own_deal
from app.procurement.values import DealValue
from app.procurement.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.route("/deals/new", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def draft_deal() -> ResponseReturnValue:
    """Begin a deal as a draft; its lots come next."""
    form = DealForm(data=deal_fields(None))
    if form.validate_on_submit():
        try:
            reference = actions.draft_deal(shared=form.shared, typed=form.typed, actor=actor(), at=now())
        except Incomplete as incomplete:
            return _shown_again(form, incomplete)
        flash("Draft saved. Add its lots, then publish it.")
        return redirect(url_for("procurement.show_deal", reference=reference), 303)
    return _form(form)


@bp.route("/deals/<reference>/change", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def change_deal(reference: str) -> ResponseReturnValue:
    """Change a deal; somebody else's change meanwhile is told."""
    deal = get_own_deal(actor().trust, reference)
    listing_rules.check_can_change(deal.listing.state)
    form = DealForm(data=deal_fields(deal))
    if form.validate_on_submit():
        try:
            actions.change_deal(
                reference=reference,
                shared=form.shared,
                typed=form.typed,
                version=form.version.number,
                actor=actor(),
                at=now(),
            )
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, deal)
        except Outdated as outdated:
            form.refuse(outdated)
            form.version.show(deal.listing.version)
            return _form(form, deal)
        flash("Changes saved")
        return redirect(url_for("procurement.show_deal", reference=reference), 303)
    return _form(form, deal)


@bp.post("/deals/<reference>/publish")
@needs(Permission.RUN_PROCUREMENT)
def publish_deal(reference: str) -> ResponseReturnValue:
    """Show a draft to those whom it is for; what it lacks is shown on its form, all at once."""
    deal = get_own_deal(actor().trust, reference)
    try:
        actions.publish_deal(reference=reference, actor=actor(), at=now())
    except Incomplete as incomplete:
        return _shown_again(DealForm(formdata=None, data=deal_fields(deal)), incomplete, deal)
    flash("Published. Trusts can call it off until its last day.")
    return redirect(url_for("procurement.show_deal", reference=reference), 303)


@bp.route("/deals/<reference>/close", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def close_deal(reference: str) -> ResponseReturnValue:
    """Have nobody call a deal off any more; asks first."""
    deal = get_own_deal(actor().trust, reference)
    listing_rules.check_can_close(deal.listing.state)
    if request.method == "POST":
        actions.close_deal(reference=reference, actor=actor(), at=now())
        is_draft = deal.listing.state is ListingState.DRAFT
        flash("Draft discarded" if is_draft else "Closed. What was called off stands.")
        return redirect(url_for("listings.list_own"), 303)
    return render_template("procurement/close_deal.html", deal=deal)


@bp.post("/deals/<reference>/copy")
@needs(Permission.RUN_PROCUREMENT)
def copy_deal(reference: str) -> ResponseReturnValue:
    """Begin a new draft from a deal."""
    copied = actions.copy_deal(reference=reference, actor=actor(), at=now())
    flash("Copied to a new draft, without its days. Change what differs.")
    return redirect(url_for("procurement.change_deal", reference=copied), 303)


def _shown_again(form: DealForm, incomplete: Incomplete, deal: DealValue | None = None) -> ResponseReturnValue:
    for fault in incomplete.faults:
        form.refuse(fault)
    return _form(form, deal)


def _form(form: DealForm, deal: DealValue | None = None) -> ResponseReturnValue:
    page = render_template("procurement/draft_deal.html", form=form, deal=deal)
    return page, 422 if form.error_list else 200
