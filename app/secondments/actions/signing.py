"""Signing a version, once for each party: in one's own sign-in, or by a link with a one-time code."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session, transaction
from app.kernel.errors import NotFound
from app.people import queries as people
from app.people.rules import usual_email
from app.secondments.actions.agreements import commit_trust, settle_version
from app.secondments.actions.locks import lock_secondment
from app.secondments.actions.signing_codes import make_code, spend_code, try_code
from app.secondments.messages import signing as messages
from app.secondments.models import Signature, SigningInvitation
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import document_of, get_secondment
from app.secondments.queries.signing import (
    find_invitation,
    of_invitation,
    open_sign_link,
    own_to_sign,
    said_to_have_signed,
    to_sign_for_trust,
)
from app.secondments.rules import signing as rules
from app.secondments.values import CommitmentState, SecondeeValue
from app.secondments.values.signing import ToSign


def sign_as_trust(
    *, reference: str, name: str, seen_sha256: str, actor: Actor, address: str, at: datetime
) -> CommitmentState:
    """Sign the open version for the actor's trust, which commits it to what the version costs it.

    Returns whether the trust's scheme of delegation has it committed at once, or has somebody asked.
    Raises NotFound, CannotSign, NameRefused, or what the approval refuses.
    """
    lock_secondment(get_secondment(actor.trust, reference).id)
    found = to_sign_for_trust(actor.trust, reference)
    _check(found, seen_sha256, who=said_to_have_signed(found, actor.person_id))
    typed = rules.check_name(name)
    _check_not_secondee(found, person_id=actor.person_id, email=people.get_person(actor.person_id).email)
    state = commit_trust(version_id=found.version.id, actor=actor, at=at)
    _sign(found, typed, address=address, person_id=actor.person_id, actor=actor, at=at)
    return state


def send_link(*, reference: str, name: str, email: str, actor: Actor, at: datetime) -> CommitmentState:
    """Send somebody the link by which they sign the open version for the actor's trust; the last one sent is good.

    Sending it commits the trust as signing does. Returns what became of that. Raises NotFound, CannotSign,
    NameRefused, EmailNotUsable, or what the approval refuses.
    """
    lock_secondment(get_secondment(actor.trust, reference).id)
    found = to_sign_for_trust(actor.trust, reference)
    _check(found, found.version.sha256, who=said_to_have_signed(found, actor.person_id))
    typed, to = rules.check_name(name), usual_email(email)
    _check_not_secondee(found, person_id=None, email=to)
    state = commit_trust(version_id=found.version.id, actor=actor, at=at)
    row = SigningInvitation(
        version_id=found.version.id,
        party=found.party,
        name=typed,
        email=to,
        until_at=rules.link_until(found.version.terms.start_date, at=at),
        sent_by=actor.person_id,
        sent_at=at,
    )
    session().add(row)
    session().flush()
    invitation = find_invitation(row.id)
    assert invitation is not None, "a row that was just added"
    messages.send_sign_link(of_invitation(invitation), at=at)
    _record("secondments.sign_link_sent", found, actor=actor, at=at)
    return state


def send_code(*, token: str, at: datetime) -> None:
    """Mail a one-time code to whoever was sent a link to sign. Raises as the link does, CannotSign, TooManyCodes."""
    found = open_sign_link(token, at=at)
    _check(found, found.version.sha256, who=said_to_have_signed(found, None))
    assert found.invitation is not None, "a link is an invitation's"
    make_code(found.invitation.id, address=found.invitation.email, at=at)


def sign_by_link(*, token: str, name: str, seen_sha256: str, code: str, address: str, at: datetime) -> None:
    """Sign for a trust by a link, with the code that was mailed to its address.

    Raises as the link does, CannotSign, NameRefused, CodeRefused. Must be called before the request has changed
    anything: a try of a code counts whatever becomes of it.
    """
    found = open_sign_link(token, at=at)
    _check(found, seen_sha256, who=said_to_have_signed(found, None))
    typed = rules.check_name(name)
    assert found.invitation is not None, "a link is an invitation's"
    code_id = try_code(found.invitation.id, code, at=at)
    lock_secondment(found.secondment.id)
    found = open_sign_link(token, at=at)
    _check(found, seen_sha256, who=said_to_have_signed(found, None))
    spend_code(code_id, at=at)
    _sign(found, typed, address=address, person_id=None, actor=None, at=at)


def look_at_document(*, token: str, at: datetime) -> tuple[ToSign, bytes]:
    """The agreement that a link to sign opens, which names the secondee, once the look is on record for good.

    Raises as the link does, and NotFound for a version that is neither to be signed nor signed by the party, and once
    it is erased. It has a transaction of its own: reading is what is recorded, whatever comes of the page.
    """
    with transaction():
        found = open_sign_link(token, at=at)
        document = document_of(found.version.id)
        try:
            _check(found, found.version.sha256)
        except rules.AlreadySigned:
            pass
        except rules.CannotSign as refused:
            raise NotFound("no document for this link any more") from refused
        if document is None:
            raise NotFound("this document was erased")
        _record("secondments.agreement_seen", found, actor=None, at=at)
    return found, document


def send_own_code(*, reference: str, secondee: SecondeeValue, at: datetime) -> None:
    """Mail the person who is lent a code to sign their agreement with. Raises NotFound, CannotSign, TooManyCodes."""
    found = own_to_sign(reference, secondee)
    _check(found, found.version.sha256)
    assert found.invitation is not None, "the secondee is invited to each version"
    make_code(found.invitation.id, address=secondee.email, at=at)


def sign_as_secondee(
    *,
    reference: str,
    secondee: SecondeeValue,
    name: str,
    seen_sha256: str,
    address: str,
    at: datetime,
    code: str | None = None,
    actor: Actor | None = None,
) -> None:
    """Sign as the person who is lent: with a code that was mailed to them, or as the account that is theirs.

    Without a code `actor` is that account. Raises NotFound, CannotSign, NameRefused, CodeRefused. Must be called
    before the request has changed anything.
    """
    found = own_to_sign(reference, secondee)
    _check(found, seen_sha256)
    typed, code_id = rules.check_name(name, held=secondee.name), None
    if code is None:
        rules.check_is_secondee(actor.person_id if actor else None, secondee.person_id)
    else:
        assert found.invitation is not None, "the secondee is invited to each version"
        code_id = try_code(found.invitation.id, code, at=at)
    lock_secondment(found.secondment.id)
    found = own_to_sign(reference, secondee)
    _check(found, seen_sha256)
    if code_id is not None:
        spend_code(code_id, at=at)
    person_id = actor.person_id if actor and code is None else None
    _sign(found, typed, address=address, person_id=person_id, actor=None, at=at)


def _check(found: ToSign, seen_sha256: str, *, who: str = "You") -> None:
    rules.check_can_sign(
        found.version,
        found.party,
        newest=found.newest,
        state=found.secondment.state,
        seen_sha256=seen_sha256,
        who=who,
    )


def _check_not_secondee(found: ToSign, *, person_id: int | None, email: str) -> None:
    secondee = secondees_by_id([found.secondment.secondee_id])[found.secondment.secondee_id]
    rules.check_signs_for_trust(
        person_id=person_id, email=email, secondee_person_id=secondee.person_id, secondee_email=secondee.email
    )


def _sign(found: ToSign, name: str, *, address: str, person_id: int | None, actor: Actor | None, at: datetime) -> None:
    values = {
        "version_id": found.version.id,
        "party": found.party,
        "name": name,
        "address": address,
        "sha256": found.version.sha256,
        "person_id": person_id,
        "signed_at": at,
    }
    if not insert_or_ignore(Signature.__table__, values):  # type: ignore[arg-type]
        raise rules.AlreadySigned(f"Version {found.version.number} is signed already.")
    _record(f"secondments.signed_by_{found.party}", found, actor=actor, at=at)
    messages.tell_signed(found, but=actor.person_id if actor else None, at=at)
    settle_version(version_id=found.version.id, at=at)


def _record(verb: str, found: ToSign, *, actor: Actor | None, at: datetime) -> None:
    held = found.secondment
    audit.record(
        actor=actor,
        verb=verb,
        subject=held.reference,
        at=at,
        concerns=[held.home_id, held.host_id],
        facts={"version": found.version.number, "party": found.party.value},
    )
