"""How a run ends without having paid."""

from datetime import datetime

from app.charges import actions as charges
from app.kernel.database import session
from app.settlement import messages
from app.settlement.actions.trail import note_step, record
from app.settlement.models import SettlementRun
from app.settlement.values import LegState, RunState, StepKind


def end_run(run: SettlementRun, *, reason: str, at: datetime) -> bool:
    """Cancel a run, which this transaction holds, for which nothing has arrived; False where it is past that.

    Its invoices are unpaid again, and both trusts are told why: `reason` is a sentence.
    """
    if run.state is not RunState.COLLECTING:
        return False
    run.state, run.cancelled_at = RunState.CANCELLED, at
    for leg in run.legs:
        leg.state, leg.look_at, leg.arrived_pence = LegState.CANCELLED, None, 0
    for invoice in run.invoices:
        invoice.is_live = False
    session().flush()
    for invoice in run.invoices:
        charges.mark_unpaid(invoice_reference=invoice.invoice_reference, at=at)
    note_step(run.id, StepKind.CANCELLED, at=at)
    record(run, "payment_cancelled", at=at)
    messages.tell_cancelled(run, reason=reason, at=at)
    return True
