"""Choosing one's trust and asking to join it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.people import queries as people
from app.trusts import actions, queries
from app.trusts.forms import AskToJoin, ChooseTrust
from app.trusts.rules.domains import domain_of
from app.trusts.views import bp
from app.web.access import actor, signed_in
from app.web.clock import now
from app.web.pagination import Page, page_number

SIZE = 10


@bp.get("/join")
@signed_in
def join() -> ResponseReturnValue:
    """Choose a trust, and see what became of earlier requests."""
    form = ChooseTrust()
    person = people.get_person(actor().person_id)
    requests = queries.list_requests_by(person.id)
    number = page_number()
    found, total = (
        queries.search_register(form.q.data, open_only=True, page=number, size=SIZE) if form.q.data else ([], 0)
    )
    return render_template(
        "trusts/join.html",
        form=form,
        page=Page(found, number, SIZE, total),
        suggested=queries.list_by_domain(domain_of(person.email)),
        requests=requests,
        trusts=queries.trusts_by_id(each.trust_id for each in requests),
        mine={each.trust.id for each in queries.memberships_of(person.id)},
    )


@bp.route("/join/<uid>", methods=["GET", "POST"])
@signed_in
def ask_to_join(uid: str) -> ResponseReturnValue:
    """Ask to join a trust."""
    trust = queries.get_trust_by_uid(uid)
    form = AskToJoin()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                actions.ask_to_join(trust_id=trust.id, message=form.message.data, actor=actor(), at=now())
            except Refused as error:
                form.refuse(error)
            else:
                flash(f"You have asked to join {trust.name}")
                return redirect(url_for("trusts.join"), 303)
    waiting = queries.find_waiting(trust.id, actor().person_id)
    return render_template("trusts/ask_to_join.html", form=form, trust=trust, waiting=waiting), status


@bp.post("/join/requests/<int:request_id>/withdraw")
@signed_in
def withdraw_request(request_id: int) -> ResponseReturnValue:
    """Take back one's own request."""
    try:
        actions.withdraw_request(request_id=request_id, actor=actor(), at=now())
    except Refused as error:
        flash(error.message, "notice")
    else:
        flash("Request withdrawn")
    return redirect(url_for("trusts.join"), 303)
