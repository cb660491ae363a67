"""The onboarding form that an account link leads to."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from app.sandbox.stripe import account_links, onboarding, security
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.work import Work
from app.sandbox.stripe.world import World

FIELDS = (
    ("legal_name", "Legal name of the trust", "As registered at Companies House", "organization"),
    ("company_number", "Company number", "8 characters, like 07654321", "off"),
    ("sort_code", "Sort code", "6 digits, like 20-00-00", "off"),
    ("account_number", "Account number", "8 digits, like 55779911", "off"),
)


def blueprint(world: World) -> Blueprint:
    """The form, under /sandbox/onboarding."""
    routes = Blueprint("onboarding", __name__, url_prefix="/sandbox/onboarding")
    routes.before_request(security.check_same_origin)
    routes.after_request(security.add_headers)

    @routes.get("/<token>")
    def show(token: str) -> str | Response:
        with world.work() as work:
            link = find_link(work, token)
            if not account_links.is_open(work, link):
                return redirect(link["refresh_url"], code=303)
            return render(work, link, prefilled(work, link), {})

    @routes.post("/<token>")
    def submit(token: str) -> tuple[str, int] | Response:
        with world.work() as work:
            link = find_link(work, token)
            if not account_links.is_open(work, link):
                return redirect(link["refresh_url"], code=303)
            typed = {name: request.form.get(name, "") for name, *_ in FIELDS}
            wrong = onboarding.check_answers(typed)
            if wrong:
                return render(work, link, typed, wrong), 400
            onboarding.complete(work, link, typed)
            return redirect(link["return_url"], code=303)

    return routes


def find_link(work: Work, token: str) -> Document:
    """The link with that token, or 404; its page's forms may lead back to its site."""
    link = work.records.find("account_link", token)
    if link is None:
        abort(404)
    security.allow_forms_to_lead_to(link["return_url"], link["refresh_url"])
    return link


def prefilled(work: Work, link: Document) -> Document:
    """What is known already: the name that the platform gave."""
    account = work.get("account", link["account"])
    details = (account["identity"] or {}).get("business_details", {})
    return {"legal_name": details.get("registered_name", "")}


def render(work: Work, link: Document, typed: Document, wrong: dict[str, str]) -> str:
    """The form, with what was typed and what was wrong with it."""
    account = work.get("account", link["account"])
    return render_template("onboarding.html", account=account, fields=FIELDS, typed=typed, wrong=wrong)
