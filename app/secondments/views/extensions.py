"""What comes after the last day: asking for a later one, answering, and the ways there are."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.secondments.actions import extensions as actions
from app.secondments.forms.along import AnswerForm, ExtensionForm
from app.secondments.queries.along import endings_of, extensions_of
from app.secondments.queries.secondments import get_secondment
from app.secondments.rules.endings import check_can_extend
from app.secondments.values import Party, SecondmentState, SecondmentValue
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.route("/secondments/<reference>/extension", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def ask_extension(reference: str) -> ResponseReturnValue:
    """Ask the other trust for a later last day; what was asked so far, and answered."""
    held, form = get_secondment(actor().trust, reference), ExtensionForm()
    if form.validate_on_submit():
        try:
            assert form.to_date.data is not None, "a valid form has a day"
            actions.ask_extension(
                reference=reference, to_date=form.to_date.data, reason=form.reason.data, actor=actor(), at=now()
            )
            flash("The other trust is asked.")
            return redirect(url_for("secondments.ask_extension", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    return _page(held, form, AnswerForm(formdata=None))


@bp.post("/secondments/<reference>/extension/answer")
@needs(Permission.POST_SECONDMENTS)
def answer_extension(reference: str) -> ResponseReturnValue:
    """Agree, or not, to a later last day."""
    held, form = get_secondment(actor().trust, reference), AnswerForm()
    if form.validate_on_submit():
        try:
            actions.answer_extension(reference=reference, agreed=form.agreed, actor=actor(), at=now())
            drafted = "You agreed. The draft of the next version has the later end: all three sign it."
            flash(drafted if form.agreed else "You did not agree. It ends as it was.")
            return redirect(f"/secondments/{reference}", 303)
        except Refused as refused:
            form.refuse(refused)
    return _page(held, ExtensionForm(formdata=None), form)


@bp.get("/secondments/<reference>/after")
@needs(Permission.POST_SECONDMENTS)
def show_after(reference: str) -> ResponseReturnValue:
    """Extend, end or make permanent: where each of them is done."""
    held = get_secondment(actor().trust, reference)
    page = render_template(
        "secondments/after.html",
        held=held,
        ending=endings_of([held.id]).get(held.id),
        is_host=held.party_of(actor().trust) is Party.HOST,
        is_running=held.state is SecondmentState.RUNNING,
    )
    return kept_private(page)


def _page(held: SecondmentValue, form: ExtensionForm, answer: AnswerForm) -> ResponseReturnValue:
    asked, party = extensions_of(held.id), held.party_of(actor().trust)
    waiting = next((each for each in asked if each.agreed is None), None)
    page = render_template(
        "secondments/extension.html",
        held=held,
        form=form,
        answer=answer,
        asked=asked,
        waiting=waiting,
        is_mine=waiting is not None and waiting.by_party is party,
        barred=_barred(held) if waiting is None else "",
        names={each: trusts.names([held.trust_of(each)])[held.trust_of(each)] for each in (Party.HOME, Party.HOST)},
        action=url_for("secondments.answer_extension", reference=held.reference),
    )
    return kept_private(page, 422 if form.error_list or answer.error_list else 200)


def _barred(held: SecondmentValue) -> str:
    """Why no later end can be asked for now; nothing where it can."""
    try:
        check_can_extend(held, None, waiting=None, has_notice=held.id in endings_of([held.id]))
    except Refused as refused:
        return refused.message
    return ""
