"""Giving notice of an early end, agreeing on less of it, and making a post permanent: each asks first."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.secondments.actions import endings as actions
from app.secondments.forms.along import AnswerForm, NoticeForm, PermanentForm
from app.secondments.queries.along import effect_of_end, endings_of, notice_weeks_of, waiting_early_end
from app.secondments.queries.secondments import get_secondment
from app.secondments.rules import endings as rules
from app.secondments.rules.agreements import earliest_last_date
from app.secondments.values import SecondmentValue, WhyEnded
from app.secondments.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private

ASKED = "The other trust is asked. Until it agrees, nothing changes."


@bp.route("/secondments/<reference>/end", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def give_notice(reference: str) -> ResponseReturnValue:
    """Give notice of an early end: what it changes is shown before it is done."""
    held, form = get_secondment(actor().trust, reference), NoticeForm()
    return _end(held, form, rules.EARLY[held.party_of(actor().trust)])


@bp.route("/secondments/<reference>/permanent", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def make_permanent(reference: str) -> ResponseReturnValue:
    """The host makes the post permanent: what it changes is shown before it is done."""
    held = get_secondment(actor().trust, reference)
    rules.check_can_make_permanent(held, held.party_of(actor().trust))
    return _end(held, PermanentForm(data={"last_date": held.last_date}), WhyEnded.PERMANENT)


@bp.post("/secondments/<reference>/end/answer")
@needs(Permission.POST_SECONDMENTS)
def answer_early_end(reference: str) -> ResponseReturnValue:
    """Agree, or not, that it ends with less notice than the agreement asks for."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            actions.answer_early_end(reference=reference, agreed=form.agreed, actor=actor(), at=now())
            flash(
                "You agreed. The last day is changed, and everybody is told." if form.agreed else "You did not agree."
            )
            return redirect(f"/secondments/{reference}", 303)
        except Refused as refused:
            form.refuse(refused)
    held = get_secondment(actor().trust, reference)
    return _page(held, NoticeForm(formdata=None), rules.EARLY[held.party_of(actor().trust)], answer=form)


def _end(held: SecondmentValue, form: NoticeForm, why: WhyEnded) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            if form.give.data:
                return _given(held, form, why)
            last, shorter = form.last_date.data, bool(form.shorter.data)
            assert last is not None, "a valid form has a last day"
            weeks, today = notice_weeks_of(held.id), london_date(now())
            rules.check_last_date(held, last, why, today=today, notice_weeks=weeks, shorter=shorter)
            return _look(held, form, why, last)
        except Refused as refused:
            form.refuse(refused)
    return _page(held, form, why)


def _given(held: SecondmentValue, form: NoticeForm, why: WhyEnded) -> ResponseReturnValue:
    do = actions.make_permanent if why is WhyEnded.PERMANENT else actions.give_notice
    assert form.last_date.data is not None, "a valid form has a last day"
    counts = do(
        reference=held.reference,
        last_date=form.last_date.data,
        shorter=bool(form.shorter.data),
        actor=actor(),
        at=now(),
    )
    flash("The last day is changed, and everybody is told." if counts else ASKED)
    return redirect(f"/secondments/{held.reference}", 303)


def _look(held: SecondmentValue, form: NoticeForm, why: WhyEnded, last: date) -> ResponseReturnValue:
    weeks, today = notice_weeks_of(held.id), london_date(now())
    is_short = rules.is_short(held, last, today=today, notice_weeks=weeks)
    if is_short:
        form.give.label.text = "Ask the other trust"
    page = render_template(
        "secondments/end_check.html",
        held=held,
        form=form,
        last=last,
        is_permanent=why is WhyEnded.PERMANENT,
        is_short=is_short,
        weeks=weeks,
        days=(last - today).days,
        effect=effect_of_end(held.id, last),
        names=trusts.names([held.home_id, held.host_id]),
        other=_other(held),
    )
    return kept_private(page)


def _page(
    held: SecondmentValue, form: NoticeForm, why: WhyEnded, *, answer: AnswerForm | None = None
) -> ResponseReturnValue:
    today, weeks = london_date(now()), notice_weeks_of(held.id)
    waiting, party = waiting_early_end(held.id, today), held.party_of(actor().trust)
    answer = answer or AnswerForm(formdata=None)
    page = render_template(
        "secondments/end_secondment.html",
        held=held,
        form=form,
        answer=answer,
        is_permanent=why is WhyEnded.PERMANENT,
        is_live=held.state.is_live,
        waiting=waiting,
        is_mine=waiting is not None and waiting.by_party is party,
        effect=effect_of_end(held.id, waiting.last_date) if waiting else None,
        ending=endings_of([held.id]).get(held.id),
        weeks=weeks,
        earliest=earliest_last_date(today, weeks),
        other=_other(held),
        action=url_for("secondments.answer_early_end", reference=held.reference),
    )
    return kept_private(page, 422 if form.error_list or answer.error_list else 200)


def _other(held: SecondmentValue) -> str:
    other = held.host_id if held.home_id == actor().trust else held.home_id
    return trusts.names([other])[other]
