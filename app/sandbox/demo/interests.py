"""Plays what the demo's trusts have to do with each other about people who may be lent, step by step."""

from datetime import datetime, time

from app.kernel.actor import Actor
from app.sandbox.demo.advert_content import WrittenAdvert, advert_content
from app.sandbox.demo.adverts import Lending, on_record
from app.sandbox.demo.secondment_content import WrittenInterest, WrittenMove, secondment_content
from app.sandbox.demo.term import moment, working_day
from app.sandbox.demo.timeline import Step
from app.secondments.actions import agreements
from app.secondments.actions import interests as actions
from app.secondments.values import NotThisTime, Stage

AFTERNOON = time(14)


def plan_interests(lending: Lending) -> None:
    """Put every interest and what became of it on the timeline."""
    for interest in secondment_content().interests:
        _plan(lending, interest)


def hr_lead(lending: Lending, uid: str) -> Actor:
    """Whoever writes a trust's adverts."""
    author = next(each.author for each in advert_content().adverts if each.trust == uid)
    return lending.programme.acting(author, uid)


def _plan(lending: Lending, interest: WrittenInterest) -> None:
    def add(ago: int, step: Step) -> None:
        lending.programme.timeline.add(moment(working_day(lending.programme.today, -ago), AFTERNOON), step)

    add(interest.ago, lambda at: _make(lending, interest, at))
    if interest.employer is not None:
        add(interest.employer, lambda at: _consent_at_home(lending, interest, at))
    if interest.person is not None:
        add(interest.person, lambda at: consent(lending, interest.key, secondee_of(interest), at))
    for each in interest.moves:
        add(each.ago, lambda at, each=each: _move(lending, interest, each, at))  # type: ignore[misc]
    if interest.begun is not None:
        add(interest.begun, lambda at: _begin(lending, interest, at))


def _make(lending: Lending, interest: WrittenInterest, at: datetime) -> None:
    actor, note = hr_lead(lending, interest.by), interest.note
    if interest.secondee:
        put_forward(lending, interest.key, interest.secondee, interest.opportunity, note, actor, at)
        return
    lending.interests[interest.key] = actions.express_interest(
        availability=lending.adverts[interest.availability],
        opportunity=lending.adverts[interest.opportunity] if interest.opportunity else None,
        note=note,
        actor=actor,
        at=at,
    )


def put_forward(
    lending: Lending, key: str, secondee: str, opportunity: str, note: str, actor: Actor, at: datetime
) -> None:
    """Put somebody forward to an opportunity, once they are on record."""
    lending.interests[key] = actions.put_forward(
        opportunity=lending.adverts[opportunity],
        secondee_id=on_record(lending, secondee, actor, at),
        note=note,
        actor=actor,
        at=at,
    )


def consent(lending: Lending, key: str, secondee: str, at: datetime) -> None:
    """The person consents, as by the link on their own page."""
    reference, secondee_id = lending.interests[key], lending.secondees[secondee]
    actions.give_own_consent(reference=reference, secondee_id=secondee_id, at=at)


def secondee_of(interest: WrittenInterest) -> str:
    """The key of whom an interest is about."""
    return interest.secondee or _advert(interest.availability).secondee


def _advert(key: str) -> WrittenAdvert:
    return next(each for each in advert_content().adverts if each.key == key)


def _home_of(interest: WrittenInterest) -> str:
    return interest.by if interest.secondee else _advert(interest.availability).trust


def _host_of(interest: WrittenInterest) -> str:
    return _advert(interest.opportunity).trust if interest.secondee else interest.by


def _consent_at_home(lending: Lending, interest: WrittenInterest, at: datetime) -> None:
    actor = hr_lead(lending, _home_of(interest))
    actions.give_employer_consent(reference=lending.interests[interest.key], actor=actor, at=at)


def _move(lending: Lending, interest: WrittenInterest, move: WrittenMove, at: datetime) -> None:
    uid = _home_of(interest) if move.by == "home" else _host_of(interest)
    actions.move_stage(
        reference=lending.interests[interest.key],
        stage=Stage(move.stage),
        reason=NotThisTime(move.reason) if move.reason else None,
        message=move.message,
        actor=hr_lead(lending, uid),
        at=at,
    )


def _begin(lending: Lending, interest: WrittenInterest, at: datetime) -> None:
    lending.secondments[interest.key] = agreements.begin_secondment(
        interest_reference=lending.interests[interest.key], actor=hr_lead(lending, _home_of(interest)), at=at
    )
