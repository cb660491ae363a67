"""Inviting people, and taking up an invitation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.people import browser
from app.people import queries as people
from app.trusts import actions, forms, queries, rules
from app.trusts.rules import InvitationOver
from app.trusts.values import InvitationValue, Permission
from app.trusts.views import bp
from app.trusts.views.acting import act_for
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.fields import Form


@bp.route("/trust/people/invite", methods=["GET", "POST"])
@needs(Permission.MANAGE_TRUST)
def invite() -> ResponseReturnValue:
    """Invite somebody by e-mail."""
    form = forms.Invite(email=request.args.get("email", ""))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                actions.invite(email=form.email.data, roles=form.roles.data or [], actor=actor(), at=now())
            except Refused as error:
                form.refuse(error)
            else:
                flash(f"Invitation sent to {form.email.data}")
                return redirect(url_for("trusts.list_people"), 303)
    return render_template("trusts/invite.html", form=form, trust=queries.get_trust(actor().trust)), status


@bp.post("/trust/people/invitations/<int:invitation_id>/withdraw")
@needs(Permission.MANAGE_TRUST)
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Make an invitation useless."""
    try:
        actions.withdraw_invitation(invitation_id=invitation_id, actor=actor(), at=now())
    except Refused as error:
        flash(error.message, "notice")
    else:
        flash("Invitation withdrawn")
    return redirect(url_for("trusts.list_people"), 303)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take up an invitation: whoever holds its link holds the mailbox it was sent to."""
    invitation = actions.get_by_token(token)
    try:
        rules.check_invitation(invitation, now())
    except InvitationOver as error:
        return render_template("trusts/invitation_over.html", reason=error.message), 410
    who = find_actor()
    if who is None:
        return _without_sign_in(token, invitation)
    if people.get_person(who.person_id).email != invitation.email:
        return _page(invitation, "trusts/invitation_to_another.html")
    return _signed_in(token, invitation)


def _signed_in(token: str, invitation: InvitationValue) -> ResponseReturnValue:
    form = forms.AcceptInvitation()
    if not form.validate_on_submit():
        return _page(invitation, "trusts/accept_invitation.html", form)
    try:
        trust = actions.accept_invitation(token=token, actor=actor(), at=now())
    except Refused as error:
        form.refuse(error)
        return _page(invitation, "trusts/accept_invitation.html", form)
    act_for(trust.id)
    flash(f"You now act for {trust.name}")
    return redirect(url_for("trusts.acting"), 303)


def _without_sign_in(token: str, invitation: InvitationValue) -> ResponseReturnValue:
    person = people.find_by_email(invitation.email)
    if person and person.is_confirmed:
        return _page(invitation, "trusts/invitation_sign_in.html", next=request.path)
    form = forms.NewAccount()
    if not form.validate_on_submit():
        return _page(invitation, "trusts/invitation_account.html", form)
    try:
        person_id = actions.accept_invitation_with_new_account(
            token=token, name=form.name.data, password=form.password.data, at=now()
        )
    except Refused as error:
        form.refuse(error)
        return _page(invitation, "trusts/invitation_account.html", form)
    browser.admit(person_id)
    flash("Your account is ready and you are signed in")
    return redirect(url_for("trusts.acting"), 303)


def _page(
    invitation: InvitationValue, template: str, form: Form | None = None, **context: object
) -> ResponseReturnValue:
    trust = queries.get_trust(invitation.trust_id)
    page = render_template(template, invitation=invitation, trust=trust, form=form, **context)
    return page, 422 if form and form.is_submitted() else 200
