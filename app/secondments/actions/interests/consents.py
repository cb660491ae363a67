"""The two consents on which a name is shown, given and withdrawn. Nobody gives the person's but the person."""

from datetime import datetime

from sqlalchemy import update

from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.secondments.actions.interests.erasing import erase_if_done
from app.secondments.actions.interests.moving import hold, record, write_move
from app.secondments.actions.locks import lock_secondee
from app.secondments.messages import interests as messages
from app.secondments.messages import secondees as mails
from app.secondments.models import Consent
from app.secondments.queries.interests import get_interest, interests_by_id, interests_of_secondee
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.rules.interests import MovedOn, check_open
from app.secondments.values import Consenter, InterestValue, Party, Stage


def give_employer_consent(*, reference: str, actor: Actor, at: datetime) -> None:
    """The home employer consents that the host is told who it is; the person is asked for theirs by mail.

    Raises NotFound for one who is not the home employer, MovedOn where it is over or the consent stands already.
    """
    interest = _of_home(reference, actor)
    _give(interest, Consenter.EMPLOYER, actor=actor, person_id=actor.person_id, at=at)
    if not interest.has_consent(Consenter.PERSON):
        mails.ask_consent(interest, secondees_by_id([interest.secondee_id])[interest.secondee_id], at=at)


def give_own_consent(*, reference: str, secondee_id: int, at: datetime, person_id: int | None = None) -> None:
    """The person consents, by their own signed link or signed in as the account that is theirs.

    `secondee_id` is whom the link or the account proves them to be; `person_id` is the account's. Raises NotFound
    for an interest in somebody else or before the employer consents, MovedOn where it is over or the consent stands.
    """
    interest = _of_person(reference, secondee_id)
    if not interest.has_consent(Consenter.EMPLOYER) and interest.stage.is_open:
        raise NotFound(f"{reference} is not before the person yet")
    _give(interest, Consenter.PERSON, actor=None, person_id=person_id, at=at)


def withdraw_employer_consent(*, reference: str, actor: Actor, at: datetime) -> None:
    """The home employer takes its consent back: the interest is withdrawn, and the host is shown no name any more.

    Raises NotFound, MovedOn where it is over or there is no consent, or Bound once a secondment was agreed.
    """
    interest = _of_home(reference, actor)
    check_open(interest)
    if not interest.has_consent(Consenter.EMPLOYER):
        raise MovedOn("Your trust’s consent was not given, or was withdrawn")
    _withdraw(interest, Consenter.EMPLOYER, actor=actor, person_id=actor.person_id, at=at)
    mails.tell_step(
        interest,
        interests_by_id([interest.id])[interest.id].moves[-1],
        secondees_by_id([interest.secondee_id])[interest.secondee_id],
        at=at,
    )


def withdraw_own_consent(*, reference: str, secondee_id: int, at: datetime, person_id: int | None = None) -> bool:
    """The person takes their consent back, or does not give it: the interest is withdrawn at once.

    Where nothing else of theirs goes on they are erased at once as well; True then. Raises NotFound, MovedOn where
    it is over, or Bound once a secondment was agreed from it.
    """
    # Whoever erases somebody holds them before their interests: in that order here too, so that none waits for another.
    lock_secondee(secondee_id)
    interest = _of_person(reference, secondee_id)
    check_open(interest)
    _withdraw(interest, Consenter.PERSON, actor=None, person_id=person_id, at=at)
    return erase_if_done(secondee_id=secondee_id, at=at)


def add_consent(interest_id: int, consenter: Consenter, *, person_id: int | None, at: datetime) -> bool:
    """Write a consent down; False where one of the same stands."""
    values = {"interest_id": interest_id, "consenter": consenter, "given_at": at, "given_by": person_id}
    return insert_or_ignore(Consent.__table__, values)  # type: ignore[arg-type]


def _of_home(reference: str, actor: Actor) -> InterestValue:
    interest = get_interest(actor.trust, reference)
    if interest.party_of(actor.trust) is not Party.HOME:
        raise NotFound(f"{reference} is about somebody of another trust")
    return hold(interest.id)


def _of_person(reference: str, secondee_id: int) -> InterestValue:
    found = next((each for each in interests_of_secondee(secondee_id) if each.reference == reference), None)
    if found is None:
        raise NotFound(f"{reference} is about somebody else")
    return hold(found.id)


def _give(
    interest: InterestValue, consenter: Consenter, *, actor: Actor | None, person_id: int | None, at: datetime
) -> None:
    check_open(interest)
    if not add_consent(interest.id, consenter, person_id=person_id, at=at):
        raise MovedOn("This consent was given already")
    record(interest, "secondments.consent_given", actor, at, {"consenter": consenter.value})
    messages.tell_consent(interests_by_id([interest.id])[interest.id], at=at)


def _withdraw(
    interest: InterestValue, consenter: Consenter, *, actor: Actor | None, person_id: int | None, at: datetime
) -> None:
    move = write_move(interest, Stage.WITHDRAWN, actor=actor, at=at)
    standing = (
        Consent.interest_id == interest.id,
        Consent.consenter == consenter,
        Consent.withdrawn_at.is_(None),
    )
    taken = update(Consent).where(*standing).values(withdrawn_at=at, withdrawn_by=person_id)
    session().execute(taken.execution_options(synchronize_session=False))
    record(interest, "secondments.consent_withdrawn", actor, at, {"consenter": consenter.value})
    messages.tell_moved(interests_by_id([interest.id])[interest.id], move, at=at)
