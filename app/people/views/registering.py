"""Registering an account and confirming its address."""

from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import limiter
from app.kernel.errors import Refused
from app.people import actions, browser, queries
from app.people.forms import ConfirmForm, RegisterForm
from app.people.values import LinkPurpose
from app.people.views import bp
from app.web.access import public
from app.web.clock import now

MAILED = "mailed"


@bp.route("/register", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def register() -> ResponseReturnValue:
    """Create an account."""
    if current_user.is_authenticated:
        return redirect(browser.HOME)
    form = RegisterForm(next=request.args.get("next"))
    if form.validate_on_submit():
        try:
            actions.create_account(
                email=form.email.data,
                name=form.name.data,
                password=form.password.data,
                next_path=form.next.data,
                caller=browser.caller(),
                at=now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            session[MAILED] = form.email.data
            return redirect("/register/check-your-email", 303)
    return render_template("people/register.html", form=form), 422 if form.errors else 200


@bp.get("/register/check-your-email")
@public
def check_your_email() -> ResponseReturnValue:
    """What happens next; the same whether or not there was an account already."""
    if MAILED not in session:
        return redirect("/register")
    return render_template("people/check_your_email.html", email=session[MAILED])


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm the address that this link was sent to, and be signed in."""
    link = queries.find_link(token, LinkPurpose.CONFIRM, at=now())
    if link is None or link.is_used or link.is_expired:
        return render_template("people/confirm_not_usable.html", link=link), 404 if link is None else 200
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            person_id = actions.confirm_email(
                token=token, password=form.password.data, caller=browser.caller(), at=now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            browser.admit(person_id)
            flash("Your email address is confirmed and you are signed in")
            return redirect(link.next_path or "/welcome", 303)
    return render_template("people/confirm_email.html", form=form, link=link), 422 if form.errors else 200
