"""Reading charges: always those of one trust, as provider or buyer."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.charges.models import Charge, ChargeLine, ChargeQuery, ChargeReduction, ChargeReductionLine, Invoice
from app.charges.rules.years import moments_of
from app.charges.values import (
    ChargeDetail,
    ChargeLineValue,
    ChargeState,
    ChargesWanted,
    ChargeValue,
    ListTotals,
    QueryValue,
    ReductionLineValue,
    ReductionValue,
    Side,
)
from app.kernel.clock import accounting_year, london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money

SORTS = {
    "raised": Charge.raised_at,
    "reference": Charge.reference,
    "supplied": Charge.supply_date,
    "gross": Charge.gross_pence,
    "state": Charge.state,
}


def get_charge(trust_id: int, reference: str) -> ChargeDetail:
    """A charge of which the trust is a party, with all its page shows. Raises NotFound."""
    everything = (
        with_lines(),
        selectinload(Charge.reductions).selectinload(ChargeReduction.lines),
        selectinload(Charge.queries),
        joinedload(Charge.acceptance),
        joinedload(Charge.withdrawal),
    )
    found = session().execute(
        _with_invoice()
        .options(*everything)
        .where(Charge.reference == reference, is_party(trust_id))
        .execution_options(populate_existing=True)
    )
    row = found.first()
    if row is None:
        raise NotFound(f"no charge {reference} of trust {trust_id}")
    return _detail(row[0], row[1])


def list_charges(
    trust_id: int, wanted: ChargesWanted | None = None, *, skip: int = 0, most: int | None = None
) -> list[ChargeValue]:
    """The charges of a trust that were asked for, in the order asked for."""
    wanted = wanted or ChargesWanted()
    column = SORTS.get(wanted.sort, Charge.raised_at)
    rows = session().execute(
        _with_invoice()
        .where(*_wanted(trust_id, wanted))
        .order_by(column.desc() if wanted.down else column, Charge.id.desc() if wanted.down else Charge.id)
        .offset(skip)
        .limit(most)
    )
    return [charge_value(charge, invoice) for charge, invoice in rows]


def total_charges(trust_id: int, wanted: ChargesWanted) -> ListTotals:
    """How many charges `list_charges` would list in all, and what they come to: a withdrawn one comes to nothing."""
    to_accept = Charge.state.in_((ChargeState.RAISED, ChargeState.QUERIED))
    owed = Charge.state != ChargeState.WITHDRAWN
    columns = ((owed, Charge.net_pence), (owed, Charge.vat_pence), (owed, Charge.gross_pence))
    sums = [func.coalesce(func.sum(case(each, else_=0)), 0) for each in (*columns, (to_accept, Charge.gross_pence))]
    count, *amounts = (
        session()
        .execute(
            select(func.count(), *sums)
            .select_from(Charge)
            .outerjoin(Invoice, Invoice.id == Charge.invoice_id)
            .where(*_wanted(trust_id, wanted))
        )
        .one()
    )
    return ListTotals(count, *(Money(int(amount)) for amount in amounts))


def list_charge_partners(trust_id: int, side: Side) -> list[int]:
    """The ids of the trusts on the other side of a trust's charges."""
    mine, other = _sides(side)
    return list(session().scalars(select(other).where(mine == trust_id).distinct().order_by(other)))


def list_charge_years(trust_id: int, side: Side) -> list[int]:
    """The accounting years that a trust's charges span, latest first."""
    mine, _ = _sides(side)
    span = select(func.min(Charge.raised_at), func.max(Charge.raised_at)).where(mine == trust_id)
    years = [accounting_year(london_date(moment)) for moment in session().execute(span).one() if moment]
    if not years:
        return []
    return list(range(years[1], years[0] - 1, -1))


def list_charges_about(trust_id: int, subjects: Sequence[str]) -> list[ChargeValue]:
    """A trust's charges for some things (orders, agreements), by reference, oldest first."""
    rows = session().execute(
        _with_invoice().where(Charge.subject.in_(subjects), is_party(trust_id)).order_by(Charge.id)
    )
    return [charge_value(charge, invoice) for charge, invoice in rows]


def is_party(trust_id: int) -> ColumnElement[bool]:
    """Whether a trust is the provider or the buyer of a charge."""
    return or_(Charge.provider_id == trust_id, Charge.buyer_id == trust_id)


def charge_value(row: Charge, invoice_reference: str | None) -> ChargeValue:
    """What others get of a charge."""
    return ChargeValue(
        reference=row.reference,
        provider_id=row.provider_id,
        buyer_id=row.buyer_id,
        subject=row.subject,
        reason=row.reason,
        supply_date=row.supply_date,
        po_number=row.po_number,
        state=row.state,
        net=Money(row.net_pence),
        vat=Money(row.vat_pence),
        gross=Money(row.gross_pence),
        raised_at=row.raised_at,
        invoice_reference=invoice_reference,
    )


def _with_invoice() -> Select[Charge, str | None]:
    return select(Charge, Invoice.reference).outerjoin(Invoice, Invoice.id == Charge.invoice_id)


def _sides(side: Side) -> tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]]:
    return (Charge.buyer_id, Charge.provider_id) if side is Side.OWE else (Charge.provider_id, Charge.buyer_id)


def _wanted(trust_id: int, wanted: ChargesWanted) -> list[ColumnElement[bool]]:
    mine, other = _sides(wanted.side)
    conditions = [mine == trust_id]
    if wanted.state is not None:
        conditions.append(Charge.state == wanted.state)
    if wanted.other_id is not None:
        conditions.append(other == wanted.other_id)
    if wanted.year is not None:
        start, end = moments_of(wanted.year)
        conditions += [Charge.raised_at >= start, Charge.raised_at < end]
    if wanted.text:
        columns = (Charge.reference, Charge.po_number, Charge.subject, Invoice.reference, Invoice.number)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return conditions


def with_lines() -> ORMOption:
    """Loads the lines of a charge with what was taken off each, as `line_value` needs them."""
    return selectinload(Charge.lines).selectinload(ChargeLine.reductions)


def lines_to_invoice(charge: Charge) -> list[tuple[int, ChargeLineValue]]:
    """The lines, with their positions, that an invoice of a charge has: those not taken off altogether."""
    lines = [(line.position, line_value(line)) for line in charge.lines]
    return [(position, line) for position, line in lines if line.net or not line.taken_off]


def _detail(row: Charge, invoice_reference: str | None) -> ChargeDetail:
    accepted, withdrawn = row.acceptance, row.withdrawal
    by_id = {line.id: line for line in row.lines}
    return ChargeDetail(
        charge=charge_value(row, invoice_reference),
        lines=tuple(line_value(line) for line in row.lines),
        reductions=tuple(_reduction(reduction, by_id) for reduction in row.reductions),
        queries=tuple(_query(query) for query in row.queries),
        accepted_at=accepted.accepted_at if accepted else None,
        accepted_by=accepted.accepted_by if accepted else None,
        withdrawn_at=withdrawn.withdrawn_at if withdrawn else None,
        withdrawn_by=withdrawn.withdrawn_by if withdrawn else None,
        withdrawal_reason=withdrawn.reason if withdrawn else None,
    )


def line_value(line: ChargeLine) -> ChargeLineValue:
    """What others get of a charge's line whose reductions are loaded."""
    return ChargeLineValue(
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=Money(line.unit_price_pence),
        vat_treatment=line.vat_treatment,
        vat_rate=line.vat_rate,
        vat_reason=line.vat_reason,
        decided_by=line.decided_by,
        net=Money(line.net_pence - sum(each.net_pence for each in line.reductions)),
        vat=Money(line.vat_pence - sum(each.vat_pence for each in line.reductions)),
    )


def _reduction(row: ChargeReduction, lines: Mapping[int, ChargeLine]) -> ReductionValue:
    return ReductionValue(
        reason=row.reason,
        reduced_at=row.reduced_at,
        reduced_by=row.reduced_by,
        lines=tuple(_reduction_line(each, lines[each.charge_line_id]) for each in row.lines),
    )


def _reduction_line(taken: ChargeReductionLine, line: ChargeLine) -> ReductionLineValue:
    return ReductionLineValue(line.position, line.description, Money(taken.net_pence), Money(taken.vat_pence))


def _query(row: ChargeQuery) -> QueryValue:
    return QueryValue(
        question=row.question,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )
