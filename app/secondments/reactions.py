"""Answers to news from the floors below."""

from datetime import datetime

from app.approvals.values import ApprovalDeclined, ApprovalGranted
from app.kernel.references import prefix_of
from app.secondments.actions import agreements, interests
from app.trusts.values import TrustClosed

SECONDMENT = "SEC"


def commit_approved(event: ApprovalGranted, at: datetime) -> None:
    """A trust's scheme allows what a version commits it to."""
    if prefix_of(event.subject) == SECONDMENT:
        agreements.approve_commitment(approval=event.approval_reference, at=at)


def withdraw_declined(event: ApprovalDeclined, at: datetime) -> None:
    """A trust's scheme does not allow what a version commits it to."""
    if prefix_of(event.subject) == SECONDMENT:
        agreements.decline_commitment(approval=event.approval_reference, at=at)


def withdraw_interests(event: TrustClosed, at: datetime) -> None:
    """A trust closed: what it had to do with others about a person is withdrawn."""
    interests.withdraw_closed(trust_id=event.trust_id, at=at)
