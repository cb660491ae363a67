"""Expressing an interest: a host asks about an availability, or a home employer puts somebody forward."""

from dataclasses import dataclass
from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.references import new_reference
from app.secondments.actions.interests.consents import add_consent
from app.secondments.actions.locks import lock_secondee
from app.secondments.messages import interests as messages
from app.secondments.messages import secondees as mails
from app.secondments.models import Interest, InterestMove
from app.secondments.queries.interests import find_open, get_interest, interests_by_id
from app.secondments.queries.interests_hidden import says_who
from app.secondments.queries.interests_new import advert_to_ask, own_availability, own_opportunity
from app.secondments.queries.secondees import get_secondee, secondees_by_id
from app.secondments.rules.interests import AlreadyInterested
from app.secondments.rules.interests_words import check_note
from app.secondments.values import AVAILABILITY, OPPORTUNITY, Consenter, InterestValue, Stage

ALREADY = "There is an open interest in this already: {reference}"


@dataclass(frozen=True)
class _About:
    home_id: int
    host_id: int
    secondee_id: int
    opportunity_id: int | None
    availability_id: int | None


def express_interest(
    *, availability: str, actor: Actor, at: datetime, opportunity: str | None = None, note: str = ""
) -> str:
    """The actor's trust, as a host, asks about somebody available; returns the interest's reference.

    `opportunity` is one of its own that is open. The home employer is asked for its consent first. Raises NotFound,
    OwnAdvert, NotOpen, AlreadyInterested, or Refused for a note that is too long.
    """
    asked = advert_to_ask(actor.trust, availability, AVAILABILITY, on=london_date(at))
    own = own_opportunity(actor.trust, opportunity, on=london_date(at)) if opportunity else None
    secondee_id = asked.particulars.secondee_id
    if secondee_id is None:
        raise NotFound(f"nobody is available by {availability}")
    about = _About(asked.trust_id, actor.trust, secondee_id, own.listing.id if own else None, asked.listing.id)
    interest = _add(about, check_note(note), actor, at)
    messages.tell_made(interest, at=at)
    return interest.reference


def put_forward(
    *, opportunity: str, secondee_id: int, actor: Actor, at: datetime, availability: str | None = None, note: str = ""
) -> str:
    """The actor's trust puts somebody of its own forward to another's opportunity; returns the interest's reference.

    `availability` is its advert about them, where that is what the host may read of them meanwhile. Putting forward
    is the employer's consent; the person is asked for theirs by mail. Raises NotFound, OwnAdvert, NotOpen,
    AlreadyInterested, or Refused for a note that is too long or says who it is.
    """
    wanted = advert_to_ask(actor.trust, opportunity, OPPORTUNITY, on=london_date(at))
    get_secondee(actor.trust, secondee_id)
    found = says_who(note, home_id=actor.trust, secondee_id=secondee_id, on=london_date(at))
    own = own_availability(actor.trust, availability, secondee_id) if availability else None
    about = _About(actor.trust, wanted.trust_id, secondee_id, wanted.listing.id, own.listing.id if own else None)
    interest = _add(about, check_note(note, found), actor, at)
    add_consent(interest.id, Consenter.EMPLOYER, person_id=actor.person_id, at=at)
    facts = {"consenter": Consenter.EMPLOYER.value}
    audit.record(actor=actor, verb="secondments.consent_given", subject=interest.reference, at=at, facts=facts)
    interest = interests_by_id([interest.id])[interest.id]
    messages.tell_made(interest, at=at)
    mails.ask_consent(interest, secondees_by_id([secondee_id])[secondee_id], at=at)
    return interest.reference


def _add(about: _About, note: str, actor: Actor, at: datetime) -> InterestValue:
    held = lock_secondee(about.secondee_id)
    if held.erased_at is not None:
        raise NotFound(f"secondee {about.secondee_id} was erased")
    values: dict[str, object] = {
        "home_id": about.home_id,
        "host_id": about.host_id,
        "secondee_id": about.secondee_id,
        "opportunity_id": about.opportunity_id,
        "availability_id": about.availability_id,
        "stage": Stage.INTERESTED,
        "is_open": True,
        "note": note,
        "made_by": actor.person_id,
        "made_by_trust": actor.trust,
        "made_at": at,
    }
    interest = _insert(about, values)
    move = {"interest_id": interest.id, "stage": Stage.INTERESTED, "message": "", "moved_at": at}
    session().add(InterestMove(**move, trust_id=actor.trust, person_id=actor.person_id))
    session().flush()
    # A host that does not know who lends reads nothing of what the home employer did.
    concerns = [about.home_id, actor.trust]
    facts = {"secondee": about.secondee_id}
    audit.record(
        actor=actor, verb="secondments.interest_made", subject=interest.reference, at=at, concerns=concerns, facts=facts
    )
    return interests_by_id([interest.id])[interest.id]


def _insert(about: _About, values: dict[str, object]) -> InterestValue:
    while True:
        reference = new_reference("EOI")
        if insert_or_ignore(Interest.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return get_interest(about.home_id, reference)
        before = find_open(
            availability_id=about.availability_id,
            host_id=about.host_id,
            opportunity_id=about.opportunity_id,
            secondee_id=about.secondee_id,
        )
        if before is not None:
            raise AlreadyInterested(ALREADY.format(reference=before.reference), before.reference)
