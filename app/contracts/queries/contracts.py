"""A trust's contracts: one, or a list that is narrowed and ordered."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.contracts.models import Contract, ContractEnding
from app.contracts.queries.reading import contract_value, contracts, stands
from app.contracts.values import IN_FORCE, ContractSort, ContractValue, Narrowed
from app.kernel.cpv import class_of
from app.kernel.database import session
from app.kernel.errors import NotFound


def get_contract(trust_id: int, reference: str) -> ContractValue:
    """A contract of a trust. Raises NotFound, for another trust's too."""
    found = _first(contracts().where(Contract.trust_id == trust_id, Contract.reference == reference))
    if found is None:
        raise NotFound(f"no contract {reference}")
    return found


def find_by_source(trust_id: int, source_reference: str) -> ContractValue | None:
    """The contract that a trade keeps in a trust's register, by the trade's reference, if there is one."""
    mine = (Contract.trust_id == trust_id, Contract.source_reference == source_reference)
    return _first(contracts().where(*mine))


def list_contracts(
    trust_id: int,
    narrowed: Narrowed,
    sort: ContractSort,
    skip: int,
    most: int | None,
    *,
    on: date,
    downwards: bool = False,
) -> list[ContractValue]:
    """A trust's contracts as they stand on a day, `most` of them or all, from the `skip`th on.

    They are ordered upwards, or `downwards`; what is not known comes last either way.
    """
    query = contracts().where(*_conditions(trust_id, narrowed, on)).order_by(*_order(sort, downwards))
    query = query.offset(skip).limit(most)
    return [contract_value(*row) for row in session().execute(query)]


def count_contracts(trust_id: int, narrowed: Narrowed, *, on: date) -> int:
    """How many contracts of a trust there are, narrowed, as they stand on a day."""
    counted = select(func.count(Contract.id)).outerjoin(ContractEnding)
    return session().scalar(counted.where(*_conditions(trust_id, narrowed, on))) or 0


def replaced_by(trust_id: int, *, cpv: str | None, category: str | None, on: date) -> list[ContractValue]:
    """The contracts of a trust in force on a day that a purchase of this would replace, the soonest end first.

    They are of the same class of CPV, or of the same category; those that name no end come last.
    """
    same: list[ColumnElement[bool]] = []
    if cpv:
        same.append(Contract.cpv_class == class_of(cpv))
    if category:
        same.append(Contract.category == category)
    if not same:
        return []
    query = contracts().where(Contract.trust_id == trust_id, stands(IN_FORCE, on), or_(*same))
    return [contract_value(*row) for row in session().execute(query.order_by(*_order(ContractSort.END)))]


def _first(query: Select[Contract, ContractEnding | None]) -> ContractValue | None:
    row = session().execute(query).first()
    return contract_value(*row) if row else None


def _conditions(trust_id: int, narrowed: Narrowed, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Contract.trust_id == trust_id]
    if narrowed.states:
        found.append(stands(narrowed.states, on))
    if narrowed.category:
        found.append(Contract.category == narrowed.category)
    if narrowed.source:
        found.append(Contract.source == narrowed.source)
    if narrowed.ends_from:
        found.append(Contract.last_date >= narrowed.ends_from)
    if narrowed.ends_to:
        found.append(Contract.last_date <= narrowed.ends_to)
    found += [or_(*(each.icontains(word, autoescape=True) for each in _texts())) for word in narrowed.text.split()]
    return found


def _texts() -> tuple[ColumnElement[str], ...]:
    return (
        func.coalesce(Contract.title, ""),
        func.coalesce(Contract.supplier, ""),
        func.coalesce(Contract.reference, ""),
        func.coalesce(Contract.source_reference, ""),
    )


def _order(sort: ContractSort, downwards: bool = False) -> tuple[ColumnElement[Any], ...]:
    row = Contract
    columns: dict[ContractSort, Any] = {
        ContractSort.END: row.last_date,
        ContractSort.NOTICE: row.notice_date,
        ContractSort.VALUE: row.value_pence,
        ContractSort.SUPPLIER: func.lower(row.supplier),
        ContractSort.TITLE: func.lower(row.title),
    }
    by = columns[sort]
    return by.is_(None), by.desc() if downwards else by.asc(), row.id.asc()
