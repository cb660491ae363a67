"""What approvals tell people."""

from collections.abc import Iterable
from datetime import datetime

from app.approvals.values import ApprovalState, ApprovalValue, deadline_of
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.people import queries as people

NEXT = {
    ApprovalState.APPROVED: "It goes ahead now. You have nothing to do.",
    ApprovalState.DECLINED: "It goes no further.",
}


def tell_deciders(approval: ApprovalValue, deciders: Iterable[int], *, at: datetime) -> None:
    """Somebody's decision is wanted."""
    asker = people.names([approval.requested_by])[approval.requested_by]
    wait = "it waits for your decision."
    if approval.decide_by:
        wait += f" {deadline_of(approval.decide_by)}"
    _notify(
        approval,
        deciders,
        f"Approval needed: {approval.title}",
        f"{asker} asks your trust to approve {approval.title}, worth {approval.value} {approval.value_label} in all."
        f"\n\nApprove or decline it: {wait}",
        step="asked",
        at=at,
    )


def tell_asker(approval: ApprovalValue, *, at: datetime) -> None:
    """What they asked for was approved or declined."""
    who = people.names([approval.decided_by])[approval.decided_by] if approval.decided_by else "Your trust"
    done = "approved" if approval.state is ApprovalState.APPROVED else "declined"
    reason = f"\n\nTheir reason: {approval.reason}" if approval.reason else ""
    _notify(
        approval,
        [approval.requested_by],
        f"{done.capitalize()}: {approval.title}",
        f"{who} {done} your request for {approval.title}.{reason}\n\n{NEXT[approval.state]}",
        step=done,
        at=at,
    )


def tell_cancelled(approval: ApprovalValue, deciders: Iterable[int], *, at: datetime) -> None:
    """A decision is no longer wanted."""
    _notify(
        approval,
        deciders,
        f"No longer needed: approval of {approval.title}",
        f"The request for {approval.title} was withdrawn. You do not need to decide it.",
        step="cancelled",
        at=at,
    )


def tell_lapsed(approval: ApprovalValue, deciders: Iterable[int], reason: str, *, at: datetime) -> None:
    """A decision is of no use any more, and why."""
    _notify(
        approval,
        deciders,
        f"No longer needed: approval of {approval.title}",
        f"{reason}\n\nYou do not need to decide the request for {approval.title}.",
        step="lapsed",
        at=at,
    )


def _notify(
    approval: ApprovalValue, recipients: Iterable[int], subject: str, body: str, *, step: str, at: datetime
) -> None:
    notifications.notify(
        recipients=recipients,
        topic=Topic.APPROVALS,
        subject=subject,
        body=body,
        link=f"/r/{approval.reference}",
        key=f"approval:{approval.reference}:{step}",
        at=at,
    )
