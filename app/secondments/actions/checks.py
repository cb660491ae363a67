"""Confirming the home employer's checks, and that the person who came is the person named."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.listings.rules import check_complete
from app.secondments.actions.agreements import start_one
from app.secondments.actions.locks import lock_secondment
from app.secondments.messages import along as messages
from app.secondments.models import Arrival, Check
from app.secondments.queries.checks import arrivals_of, checks_of, missing_checks
from app.secondments.queries.secondments import get_secondment, secondments_by_id
from app.secondments.rules import checks as rules
from app.secondments.values import CheckValue, Confirmed, SecondmentValue


def confirm_checks(*, reference: str, given: Sequence[Confirmed], actor: Actor, at: datetime) -> int:
    """Confirm, for the home employer, items of its checks; returns how many answers are new or other ones.

    An answer that stands already keeps who gave it and when. With the last one the host is told, and what waited for
    it starts. Raises NotFound, NotThisParty, MovedOn, or Incomplete with every fault.
    """
    held = get_secondment(actor.trust, reference)
    lock_secondment(held.id)
    held = secondments_by_id([held.id])[held.id]
    rules.check_can_confirm(held, held.party_of(actor.trust))
    check_complete(rules.answer_faults(given, today=london_date(at)))
    before = {each.item: each for each in checks_of([held.id])[held.id]}
    changed = [each for each in given if not _same(before.get(each.item), each)]
    if not changed:
        return 0
    lacked = bool(missing_checks(held.id))
    for each in changed:
        _write(held.id, each, actor, at)
    _record("secondments.checks_confirmed", held, actor, at, {"items": [each.item.value for each in changed]})
    if lacked and not missing_checks(held.id):
        messages.tell_checked(held, at=at)
        start_one(secondment_id=held.id, at=at)
    return len(changed)


def confirm_arrival(*, reference: str, day: date, actor: Actor, at: datetime) -> None:
    """Confirm, for the host, that the person who came is the person named, and that proof of identity was seen.

    Raises NotFound, NotThisParty, MovedOn, or Refused beside the day.
    """
    held = get_secondment(actor.trust, reference)
    lock_secondment(held.id)
    held = secondments_by_id([held.id])[held.id]
    is_confirmed = held.id in arrivals_of([held.id])
    today = london_date(at)
    rules.check_can_arrive(held, held.party_of(actor.trust), is_confirmed=is_confirmed, today=today, day=day)
    row = {"secondment_id": held.id, "arrived_date": day, "confirmed_by": actor.person_id, "confirmed_at": at}
    insert_or_ignore(Arrival.__table__, row)  # type: ignore[arg-type]
    _record("secondments.arrival_confirmed", held, actor, at, {"date": day.isoformat()})
    messages.tell_arrived(held, day, at=at)


def _same(before: CheckValue | None, given: Confirmed) -> bool:
    return before is not None and (before.done_date, before.why_not) == (given.done_date, given.why_not)


def _write(secondment_id: int, given: Confirmed, actor: Actor, at: datetime) -> None:
    answer: dict[str, Any] = {
        "done_date": given.done_date,
        "why_not": given.why_not,
        "confirmed_by": actor.person_id,
        "confirmed_at": at,
    }
    key = {"secondment_id": secondment_id, "item": given.item}
    if not insert_or_ignore(Check.__table__, {**key, **answer}):  # type: ignore[arg-type]
        row = update(Check).where(Check.secondment_id == secondment_id, Check.item == given.item)
        session().execute(row.values(**answer).execution_options(synchronize_session=False))


def _record(verb: str, held: SecondmentValue, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    concerns = [held.home_id, held.host_id]
    audit.record(actor=actor, verb=verb, subject=held.reference, at=at, concerns=concerns, facts=facts)
