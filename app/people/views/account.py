"""One's own account."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import limiter
from app.kernel.errors import Refused
from app.people import actions, browser, queries
from app.people.forms import ChangePasswordForm, NameForm
from app.people.views import bp
from app.web.access import actor, signed_in
from app.web.clock import now


@bp.get("/welcome")
@signed_in
def welcome() -> ResponseReturnValue:
    """What to do first, once the address is confirmed."""
    return render_template("people/welcome.html")


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Name, address, password, and where one is signed in."""
    sessions = queries.list_sessions(current_user.person_id, at=browser.caller().at)
    return render_template("people/account.html", sessions=sessions, here=current_user.session_id)


@bp.route("/account/name", methods=["GET", "POST"])
@signed_in
def change_name() -> ResponseReturnValue:
    """Change one's name."""
    form = NameForm(name=current_user.name)
    if form.validate_on_submit():
        try:
            actions.change_name(name=form.name.data, actor=actor(), at=now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("Your name is changed")
            return redirect("/account", 303)
    return render_template("people/change_name.html", form=form), 422 if form.errors else 200


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
@limiter.limit("20 per minute", methods=["POST"])
def change_password() -> ResponseReturnValue:
    """Change one's password; every other browser is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            actions.change_password(
                current=form.current.data,
                new=form.new.data,
                but=current_user.token,
                actor=actor(),
                caller=browser.caller(),
                at=now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("Your password is changed, and every other browser is signed out")
            return redirect("/account", 303)
    return render_template("people/change_password.html", form=form), 422 if form.errors else 200
