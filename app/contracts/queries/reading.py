"""Contracts as values, and the conditions under which one stands somewhere on a day."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.contracts.models import Contract, ContractEnding
from app.contracts.rules import NOTICE_NEAR
from app.contracts.values import ContractState, ContractValue, EndingReason, EndingValue, Source
from app.kernel.money import Money


def contracts() -> Select[Contract, ContractEnding | None]:
    """Every contract with its ending, before it is narrowed."""
    return select(Contract, ContractEnding).outerjoin(ContractEnding)


def stands(states: frozenset[ContractState], on: date) -> ColumnElement[bool]:
    """That a contract stands in one of the states on a day, as `rules.state_on` says; for `contracts()`."""
    row = Contract
    ended = and_(row.last_date.is_not(None), or_(row.last_date < on, row.last_date < row.start_date))
    begun = and_(~ended, row.start_date <= on)
    minds = and_(begun, row.notice_date.is_not(None), ContractEnding.contract_id.is_(None))
    near = on + NOTICE_NEAR
    conditions = {
        ContractState.ENDED: ended,
        ContractState.TO_START: and_(~ended, row.start_date > on),
        ContractState.NOTICE_DUE: and_(minds, row.notice_date >= on, row.notice_date <= near),
        ContractState.NOTICE_PASSED: and_(minds, row.notice_date < on),
        ContractState.RUNNING: and_(
            begun,
            or_(row.notice_date.is_(None), ContractEnding.contract_id.is_not(None), row.notice_date > near),
        ),
    }
    return or_(*(conditions[each] for each in sorted(states)))


def contract_value(row: Contract, ending: ContractEnding | None) -> ContractValue:
    """What others get of a contract."""
    return ContractValue(
        id=row.id,
        reference=row.reference,
        trust_id=row.trust_id,
        title=row.title,
        supplier=row.supplier,
        counterparty_id=row.counterparty_id,
        category=row.category,
        cpv=row.cpv,
        start_date=row.start_date,
        end_date=row.end_date,
        last_date=row.last_date,
        notice_date=row.notice_date,
        value=Money(row.value_pence) if row.value_pence is not None else None,
        yearly=Money(row.yearly_pence) if row.yearly_pence is not None else None,
        school_ids=tuple(row.school_ids),
        note=row.note,
        source=Source(row.source),
        source_reference=row.source_reference,
        responsible_id=row.responsible_id,
        is_counted=row.is_counted,
        version=row.version,
        created_at=row.created_at,
        changed_at=row.changed_at,
        ending=_ending(ending) if ending is not None else None,
    )


def _ending(row: ContractEnding) -> EndingValue:
    return EndingValue(row.last_date, EndingReason(row.reason), row.note, row.person_id, row.ended_at)
