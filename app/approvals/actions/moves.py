"""Moving an approval from one state to another, once."""

from sqlalchemy import select, update

from app.approvals.models import Approval
from app.approvals.rules import AlreadyDecided
from app.approvals.values import ApprovalState
from app.kernel.database import session
from app.kernel.errors import NotFound


def lock(trust_id: int, reference: str) -> int:
    """Hold an approval of a trust until this transaction ends; returns its id. Raises NotFound for another's."""
    query = select(Approval.id).where(Approval.reference == reference, Approval.trust_id == trust_id)
    approval_id = session().scalar(query.with_for_update())
    if approval_id is None:
        raise NotFound(f"no approval {reference} of trust {trust_id}")
    return approval_id


def move(approval_id: int, to: ApprovalState) -> None:
    """Take an approval that waits to its end. Raises AlreadyDecided where somebody was quicker."""
    moved = session().execute(
        update(Approval)
        .where(Approval.id == approval_id, Approval.state == ApprovalState.AWAITING)
        .values(state=to)
        .execution_options(synchronize_session=False)
    )
    if not getattr(moved, "rowcount", 0):
        raise AlreadyDecided("Somebody else was quicker: this request is no longer waiting.")
