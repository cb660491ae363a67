"""Recording days of absence, their end, and taking one back; the recharge follows."""

from datetime import date, datetime

from sqlalchemy import delete, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.locks import lock_secondment
from app.secondments.models import Absence
from app.secondments.queries.along import absences_of
from app.secondments.queries.secondments import get_secondment, secondments_by_id
from app.secondments.rules import absences as rules
from app.secondments.values import AbsenceValue, SecondmentValue


def record_absence(*, reference: str, first_date: date, last_date: date | None, actor: Actor, at: datetime) -> None:
    """Record, for the host, on which days the person was not at work; `last_date` None while they are not back.

    Why is not kept. Raises NotFound, NotThisParty, MovedOn, or Refused beside the day.
    """
    held = _held(reference, actor, at)
    rules.check_absence(held, first_date, last_date, absences_of(held.id))
    row = Absence(
        secondment_id=held.id,
        first_date=first_date,
        last_date=last_date,
        recorded_by=actor.person_id,
        recorded_at=at,
    )
    session().add(row)
    session().flush()
    _settle("secondments.absence_recorded", held, actor, at, reason="An absence was recorded")


def end_absence(*, reference: str, absence_id: int, last_date: date, actor: Actor, at: datetime) -> None:
    """Record the last day of an absence that is not over. Raises NotFound, NotThisParty, MovedOn or Refused."""
    held = _held(reference, actor, at)
    absence, others = _one(held, absence_id)
    rules.check_can_close(absence)
    rules.check_absence(held, absence.first_date, last_date, others)
    session().execute(
        update(Absence)
        .where(Absence.id == absence.id)
        .values(last_date=last_date)
        .execution_options(synchronize_session=False)
    )
    _settle("secondments.absence_ended", held, actor, at, reason="The end of an absence was recorded")


def remove_absence(*, reference: str, absence_id: int, actor: Actor, at: datetime) -> None:
    """Take back an absence that was recorded by mistake. Raises NotFound, NotThisParty or MovedOn."""
    held = _held(reference, actor, at)
    absence, _ = _one(held, absence_id)
    session().execute(delete(Absence).where(Absence.id == absence.id).execution_options(synchronize_session=False))
    _settle("secondments.absence_removed", held, actor, at, reason="An absence was taken back")


def _held(reference: str, actor: Actor, at: datetime) -> SecondmentValue:
    found = get_secondment(actor.trust, reference)
    lock_secondment(found.id)
    held = secondments_by_id([found.id])[found.id]
    rules.check_can_record(held, held.party_of(actor.trust), today=london_date(at))
    return held


def _one(held: SecondmentValue, absence_id: int) -> tuple[AbsenceValue, list[AbsenceValue]]:
    known = absences_of(held.id)
    found = next((each for each in known if each.id == absence_id), None)
    if found is None:
        raise NotFound(f"no absence {absence_id} in {held.reference}")
    return found, [each for each in known if each.id != absence_id]


def _settle(verb: str, held: SecondmentValue, actor: Actor, at: datetime, *, reason: str) -> None:
    """Days of absence are about a person's health as like as not, so the trail does not repeat them."""
    concerns = [held.home_id, held.host_id]
    audit.record(actor=actor, verb=verb, subject=held.reference, at=at, concerns=concerns)
    follow_schedule(secondment_id=held.id, at=at, reason=reason)
