"""What signing commits a trust to, and who has to approve it: told before anybody signs."""

from dataclasses import dataclass
from datetime import datetime

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.kernel.clock import london_date
from app.secondments.actions.agreements import worth_of_version
from app.secondments.queries.secondments import versions_of
from app.secondments.rules.agreements_starts import commitment_of
from app.secondments.rules.agreements_worth import Worth, needs_asking
from app.secondments.values import CommitmentState
from app.secondments.values.signing import ToSign
from app.web.access import actor


@dataclass(frozen=True)
class Commits:
    """What a version costs a trust over the whole term, and in a sentence who has to approve that."""

    worth: Worth
    sentence: str


def commits_to(found: ToSign, at: datetime) -> Commits:
    """What signing the version commits the actor's trust to; for those who may see the recharge."""
    worth = worth_of_version(found.secondment, found.version, trust_id=actor().trust)
    asked = commitment_of(found.version, actor().trust)
    if asked is not None:
        is_done = asked.state is CommitmentState.COMMITTED
        return Commits(worth, "Your trust is committed to it." if is_done else "Somebody has been asked to approve it.")
    if not worth.gross:
        return Commits(worth, "It costs your trust nothing, so nobody has to approve it.")
    before = [each for old in versions_of(found.secondment.id) for each in old.commitments]
    if not needs_asking(worth, [each for each in before if each.trust_id == actor().trust]):
        return Commits(worth, "Your trust has committed to as much before, so nobody has to approve it again.")
    return Commits(worth, _who_approves(worth, at))


def _who_approves(worth: Worth, at: datetime) -> str:
    who = actor()
    try:
        found = approvals.preview(
            trust_id=who.trust, person_id=who.person_id, net=worth.net, gross=worth.gross, on=london_date(at)
        )
    except NobodyMayApprove as refused:
        return refused.message
    return found.sentence if found.ruling.is_alone else f"{found.sentence} They are asked as you sign."
