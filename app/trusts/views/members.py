"""The people who act for a trust, and their roles."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.people import queries as people
from app.trusts import actions, queries
from app.trusts.forms import Confirm, SetRoles
from app.trusts.values import Permission, Role
from app.trusts.views import bp
from app.trusts.views.acting import act_for
from app.web.access import acting, actor, needs
from app.web.clock import now


@bp.get("/trust/people")
@needs(Permission.VIEW_TRUST)
def list_people() -> ResponseReturnValue:
    """Who acts for the trust, who asks to, who is invited."""
    trust_id = actor().trust
    members = queries.list_members(trust_id)
    manages = actor().may(Permission.MANAGE_TRUST)
    requests = queries.list_waiting(trust_id) if manages else []
    return render_template(
        "trusts/list_people.html",
        trust=queries.get_trust(trust_id),
        members=members,
        manages=manages,
        me=actor().person_id,
        requests=requests,
        invitations=queries.list_invitations(trust_id) if manages else [],
        people=people.people_by_id([*(each.person_id for each in members), *(each.person_id for each in requests)]),
        roles=list(Role),
        at=now(),
    )


@bp.route("/trust/people/<int:person_id>/roles", methods=["GET", "POST"])
@needs(Permission.MANAGE_TRUST)
def set_roles(person_id: int) -> ResponseReturnValue:
    """Change a member's roles."""
    member = queries.get_member(actor().trust, person_id)
    form = SetRoles(roles=sorted(member.roles))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                actions.set_roles(person_id=person_id, roles=form.roles.data or [], actor=actor(), at=now())
            except Refused as error:
                form.refuse(error)
            else:
                flash("Roles saved")
                return redirect(url_for("trusts.list_people"), 303)
    return render_template("trusts/set_roles.html", form=form, person=people.get_person(person_id)), status


@bp.route("/trust/people/<int:person_id>/end", methods=["GET", "POST"])
@needs(Permission.MANAGE_TRUST)
def end_membership(person_id: int) -> ResponseReturnValue:
    """Take a person off the trust, after asking."""
    return _end(person_id, leaving=person_id == actor().person_id)


@bp.route("/trust/leave", methods=["GET", "POST"])
@acting
def leave() -> ResponseReturnValue:
    """Leave the trust oneself, after asking."""
    return _end(actor().person_id, leaving=True)


def _end(person_id: int, *, leaving: bool) -> ResponseReturnValue:
    trust = queries.get_trust(actor().trust)
    member = queries.get_member(trust.id, person_id)
    form = Confirm()
    status = 200
    if form.is_submitted():
        status = 422
        try:
            actions.end_membership(person_id=person_id, actor=actor(), at=now())
        except Refused as error:
            form.refuse(error)
        else:
            return _ended(trust.name, leaving=leaving)
    person = people.get_person(person_id)
    context = {"form": form, "trust": trust, "person": person, "member": member, "leaving": leaving}
    return render_template("trusts/end_membership.html", **context), status


def _ended(trust_name: str, *, leaving: bool) -> ResponseReturnValue:
    if not leaving:
        flash("Membership ended")
        return redirect(url_for("trusts.list_people"), 303)
    act_for(None)
    flash(f"You have left {trust_name}")
    return redirect(url_for("trusts.acting"), 303)
