"""What a run leaves behind at each step: its timeline and the audit trail."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore
from app.settlement.models import RunStep, SettlementRun
from app.settlement.values import StepKind


def note_step(run_id: int, kind: StepKind, *, at: datetime, amount_pence: int = 0) -> bool:
    """Add to a run's timeline, once for its kind and amount; False when it stands there already."""
    values = {"run_id": run_id, "kind": kind, "amount_pence": amount_pence, "at": at}
    return insert_or_ignore(RunStep.__table__, values)  # type: ignore[arg-type]


def record(run: SettlementRun, deed: str, *, at: datetime, actor: Actor | None = None, **facts: int | str) -> None:
    """Add to the audit trail of both parties of a run."""
    parties = {each.payer_id for each in run.invoices} | {each.payee_id for each in run.invoices}
    audit.record(
        actor=actor, verb=f"settlement.{deed}", subject=run.reference, at=at, concerns=sorted(parties), facts=facts
    )
