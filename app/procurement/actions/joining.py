"""Joining a round, and saying what one's schools want of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.procurement.actions.locks import lock_participation, lock_round
from app.procurement.actions.rounds_rows import write_participation
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages import joining as messages
from app.procurement.models import DemandLine, Participation
from app.procurement.queries.demand import own_demand
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import check_may_read, get_round, is_open_to
from app.procurement.rules import demand as rules
from app.procurement.rules.joining import check_can_join
from app.procurement.values import DemandTyped, ParticipationState, ParticipationValue, RoundValue
from app.trusts import queries as trusts

LEFT = ParticipationState.WITHDRAWN


def show_interest(*, reference: str, actor: Actor, at: datetime) -> str:
    """Join a round for the actor's trust, or come back to it; returns the participation's reference.

    A trust that comes back wants what it wanted when it left. Doing it twice changes nothing. Raises NotFound,
    NotGathering, or CannotJoin.
    """
    held = _held(reference, actor)
    return _join(held, actor, at).reference


def set_demand(*, reference: str, lines: Sequence[DemandTyped], version: int, actor: Actor, at: datetime) -> int:
    """Have the actor's trust want this of a round, and nothing else of what it wanted before; joins it where it must.

    `version` is the one that the person had before them, 0 for a trust that never joined; returns the new one. With
    no lines the trust is interested again. Raises NotFound, NotGathering, CannotJoin, DemandBound, ChangedMeanwhile,
    or DemandRefused with every fault.
    """
    held = _held(reference, actor)
    before = find_participation(held.id, actor.trust)
    rules.check_unchanged(before.version if before else 0, version)
    rules.check_can_change(held, before.state if before else None)
    today = london_date(at)
    lines = [replace(each, supplier=" ".join(each.supplier.split())) for each in lines]
    schools = {each.id for each in trusts.list_schools(actor.trust, today)}
    faults = rules.demand_faults(held, lines, own_schools=schools, today=today)
    if faults:
        raise rules.DemandRefused(faults)
    joined = _join(held, actor, at, is_told=not lines)
    if lines and (before is None or before.state is not ParticipationState.INTENDED):
        messages.tell_intends(held, joined, at=at)
    return _write(held, joined, lines, actor, at)


def write_lines(participation_id: int, held: RoundValue, lines: Sequence[DemandTyped]) -> None:
    """Have a participation these lines and no others."""
    session().execute(delete(DemandLine).where(DemandLine.participation_id == participation_id))
    if lines:
        session().execute(insert(DemandLine), [_row(participation_id, held, each) for each in lines])


def change_participation(own: ParticipationValue, lines: Sequence[DemandTyped], at: datetime) -> int:
    """Note that a trust's demand is another one now; returns its version."""
    _change(own.id, _state(lines), at, version=own.version + 1)
    return own.version + 1


def end_participation(own: ParticipationValue, at: datetime) -> None:
    """Note that a trust is in its round no longer; what it wanted stays on record and counts no more."""
    _change(own.id, LEFT, at)


def _held(reference: str, actor: Actor) -> RoundValue:
    """A round that the actor may read, held until this transaction ends. Raises NotFound."""
    found = get_round(reference)
    check_may_read(found, actor)
    if found.stage is None:
        raise NotFound(f"{reference} is a draft")
    lock_round(found.id)
    return get_round(reference)


def _join(held: RoundValue, actor: Actor, at: datetime, *, is_told: bool = True) -> ParticipationValue:
    own = find_participation(held.id, actor.trust)
    if own is not None and own.state is not LEFT:
        return own
    is_open = is_open_to(held, actor.trust, london_date(at))
    check_can_join(held, trusts.get_trust(actor.trust), is_open_to=is_open)
    if own is None:
        write_participation(held.id, actor.trust, actor, at)
    else:
        _come_back(held, own, actor, at)
    joined = find_participation(held.id, actor.trust)
    assert joined is not None, "its row was just written"
    concerns = [held.lead_id]
    audit.record(actor=actor, verb="procurement.interest_shown", subject=joined.reference, at=at, concerns=concerns)
    if is_told:
        messages.tell_joined(held, joined, at=at)
    return joined


def _come_back(held: RoundValue, own: ParticipationValue, actor: Actor, at: datetime) -> None:
    """What it wanted counts again, but for schools that have left the trust since."""
    schools = {each.id for each in trusts.list_schools(actor.trust, london_date(at))}
    wanted = own_demand(own.id)
    gone = rules.no_longer_own(wanted, schools)
    if gone:
        wanted = [each for each in wanted if each not in gone]
        write_lines(own.id, held, wanted)
    _change(own.id, _state(wanted), at, joined_at=at, joined_by=actor.person_id)
    look_at_tiers(reference=held.reference, at=at)


def _write(held: RoundValue, own: ParticipationValue, lines: Sequence[DemandTyped], actor: Actor, at: datetime) -> int:
    lock_participation(own.id)
    write_lines(own.id, held, lines)
    version = change_participation(own, lines, at)
    facts = {"version": version, "lots": sorted({each.lot_id for each in lines})}
    concerns = [held.lead_id]
    audit.record(
        actor=actor, verb="procurement.demand_set", subject=own.reference, at=at, concerns=concerns, facts=facts
    )
    look_at_tiers(reference=held.reference, at=at)
    return version


def _state(lines: Sequence[DemandTyped]) -> ParticipationState:
    return ParticipationState.INTENDED if lines else ParticipationState.INTERESTED


def _change(participation_id: int, state: ParticipationState, at: datetime, **more: Any) -> None:
    row = update(Participation).where(Participation.id == participation_id)
    values = {"state": state, "changed_at": at, **more}
    session().execute(row.values(**values).execution_options(synchronize_session=False))


def _row(participation_id: int, held: RoundValue, line: DemandTyped) -> dict[str, Any]:
    return {
        "participation_id": participation_id,
        "lot_id": line.lot_id,
        "school_id": line.school_id,
        "quantity": line.quantity,
        "supplier": line.supplier,
        "price_hundredths": None if line.price is None else line.price.hundredths,
        "contract_end_date": line.contract_end_date,
        "notice_date": line.notice_date,
        "joins_date": rules.joins_from(held.start_date, line),
    }
