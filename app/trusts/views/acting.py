"""Which trust one acts for."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from app.kernel.actor import Actor
from app.trusts import queries
from app.trusts.forms import ChooseActing
from app.trusts.values import MembershipValue
from app.trusts.views import bp
from app.web.access import signed_in
from app.web.fields import choice

KEY = "acting"
TOKEN = "csrf_token"


@bp.route("/acting", methods=["GET", "POST"])
@signed_in
def acting() -> ResponseReturnValue:
    """See one's trusts and roles, and choose which trust to act for."""
    mine: list[MembershipValue] = g.memberships
    form = ChooseActing(trust=g.actor.trust_id)
    form.trust.choices = [choice(each.trust.id, each.trust.name, _roles(each)) for each in mine]
    if form.validate_on_submit():
        act_for(form.trust.data)
        chosen = next(each.trust.name for each in mine if each.trust.id == form.trust.data)
        flash(f"You now act for {chosen}")
        return redirect(url_for("trusts.acting"), 303)
    waiting = [each for each in queries.list_requests_by(g.actor.person_id) if each.state.value == "waiting"]
    page = render_template("trusts/acting.html", form=form, mine=mine, waiting=len(waiting))
    return page, 422 if form.is_submitted() else 200


def act_for(trust_id: int | None) -> None:
    """Have this browser act for a trust; a form that it shows for another one is thereby out of date."""
    session[KEY] = trust_id
    session.pop(TOKEN, None)


@bp.before_app_request
def refuse_forms_of_another_trust() -> None:
    """A form that was opened while acting for one trust does nothing for another. Raises CSRFError."""
    if g.get("acts_for_another") and request.method == "POST":
        raise CSRFError("this form was opened while acting for another trust")


def who_acts() -> Actor:
    """The actor of a request by somebody signed in: their chosen trust, else their first open one, else none.

    The browser is held to it, so that a trust joined later does not take its place unasked.
    """
    mine = g.memberships = queries.memberships_of(current_user.person_id)
    chosen = next((each for each in mine if each.trust.id == session.get(KEY)), None)
    current = chosen or next((each for each in mine if each.trust.is_open), mine[0] if mine else None)
    g.acting_for = current.trust if current else None
    trust_id = current.trust.id if current else None
    if session.get(KEY) != trust_id:
        g.acts_for_another = session.get(KEY) is not None
        act_for(trust_id)
    return Actor(
        person_id=current_user.person_id,
        trust_id=trust_id,
        permissions=current.permissions if current else frozenset(),
        is_operator=current_user.is_operator,
    )


def header() -> dict[str, Any]:
    """What the header says: the trust acted for, and whether there is another to switch to."""
    trust = g.get("acting_for")
    return {"acting_for": trust.name if trust else "", "can_switch": len(g.get("memberships", ())) > 1}


def _roles(membership: MembershipValue) -> str:
    roles = ", ".join(sorted(role.label for role in membership.roles))
    return roles if membership.trust.is_open else f"Closed. {roles}"
