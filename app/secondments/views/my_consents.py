"""The person's own answers, by their signed link: to consent, and to withdraw. Nobody answers for them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound, Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.secondments.actions import interests
from app.secondments.queries.interests import get_interest, interests_of_secondee
from app.secondments.queries.interests_shown import show_one
from app.secondments.queries.secondee_links import open_secondee_link
from app.secondments.queries.secondments import secondments_of
from app.secondments.rules.interests import BOUND
from app.secondments.rules.secondee_links import NoLongerYours
from app.secondments.values import Consenter, SecondeeValue
from app.secondments.views import bp
from app.secondments.views.my_secondment import own_link_not_usable
from app.web.access import find_actor, public
from app.web.clock import now
from app.web.private import kept_private

CANNOT = 409
NOT_USABLE = (LinkExpired, LinkUnreadable, NoLongerYours)


@bp.post("/my-secondment/<token>/consent/<reference>")
@public
def give_own_consent(token: str, reference: str) -> ResponseReturnValue:
    """The person consents that their name and profile are shown."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    try:
        interests.give_own_consent(reference=reference, secondee_id=secondee.id, person_id=_account(secondee), at=now())
    except Refused as refusal:
        flash(refusal.message)
    else:
        flash("Thank you. Your consent is recorded. You can take it back on this page at any time.")
    return redirect(url_for("secondments.my_secondment", token=token), 303)


@bp.route("/my-secondment/<token>/withdraw/<reference>", methods=["GET", "POST"])
@public
def withdraw_own_consent(token: str, reference: str) -> ResponseReturnValue:
    """The person takes their consent back, or does not give it; asks first, and says what then happens."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    if request.method == "GET":
        return _asked(secondee, token, reference)
    try:
        erased = interests.withdraw_own_consent(
            reference=reference, secondee_id=secondee.id, person_id=_account(secondee), at=now()
        )
    except Refused as refusal:
        page = render_template("secondments/cannot_withdraw_own_consent.html", refused=refusal, token=token)
        return kept_private(page, CANNOT)
    if erased:
        return redirect(url_for("secondments.own_consent_withdrawn"), 303)
    flash("Withdrawn. The other trust can no longer see your name and profile.")
    return redirect(url_for("secondments.my_secondment", token=token), 303)


@bp.get("/my-secondment/withdrawn")
@public
def own_consent_withdrawn() -> ResponseReturnValue:
    """What has happened, for somebody who is kept no longer."""
    return render_template("secondments/own_consent_withdrawn.html")


def _asked(secondee: SecondeeValue, token: str, reference: str) -> ResponseReturnValue:
    mine = interests_of_secondee(secondee.id)
    interest = get_interest(secondee.trust_id, reference)
    if interest.secondee_id != secondee.id or not interest.stage.is_open:
        raise NotFound(f"{reference} is not open, or is about somebody else")
    others = [each for each in mine if each.id != interest.id and each.stage.is_open]
    return kept_private(
        render_template(
            "secondments/withdraw_own_consent.html",
            shown=show_one(secondee.trust_id, interest),
            token=token,
            has_consented=interest.has_consent(Consenter.PERSON),
            is_kept=any(each.has_consent(Consenter.PERSON) for each in others)
            or any(each.state in BOUND for each in secondments_of(secondee.id)),
        )
    )


def _account(secondee: SecondeeValue) -> int | None:
    """The account of whoever opened the link, where it is the person's own."""
    who = find_actor()
    return who.person_id if who is not None and who.person_id == secondee.person_id else None
