"""Answers to news from the floors below."""

from datetime import datetime

from app.approvals.values import ApprovalDeclined, ApprovalGranted
from app.cpd import actions
from app.kernel.references import prefix_of

BOOKING = "BKG"


def book_approved(event: ApprovalGranted, at: datetime) -> None:
    """The buyer's trust approved places: those still held for that are booked."""
    if prefix_of(event.subject) == BOOKING:
        actions.book_approved(reference=event.subject, approval=event.approval_reference, at=at)


def end_declined(event: ApprovalDeclined, at: datetime) -> None:
    """The buyer's trust declined places: they go to the next in line."""
    if prefix_of(event.subject) == BOOKING:
        actions.end_declined(approval=event.approval_reference, at=at)
