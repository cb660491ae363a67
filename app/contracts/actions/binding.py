"""The faces for the trades: what a trust is bound to, and what binds it no longer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from app.contracts.actions.rows import add_row, find_row, record, write
from app.contracts.boards import sources
from app.contracts.models import Contract, ContractEnding
from app.contracts.values import Binding, EndingReason, Source
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.money import Money


def bind(
    *,
    trust_id: int,
    source: Source,
    source_reference: str,
    title: str,
    supplier: str,
    counterparty_id: int | None = None,
    category: str | None = None,
    cpv: str | None = None,
    start_date: date,
    end_date: date | None,
    notice_date: date | None = None,
    value: Money | None,
    school_ids: Iterable[int] = (),
    actor: Actor | None,
    at: datetime,
) -> str:
    """Have a trust's register hold what a trade binds it to; returns the reference of the contract.

    By trust and source reference it is one contract: bound again it is brought up to date, and nothing is written
    where nothing changed. `end_date` is the last day as it stands; a new one lifts an earlier `release`. What people
    added stays: a category, CPV code or notice day that the trade does not give, the responsible person, the note
    and the documents. `value` is that of the whole life, without VAT. No `school_ids` are the whole trust.
    """
    said = Binding(
        trust_id=trust_id,
        source=source,
        source_reference=source_reference,
        title=title,
        supplier=supplier,
        start_date=start_date,
        end_date=end_date,
        value=value,
        counterparty_id=counterparty_id,
        category=category,
        cpv=cpv,
        notice_date=notice_date,
        school_ids=tuple(sorted(school_ids)),
    )
    return take(said, actor=actor, at=at)


def take(said: Binding, *, actor: Actor | None, at: datetime) -> str:
    """As `bind`, for a trade that has it as a value."""
    new = {
        **_told(said),
        "trust_id": said.trust_id,
        "source": said.source,
        "source_reference": said.source_reference,
        "category": said.category,
        "cpv": said.cpv,
        "notice_date": said.notice_date,
    }
    row = find_row(said.trust_id, said.source_reference)
    if row is None:
        reference = add_row(new, at=at)
        if reference is not None:
            facts = {"source": said.source_reference}
            record("bound", reference, trust_id=said.trust_id, actor=actor, at=at, facts=facts)
            return reference
        row = find_row(said.trust_id, said.source_reference)
        assert row is not None, "a contract of this source has just stood in the way"
    _bring_up_to_date(row, said, actor=actor, at=at)
    return row.reference


def release(*, trust_id: int, source_reference: str, last_date: date, at: datetime, actor: Actor | None = None) -> None:
    """A trade ended early, or was cancelled before it began: its contract ends on `last_date`.

    Nothing happens where the register has no such contract, or where it ends no later anyway. Done twice it is once.
    """
    row = find_row(trust_id, source_reference)
    if row is None or (row.last_date is not None and row.last_date <= last_date):
        return
    _lift_ending(row)
    reason = EndingReason.CANCELLED if last_date < row.start_date else EndingReason.BY_TRADE
    ending = ContractEnding(
        contract_id=row.id, last_date=last_date, reason=reason, note="", person_id=None, ended_at=at
    )
    session().add(ending)
    write(row, {"last_date": last_date}, at=at)
    record("released", row, trust_id=trust_id, actor=actor, at=at, facts={"last_date": last_date.isoformat()})


def gather(*, at: datetime) -> int:
    """Bring the register up to date with what every trade says is in force; returns how many contracts changed.

    Done twice it changes nothing more.
    """
    return sum(_is_news(each, at) for each in sources.gather(at))


def _is_news(said: Binding, at: datetime) -> bool:
    row = find_row(said.trust_id, said.source_reference)
    before = row.version if row is not None else 0
    take(said, actor=None, at=at)
    row = find_row(said.trust_id, said.source_reference)
    return row is not None and row.version > before


def _bring_up_to_date(row: Contract, said: Binding, *, actor: Actor | None, at: datetime) -> None:
    values = _told(said)
    given = {"category": said.category, "cpv": said.cpv, "notice_date": said.notice_date}
    values |= {name: value for name, value in given.items() if value is not None}
    if said.end_date != row.end_date:
        _lift_ending(row)
        values["last_date"] = said.end_date
    changed = write(row, values, at=at)
    if changed:
        record("rebound", row, trust_id=said.trust_id, actor=actor, at=at, facts={"changed": changed})


def _told(said: Binding) -> dict[str, Any]:
    """What the trade alone says, so that nobody may contradict it."""
    return {
        "title": said.title,
        "supplier": said.supplier,
        "counterparty_id": said.counterparty_id,
        "start_date": said.start_date,
        "end_date": said.end_date,
        "value_pence": said.value.pence if said.value is not None else None,
        "school_ids": list(said.school_ids),
    }


def _lift_ending(row: Contract) -> None:
    session().execute(delete(ContractEnding).where(ContractEnding.contract_id == row.id))
