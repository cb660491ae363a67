"""Erasing somebody who may be lent: their name goes everywhere at once, figures and dates stay."""

from datetime import datetime

from sqlalchemy import select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.listings import actions as listings
from app.listings.actions.listings import close_row
from app.listings.values import ClosedAs, ListingState
from app.notifications import actions as notifications
from app.secondments.actions import agreements
from app.secondments.actions.interests.moving import hold, record, write_move
from app.secondments.actions.locks import lock_secondee
from app.secondments.messages import interests as messages
from app.secondments.messages import secondees as mails
from app.secondments.models import Advert, Interest, InterestMove, Secondee
from app.secondments.queries.adverts import list_about
from app.secondments.queries.interests import interests_by_id, interests_of_secondee
from app.secondments.queries.retention import list_outdated, list_profiles
from app.secondments.queries.secondees import get_secondee
from app.secondments.queries.secondments import secondments_of
from app.secondments.rules.interests import BOUND
from app.secondments.rules.retention import check_can_erase, title_without
from app.secondments.values import Consenter, InterestValue, Stage

WORDS = ("name", "home_post", "profile")
TEXTS = ("essential", "desirable", "gain")


def erase_secondee(*, secondee_id: int, actor: Actor, at: datetime) -> None:
    """Erase somebody of the actor's trust on request; what goes on about them is withdrawn.

    Raises NotFound, or StillLent while a secondment of theirs is agreed or under way.
    """
    get_secondee(actor.trust, secondee_id)
    lock_secondee(secondee_id)
    check_can_erase([each.state for each in secondments_of(secondee_id)])
    _erase(secondee_id, actor, at)


def erase_if_done(*, secondee_id: int, at: datetime) -> bool:
    """Erase somebody who withdrew, unless something else of theirs goes on with their consent; whether it was done."""
    held = lock_secondee(secondee_id)
    goes_on = any(each.stage.is_open and each.has_consent(Consenter.PERSON) for each in interests_of_secondee(held.id))
    was_lent = any(each.state in BOUND for each in secondments_of(held.id))
    if goes_on or was_lent:
        return False
    _erase(held.id, None, at)
    return True


def erase_old(*, at: datetime) -> int:
    """Erase those whose names are kept no longer, and profiles before that; returns how many.

    See rules/retention.toml.
    """
    found = list_outdated(at)
    for secondee_id in found:
        lock_secondee(secondee_id)
        _erase(secondee_id, None, at)
    profiles = list_profiles(at)
    for secondee_id in profiles:
        _blank_words(secondee_id, at)
        _write(secondee_id, {"profile": ""})
        subject = f"secondee:{secondee_id}"
        audit.record(actor=None, verb="secondments.profile_erased", subject=subject, at=at)
    return len(found) + len(profiles)


def _erase(secondee_id: int, actor: Actor | None, at: datetime) -> None:
    held = session().get_one(Secondee, secondee_id)
    trust_id, name, email = held.trust_id, held.name, held.email or ""
    for interest in interests_of_secondee(secondee_id):
        _withdraw(interest, at)
    _blank_words(secondee_id, at)
    gone: dict[str, object] = {
        "name": "",
        "email": None,
        "home_post": "",
        "profile": "",
        "person_id": None,
        "erased_at": at,
    }
    _write(secondee_id, gone)
    agreements.erase_names(secondee_id, at)
    _close_adverts(secondee_id, name, at)
    if email:
        notifications.erase_mail_to(address=email, with_waiting=True, about=mails.KEYS)
    subject = f"secondee:{secondee_id}"
    audit.record(actor=actor, verb="secondments.secondee_erased", subject=subject, at=at, concerns=[trust_id])


def _withdraw(interest: InterestValue, at: datetime) -> None:
    """End what goes on about somebody who is erased, and tell both trusts; what was a secondment stays as it is."""
    interest = hold(interest.id)
    begun = {each.interest_id: each.state for each in secondments_of(interest.secondee_id)}
    if not interest.stage.is_open or begun.get(interest.id) in BOUND:
        return
    move = write_move(interest, Stage.WITHDRAWN, actor=None, at=at)
    record(interest, "secondments.interest_moved", None, at, {"stage": Stage.WITHDRAWN.value})
    messages.tell_moved(interests_by_id([interest.id])[interest.id], move, at=at)


def _blank_words(secondee_id: int, at: datetime) -> None:
    """What people wrote in the interests about somebody goes."""
    theirs = select(Interest.id).where(Interest.secondee_id == secondee_id)
    moves = update(InterestMove).where(InterestMove.interest_id.in_(theirs)).values(message="")
    notes = update(Interest).where(Interest.secondee_id == secondee_id).values(note="", erased_at=at)
    for statement in (moves, notes):
        session().execute(statement.execution_options(synchronize_session=False))


def _close_adverts(secondee_id: int, name: str, at: datetime) -> None:
    """Nobody is available any more: what says so is offered no longer, and what it says of them goes."""
    for advert in list_about(secondee_id):
        if advert.listing.state is not ListingState.CLOSED:
            close_row(advert.listing, ClosedAs.CLOSED, person_id=None, at=at)
            audit.record(
                actor=None, verb="listings.closed", subject=advert.reference, at=at, concerns=[advert.trust_id]
            )
        listings.erase_text(listing_id=advert.listing.id, title=title_without(name, advert.listing.title))
        texts = update(Advert).where(Advert.listing_id == advert.listing.id).values(**dict.fromkeys(TEXTS, ""))
        session().execute(texts.execution_options(synchronize_session=False))


def _write(secondee_id: int, values: dict[str, object]) -> None:
    changed = update(Secondee).where(Secondee.id == secondee_id).values(**values)
    session().execute(changed.execution_options(synchronize_session=False))
