"""Committing one's trust: what it costs and who has to approve it, giving it up, and signing."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.approvals.values import Estimate
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.people import queries as people
from app.procurement.actions import commitments as actions
from app.procurement.forms.commitments import AskForm, GiveUpForm, SignForm
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.commitments import open_commitment, worth_at_guide, worth_at_todays_prices
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.rules import agreements_words as words
from app.procurement.rules import commitments as rules
from app.procurement.rules.commitments_words import UNKNOWN, LotWorth, by_lot
from app.procurement.rules.joining_words import committed_words
from app.procurement.rules.tier_words import quantity_words
from app.procurement.values import (
    AgreementValue,
    CommitmentValue,
    ParticipationState,
    ParticipationValue,
    Reading,
    RoundValue,
)
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@dataclass(frozen=True)
class Own:
    """A trust before its commitment: what it would be or is bound to. `guide` and `today` are estimates of its own."""

    held: RoundValue
    reading: Reading
    part: ParticipationValue
    agreement: AgreementValue | None
    commitment: CommitmentValue | None
    guide: Estimate
    today: Estimate

    @property
    def lots(self) -> list[LotWorth]:
        """What it wants, lot by lot."""
        return by_lot(self.held, self.guide, self.today)


@bp.get("/rounds/<reference>/commit")
@needs(Permission.VIEW_TRUST)
def show_commitment(reference: str) -> ResponseReturnValue:
    """What one's trust would be committed to, or is; whoever runs procurement for it may ask."""
    own = _own(reference)
    return _commitment_page(own, _ask_form(own))


@bp.post("/rounds/<reference>/commit")
@needs(Permission.RUN_PROCUREMENT)
def ask_to_commit(reference: str) -> ResponseReturnValue:
    """Ask that one's trust be committed."""
    own = _own(reference)
    form = _ask_form(own)
    if form.validate():
        try:
            to = actions.ask_to_commit(
                reference=reference,
                seen_version=form.version.number,
                seen_sha256=form.seen.data or "",
                actor=actor(),
                at=now(),
            )
        except Refused as refused:
            own = _own(reference)
            form = _shown_anew(form, own, refused)
        else:
            flash(ASKED if to is ParticipationState.ASKED else TO_SIGN)
            return redirect(url_for("procurement.show_commitment", reference=reference), 303)
    return _commitment_page(own, form)


@bp.route("/rounds/<reference>/commit/give-up", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def give_up_commitment(reference: str) -> ResponseReturnValue:
    """Take back what was asked and not signed yet; asks first."""
    own = _own(reference)
    is_asked = own.part.state is ParticipationState.ASKED
    form = GiveUpForm(is_asked=is_asked)
    rules.check_can_give_up(own.held, own.commitment)
    if form.validate_on_submit():
        actions.give_up(reference=reference, actor=actor(), at=now())
        flash("Your trust no longer asks to be committed. You can change what it wants.")
        return redirect(url_for("procurement.your_trust", reference=reference), 303)
    return render_template(
        "procurement/give_up_commitment.html", **round_page(own.held, own.reading), form=form, is_asked=is_asked
    )


@bp.route("/rounds/<reference>/sign", methods=["GET", "POST"])
@needs(Permission.APPROVE)
def sign_agreement(reference: str) -> ResponseReturnValue:
    """Read the agreement, and sign it for one's trust."""
    own = _own(reference)
    barred, form = _barred_from_signing(own), _sign_form(own)
    if request.method == "POST" and barred is None and form.validate():
        try:
            actions.sign(
                reference=reference,
                name=form.name.data or "",
                seen_sha256=form.seen.data or "",
                actor=actor(),
                address=request.remote_addr or "",
                at=now(),
            )
        except Refused as refused:
            form.refuse(refused)
            own = _own(reference)
            if isinstance(refused, rules.AgreementChanged) and own.agreement:
                form.show_again(own.agreement.sha256)
        else:
            flash("You signed the agreement. Your trust is committed.")
            return redirect(url_for("procurement.show_commitment", reference=reference), 303)
    page = render_template(
        "procurement/sign_agreement.html",
        **round_page(own.held, own.reading),
        own=own,
        form=form,
        barred=_barred_from_signing(own),
        asker=_asker(own),
        words=words,
        quantity_words=quantity_words,
        unknown=UNKNOWN,
        trust=trusts.names([own.part.trust_id])[own.part.trust_id],
    )
    return kept_private(page, 422 if form.error_list else 200)


def _own(reference: str) -> Own:
    """What one's trust has to do with committing in a round. Raises NotFound for a trust that was never in it."""
    held = get_round(reference)
    reading = check_may_read(held, actor())
    part = find_participation(held.id, actor().trust)
    if held.stage is None or part is None:
        raise NotFound(f"no part in {reference}")
    day = london_date(now())
    return Own(
        held=held,
        reading=reading,
        part=part,
        agreement=current_agreement(held.id),
        commitment=open_commitment(part.id),
        guide=worth_at_guide(held, part.trust_id, day),
        today=worth_at_todays_prices(held, part.trust_id, day),
    )


def _ask_form(own: Own) -> AskForm:
    form = AskForm(promise=_promise(own), seen=own.agreement.sha256 if own.agreement else "")
    if not form.is_submitted():
        form.version.show(own.part.version)
    return form


def _sign_form(own: Own) -> SignForm:
    seen = own.agreement.sha256 if own.agreement else ""
    return SignForm(promise=f"{_promise(own)} and may sign it for my trust", seen=seen)


def _promise(own: Own) -> str:
    return f"I have read version {own.agreement.number} of the agreement" if own.agreement else "I have read it"


def _shown_anew(form: AskForm, own: Own, refused: Refused) -> AskForm:
    """The form with what was refused; where something else is to be read now, that is what it carries."""
    form.refuse(refused)
    if isinstance(refused, rules.AgreementChanged) and own.agreement:
        form.agrees.label.text = _promise(own)
        form.show_again(own.agreement.sha256)
        form.version.show(own.part.version)
    return form


def _commitment_page(own: Own, form: AskForm) -> ResponseReturnValue:
    barred = _barred_from_asking(own)
    can_ask = barred is None and actor().may(Permission.RUN_PROCUREMENT)
    page = render_template(
        "procurement/show_commitment.html",
        **round_page(own.held, own.reading),
        own=own,
        form=form,
        barred=barred,
        can_ask=can_ask,
        approves=_who_approves(own) if can_ask else "",
        asker=_asker(own),
        may_sign=actor().may(Permission.APPROVE) and _barred_from_signing(own) is None,
        may_run=actor().may(Permission.RUN_PROCUREMENT),
        words=words,
        bound=committed_words(own.held, london_date(now())),
        quantity_words=quantity_words,
        unknown=UNKNOWN,
        trust=trusts.names([own.part.trust_id])[own.part.trust_id],
    )
    return kept_private(page, 422 if form.error_list else 200)


def _barred_from_asking(own: Own) -> Refused | None:
    try:
        rules.check_can_ask(own.held, own.part, own.agreement, today=london_date(now()))
    except Refused as refused:
        return refused
    return None


def _barred_from_signing(own: Own) -> Refused | None:
    try:
        rules.check_can_sign(own.held, own.commitment, own.agreement, signer=actor().person_id)
    except Refused as refused:
        return refused
    return None


def _who_approves(own: Own) -> str:
    """Who will have to approve, in a sentence."""
    if not own.guide.gross:
        return "It costs your trust nothing, so nobody has to approve it."
    who, worth = actor(), own.guide
    try:
        found = approvals.preview(
            trust_id=who.trust, person_id=who.person_id, net=worth.net, gross=worth.gross, on=london_date(now())
        )
    except NobodyMayApprove as refused:
        return refused.message
    return found.sentence


def _asker(own: Own) -> str:
    asked = own.commitment
    return people.names([asked.asked_by])[asked.asked_by] if asked else ""


ASKED = "Your trust’s scheme of delegation has somebody approve this: they have been asked."
TO_SIGN = "Your trust’s scheme of delegation allows it. It is committed once an approver signs the agreement."
