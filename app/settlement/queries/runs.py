"""Reading runs: always those in which a trust pays or is paid."""

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.settlement.models import BankInstructions, Leg, RunCancellation, RunInvoice, SettlementRun
from app.settlement.values import (
    Direction,
    Instructions,
    LegValue,
    RunDetail,
    RunInvoiceValue,
    RunsWanted,
    RunValue,
    Side,
    StepValue,
)

SORTS = {
    "started": SettlementRun.started_at,
    "reference": SettlementRun.reference,
    "amount": RunInvoice.amount_pence,
    "state": SettlementRun.state,
}


def get_run_detail(trust_id: int, reference: str) -> RunDetail:
    """A run in which the trust pays or is paid, with all that its page shows. Raises NotFound."""
    run = session().scalar(
        select(SettlementRun)
        .options(
            selectinload(SettlementRun.legs).joinedload(Leg.instructions),
            selectinload(SettlementRun.invoices),
            selectinload(SettlementRun.steps),
            joinedload(SettlementRun.cancellation),
        )
        .where(SettlementRun.reference == reference, _is_party(trust_id))
    )
    if run is None:
        raise NotFound(f"no run {reference} of trust {trust_id}")
    return _detail(run)


def list_runs(trust_id: int, wanted: RunsWanted, *, skip: int = 0, most: int | None = None) -> list[RunValue]:
    """The runs of a trust that were asked for, in the order asked for."""
    column = SORTS.get(wanted.sort, SettlementRun.started_at)
    order = (column.desc(), SettlementRun.id.desc()) if wanted.down else (column, SettlementRun.id)
    rows = session().execute(_wanted(trust_id, wanted).order_by(*order).offset(skip).limit(most))
    return [_value(run, invoice, arrived) for run, invoice, arrived in rows]


def count_runs(trust_id: int, wanted: RunsWanted) -> int:
    """How many runs `list_runs` would list in all."""
    return session().scalar(select(func.count()).select_from(_wanted(trust_id, wanted).subquery())) or 0


def find_live_run(trust_id: int, invoice_reference: str) -> str | None:
    """The reference of the run that is paying an invoice of a trust's just now, if there is one."""
    return session().scalar(
        select(SettlementRun.reference)
        .join(RunInvoice, RunInvoice.run_id == SettlementRun.id)
        .where(RunInvoice.invoice_reference == invoice_reference, RunInvoice.is_live, _pays_or_is_paid(trust_id))
    )


def _is_party(trust_id: int) -> ColumnElement[bool]:
    return exists().where(Leg.run_id == SettlementRun.id, Leg.trust_id == trust_id)


def _pays_or_is_paid(trust_id: int) -> ColumnElement[bool]:
    return or_(RunInvoice.payer_id == trust_id, RunInvoice.payee_id == trust_id)


def _all(trust_id: int) -> Select[SettlementRun, RunInvoice, int]:
    return (
        select(SettlementRun, RunInvoice, Leg.arrived_pence)
        .join(RunInvoice, RunInvoice.run_id == SettlementRun.id)
        .join(Leg, (Leg.run_id == SettlementRun.id) & (Leg.direction == Direction.PAY))
        .where(_pays_or_is_paid(trust_id))
    )


def _wanted(trust_id: int, wanted: RunsWanted) -> Select[SettlementRun, RunInvoice, int]:
    query = _all(trust_id)
    if wanted.side is Side.PAID:
        query = query.where(RunInvoice.payer_id == trust_id)
    if wanted.side is Side.RECEIVED:
        query = query.where(RunInvoice.payee_id == trust_id)
    if wanted.state is not None:
        query = query.where(SettlementRun.state == wanted.state)
    if wanted.text:
        columns = (SettlementRun.reference, RunInvoice.invoice_reference, RunInvoice.invoice_number)
        query = query.where(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return query


def _value(run: SettlementRun, invoice: RunInvoice, arrived: int) -> RunValue:
    return RunValue(
        reference=run.reference,
        state=run.state,
        amount=Money(invoice.amount_pence),
        arrived=Money(arrived),
        payer_id=invoice.payer_id,
        payee_id=invoice.payee_id,
        invoice_reference=invoice.invoice_reference,
        invoice_number=invoice.invoice_number,
        started_at=run.started_at,
        closed_at=run.closed_at,
    )


def _detail(run: SettlementRun) -> RunDetail:
    pay = next(leg for leg in run.legs if leg.direction is Direction.PAY)
    receive = next(leg for leg in run.legs if leg.direction is Direction.RECEIVE)
    return RunDetail(
        run=_value(run, run.invoices[0], pay.arrived_pence),
        pay=leg_value(pay),
        receive=leg_value(receive),
        invoices=tuple(
            RunInvoiceValue(each.invoice_reference, each.invoice_number, Money(each.amount_pence))
            for each in run.invoices
        ),
        steps=tuple(StepValue(each.kind, each.at, Money(each.amount_pence)) for each in run.steps),
        instructions=_instructions(pay.instructions),
        is_being_cancelled=is_being_cancelled(run.cancellation) and run.cancelled_at is None,
    )


def leg_value(leg: Leg) -> LegValue:
    """What others get of a leg."""
    return LegValue(
        id=leg.id,
        trust_id=leg.trust_id,
        direction=leg.direction,
        amount=Money(leg.amount_pence),
        arrived=Money(leg.arrived_pence),
        state=leg.state,
        stripe_id=leg.stripe_id,
        hold=leg.hold,
        hold_reason=leg.hold_reason,
    )


def is_being_cancelled(cancellation: RunCancellation | None) -> bool:
    """Whether someone asked for a run to be cancelled and it was not declined."""
    return cancellation is not None and cancellation.declined_at is None


def _instructions(row: BankInstructions | None) -> Instructions | None:
    if row is None:
        return None
    return Instructions(row.account_name, row.sort_code, row.account_number, row.reference, row.page)
