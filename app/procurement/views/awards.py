"""Who won the lots of a round, recorded by hand by the lead trust."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound
from app.listings.rules import Incomplete
from app.procurement.actions import awards as actions
from app.procurement.forms.stages import AwardsForm
from app.procurement.queries.awards import awards_of
from app.procurement.queries.rounds import check_may_read, get_own_round, get_round
from app.procurement.rules.awards import check_can_award
from app.procurement.values import Reading, Stage
from app.procurement.views import bp
from app.procurement.views.tabs import AWARDED, round_page
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now


@bp.get("/rounds/<reference>/award")
@public
def show_award(reference: str) -> ResponseReturnValue:
    """Who won which lot at which price; the lead sees it from the evaluation on, all others once it is published."""
    found = get_round(reference)
    reading = check_may_read(found, find_actor())
    awards = {each.lot_id: each for each in awards_of(found)}
    is_published = found.stage in AWARDED or (found.stage is Stage.ABANDONED and bool(awards))
    if not is_published and not (reading is Reading.LEAD and found.stage is Stage.EVALUATION):
        raise NotFound(f"{reference} is not awarded")
    return render_template("procurement/show_award.html", **round_page(found, reading), awards=awards, Stage=Stage)


@bp.route("/rounds/<reference>/award/record", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def record_awards(reference: str) -> ResponseReturnValue:
    """Record who won the lots of the trust's own round."""
    found = get_own_round(actor().trust, reference)
    check_can_award(found.stage)
    form = AwardsForm(found.lots, {each.lot_id: each for each in awards_of(found)})
    if request.method == "POST" and form.validate():
        try:
            actions.record_awards(reference=reference, awards=form.awards, actor=actor(), at=now())
        except Incomplete as incomplete:
            for fault in incomplete.faults:
                form.refuse(fault)
        else:
            if form.awards:
                flash("The award is saved. Nobody is told until the round moves on.")
            else:
                flash("No award is recorded. Enter the supplier of each lot that somebody won.", "notice")
            return redirect(url_for("procurement.show_award", reference=reference), 303)
    shown = render_template("procurement/record_awards.html", **round_page(found), form=form)
    return shown, 422 if form.error_list else 200
