"""Answers to news from the floors below."""

from datetime import datetime

from app.approvals.values import ApprovalDeclined, ApprovalGranted
from app.kernel.references import prefix_of
from app.services import actions

ORDER = "ORD"


def send_approved(event: ApprovalGranted, at: datetime) -> None:
    """The buyer's trust approved an order: it goes to the provider."""
    if prefix_of(event.subject) == ORDER:
        actions.send_order(reference=event.subject, actor=None, at=at)


def stop_declined(event: ApprovalDeclined, at: datetime) -> None:
    """The buyer's trust declined an order: it ends here."""
    if prefix_of(event.subject) == ORDER:
        actions.refuse_approval(reference=event.subject, at=at)
