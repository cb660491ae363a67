"""What is done with the record of somebody who goes to courses: put right, linked to an account, erased."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.audit import actions as audit
from app.cpd.messages import delegates
from app.cpd.models import Delegate
from app.cpd.queries import retention
from app.cpd.queries.delegates import get_delegate
from app.cpd.queries.staff import list_coming_places
from app.cpd.rules.places import check_new_delegate, tidy_delegate
from app.cpd.rules.retention import check_can_erase
from app.cpd.values import NewDelegate
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound, Refused
from app.notifications import actions as notifications
from app.people import queries as people
from app.trusts import queries as trusts


class AddressTaken(Refused):
    """Somebody else of this trust has the e-mail address."""


def change_staff(*, delegate_id: int, typed: NewDelegate, actor: Actor, at: datetime) -> int:
    """Put right the name, e-mail address or school of somebody of the actor's trust.

    With another address their links so far end, and they are sent new ones for the courses to come; returns how many
    mails that was. Raises NotFound, CannotBook for what is no name or address, or AddressTaken.
    """
    before, typed = get_delegate(actor.trust, delegate_id), tidy_delegate(typed)
    check_new_delegate(typed)
    if typed.school_id not in {None, before.school_id, *_schools(actor, at)}:
        raise NotFound("not a school of this trust")
    values: dict[str, object] = {"name": typed.name, "email": typed.email, "school_id": typed.school_id}
    has_moved = typed.email != before.email
    if has_moved:
        values["person_id"] = _person_with(actor.trust, typed.email)
    try:
        with session().begin_nested():
            _write(delegate_id, values)
    except IntegrityError:
        raise AddressTaken("Somebody else in your list has this email address", field="email") from None
    changed = [name for name in ("name", "email", "school_id") if getattr(before, name) != getattr(typed, name)]
    facts = {"changed": ", ".join(changed)}
    audit.record(actor=actor, verb="cpd.delegate_changed", subject=f"delegate:{delegate_id}", at=at, facts=facts)
    going = [each for each in list_coming_places(delegate_id, at=at) if each.is_booked] if has_moved else []
    delegates.confirm(going, step="readdressed", at=at)
    return len(going)


def erase_staff(*, delegate_id: int, actor: Actor, at: datetime) -> None:
    """Erase somebody's name and e-mail address on request; their places stay, without a name.

    Raises NotFound, or StillComing while they have places on courses to come.
    """
    who = get_delegate(actor.trust, delegate_id)
    check_can_erase(len(list_coming_places(delegate_id, at=at)))
    _erase(who.id, who.email, at)
    audit.record(actor=actor, verb="cpd.delegate_erased", subject=f"delegate:{delegate_id}", at=at)


def erase_old_staff(*, at: datetime) -> int:
    """Erase those whose names are no longer kept; returns how many. See rules/retention.toml."""
    found = retention.list_outdated(at)
    for delegate_id, email in found:
        _erase(delegate_id, email, at)
        audit.record(actor=None, verb="cpd.delegate_erased", subject=f"delegate:{delegate_id}", at=at)
    return len(found)


def link_accounts(*, at: datetime) -> int:
    """Link people who go to courses to the accounts that members of their trust have; returns how many."""
    linked = 0
    for trust_id, by_email in retention.list_unlinked().items():
        members = people.people_by_id(each.person_id for each in trusts.list_members(trust_id))
        for person in members.values():
            delegate_id = by_email.get(person.email) if person.is_confirmed else None
            if delegate_id is not None:
                _write(delegate_id, {"person_id": person.id})
                audit.record(actor=None, verb="cpd.delegate_linked", subject=f"delegate:{delegate_id}", at=at)
                linked += 1
    return linked


def _erase(delegate_id: int, email: str, at: datetime) -> None:
    _write(delegate_id, {"name": "", "email": None, "person_id": None, "erased_at": at})
    if email:
        notifications.erase_mail_to(address=email)


def _write(delegate_id: int, values: dict[str, object]) -> None:
    changed = update(Delegate).where(Delegate.id == delegate_id).values(**values)
    session().execute(changed.execution_options(synchronize_session=False))


def _schools(actor: Actor, at: datetime) -> set[int]:
    return {each.id for each in trusts.list_schools(actor.trust, london_date(at))}


def _person_with(trust_id: int, email: str) -> int | None:
    """The member of a trust whose confirmed account has an address, if there is one."""
    person = people.find_by_email(email)
    is_member = person is not None and person.is_confirmed and trusts.find_member(trust_id, person.id) is not None
    return person.id if person and is_member else None
