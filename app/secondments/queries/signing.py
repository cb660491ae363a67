"""What is to be signed: by a trust, by whoever was sent a link, by the person who is lent."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from app.kernel import signing
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.signing import LinkUnreadable
from app.secondments.models import SigningCode, SigningInvitation
from app.secondments.queries.secondments import (
    get_secondment,
    secondment_of_version,
    secondments_by_id,
    versions_of,
)
from app.secondments.rules.signing import check_link_stands
from app.secondments.values import Party, SecondeeValue, SecondmentValue
from app.secondments.values.signing import SIGN_LINK, CodeValue, InvitationValue, ToSign
from app.trusts import queries as trusts


def to_sign(secondment: SecondmentValue, party: Party) -> ToSign:
    """The last version issued of a secondment, before one of its parties. Raises NotFound where none was issued."""
    versions = versions_of(secondment.id)
    if not versions:
        raise NotFound("no version was issued")
    return ToSign(secondment, versions[-1], versions[-1], party)


def to_sign_for_trust(trust_id: int, reference: str) -> ToSign:
    """The last version issued, before the trust. Raises NotFound for another's, and where none was issued."""
    secondment = get_secondment(trust_id, reference)
    return to_sign(secondment, secondment.party_of(trust_id))


def open_sign_link(token: str, *, at: datetime) -> ToSign:
    """What a link to sign opens: its version, whether or not that is still to be signed.

    Raises LinkUnreadable, LinkExpired from the second at which it runs out, LinkReplaced once a later one was sent.
    """
    facts = signing.read(SIGN_LINK, token, at=at, ask="the trust that you sign for")
    invitation = find_invitation(int(facts["invitation"]))
    if invitation is None or invitation.party is Party.SECONDEE:
        raise LinkUnreadable
    last = last_invitations([invitation.version_id])[invitation.version_id, invitation.party]
    check_link_stands(invitation, last_id=last.id)
    return of_invitation(invitation)


def of_invitation(invitation: InvitationValue) -> ToSign:
    """The version that somebody was invited to sign, with the last one issued."""
    secondment_id = secondment_of_version(invitation.version_id)
    versions = versions_of(secondment_id)
    version = next(each for each in versions if each.id == invitation.version_id)
    held = secondments_by_id([secondment_id])[secondment_id]
    return ToSign(held, version, versions[-1], invitation.party, invitation)


def own_to_sign(reference: str, secondee: SecondeeValue) -> ToSign:
    """The last version of somebody's own secondment, with their invitation. Raises NotFound for somebody else's."""
    held = get_secondment(secondee.trust_id, reference)
    if held.secondee_id != secondee.id:
        raise NotFound("somebody else's secondment")
    found = to_sign(held, Party.SECONDEE)
    return replace(found, invitation=last_invitations([found.version.id]).get((found.version.id, Party.SECONDEE)))


def said_to_have_signed(found: ToSign, person_id: int | None) -> str:
    """Who signed already, as somebody with this account is told: "You", or the trust where another of it did."""
    signed = found.version.signed_by(found.party)
    if signed is None or found.party is Party.SECONDEE or signed.person_id == person_id:
        return "You"
    trust_id = found.secondment.trust_of(found.party)
    return trusts.names([trust_id])[trust_id]


def find_invitation(invitation_id: int) -> InvitationValue | None:
    """An invitation to sign, or None."""
    row = session().get(SigningInvitation, invitation_id)
    return _invitation(row) if row else None


def last_invitations(version_ids: Iterable[int]) -> dict[tuple[int, Party], InvitationValue]:
    """The last link sent for each party of some versions, in one batch; only that one is good."""
    last = (
        select(func.max(SigningInvitation.id))
        .where(SigningInvitation.version_id.in_(set(version_ids)))
        .group_by(SigningInvitation.version_id, SigningInvitation.party)
    )
    rows = session().scalars(select(SigningInvitation).where(SigningInvitation.id.in_(last)))
    return {(row.version_id, row.party): _invitation(row) for row in rows}


def last_code(invitation_id: int) -> CodeValue | None:
    """The last one-time code sent with an invitation: an earlier one is no good any more."""
    query = select(SigningCode).where(SigningCode.invitation_id == invitation_id).order_by(SigningCode.id.desc())
    row = session().scalar(query.limit(1).execution_options(populate_existing=True))
    return CodeValue(row.id, row.code_hash, row.tries, row.sent_at, row.until_at, row.used_at) if row else None


def codes_sent(invitation_id: int, *, since: datetime) -> list[datetime]:
    """When codes were sent with an invitation after a moment, in order."""
    mine = (SigningCode.invitation_id == invitation_id, SigningCode.sent_at > since)
    return list(session().scalars(select(SigningCode.sent_at).where(*mine).order_by(SigningCode.sent_at)))


def _invitation(row: SigningInvitation) -> InvitationValue:
    return InvitationValue(
        id=row.id,
        version_id=row.version_id,
        party=row.party,
        name=row.name,
        email=row.email,
        until_at=row.until_at,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
    )
