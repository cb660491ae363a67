"""Expressing an interest, moving it on, consenting as the employer, withdrawing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.secondments.actions import interests, secondees
from app.secondments.forms.interests import (
    ExpressInterestForm,
    MoveForm,
    NotThisTimeForm,
    PutForwardForm,
    express_form,
    put_forward_form,
)
from app.secondments.queries.interests import get_interest
from app.secondments.queries.interests_new import advert_to_ask, find_own_availability, list_own_opportunities
from app.secondments.queries.interests_shown import show_one
from app.secondments.queries.secondees import list_secondees
from app.secondments.rules.interests import AlreadyInterested, check_can_move
from app.secondments.values import AVAILABILITY, OPPORTUNITY, AdvertValue, Consenter, Stage
from app.secondments.values.interests_shown import InterestShown
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private

CANNOT = 409
DONE = {
    Stage.IN_CONVERSATION: "We told the other trust that you would like to talk.",
    Stage.INTERVIEW: "We told the other trust and the person that you would like to interview them.",
    Stage.OFFERED: "We told the other trust and the person of your offer.",
    Stage.AGREED: "Accepted. The agreement can be drawn up.",
    Stage.NOT_THIS_TIME: "We told the other trust, in your words.",
    Stage.WITHDRAWN: "Withdrawn. We told the other trust.",
}
ASKED = {
    Stage.IN_CONVERSATION: "Say that you would like to talk",
    Stage.INTERVIEW: "Invite the person to an interview",
    Stage.OFFERED: "Offer the secondment",
    Stage.AGREED: "Accept the offer",
    Stage.NOT_THIS_TIME: "Say not this time",
    Stage.WITHDRAWN: "Withdraw your interest",
}


@bp.route("/interests/new", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def express_interest() -> ResponseReturnValue:
    """A host asks about somebody available, or a home employer puts somebody forward; the adverts may be both named."""
    availability, opportunity = (request.args.get(kind, "").strip().upper() for kind in (AVAILABILITY, OPPORTUNITY))
    own = find_own_availability(actor().trust, availability) if availability and opportunity else None
    try:
        if availability and own is None:
            return _ask_about(_advert(availability, AVAILABILITY), opportunity)
        if opportunity:
            return _put_forward(_advert(opportunity, OPPORTUNITY), own)
    except AlreadyInterested as refusal:
        return _cannot(refusal, refusal.reference)
    except Refused as refusal:
        return _cannot(refusal)
    raise NotFound("an interest is in an opportunity or an availability")


@bp.post("/interests/<reference>/consent")
@needs(Permission.POST_SECONDMENTS)
def give_employer_consent(reference: str) -> ResponseReturnValue:
    """The home employer consents; the person is asked."""
    try:
        interests.give_employer_consent(reference=reference, actor=actor(), at=now())
    except Refused as refusal:
        return _cannot(refusal, reference)
    flash("Consent recorded. We asked the person for theirs by email.")
    return _back(reference)


@bp.route("/interests/<reference>/withdraw-consent", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def withdraw_employer_consent(reference: str) -> ResponseReturnValue:
    """The home employer takes its consent back; asks first."""
    shown = _shown(reference)
    if not shown.is_home or not shown.interest.has_consent(Consenter.EMPLOYER):
        raise NotFound(f"trust {actor().trust} gave no consent for {reference}")
    if request.method == "GET":
        return render_template("secondments/withdraw_employer_consent.html", shown=shown)
    try:
        interests.withdraw_employer_consent(reference=reference, actor=actor(), at=now())
    except Refused as refusal:
        return _cannot(refusal, reference)
    flash("Withdrawn. The other trust is shown the name no longer.")
    return _back(reference)


@bp.route("/interests/<reference>/move/<stage>", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def move_interest(reference: str, stage: str) -> ResponseReturnValue:
    """Take the next step, with a message; asks first."""
    shown, wanted = _shown(reference), _stage(stage)
    try:
        check_can_move(shown.interest, wanted, shown.party)
    except Refused as refusal:
        return _cannot(refusal, reference)
    form = NotThisTimeForm() if wanted is Stage.NOT_THIS_TIME else MoveForm()
    if form.validate_on_submit():
        try:
            form.check_addresses()
            _move(reference, wanted, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(DONE[wanted])
            return _back(reference)
    page = render_template(
        "secondments/move_interest.html", form=form, shown=shown, stage=wanted, heading=ASKED[wanted]
    )
    return page, 422 if form.error_list else 200


def _advert(reference: str, kind: str) -> AdvertValue:
    return advert_to_ask(actor().trust, reference, kind, on=london_date(now()))


def _ask_about(advert: AdvertValue, opportunity: str) -> ResponseReturnValue:
    form = express_form(list_own_opportunities(actor().trust, on=london_date(now())), opportunity)
    if form.validate_on_submit():
        return _expressed(form, advert)
    return _page("secondments/express_interest.html", form, advert)


def _expressed(form: ExpressInterestForm, advert: AdvertValue) -> ResponseReturnValue:
    try:
        reference = interests.express_interest(
            availability=advert.reference,
            opportunity=form.opportunity.data,
            note=form.note.data,
            actor=actor(),
            at=now(),
        )
    except AlreadyInterested:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _page("secondments/express_interest.html", form, advert)
    flash("We told the home employer. You will hear when it consents, and then when the person does.")
    return _back(reference)


def _put_forward(advert: AdvertValue, own: AdvertValue | None) -> ResponseReturnValue:
    about = own.particulars.secondee_id if own else None
    form = put_forward_form(list_secondees(actor().trust, most=None), about)
    if form.validate_on_submit():
        return _forwarded(form, advert, own if form.secondee.data == about else None)
    return _page("secondments/put_forward.html", form, advert)


def _forwarded(form: PutForwardForm, advert: AdvertValue, own: AdvertValue | None) -> ResponseReturnValue:
    try:
        form.check_who()
        secondee_id = form.secondee.data or secondees.add_secondee(draft=form.draft, actor=actor(), at=now())
        reference = interests.put_forward(
            opportunity=advert.reference,
            availability=own.reference if own else None,
            secondee_id=secondee_id,
            note=form.note.data,
            actor=actor(),
            at=now(),
        )
    except AlreadyInterested:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _page("secondments/put_forward.html", form, advert)
    flash("Put forward. We asked the person for their consent by email; until then the host reads no name.")
    return _back(reference)


def _page(template: str, form: ExpressInterestForm | PutForwardForm, advert: AdvertValue) -> ResponseReturnValue:
    page = render_template(template, form=form, advert=advert)
    return kept_private(page, 422 if form.error_list else 200)


def _move(reference: str, stage: Stage, form: MoveForm) -> None:
    reason = form.reason.data if isinstance(form, NotThisTimeForm) else None
    interests.move_stage(
        reference=reference, stage=stage, reason=reason, message=form.message.data, actor=actor(), at=now()
    )


def _shown(reference: str) -> InterestShown:
    return show_one(actor().trust, get_interest(actor().trust, reference))


def _stage(word: str) -> Stage:
    found = next((each for each in ASKED if each.value.replace("_", "-") == word), None)
    if found is None:
        raise NotFound(f"no stage {word}")
    return found


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("secondments.show_interest", reference=reference), 303)


def _cannot(refused: Refused, reference: str = "") -> ResponseReturnValue:
    return render_template("secondments/cannot_express_interest.html", refused=refused, reference=reference), CANNOT
