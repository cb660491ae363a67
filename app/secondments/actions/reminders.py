"""Reminding those whom it concerns of what is nearly due. Each is told once, however often this is called."""

from datetime import date, datetime

from app.kernel.clock import london_date
from app.secondments.messages import reminders as messages
from app.secondments.queries import reminders as queries
from app.secondments.queries.reminders import UnderWay
from app.secondments.rules import reminders as rules
from app.secondments.rules.reviews import may_give
from app.secondments.values import Party, ReviewKind, WhyEnded


def remind_to_sign(*, at: datetime) -> None:
    """Those who have not signed: 7 days after a version was issued, and 10 and 3 days before the first day."""
    for held, version in queries.list_to_sign():
        start = held.start_date if held.started_at is None else None
        step = rules.unsigned(start, issued=london_date(version.issued_at), today=london_date(at))
        if step is not None:
            messages.remind_to_sign(held, version, step=step, at=at)


def remind_to_check(*, at: datetime) -> None:
    """Home employers: checks without an answer 10 and 3 days before the first day."""
    for held, lacking in queries.list_unchecked():
        assert held.start_date is not None, "only those with a first day are listed"
        days = rules.before_start(held.start_date, since=london_date(held.created_at), today=london_date(at))
        if days is not None:
            messages.remind_to_check(held, lacking, days=days, at=at)


def remind_along(*, at: datetime) -> None:
    """Whoever has to do with what is under way: reviews, what comes after, the return."""
    today = london_date(at)
    for each in queries.list_under_way():
        _ask_for_reviews(each, today, at)
        _plan(each, today, at)


def _ask_for_reviews(each: UnderWay, today: date, at: datetime) -> None:
    for kind in ReviewKind:
        wanted = [party for party in Party if may_give(each.held, kind, party, each.reviews, today=today)]
        if wanted:
            messages.ask_for_review(each.held, kind, wanted, at=at)


def _plan(each: UnderWay, today: date, at: datetime) -> None:
    start, last = each.held.start_date, each.held.last_date
    if start is None or last is None:
        return
    is_settled = each.ending is not None or each.is_asked_to_extend or each.is_being_signed
    if rules.is_end_near(start, last, today=today) and not is_settled:
        messages.ask_what_comes_after(each.held, at=at)
    stays = each.ending is not None and each.ending.why is WhyEnded.PERMANENT
    if rules.is_return_near(start, last, today=today) and not stays:
        messages.plan_return(each.held, each.terms.return_post, at=at)
