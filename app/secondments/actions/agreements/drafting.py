"""Beginning a secondment, and drafting what its next version will hold."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound, Refused
from app.kernel.references import new_reference
from app.listings.rules import Incomplete, check_complete
from app.secondments.actions.locks import lock_interest, lock_secondment
from app.secondments.frozen import freeze
from app.secondments.messages import agreements as messages
from app.secondments.models import Interest, Secondee, Secondment
from app.secondments.queries.adverts import adverts_by_id
from app.secondments.queries.agreements import faults_of_post, first_day_of
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondments import (
    draft_of,
    find_by_interest,
    get_secondment,
    open_version,
    secondment_by_reference,
    version_in_force,
)
from app.secondments.rules import agreements as rules
from app.secondments.rules.agreements_first import first_pay, first_terms
from app.secondments.values import AdvertValue, InterestValue, Pay, SecondmentState, SecondmentValue, Terms
from app.trusts import queries as trusts

TEXTS = (*rules.LINES, *rules.TEXTS)


def begin_secondment(*, interest_reference: str, actor: Actor, at: datetime) -> str:
    """Begin to draw up what two trusts agreed about somebody; returns the reference of the secondment.

    The first draft holds what the adverts say. Raises NotFound for an interest of other trusts, Refused where
    they have not agreed, a consent is missing, or it has begun already.
    """
    interest = _held_interest(interest_reference, actor.trust)
    rules.check_can_begin(interest.stage, is_named=interest.is_named)
    begun = find_by_interest(interest.id)
    if begun is not None:
        raise Refused(f"This secondment has begun already: it is {begun.reference}")
    reference = _add(interest, *_first_draft(interest), actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="secondments.begun",
        subject=reference,
        at=at,
        concerns=[interest.home_id, interest.host_id],
        facts={"interest": interest.reference},
    )
    messages.tell_begun(secondment_by_reference(reference), by=actor.person_id, at=at)
    return reference


def change_terms(*, reference: str, terms: Terms, draft_number: int, actor: Actor, at: datetime) -> None:
    """Change what the next version will hold, save pay, while no version is being signed. Parts may still be missing.

    `draft_number` is the one that the person had before them. Raises NotFound, Incomplete for texts that are too
    long, days that cannot be and a post that names the secondee, MovedOn once it is over, Refused while a version is
    being signed, or Outdated.
    """
    held, terms = get_secondment(actor.trust, reference), _tidy(terms)
    faults = rules.draft_faults(terms, today=london_date(at), started=first_day_of(held))
    check_complete([*faults, *faults_of_post(held, terms)])
    _check_place(held, terms, at)
    write_draft(held.id, draft_number, terms=terms)
    audit.record(
        actor=actor,
        verb="secondments.terms_changed",
        subject=reference,
        at=at,
        concerns=[held.home_id, held.host_id],
        facts={"draft": draft_number + 1},
    )


def write_draft(secondment_id: int, draft_number: int, *, terms: Terms | None = None, pay: Pay | None = None) -> None:
    """Write terms, or pay, or both, into the draft of the next version; the rest of it stays as it is.

    Until a version is in force, lists show the draft's days. Raises MovedOn, Refused or Outdated.
    """
    held = lock_secondment(secondment_id)
    rules.check_can_change(held.state, is_open=open_version(secondment_id) is not None)
    draft = draft_of(secondment_id)
    new = replace(draft, terms=terms or draft.terms, pay=pay or draft.pay)
    columns: dict[str, Any] = {"draft_terms": freeze(new.terms), "draft_pay": freeze(new.pay)}
    if version_in_force(secondment_id) is None:
        columns |= shown(new.terms)
    changed = session().execute(
        update(Secondment)
        .where(Secondment.id == secondment_id, Secondment.draft_number == draft_number)
        .values(draft_number=draft_number + 1, **columns)
        .execution_options(synchronize_session=False)
    )
    if not getattr(changed, "rowcount", 0):
        raise rules.Outdated


def shown(terms: Terms) -> dict[str, Any]:
    """What lists show of terms, as columns."""
    return {
        "post": terms.post,
        "start_date": terms.start_date,
        "end_date": terms.end_date,
        "last_date": terms.end_date,
        "fte": terms.working.fte.parts,
    }


def _check_place(held: SecondmentValue, terms: Terms, at: datetime) -> None:
    known = {school.id for school in trusts.list_schools(held.host_id, london_date(at))}
    if terms.place_id is not None and terms.place_id not in known | {draft_of(held.id).terms.place_id}:
        raise Incomplete([Refused("Choose a school of the host", field="place_id")])


def _held_interest(reference: str, trust_id: int) -> InterestValue:
    parties = or_(Interest.home_id == trust_id, Interest.host_id == trust_id)
    interest_id = session().scalar(select(Interest.id).where(Interest.reference == reference, parties))
    if interest_id is None:
        raise NotFound("no such interest of this trust")
    lock_interest(interest_id)
    return interests_by_id([interest_id])[interest_id]


def _first_draft(interest: InterestValue) -> tuple[Terms, Pay]:
    adverts = adverts_by_id(each for each in (interest.opportunity_id, interest.availability_id) if each is not None)
    wanted, offered = _said(adverts, interest.opportunity_id), _said(adverts, interest.availability_id)
    home_post = session().scalars(select(Secondee.home_post).where(Secondee.id == interest.secondee_id)).one()
    post = wanted.listing.title if wanted else home_post
    particulars = (wanted.particulars if wanted else None, offered.particulars if offered else None)
    return first_terms(*particulars, post=post, return_post=home_post), first_pay(*particulars)


def _said(adverts: dict[int, AdvertValue], listing_id: int | None) -> AdvertValue | None:
    return adverts[listing_id] if listing_id is not None else None


def _add(interest: InterestValue, terms: Terms, pay: Pay, *, actor: Actor, at: datetime) -> str:
    values = {
        "interest_id": interest.id,
        "home_id": interest.home_id,
        "host_id": interest.host_id,
        "secondee_id": interest.secondee_id,
        "state": SecondmentState.DRAFTING,
        "draft_terms": freeze(terms),
        "draft_pay": freeze(pay),
        "draft_number": 1,
        "created_by": actor.person_id,
        "created_at": at,
        **shown(terms),
    }
    while True:
        reference = new_reference("SEC")
        if insert_or_ignore(Secondment.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return reference


def _tidy(terms: Terms) -> Terms:
    """Spaces around what was typed trimmed, and line ends made the same."""
    texts = {name: getattr(terms, name).replace("\r\n", "\n").strip() for name in TEXTS}
    return replace(terms, changes=tuple(sorted(terms.changes, key=lambda step: step.from_date)), **texts)
