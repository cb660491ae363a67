"""Recording why a round may go on by quotes or directly above the threshold, and having the lead trust approve it."""

from datetime import datetime

from sqlalchemy import update

from app.approvals import actions as approvals
from app.approvals.values import ExemptionGround
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.money import Money
from app.kernel.references import new_reference
from app.procurement.actions.locks import lock_round
from app.procurement.models import Exemption
from app.procurement.queries.law import estimate_of, exemptions_of, is_covered
from app.procurement.queries.rounds import get_own_round
from app.procurement.rules.exemptions import check_can_record, check_reason
from app.procurement.values import ExemptionState, RoundValue


def record_exemption(*, reference: str, ground: ExemptionGround, reason: str, actor: Actor, at: datetime) -> str:
    """Record an exemption for a round of the actor's trust and ask whoever its scheme gives such a value to.

    The value is the round's estimate as it now stands. Returns the exemption's reference. Raises NotFound,
    ExemptionRefused, or NobodyMayApprove.
    """
    lock_round(get_own_round(actor.trust, reference).id)
    found = get_own_round(actor.trust, reference)
    covered = is_covered(found, london_date(at))
    check_can_record(found.stage, found.route, exemptions_of(found.id), is_covered=covered)
    check_reason(ground, reason)
    value = estimate_of(found, london_date(at))
    made = _add(found, ground, reason.strip(), value.gross, actor, at)
    outcome = approvals.ask(
        subject=made,
        title=f"Exemption for {found.title}",
        summary=_summary(found, ground, reason.strip(), value.gross, is_unknown=value.is_unknown),
        net=value.net,
        gross=value.gross,
        actor=actor,
        at=at,
    )
    _set(made, ExemptionState.ASKED, at=None, approval=outcome.approval_reference)
    facts = {"ground": ground.value, "for": reference}
    audit.record(actor=actor, verb="procurement.exemption_recorded", subject=made, at=at, facts=facts)
    if outcome.committed:
        _set(made, ExemptionState.APPROVED, at=at)
    return made


def approve_exemption(*, reference: str, at: datetime) -> None:
    """The lead trust's scheme allows an exemption; whoever approved it is on the approval's own record."""
    _set(reference, ExemptionState.APPROVED, at=at)


def decline_exemption(*, reference: str, at: datetime) -> None:
    """The lead trust's scheme does not allow an exemption: another may be recorded."""
    _set(reference, ExemptionState.DECLINED, at=at)


def _add(found: RoundValue, ground: ExemptionGround, reason: str, value: Money, actor: Actor, at: datetime) -> str:
    values = {
        "listing_id": found.id,
        "ground": ground,
        "reason": reason,
        "value_pence": value.pence,
        "state": ExemptionState.ASKED,
        "recorded_by": actor.person_id,
        "recorded_at": at,
    }
    while True:
        reference = new_reference("EXM")
        if insert_or_ignore(Exemption.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return reference


def _set(reference: str, state: ExemptionState, *, at: datetime | None, approval: str | None = None) -> None:
    """Move an exemption that still waits; one that was decided stays as it is."""
    values = {"state": state, "decided_at": at, **({"approval_reference": approval} if approval else {})}
    waits = (Exemption.reference == reference, Exemption.state == ExemptionState.ASKED)
    session().execute(update(Exemption).where(*waits).values(**values).execution_options(synchronize_session=False))


def _summary(
    found: RoundValue, ground: ExemptionGround, reason: str, value: Money, *, is_unknown: bool
) -> list[tuple[str, str]]:
    worth = "Not known: the length of the contract is not known" if is_unknown else f"{value} with VAT"
    return [
        ("Joint round", f"{found.title} ({found.reference})"),
        ("Route", found.route.label if found.route else ""),
        ("Estimated value", f"{worth}, of all who take part"),
        ("Exemption", f"{ground.label} ({ground.source})"),
        ("Why it applies", reason),
    ]
