"""Deciding who joins: a trust's administrators; for its first person, the operator."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound, Refused
from app.people import queries as people
from app.trusts import actions, queries
from app.trusts.forms import DecideJoin
from app.trusts.rules.domains import findings
from app.trusts.values import Permission, RequestState, RequestValue, Role, TrustValue
from app.trusts.views import bp
from app.web.access import actor, needs, operating
from app.web.clock import now


@bp.route("/trust/people/requests/<int:request_id>", methods=["GET", "POST"])
@needs(Permission.MANAGE_TRUST)
def decide_join(request_id: int) -> ResponseReturnValue:
    """Let somebody into the actor's trust, or not."""
    request = queries.get_request(request_id)
    if request.trust_id != actor().trust:
        raise NotFound(f"no request {request_id} to this trust")
    return _decide(request, DecideJoin(), back="trusts.list_people")


@bp.get("/operator/requests")
@operating
def operator_requests() -> ResponseReturnValue:
    """The requests that wait for the operator: each would be the first person of a trust."""
    requests = queries.list_for_operator()
    trust_ids = [each.trust_id for each in requests]
    persons = people.people_by_id(each.person_id for each in requests)
    websites = queries.list_websites(trust_ids)
    return render_template(
        "trusts/operator_requests.html",
        requests=requests,
        trusts=queries.trusts_by_id(trust_ids),
        people=persons,
        findings={
            each.id: findings(persons[each.person_id].email, websites.get(each.trust_id, [])) for each in requests
        },
    )


@bp.route("/operator/requests/<int:request_id>", methods=["GET", "POST"])
@operating
def decide_first_join(request_id: int) -> ResponseReturnValue:
    """Let the first person into a trust, or not, knowing whether their e-mail's domain is a school's."""
    request = queries.get_request(request_id)
    if queries.people_with(request.trust_id, Permission.MANAGE_TRUST) and request.state is RequestState.WAITING:
        raise NotFound(f"request {request_id} is for the trust's administrators")
    return _decide(request, DecideJoin(roles=[Role.ADMINISTRATOR]), back="trusts.operator_requests")


def _decide(request: RequestValue, form: DecideJoin, *, back: str) -> ResponseReturnValue:
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                trust = _carry_out(request, form)
            except Refused as error:
                form.refuse(error)
            else:
                flash(f"Let in to {trust.name}" if form.decision.data == "accept" else "Request declined")
                return redirect(url_for(back), 303)
    trust = queries.get_trust(request.trust_id)
    person = people.get_person(request.person_id)
    websites = queries.list_websites([trust.id]).get(trust.id, [])
    return render_template(
        "trusts/decide_join.html",
        form=form,
        request=request,
        trust=trust,
        person=person,
        findings=findings(person.email, websites),
        websites=len(websites),
        back=url_for(back),
    ), status


def _carry_out(request: RequestValue, form: DecideJoin) -> TrustValue:
    if form.decision.data == "accept":
        return actions.accept_join(request_id=request.id, roles=form.roles.data or [], actor=actor(), at=now())
    return actions.decline_join(request_id=request.id, reason=form.reason.data, actor=actor(), at=now())
