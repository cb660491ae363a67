"""Leaving a round: what it costs today, what it does to the prices of all, and why."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions import withdrawals as actions
from app.procurement.forms.commitments import WithdrawForm
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.queries.tiers import effects_of, own_quantities
from app.procurement.rules import withdrawals as rules
from app.procurement.rules.tier_words import quantity_words
from app.procurement.values import ParticipationValue, RoundValue
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.route("/rounds/<reference>/withdraw", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def withdraw(reference: str) -> ResponseReturnValue:
    """Have one's trust leave a round; says what that costs and does before it asks."""
    held, own = _own(reference)
    barred, form = _barred(held, own), WithdrawForm()
    cost = rules.cost_of_leaving(held, own, today=london_date(now()))
    if not form.is_submitted():
        form.seen.show(cost.pence)
    elif barred is None and form.validate():
        try:
            charge = actions.withdraw(
                reference=reference, reason=form.reason.data or "", seen_cost=form.cost, actor=actor(), at=now()
            )
        except Refused as refused:
            form.refuse(refused)
            if isinstance(refused, rules.CostDiffers):
                form.seen.show(refused.cost.pence)
                cost = refused.cost
        else:
            flash(f"Your trust has left the round. {_owed(charge)}".strip())
            return redirect(url_for("procurement.your_trust", reference=reference), 303)
    quantities = own_quantities(held, own.trust_id)
    page = render_template(
        "procurement/withdraw.html",
        **round_page(held),
        own=own,
        form=form,
        cost=cost,
        barred=barred,
        is_lead=own.trust_id == held.lead_id,
        quantity_words=quantity_words,
        effects=effects_of(held, trust_id=own.trust_id, quantities=quantities),
    )
    return kept_private(page, 422 if form.error_list else 200)


def _own(reference: str) -> tuple[RoundValue, ParticipationValue]:
    held = get_round(reference)
    check_may_read(held, actor())
    own = find_participation(held.id, actor().trust)
    if own is None:
        raise NotFound(f"no part in {reference}")
    return held, own


def _barred(held: RoundValue, own: ParticipationValue) -> Refused | None:
    try:
        rules.check_can_withdraw(held, own)
    except Refused as refused:
        return refused
    return None


def _owed(charge: str | None) -> str:
    return f"What it owes for leaving late is charge {charge}." if charge else ""
