"""Whom a round invites: trusts found on the register, several at once, until they take part."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound, Refused
from app.procurement.actions import invitations as actions
from app.procurement.forms.rounds import InviteForm, TrustSearch
from app.procurement.queries.rounds import get_own_round, invited_ids, participant_ids
from app.procurement.rules import rounds as rules
from app.procurement.values import RoundValue
from app.procurement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission, TrustValue
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import choice

MOST_FOUND = 20


@bp.route("/rounds/<reference>/invitations", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def invite_trusts(reference: str) -> ResponseReturnValue:
    """Who is invited, a search of the register for more, and inviting those that are ticked."""
    held = get_own_round(actor().trust, reference)
    search = TrustSearch()
    invited, taking = invited_ids(held.id), set(participant_ids(held.id))
    found, total = _found(held, search.text.data, {*invited, *taking})
    form = InviteForm()
    form.trusts.choices = [choice(each.id, each.name, each.town) for each in found]
    if form.validate_on_submit():
        try:
            count = actions.invite(reference=reference, trust_ids=form.trusts.data or [], actor=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            told = "They are told now." if held.stage else "They are told when the round is published."
            flash(f"{count} {'trust' if count == 1 else 'trusts'} invited. {told}")
            return redirect(url_for("procurement.invite_trusts", reference=reference), 303)
    page = render_template(
        "procurement/invite_trusts.html",
        held=held,
        search=search,
        form=form,
        found=found,
        total=total,
        invited=sorted(trusts.trusts_by_id(invited).values(), key=lambda each: each.name.lower()),
        taking=taking,
        may_invite=_may_invite(held),
    )
    return page, 422 if form.error_list else 200


@bp.route("/rounds/<reference>/invitations/<uid>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def uninvite_trust(reference: str, uid: str) -> ResponseReturnValue:
    """Take an invitation back; asks first."""
    held, trust = get_own_round(actor().trust, reference), trusts.get_trust_by_uid(uid)
    if trust.id not in invited_ids(held.id):
        raise NotFound(f"trust {uid} is not invited to {reference}")
    if request.method == "POST":
        try:
            actions.uninvite(reference=reference, trust_id=trust.id, actor=actor(), at=now())
        except Refused as refused:
            flash(refused.message, "notice")
        else:
            flash(f"{trust.name} is no longer invited")
        return redirect(url_for("procurement.invite_trusts", reference=reference), 303)
    return render_template("procurement/uninvite_trust.html", held=held, trust=trust)


def _may_invite(held: RoundValue) -> bool:
    try:
        rules.check_can_invite(held)
    except Refused:
        return False
    return True


def _found(held: RoundValue, text: str, known: set[int]) -> tuple[list[TrustValue], int]:
    """Open trusts of the register that are not invited yet, and how many match in all."""
    if not text:
        return [], 0
    rows, total = trusts.search_register(text, open_only=True, size=MOST_FOUND)
    return [each.trust for each in rows if each.trust.id not in {held.lead_id, *known}], total
