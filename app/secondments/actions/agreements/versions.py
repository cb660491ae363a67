"""Issuing a version to be signed, withdrawing it, and its coming into force."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Update, func, select, update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.secondments.actions.agreements.drafting import shown
from app.secondments.actions.binding import bind_host
from app.secondments.actions.charging import follow_schedule
from app.secondments.actions.inviting import invite_secondee
from app.secondments.actions.locks import lock_secondment, lock_whole_time
from app.secondments.frozen import freeze
from app.secondments.messages import agreements as messages
from app.secondments.messages.signing import tell_secondee_agreed
from app.secondments.models import Ending, Secondment, Version
from app.secondments.paper import AgreementFacts, agreement_pdf, fingerprint, schedule_pdf
from app.secondments.queries.agreements import facts_of, held_elsewhere
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import (
    get_secondment,
    has_draft,
    open_version,
    secondment_of_version,
    secondments_by_id,
    version_by_id,
    version_in_force,
)
from app.secondments.rules import agreements as rules
from app.secondments.rules.agreements_starts import is_complete
from app.secondments.rules.overlap import overlaps
from app.secondments.values import CommitmentState, SecondmentState, SecondmentValue, VersionState, VersionValue

TAKEN_BACK = "The version of the agreement that it was for is no longer to be signed."


def issue_version(*, reference: str, actor: Actor, at: datetime) -> int:
    """Freeze the draft as the next version with its two documents, and ask all three to sign; returns its number.

    Raises NotFound, NotThisParty for the host, Refused while another is being signed or where nothing has changed,
    Incomplete with everything that terms, pay or the ruling on VAT lack.
    """
    held = get_secondment(actor.trust, reference)
    lock_secondment(held.id)
    held, opened = secondments_by_id([held.id])[held.id], open_version(held.id)
    party = held.party_of(actor.trust)
    rules.check_can_issue(held.state, party, is_open=opened is not None, has_draft=has_draft(held.id))
    made = facts_of(held, number=_next_number(held.id), at=at)
    version_id = _add(held, made, actor.person_id)
    _move(held.id, of=(SecondmentState.DRAFTING,), to=SecondmentState.SIGNING)
    facts = {"version": made.number, "total_pence": made.schedule.total.pence}
    _record("secondments.version_issued", held, actor=actor, at=at, facts=facts)
    messages.tell_issued(held, version_by_id(version_id), by=actor.person_id, at=at)
    invite_secondee(version_id, at=at)
    return made.number


def withdraw_version(*, reference: str, actor: Actor, at: datetime) -> None:
    """Either trust takes back the version that is being signed; the draft stays. Raises NotFound or MovedOn."""
    held = get_secondment(actor.trust, reference)
    lapse_approvals(open_version(held.id), at=at)
    lock_secondment(held.id)
    version = open_version(held.id)
    if version is None:
        raise rules.MovedOn("No version is being signed: it was withdrawn, or all have signed.")
    end_version(held, version, why="It was withdrawn before all had signed.", actor=actor, at=at)


def end_version(held: SecondmentValue, version: VersionValue, *, why: str, actor: Actor | None, at: datetime) -> None:
    """An open version is no longer to be signed; the caller holds the secondment. Raises MovedOn.

    `why` is told to both trusts' HR leads and names nobody.
    """
    move_version(version.id, of=VersionState.OPEN, to=VersionState.WITHDRAWN)
    lapse_approvals(version, at=at)
    _move(held.id, of=(SecondmentState.SIGNING,), to=SecondmentState.DRAFTING)
    _record("secondments.version_withdrawn", held, actor=actor, at=at, facts={"version": version.number})
    messages.tell_withdrawn(held, version.number, why=why, by=actor.person_id if actor else None, at=at)


def lapse_approvals(version: VersionValue | None, *, at: datetime) -> None:
    """Nobody need decide any more on what a version would have committed its trusts to.

    Called before the secondment is held as well as after: whoever decides holds the approval first.
    """
    for each in version.commitments if version else ():
        if each.state is CommitmentState.ASKED and each.approval_reference:
            approvals.lapse(reference=each.approval_reference, at=at, reason=TAKEN_BACK)


def settle_version(*, version_id: int, at: datetime) -> bool:
    """Put an open version in force if all three signed its document and both trusts are committed; says whether it is.

    Where the person was lent elsewhere meanwhile, so that it would take more than their whole time, it stays open
    and the HR leads are told. Raises NotFound.
    """
    secondment_id = secondment_of_version(version_id)
    lock_secondment(secondment_id)
    held, version = secondments_by_id([secondment_id])[secondment_id], version_by_id(version_id)
    goes_on = held.state not in {SecondmentState.ENDED, SecondmentState.ABANDONED}
    if not goes_on or version.state is not VersionState.OPEN or not is_complete(held, version):
        return False
    lock_whole_time(held.secondee_id)
    found = overlaps(version.terms, held_elsewhere(held))
    if found:
        messages.tell_overlaps(held, found, at=at)
        return False
    _put_in_force(held, version, at=at)
    return True


def move_version(version_id: int, *, of: VersionState, to: VersionState, **values: object) -> None:
    """Take a version from one state to another. Raises MovedOn where somebody was quicker."""
    moved = session().execute(
        update(Version)
        .where(Version.id == version_id, Version.state == of)
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    if not getattr(moved, "rowcount", 0):
        raise rules.MovedOn


def _put_in_force(held: SecondmentValue, version: VersionValue, *, at: datetime) -> None:
    former = version_in_force(held.id)
    if former is not None:
        move_version(former.id, of=VersionState.IN_FORCE, to=VersionState.SUPERSEDED)
    move_version(version.id, of=VersionState.OPEN, to=VersionState.IN_FORCE, in_force_at=at)
    columns = {**shown(version.terms), "draft_terms": None, "draft_pay": None}
    notice = session().scalar(select(Ending.last_date).where(Ending.secondment_id == held.id))
    if notice is not None and version.terms.end_date is not None:
        columns["last_date"] = min(notice, version.terms.end_date)
    number = {"draft_number": Secondment.draft_number + 1}
    session().execute(_update(held.id).values(**columns, **number).execution_options(synchronize_session=False))
    _move(held.id, of=(SecondmentState.DRAFTING, SecondmentState.SIGNING), to=SecondmentState.AGREED)
    _record("secondments.in_force", held, actor=None, at=at, facts={"version": version.number})
    held, version = secondments_by_id([held.id])[held.id], version_by_id(version.id)
    messages.tell_in_force(held, version, at=at)
    tell_secondee_agreed(held, version, secondees_by_id([held.secondee_id])[held.secondee_id], at=at)
    follow_schedule(secondment_id=held.id, at=at, reason=f"Version {version.number} of {held.reference} is in force")
    bind_host(secondment_id=held.id, at=at)


def _add(held: SecondmentValue, made: AgreementFacts, person_id: int) -> int:
    recharge = schedule_pdf(made)
    schedule_sha256 = fingerprint(recharge)
    document = agreement_pdf(made, schedule_sha256=schedule_sha256)
    row = Version(
        secondment_id=held.id,
        number=made.number,
        state=VersionState.OPEN,
        terms=freeze(made.terms),
        pay=freeze(made.pay),
        vat_ruling_id=made.vat.id if made.vat else None,
        document=document,
        schedule_document=recharge,
        sha256=fingerprint(document),
        schedule_sha256=schedule_sha256,
        total_pence=made.schedule.total.pence,
        issued_by=person_id,
        issued_at=made.issued_at,
    )
    session().add(row)
    session().flush()
    return row.id


def _next_number(secondment_id: int) -> int:
    last = session().scalar(select(func.max(Version.number)).where(Version.secondment_id == secondment_id))
    return (last or 0) + 1


def _update(secondment_id: int) -> Update:
    return update(Secondment).where(Secondment.id == secondment_id)


def _move(secondment_id: int, *, of: Iterable[SecondmentState], to: SecondmentState) -> None:
    """Take a held secondment to a state from one of some others; from any other it stays where it is."""
    moved = _update(secondment_id).where(Secondment.state.in_(tuple(of))).values(state=to)
    session().execute(moved.execution_options(synchronize_session=False))


def _record(verb: str, held: SecondmentValue, *, actor: Actor | None, at: datetime, facts: dict[str, int]) -> None:
    concerns = [held.home_id, held.host_id]
    audit.record(actor=actor, verb=verb, subject=held.reference, at=at, concerns=concerns, facts=facts)
