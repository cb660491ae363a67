"""Confirming checks, for the home employer's HR leads; reading them, and who came, for the host's."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import day_words, london_date
from app.kernel.errors import Refused
from app.listings.rules import Incomplete
from app.people import queries as people
from app.secondments.actions import checks as actions
from app.secondments.forms.checks import ArrivalForm, ChecksForm, checks_fields
from app.secondments.queries.adverts import adverts_by_id
from app.secondments.queries.checks import arrivals_of, checks_of
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondments import get_secondment
from app.secondments.rules.checks import check_can_arrive, check_can_confirm, missing, reason_of, suggested
from app.secondments.values import CheckItem, CheckValue, Party, SecondmentValue, WhyNot
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.route("/secondments/<reference>/checks", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def confirm_checks(reference: str) -> ResponseReturnValue:
    """What the home employer confirms, item by item: a form for its HR leads, a record for the host's."""
    held = get_secondment(actor().trust, reference)
    given = checks_of([held.id])[held.id]
    form = ChecksForm([each.item for each in given], data=checks_fields(given))
    if form.is_submitted():
        check_can_confirm(held, held.party_of(actor().trust))
    if form.validate_on_submit():
        try:
            count = actions.confirm_checks(reference=reference, given=form.given, actor=actor(), at=now())
            flash("Confirmed, in your name and with today’s date." if count else "Nothing was changed.")
            return redirect(url_for("secondments.confirm_checks", reference=reference), 303)
        except Incomplete as incomplete:
            for fault in incomplete.faults:
                form.refuse(fault)
    lacking, may_confirm = missing(given), _may_confirm(held)
    names = people.names({each.confirmed_by for each in given})
    form.explain(_hints(held, given, names))
    page = render_template(
        "secondments/confirm_checks.html",
        held=held,
        form=form,
        given={each.item: each for each in given},
        items=list(CheckItem),
        lacking=lacking,
        reason_of=reason_of,
        names=names,
        trusts=trusts.names([held.home_id, held.host_id]),
        may_confirm=may_confirm,
        is_form=may_confirm and bool(lacking or form.is_submitted() or "change" in request.args),
        is_host=held.host_id == actor().trust,
        arrival=arrivals_of([held.id]).get(held.id),
    )
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/secondments/<reference>/arrival", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def confirm_arrival(reference: str) -> ResponseReturnValue:
    """That the person who came is the person named: for the host's HR leads, from the first day on."""
    held, today = get_secondment(actor().trust, reference), london_date(now())
    party, arrival = held.party_of(actor().trust), arrivals_of([held.id]).get(held.id)
    form = ArrivalForm(data={"arrived": today})
    if form.validate_on_submit():
        try:
            assert form.arrived.data is not None, "a valid form has a day"
            actions.confirm_arrival(reference=reference, day=form.arrived.data, actor=actor(), at=now())
            flash("Confirmed. It stands on your single central record.")
            return redirect(f"/secondments/{reference}", 303)
        except Refused as refused:
            form.refuse(refused)
    barred = None
    try:
        check_can_arrive(held, party, is_confirmed=arrival is not None, today=today)
    except Refused as refused:
        barred = refused.message
    page = render_template(
        "secondments/confirm_arrival.html",
        held=held,
        form=form,
        arrival=arrival,
        barred=barred,
        by=people.names([arrival.confirmed_by])[arrival.confirmed_by] if arrival else "",
        is_host=party is Party.HOST,
    )
    return kept_private(page, 422 if form.error_list else 200)


def _may_confirm(held: SecondmentValue) -> bool:
    try:
        check_can_confirm(held, held.party_of(actor().trust))
    except Refused:
        return False
    return True


def _hints(held: SecondmentValue, given: Sequence[CheckValue], names: Mapping[int, str]) -> dict[CheckItem, str]:
    """What stands beneath an item: who confirmed it and when, else what a post like this often does not need."""
    often = "A post like this often needs none: {}"
    hints = {item: often.format(f"{why.label[0].lower()}{why.label[1:]}") for item, why in _suggested(held).items()}
    for each in given:
        day = london_date(each.confirmed_at)
        hints[each.item] = f"Confirmed by {names[each.confirmed_by]} on {day_words(day)}"
    return hints


def _suggested(held: SecondmentValue) -> dict[CheckItem, WhyNot]:
    """What a post like this may well not need, by the advert that it came from."""
    interest = interests_by_id([held.interest_id])[held.interest_id]
    adverts = adverts_by_id(interest.listing_ids)
    asked = adverts.get(interest.opportunity_id or interest.availability_id or 0)
    if asked is None or asked.particulars.family is None or asked.particulars.level is None:
        return {}
    return dict(suggested(asked.particulars.family, asked.particulars.level))
