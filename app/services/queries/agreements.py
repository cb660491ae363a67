"""Agreements: one, and the years of them that have begun without a charge."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.services.models import Agreement, AgreementCharge, Order
from app.services.queries.orders import order_value, seen_by
from app.services.rules import years_begun
from app.services.values import AgreementValue, YearCharge


def get_agreement(trust_id: int, reference: str) -> AgreementValue:
    """An agreement that a trust holds to. Raises NotFound for another's."""
    row = session().scalar(whole().where(Agreement.reference == reference, seen_by(trust_id)))
    if row is None:
        raise NotFound(f"no agreement {reference} of trust {trust_id}")
    return agreement_value(row)


def find_agreement(reference: str) -> AgreementValue | None:
    """An agreement whoever asks, for the work that comes round; or None."""
    row = session().scalar(whole().where(Agreement.reference == reference))
    return agreement_value(row) if row else None


def list_due_years(today: date) -> list[tuple[str, int]]:
    """The (agreement, year) pairs that have begun by a day and have no charge, oldest agreement first."""
    raised = select(func.count()).where(AgreementCharge.agreement_id == Agreement.id)
    lacking = raised.correlate(Agreement).scalar_subquery() < Order.years
    query = whole().where(Agreement.start_date <= today, lacking).order_by(Agreement.id)
    return [
        (row.reference, year)
        for row in session().scalars(query)
        for year in years_begun(row.start_date, row.order.years, today)
        if year not in {charge.year for charge in row.charges}
    ]


def whole() -> Select[Agreement]:
    """Every agreement with what `agreement_value` reads, before it is narrowed."""
    order = joinedload(Agreement.order)
    return (
        select(Agreement)
        .join(Agreement.order)
        .options(
            selectinload(Agreement.charges),
            order.selectinload(Order.schools),
            order.joinedload(Order.refusal),
            order.joinedload(Order.withdrawal),
            order.joinedload(Order.agreement),
        )
        .execution_options(populate_existing=True)
    )


def agreement_value(row: Agreement) -> AgreementValue:
    """An agreement as others read it; its order and charges are loaded."""
    return AgreementValue(
        reference=row.reference,
        order=order_value(row.order),
        start_date=row.start_date,
        end_date=row.end_date,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by,
        charges=tuple(YearCharge(each.year, each.charge_reference, each.supply_date) for each in row.charges),
    )
