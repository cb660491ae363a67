"""What the person who is lent does along the way by their own link: reviews, and notice of an early end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.extensions import limiter
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.secondments.actions import endings, reviews
from app.secondments.forms.along import OwnNoticeForm, ReviewForm
from app.secondments.queries.along import endings_of, notice_weeks_of, reviews_of
from app.secondments.queries.secondee_links import open_secondee_link
from app.secondments.queries.secondments import secondments_of
from app.secondments.rules import endings as ending_rules
from app.secondments.rules import reviews as rules
from app.secondments.rules.agreements import earliest_last_date
from app.secondments.values import (
    EndingValue,
    Party,
    ReviewKind,
    ReviewValue,
    SecondeeValue,
    SecondmentValue,
    WhyEnded,
)
from app.secondments.views import bp
from app.secondments.views.my_secondment import NOT_USABLE, own_link_not_usable
from app.secondments.views.reviews import review_kind
from app.trusts import queries as trusts
from app.web.access import public
from app.web.clock import now
from app.web.private import kept_private


@dataclass(frozen=True)
class Along:
    """What somebody's own page shows of one of their secondments: what they may do now, and what was said."""

    ending: EndingValue | None
    may_end: bool
    to_give: tuple[ReviewKind, ...]
    given: tuple[ReviewValue, ...]
    readable: tuple[ReviewValue, ...]


@bp.context_processor
def _along() -> dict[str, Callable[[Iterable[SecondmentValue]], dict[int, Along]]]:
    return {"along_of": along_of}


def along_of(shown: Iterable[SecondmentValue]) -> dict[int, Along]:
    """What happens along one's own secondments, by id in two batches, asked for where a page shows it."""
    held = list(shown)
    given, ended, today = (
        reviews_of([each.id for each in held]),
        endings_of(each.id for each in held),
        london_date(now()),
    )
    return {each.id: _along_one(each, given[each.id], ended.get(each.id), today) for each in held}


def _along_one(held: SecondmentValue, given: Sequence[ReviewValue], ending: EndingValue | None, today: date) -> Along:
    me = Party.SECONDEE
    return Along(
        ending=ending,
        may_end=held.state.is_live and (ending is None or ending.why is not WhyEnded.PERMANENT),
        to_give=tuple(kind for kind in ReviewKind if rules.may_give(held, kind, me, given, today=today)),
        given=tuple(each for each in given if each.party is me),
        readable=tuple(rules.readable(given, me)),
    )


@bp.route("/my-secondment/<token>/reviews/<reference>/<kind>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def give_own_review(token: str, reference: str, kind: str) -> ResponseReturnValue:
    """Say how one's own secondment goes."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    held, which = _own(secondee, reference), review_kind(kind)
    given = reviews_of([held.id])[held.id]
    rules.check_can_review(held, which, Party.SECONDEE, given, today=london_date(now()))
    form = ReviewForm()
    if form.validate_on_submit():
        try:
            reviews.give_own_review(
                reference=reference,
                secondee=secondee,
                kind=which,
                going=form.going.data,
                text=form.text.data,
                at=now(),
                person_id=secondee.person_id,
            )
            flash("Given. You can read what the others say here.")
            return redirect(url_for("secondments.my_secondment", token=token), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template("secondments/give_own_review.html", held=held, form=form, kind=which, token=token)
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/my-secondment/<token>/notice/<reference>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def give_own_notice(token: str, reference: str) -> ResponseReturnValue:
    """Give notice of an early end of one's own secondment; asks first."""
    try:
        secondee = open_secondee_link(token, at=now())
    except NOT_USABLE as refusal:
        return own_link_not_usable(refusal)
    held, form = _own(secondee, reference), OwnNoticeForm()
    ending_rules.check_can_end(held)
    today, weeks, last = london_date(now()), notice_weeks_of(held.id), None
    if form.validate_on_submit():
        try:
            last = _checked(held, form, today, weeks)
            if form.give.data:
                endings.give_own_notice(
                    reference=reference, secondee=secondee, last_date=last, at=now(), person_id=secondee.person_id
                )
                flash("You gave notice. Both trusts are told.")
                return redirect(url_for("secondments.my_secondment", token=token), 303)
        except Refused as refused:
            form.refuse(refused)
            last = None
    page = render_template(
        "secondments/give_own_notice.html",
        held=held,
        form=form,
        token=token,
        last=last,
        weeks=weeks,
        earliest=max(earliest_last_date(today, weeks), held.start_date or today),
        names=trusts.names([held.home_id, held.host_id]),
    )
    return kept_private(page, 422 if form.error_list else 200)


def _checked(held: SecondmentValue, form: OwnNoticeForm, today: date, weeks: int) -> date:
    assert form.last_date.data is not None, "a valid form has a last day"
    why = WhyEnded.EARLY_SECONDEE
    ending_rules.check_last_date(held, form.last_date.data, why, today=today, notice_weeks=weeks)
    return form.last_date.data


def _own(secondee: SecondeeValue, reference: str) -> SecondmentValue:
    found = next((each for each in secondments_of(secondee.id) if each.reference == reference), None)
    if found is None:
        raise NotFound(f"{reference} is not about secondee {secondee.id}")
    return found
