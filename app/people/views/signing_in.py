"""Signing in and out."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import limiter
from app.kernel.errors import Refused
from app.people import actions, browser
from app.people.forms import SignInForm
from app.people.views import bp
from app.web.access import public, signed_in
from app.web.clock import now


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to where one was going."""
    form = SignInForm(next=request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(browser.onward(form.next.data))
    if form.validate_on_submit():
        try:
            token = actions.sign_in(
                email=form.email.data, password=form.password.data, caller=browser.caller(), at=now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            browser.enter(token)
            return redirect(browser.onward(form.next.data), 303)
    return render_template("people/sign_in.html", form=form), 422 if form.errors else 200


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser."""
    actions.end_session(token=current_user.token, person_id=current_user.person_id, at=now())
    browser.leave()
    flash("You are signed out")
    return redirect("/sign-in", 303)


@bp.post("/account/sign-out-everywhere")
@signed_in
def end_all_sessions() -> ResponseReturnValue:
    """Sign out of every browser, this one too."""
    actions.end_all_sessions(person_id=current_user.person_id, at=now())
    browser.leave()
    flash("You are signed out everywhere")
    return redirect("/sign-in", 303)
