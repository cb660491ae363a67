"""Asking in writing for a later end, and the other trust's answer. What is agreed is signed as a new version."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.secondments.actions.agreements import write_draft
from app.secondments.actions.locks import lock_secondment
from app.secondments.messages import along as messages
from app.secondments.models import Extension
from app.secondments.queries.along import endings_of, extensions_of, waiting_extension
from app.secondments.queries.secondments import draft_of, get_secondment, secondments_by_id
from app.secondments.rules import endings as rules
from app.secondments.values import ExtensionValue, SecondmentValue


def ask_extension(*, reference: str, to_date: date, reason: str, actor: Actor, at: datetime) -> None:
    """Ask, for the actor's trust, that a secondment go on to a later day, and why.

    Raises NotFound, MovedOn once it is over or notice was given, Refused for a day or a reason that will not do.
    """
    held = _held(reference, actor)
    tidy = rules.tidy_reason(reason)
    rules.check_can_extend(
        held, to_date, waiting=waiting_extension(held.id), has_notice=held.id in endings_of([held.id])
    )
    row = Extension(
        secondment_id=held.id,
        by_party=held.party_of(actor.trust),
        to_date=to_date,
        reason=tidy,
        asked_by=actor.person_id,
        asked_at=at,
    )
    session().add(row)
    session().flush()
    _record("secondments.extension_asked", held, actor, at, {"to": to_date.isoformat()})
    messages.tell_extension_asked(held, extensions_of(held.id)[-1], at=at)


def answer_extension(*, reference: str, agreed: bool, actor: Actor, at: datetime) -> None:
    """Answer, for the trust that did not ask. A yes puts the later end into the draft of the next version to sign.

    Raises NotFound, MovedOn where nothing waits, it is over or the day is no later one any more, NotThisParty, or
    Refused while a version is being signed.
    """
    held = _held(reference, actor)
    asked = waiting_extension(held.id)
    rules.check_can_answer(asked, held.party_of(actor.trust))
    assert asked is not None, "only what waits can be answered"
    if agreed:
        _draft(held, asked)
    row = update(Extension).where(Extension.id == asked.id, Extension.agreed.is_(None))
    answer = {"agreed": agreed, "answered_by": actor.person_id, "answered_at": at}
    session().execute(row.values(**answer).execution_options(synchronize_session=False))
    facts = {"to": asked.to_date.isoformat(), "agreed": agreed}
    _record("secondments.extension_answered", held, actor, at, facts)
    messages.tell_extension_answered(held, replace(asked, agreed=agreed), at=at)


def _draft(held: SecondmentValue, asked: ExtensionValue) -> None:
    rules.check_can_extend(held, asked.to_date, waiting=None, has_notice=held.id in endings_of([held.id]))
    draft = draft_of(held.id)
    write_draft(held.id, draft.number, terms=replace(draft.terms, end_date=asked.to_date))


def _held(reference: str, actor: Actor) -> SecondmentValue:
    found = get_secondment(actor.trust, reference)
    lock_secondment(found.id)
    return secondments_by_id([found.id])[found.id]


def _record(verb: str, held: SecondmentValue, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    concerns = [held.home_id, held.host_id]
    audit.record(actor=actor, verb=verb, subject=held.reference, at=at, concerns=concerns, facts=facts)
