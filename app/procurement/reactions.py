"""Answers to news from the floors below."""

from datetime import datetime

from app.approvals.values import ApprovalDeclined, ApprovalGranted
from app.kernel.references import prefix_of
from app.listings.values import ListingTakenDown
from app.procurement.actions import (
    call_offs,
    call_offs_lapsing,
    closed_trusts,
    commitments,
    exemptions,
    stages,
)
from app.procurement.values import DEAL, ROUND
from app.trusts.values import TrustClosed

EXEMPTION = "EXM"
CALL_OFF = "COF"
PARTICIPATION = "PRT"


def leave_closed(event: TrustClosed, at: datetime) -> None:
    """A trust closed: the rounds that it leads go no further, and it leaves those to which nothing binds it."""
    stages.abandon_closed(trust_id=event.trust_id, at=at)
    closed_trusts.leave_closed(trust_id=event.trust_id, at=at)


def approve_exemption(event: ApprovalGranted, at: datetime) -> None:
    """The lead trust allows an exemption."""
    if prefix_of(event.subject) == EXEMPTION:
        exemptions.approve_exemption(reference=event.subject, at=at)


def decline_exemption(event: ApprovalDeclined, at: datetime) -> None:
    """The lead trust does not allow an exemption."""
    if prefix_of(event.subject) == EXEMPTION:
        exemptions.decline_exemption(reference=event.subject, at=at)


def allow_commitment(event: ApprovalGranted, at: datetime) -> None:
    """A trust's scheme allows what it would commit itself to in a round: it is to be signed."""
    if prefix_of(event.subject) == PARTICIPATION:
        commitments.allow_commitment(approval=event.approval_reference, at=at)


def decline_commitment(event: ApprovalDeclined, at: datetime) -> None:
    """A trust's scheme does not allow it."""
    if prefix_of(event.subject) == PARTICIPATION:
        commitments.decline_commitment(approval=event.approval_reference, at=at)


def allow_call_off(event: ApprovalGranted, at: datetime) -> None:
    """A trust allows a call-off: it stands."""
    if prefix_of(event.subject) == CALL_OFF:
        call_offs.allow_call_off(reference=event.subject, at=at)


def decline_call_off(event: ApprovalDeclined, at: datetime) -> None:
    """A trust does not allow a call-off: it ends there."""
    if prefix_of(event.subject) == CALL_OFF:
        call_offs.decline_call_off(reference=event.subject, at=at)


def abandon_taken_down(event: ListingTakenDown, at: datetime) -> None:
    """The operator took a round down: it goes no further."""
    if event.kind == ROUND:
        stages.abandon_taken_down(round_id=event.listing_id, at=at)


def lapse_taken_down(event: ListingTakenDown, at: datetime) -> None:
    """The operator took a deal down: what waits for approval under it lapses."""
    if event.kind == DEAL:
        call_offs_lapsing.lapse_waiting(deal_id=event.listing_id, reason=call_offs_lapsing.TAKEN_DOWN, at=at)
