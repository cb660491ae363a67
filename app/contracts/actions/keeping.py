"""What people do to their trust's register: add a contract, change it, supplement it, end it."""

from datetime import date, datetime
from typing import Any

from app.contracts import queries, rules
from app.contracts.actions.rows import add_row, get_row, record, write
from app.contracts.models import Contract, ContractEnding
from app.contracts.values import EndingReason, Kept, Source, Supplement
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.trusts import queries as trusts


def add_contract(*, kept: Kept, said: Supplement, actor: Actor, at: datetime) -> str:
    """Put a contract into the register of the actor's trust by hand; returns its reference. Raises Refused."""
    _check(kept, said, actor, at)
    values = {
        **_kept(kept, actor.trust),
        **_said(said),
        "trust_id": actor.trust,
        "source": Source.HAND,
        "source_reference": None,
    }
    reference = add_row(values, at=at)
    assert reference is not None, "nothing by hand stands in the way of another"
    record("added", reference, trust_id=actor.trust, actor=actor, at=at, facts={})
    return reference


def change_contract(*, reference: str, kept: Kept, said: Supplement, version: int, actor: Actor, at: datetime) -> None:
    """Change a contract that was added by hand. An end that is recorded stays.

    `version` is the one the person had before them. Raises NotFound, KeptByTrade, Outdated or Refused.
    """
    row = get_row(actor.trust, reference)
    held = queries.get_contract(actor.trust, reference)
    rules.check_by_hand(held)
    _check(kept, said, actor, at, already=tuple(row.school_ids), responsible=row.responsible_id)
    _check_version(row, version)
    values = {**_kept(kept, actor.trust), **_said(said)}
    if held.ending is None:
        values["last_date"] = kept.end_date
    else:
        rules.check_outlasts(kept, held.ending)
    _change(row, values, actor, at)


def supplement_contract(*, reference: str, said: Supplement, version: int, actor: Actor, at: datetime) -> None:
    """Say of a contract, also of one that a trade keeps, what people may say of each.

    Raises NotFound, Outdated or Refused.
    """
    row = get_row(actor.trust, reference)
    _check_said(said, row.start_date, row.end_date, actor, responsible=row.responsible_id)
    _check_version(row, version)
    _change(row, _said(said), actor, at)


def end_contract(
    *, reference: str, last_date: date, reason: EndingReason, note: str, actor: Actor, at: datetime
) -> None:
    """A contract that was added by hand ends earlier than it would. Raises NotFound, KeptByTrade, Ended or Refused."""
    row = get_row(actor.trust, reference)
    rules.check_can_end(queries.get_contract(actor.trust, reference), last_date, reason)
    ending = ContractEnding(
        contract_id=row.id, last_date=last_date, reason=reason, note=note, person_id=actor.person_id, ended_at=at
    )
    session().add(ending)
    write(row, {"last_date": last_date}, at=at)
    facts = {"last_date": last_date.isoformat(), "reason": reason.value}
    record("ended", row, trust_id=actor.trust, actor=actor, at=at, facts=facts)


def _change(row: Contract, values: dict[str, Any], actor: Actor, at: datetime) -> None:
    changed = write(row, values, at=at)
    if changed:
        record("changed", row, trust_id=actor.trust, actor=actor, at=at, facts={"changed": changed})


def _check_version(row: Contract, version: int) -> None:
    if row.version != version:
        raise rules.Outdated


def _check(
    kept: Kept,
    said: Supplement,
    actor: Actor,
    at: datetime,
    *,
    already: tuple[int, ...] = (),
    responsible: int | None = None,
) -> None:
    schools = {each.id for each in trusts.list_schools(actor.trust, london_date(at))}
    rules.check_kept(kept, schools=schools | set(already))
    _check_said(said, kept.start_date, kept.end_date, actor, responsible=responsible)


def _check_said(
    said: Supplement, start: date, end: date | None, actor: Actor, *, responsible: int | None = None
) -> None:
    members = {each.person_id for each in trusts.list_members(actor.trust)} if said.responsible_id else set()
    if said.responsible_id is not None and said.responsible_id == responsible:
        members.add(responsible)
    rules.check_supplement(said, start=start, end=end, members=members)


def _kept(kept: Kept, trust_id: int) -> dict[str, Any]:
    return {
        "title": kept.title,
        "supplier": kept.supplier,
        "counterparty_id": _counterparty(kept.supplier, trust_id),
        "start_date": kept.start_date,
        "end_date": kept.end_date,
        "value_pence": kept.value.pence if kept.value is not None else None,
        "school_ids": sorted(kept.school_ids),
    }


def _said(said: Supplement) -> dict[str, Any]:
    return {
        "category": said.category,
        "cpv": said.cpv,
        "notice_date": said.notice_date,
        "yearly_pence": said.yearly.pence if said.yearly is not None else None,
        "responsible_id": said.responsible_id,
        "note": said.note,
        "is_counted": said.is_counted,
    }


def _counterparty(supplier: str, trust_id: int) -> int | None:
    """The one other open trust that has the supplier's name, if there is one."""
    found, _ = trusts.search_register(supplier, open_only=True, size=50)
    named = [each.trust.id for each in found if each.trust.name.casefold() == supplier.strip().casefold()]
    return named[0] if len(named) == 1 and named[0] != trust_id else None
