"""Choosing a new password when the present one is forgotten."""

from flask import flash, redirect, render_template, session
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel.errors import Refused
from app.people import actions, browser, queries
from app.people.forms import ForgottenForm, NewPasswordForm
from app.people.values import LinkPurpose
from app.people.views import bp
from app.web.access import public
from app.web.clock import now

RESET_FOR = "reset_for"


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def request_reset() -> ResponseReturnValue:
    """Ask for a link by which to choose a new password."""
    form = ForgottenForm()
    if form.validate_on_submit():
        try:
            actions.request_reset(email=form.email.data, caller=browser.caller(), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            session[RESET_FOR] = form.email.data
            return redirect("/forgotten-password/check-your-email", 303)
    return render_template("people/request_reset.html", form=form), 422 if form.errors else 200


@bp.get("/forgotten-password/check-your-email")
@public
def reset_requested() -> ResponseReturnValue:
    """What happens next; the same whether or not there is an account."""
    if RESET_FOR not in session:
        return redirect("/forgotten-password")
    return render_template("people/reset_requested.html", email=session[RESET_FOR])


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def set_password(token: str) -> ResponseReturnValue:
    """Choose a new password by a link, and sign in with it."""
    link = queries.find_link(token, LinkPurpose.SET_PASSWORD, at=now())
    if link is None or link.is_used or link.is_expired:
        return render_template("people/reset_not_usable.html", link=link), 404 if link is None else 200
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            actions.set_password(token=token, password=form.password.data, at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            browser.leave()
            flash("Your new password is saved. Sign in with it.")
            return redirect("/sign-in", 303)
    return render_template("people/set_password.html", form=form, link=link), 422 if form.errors else 200
