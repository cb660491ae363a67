"""Giving up what was never in force, and erasing a name from agreements that are over."""

from datetime import datetime
from typing import Any

from sqlalchemy import Update, select, update

from app.audit import actions as audit
from app.kernel.database import session
from app.kernel.errors import Refused
from app.secondments.actions.agreements.versions import end_version, lapse_approvals
from app.secondments.actions.locks import lock_secondment
from app.secondments.frozen import freeze, thaw
from app.secondments.messages import agreements as messages
from app.secondments.models import Extension, Review, Secondment, Signature, SigningInvitation, Version
from app.secondments.queries.secondments import find_by_interest, open_version, secondments_by_id, version_in_force
from app.secondments.rules import agreements as rules
from app.secondments.values import Party, SecondmentState, Terms

BEFORE_AGREED = (SecondmentState.DRAFTING, SecondmentState.SIGNING)
CAME_TO_NOTHING = "What was to be agreed came to nothing."


def abandon_for_interest(interest_id: int, at: datetime) -> None:
    """The interest that led to a secondment goes no further: one that nobody agreed to yet comes to nothing.

    One that is agreed, under way or over stays as it is; where none has begun there is nothing to do.
    """
    begun = find_by_interest(interest_id)
    if begun is None or begun.state not in BEFORE_AGREED:
        return
    lapse_approvals(open_version(begun.id), at=at)
    lock_secondment(begun.id)
    held, version = secondments_by_id([begun.id])[begun.id], open_version(begun.id)
    try:
        rules.check_can_abandon(held.state, was_in_force=version_in_force(held.id) is not None)
    except Refused:
        return
    if version is not None:
        end_version(held, version, why=CAME_TO_NOTHING, actor=None, at=at)
    left = update(Secondment).where(Secondment.id == held.id, Secondment.state.in_(BEFORE_AGREED))
    given_up = left.values(state=SecondmentState.ABANDONED, ended_at=at)
    moved = session().execute(given_up.execution_options(synchronize_session=False))
    if not getattr(moved, "rowcount", 0):
        raise rules.MovedOn
    concerns = [held.home_id, held.host_id]
    audit.record(actor=None, verb="secondments.abandoned", subject=held.reference, at=at, concerns=concerns)
    messages.tell_abandoned(held, at=at)


def erase_names(secondee_id: int, at: datetime) -> None:
    """Take a secondee's name and what people wrote about them out of their agreements; figures and fingerprints stay.

    Documents go as a whole; of terms and drafts the texts go; of signatures and links what was typed; of reviews the
    text. Nothing is erased of a secondment that is agreed or under way: whoever asks has made sure there is none.
    """
    theirs = select(Secondment).where(Secondment.secondee_id == secondee_id, Secondment.erased_at.is_(None))
    for row in session().scalars(theirs.order_by(Secondment.id).with_for_update()):
        _erase_versions(row.id)
        draft = _blanked(row.draft_terms) if row.draft_terms else None
        _write(update(Secondment).where(Secondment.id == row.id).values(draft_terms=draft, erased_at=at))
        concerns = [row.home_id, row.host_id]
        audit.record(actor=None, verb="secondments.names_erased", subject=row.reference, at=at, concerns=concerns)


def _erase_versions(secondment_id: int) -> None:
    rows = session().execute(select(Version.id, Version.terms).where(Version.secondment_id == secondment_id)).all()
    for version_id, terms in rows:
        gone = {"document": None, "schedule_document": None, "terms": _blanked(terms)}
        _write(update(Version).where(Version.id == version_id).values(**gone))
    ids = [version_id for version_id, _ in rows]
    _write(update(Signature).where(Signature.version_id.in_(ids)).values(name="", address=""))
    theirs = (Signature.version_id.in_(ids), Signature.party == Party.SECONDEE)
    _write(update(Signature).where(*theirs).values(person_id=None))
    _write(update(SigningInvitation).where(SigningInvitation.version_id.in_(ids)).values(name="", email=""))
    _write(update(Review).where(Review.secondment_id == secondment_id).values(text=""))
    _write(update(Extension).where(Extension.secondment_id == secondment_id).values(reason=""))


def _blanked(terms: dict[str, Any]) -> dict[str, Any]:
    return freeze(rules.without_names(thaw(Terms, terms)))


def _write(statement: Update) -> None:
    session().execute(statement.execution_options(synchronize_session=False))
