"""What home, host and secondee say of how it goes: each once, in the middle and towards the end."""

from datetime import datetime
from typing import Any

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore
from app.kernel.errors import NotFound
from app.secondments.actions.locks import lock_secondment
from app.secondments.models import Review
from app.secondments.queries.along import reviews_of
from app.secondments.queries.secondments import get_secondment, secondments_by_id, secondments_of
from app.secondments.rules import reviews as rules
from app.secondments.rules.agreements import MovedOn
from app.secondments.values import Going, Party, ReviewKind, SecondeeValue, SecondmentValue


def give_review(*, reference: str, kind: ReviewKind, going: Going, text: str, actor: Actor, at: datetime) -> None:
    """Say for the actor's trust how it goes, once. Raises NotFound, MovedOn, or Refused for too long a text."""
    held = get_secondment(actor.trust, reference)
    _give(held, kind, held.party_of(actor.trust), going, text, actor=actor, person_id=actor.person_id, at=at)


def give_own_review(
    *,
    reference: str,
    secondee: SecondeeValue,
    kind: ReviewKind,
    going: Going,
    text: str,
    at: datetime,
    person_id: int | None = None,
) -> None:
    """Say as the person who is lent how it goes, by one's own link; `person_id` is the account's where one has one.

    Raises NotFound for another's secondment, MovedOn, or Refused for too long a text.
    """
    held = next((each for each in secondments_of(secondee.id) if each.reference == reference), None)
    if held is None:
        raise NotFound(f"{reference} is not about secondee {secondee.id}")
    _give(held, kind, Party.SECONDEE, going, text, actor=None, person_id=person_id, at=at)


def _give(
    held: SecondmentValue,
    kind: ReviewKind,
    party: Party,
    going: Going,
    text: str,
    *,
    actor: Actor | None,
    person_id: int | None,
    at: datetime,
) -> None:
    if lock_secondment(held.id).erased_at is not None:
        raise MovedOn("What was written about this secondment has been erased: nothing is added to it.")
    held = secondments_by_id([held.id])[held.id]
    rules.check_can_review(held, kind, party, reviews_of([held.id])[held.id], today=london_date(at))
    row: dict[str, Any] = {
        "secondment_id": held.id,
        "kind": kind,
        "party": party,
        "going": going,
        "text": rules.tidy_text(text),
        "given_by": person_id,
        "given_at": at,
    }
    insert_or_ignore(Review.__table__, row)  # type: ignore[arg-type]
    concerns, facts = [held.home_id, held.host_id], {"kind": kind.value, "party": party.value}
    audit.record(
        actor=actor, verb="secondments.review_given", subject=held.reference, at=at, concerns=concerns, facts=facts
    )
