"""Naming at the register somebody who came to a place without a name."""

from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.cpd import messages
from app.cpd.actions.delegates import add_delegate
from app.cpd.actions.locks import lock_run
from app.cpd.messages import registers as register_messages
from app.cpd.models import Place, Substitution
from app.cpd.queries.bookings import booking_by_reference
from app.cpd.queries.delegates import coming_to
from app.cpd.queries.registers import register_of
from app.cpd.queries.runs import get_own_run, runs_by_id
from app.cpd.rules import check_new_delegate, check_nobody_comes, tidy_delegate
from app.cpd.rules.registers import check_can_name_at_register
from app.cpd.values import NewDelegate
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound


def name_at_register(*, run_reference: str, place_id: int, new: NewDelegate, actor: Actor, at: datetime) -> None:
    """The provider names who came to a place without a name, as they said who they are: they are their trust's.

    The booker is told. Raises NotFound for another trust's run or a place not on it, CannotMark before the register
    opens, once it is finished or where the place has a name, CannotBook for no name or address, AlreadyComing.
    """
    found = get_own_run(actor.trust, run_reference)
    run = runs_by_id([lock_run(found.id).id])[found.id]
    line = register_of(run).line(place_id)
    if line is None:
        raise NotFound(f"no place {place_id} on the register of {run_reference}")
    check_can_name_at_register(run, line, at)
    typed = tidy_delegate(new)
    check_new_delegate(typed)
    booking = booking_by_reference(line.booking_reference)
    who = add_delegate(typed, trust_id=booking.buyer_id, actor=actor, at=at)
    check_nobody_comes([each.name for each in coming_to([who], line.session_ids, besides=place_id)])
    named = update(Place).where(Place.id == place_id).values(delegate_id=who)
    session().execute(named.execution_options(synchronize_session=False))
    session().add(Substitution(place_id=place_id, from_id=None, to_id=who, person_id=actor.person_id, made_at=at))
    session().flush()
    facts, concerns = {"place": place_id, "to": who}, [booking.buyer_id, booking.provider_id]
    audit.record(actor=actor, verb="cpd.place_named", subject=booking.reference, at=at, concerns=concerns, facts=facts)
    register_messages.tell_named_at_register(booking, run, at=at)
    if not run.is_over(at):
        messages.tell_named(place_id, None, at=at)
