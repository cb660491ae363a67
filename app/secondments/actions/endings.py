"""Notice of an early end, an end with less notice that both trusts agree on, and a post that becomes permanent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import day_words, london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.secondments.actions.binding import bind_host
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.filling import fill_post
from app.secondments.actions.locks import lock_secondment
from app.secondments.messages import along as messages
from app.secondments.models import EarlyEnd, Ending, Extension, Secondment
from app.secondments.queries.along import endings_of, notice_weeks_of, waiting_early_end
from app.secondments.queries.secondments import (
    get_secondment,
    secondments_by_id,
    secondments_of,
)
from app.secondments.rules import endings as rules
from app.secondments.values import Party, SecondeeValue, SecondmentValue, WhyEnded


def give_notice(*, reference: str, last_date: date, shorter: bool, actor: Actor, at: datetime) -> bool:
    """Give notice, for the actor's trust, of another last day; returns whether it counts at once.

    With less notice than agreed it counts once the other trust agrees, which is asked where `shorter` says so.
    Raises NotFound, MovedOn, TooShort, or Refused beside the day.
    """
    held = _held(get_secondment(actor.trust, reference).id)
    rules.check_can_end(held)
    why = rules.EARLY[held.party_of(actor.trust)]
    return _end_or_ask(held, why, last_date, shorter=shorter, actor=actor, at=at)


def make_permanent(*, reference: str, last_date: date, shorter: bool, actor: Actor, at: datetime) -> bool:
    """Say, for the host, that the post becomes permanent after a last day; returns whether it counts at once.

    Once it counts, the opportunity is filled and whoever else was interested in it is told. Notice as in
    `give_notice`, but the end as it stands needs none. Raises NotFound, NotThisParty, MovedOn, TooShort or Refused.
    """
    held = _held(get_secondment(actor.trust, reference).id)
    rules.check_can_make_permanent(held, held.party_of(actor.trust))
    return _end_or_ask(held, WhyEnded.PERMANENT, last_date, shorter=shorter, actor=actor, at=at)


def give_own_notice(
    *, reference: str, secondee: SecondeeValue, last_date: date, at: datetime, person_id: int | None = None
) -> None:
    """The person who is lent gives the notice that was agreed, by their own link; `person_id` is their account's.

    Raises NotFound for another's secondment, MovedOn, TooShort, or Refused beside the day.
    """
    found = next((each for each in secondments_of(secondee.id) if each.reference == reference), None)
    if found is None:
        raise NotFound(f"{reference} is not about secondee {secondee.id}")
    held = _held(found.id)
    _check(held, last_date, WhyEnded.EARLY_SECONDEE, at=at)
    _end(held, WhyEnded.EARLY_SECONDEE, last_date, party=Party.SECONDEE, person_id=person_id, actor=None, at=at)


def answer_early_end(*, reference: str, agreed: bool, actor: Actor, at: datetime) -> None:
    """Answer, for the trust that did not ask, whether it ends with less notice than agreed.

    Raises NotFound, MovedOn where nothing waits, NotThisParty, or Refused for a day that has passed.
    """
    held, today = _held(get_secondment(actor.trust, reference).id), london_date(at)
    asked = waiting_early_end(held.id, today)
    rules.check_can_answer(asked, held.party_of(actor.trust))
    assert asked is not None, "only what waits can be answered"
    if agreed:
        _check(held, asked.last_date, asked.why, at=at, shorter=True)
    row = update(EarlyEnd).where(EarlyEnd.id == asked.id, EarlyEnd.agreed.is_(None))
    answer = {"agreed": agreed, "answered_by": actor.person_id, "answered_at": at}
    session().execute(row.values(**answer).execution_options(synchronize_session=False))
    facts = {"last_date": asked.last_date.isoformat(), "agreed": agreed}
    _record("secondments.early_end_answered", held, actor, at, facts)
    if not agreed:
        messages.tell_early_end_refused(held, asked, at=at)
        return
    _end(held, asked.why, asked.last_date, party=asked.by_party, person_id=asked.asked_by, actor=actor, at=at)


def _held(secondment_id: int) -> SecondmentValue:
    lock_secondment(secondment_id)
    return secondments_by_id([secondment_id])[secondment_id]


def _check(held: SecondmentValue, last: date, why: WhyEnded, *, at: datetime, shorter: bool = False) -> None:
    weeks = notice_weeks_of(held.id)
    rules.check_last_date(held, last, why, today=london_date(at), notice_weeks=weeks, shorter=shorter)


def _end_or_ask(held: SecondmentValue, why: WhyEnded, last: date, *, shorter: bool, actor: Actor, at: datetime) -> bool:
    _check(held, last, why, at=at, shorter=shorter)
    party, today = held.party_of(actor.trust), london_date(at)
    if not rules.is_short(held, last, today=today, notice_weeks=notice_weeks_of(held.id)):
        _end(held, why, last, party=party, person_id=actor.person_id, actor=actor, at=at)
        return True
    rules.check_can_ask(waiting_early_end(held.id, today))
    row = EarlyEnd(
        secondment_id=held.id, by_party=party, why=why, last_date=last, asked_by=actor.person_id, asked_at=at
    )
    session().add(row)
    session().flush()
    _record("secondments.early_end_asked", held, actor, at, {"last_date": last.isoformat(), "why": why.value})
    messages.tell_early_end_asked(held, party, why, last, row.id, at=at)
    return False


def _end(
    held: SecondmentValue,
    why: WhyEnded,
    last: date,
    *,
    party: Party,
    person_id: int | None,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Write down the end of a held secondment, bring the recharge in line with it, and tell all three."""
    values: dict[str, Any] = {
        "why": why,
        "last_date": last,
        "notice_date": london_date(at),
        "by_party": party,
        "given_by": person_id,
        "given_at": at,
    }
    if not insert_or_ignore(Ending.__table__, {"secondment_id": held.id, **values}):  # type: ignore[arg-type]
        _write(update(Ending).where(Ending.secondment_id == held.id).values(**values))
    _write(update(Secondment).where(Secondment.id == held.id).values(last_date=last))
    _drop_questions(held.id, last, at)
    verb = "secondments.made_permanent" if why is WhyEnded.PERMANENT else "secondments.notice_given"
    _record(verb, held, actor, at, {"last_date": last.isoformat(), "by": party.value})
    what = (
        "The post becomes permanent; the secondment ends" if why is WhyEnded.PERMANENT else "The secondment ends early"
    )
    follow_schedule(secondment_id=held.id, at=at, reason=f"{what} on {day_words(last)}")
    bind_host(secondment_id=held.id, at=at)
    if why is WhyEnded.PERMANENT and person_id is not None:
        fill_post(held, by=Actor(person_id=person_id, trust_id=held.host_id), at=at)
    messages.tell_ending(held, endings_of([held.id])[held.id], at=at)


def _drop_questions(secondment_id: int, last: date, at: datetime) -> None:
    """What was asked and is now beside the point needs no answer any more."""
    gone = {"agreed": False, "answered_at": at}
    later = (EarlyEnd.secondment_id == secondment_id, EarlyEnd.agreed.is_(None), EarlyEnd.last_date >= last)
    _write(update(EarlyEnd).where(*later).values(**gone))
    asked = (Extension.secondment_id == secondment_id, Extension.agreed.is_(None))
    _write(update(Extension).where(*asked).values(**gone))


def _write(statement: Any) -> None:
    session().execute(statement.execution_options(synchronize_session=False))


def _record(verb: str, held: SecondmentValue, actor: Actor | None, at: datetime, facts: dict[str, Any]) -> None:
    concerns = [held.home_id, held.host_id]
    audit.record(actor=actor, verb=verb, subject=held.reference, at=at, concerns=concerns, facts=facts)
