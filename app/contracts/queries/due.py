"""Contracts of every trust, for the work that comes round: nearing a day that matters, or kept no longer."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from app.contracts.models import Contract, ContractEnding
from app.contracts.queries.reading import contract_value, contracts
from app.contracts.values import ContractValue
from app.kernel.database import session


def list_nearing(today: date, days: int) -> list[ContractValue]:
    """The contracts without a recorded end whose last day to give notice, or without one whose end, is so near."""
    row, until = Contract, today + timedelta(days=days)
    query = (
        contracts()
        .where(ContractEnding.contract_id.is_(None))
        .where(
            or_(
                row.notice_date.between(today, until),
                row.notice_date.is_(None) & row.last_date.between(today, until),
            )
        )
    )
    return [contract_value(*each) for each in session().execute(query.order_by(row.trust_id, row.id))]


def list_outdated(before: date) -> list[tuple[int, str, int]]:
    """(id, reference, trust) of the contracts whose last day lies before a day, the oldest first."""
    query = select(Contract.id, Contract.reference, Contract.trust_id).where(Contract.last_date < before)
    return [(each.id, each.reference, each.trust_id) for each in session().execute(query.order_by(Contract.id))]
