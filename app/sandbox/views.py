"""The demo's own pages: one-click sign-ins, and the calendar."""

import os
from typing import Any

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.kernel.errors import NotFound
from app.people import browser
from app.people import queries as people
from app.sandbox.calendar import wind_on
from app.sandbox.demo.people import storytellers, trusts_of
from app.sandbox.forms import CalendarForm, SignInAsForm
from app.web.access import public
from app.web.clock import clock, now

bp = Blueprint("sandbox", __name__)


def banner() -> dict[str, Any]:
    """What the layout shows at the top of every page of the demo."""
    settings = current_app.extensions["settings"]
    mailbox = os.environ.get("MAILBOX_PORT", str(settings.port + 2))
    links = [
        ("Sign in as someone", "/sandbox/sign-in"),
        ("Wind the calendar on", "/sandbox/calendar"),
        ("Stripe’s sandbox", f"{settings.stripe_api_base}/sandbox"),
        ("Mailbox", f"http://127.0.0.1:{mailbox}/"),
    ]
    return {"banner": {"text": "This is a demonstration: every trust and person in it is invented.", "links": links}}


@bp.get("/sandbox/sign-in")
@public
def sign_ins() -> ResponseReturnValue:
    """Everyone of the story, each with a button."""
    return render_template("sandbox/sign_ins.html", people=storytellers(), trusts_of=trusts_of, csrf=FlaskForm())


@bp.post("/sandbox/sign-in")
@public
def sign_in_as() -> ResponseReturnValue:
    """Sign in as someone of the story, without a password."""
    form = SignInAsForm()
    told = {person.email for person in storytellers()}
    person = people.find_by_email(form.email.data or "") if form.validate() and form.email.data in told else None
    if person is None:
        raise NotFound("not someone of the story")
    browser.admit(person.id)
    return redirect("/dashboard")


@bp.get("/sandbox/calendar")
@public
def calendar() -> ResponseReturnValue:
    """The demo's day, and how to wind it on."""
    return render_template("sandbox/calendar.html", form=CalendarForm(), today=now(), happened=None)


@bp.post("/sandbox/calendar")
@public
def wind_calendar_on() -> ResponseReturnValue:
    """Wind the demo on day by day and list what happened."""
    form = CalendarForm()
    if not form.validate():
        return render_template("sandbox/calendar.html", form=form, today=now(), happened=None), 422
    happened = wind_on(days=form.days.data, clock=clock())  # type: ignore[arg-type]
    return render_template("sandbox/calendar.html", form=CalendarForm(formdata=None), today=now(), happened=happened)
