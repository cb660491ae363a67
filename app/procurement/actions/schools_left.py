"""Demand for schools that have left the trust that entered it, while a round still gathers."""

from collections.abc import Collection, Iterable
from datetime import datetime

import structlog
from sqlalchemy import select

from app.audit import actions as audit
from app.kernel.database import session
from app.procurement.actions.joining import change_participation, write_lines
from app.procurement.actions.locks import lock_participation, lock_round
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages import joining as messages
from app.procurement.models import DemandLine, Participation, Round
from app.procurement.queries.demand import own_demand
from app.procurement.queries.participations import get_participation_by_id
from app.procurement.queries.rounds import rounds_by_id
from app.procurement.rules.demand import BOUND, no_longer_own
from app.procurement.values import GATHERING, ParticipationState, ParticipationValue, RoundValue
from app.trusts import queries as trusts

log = structlog.get_logger()


def drop_schools_that_left(*, at: datetime) -> int:
    """Take out what schools wanted that belong to their trust no longer; returns from how many participations.

    A trust that has asked to be bound, or is, keeps what it asked for: it is told, once, that it may withdraw.
    """
    found = _with_schools_that_left()
    for participation_id, round_id in found:
        try:
            with session().begin_nested():
                lock_round(round_id)
                lock_participation(participation_id)
                _drop(rounds_by_id([round_id])[round_id], get_participation_by_id(participation_id), at)
        except Exception as error:
            log.error("procurement.schools_left_failed", participation=participation_id, error=repr(error))
    return len(found)


def _with_schools_that_left() -> list[tuple[int, int]]:
    """The participations, each with its round, that want something for a school of another trust, or of none."""
    query = (
        select(Participation.id, Participation.listing_id, Participation.trust_id, DemandLine.school_id)
        .join(DemandLine, DemandLine.participation_id == Participation.id)
        .join(Round, Round.listing_id == Participation.listing_id)
        .where(Round.stage.in_(GATHERING), Participation.state != ParticipationState.WITHDRAWN)
        .where(DemandLine.school_id.is_not(None))
        .distinct()
        .order_by(Participation.listing_id, Participation.id)
    )
    rows = session().execute(query).all()
    ids = {row.school_id for row in rows if row.school_id is not None}
    now = {each.id: each.trust_id for each in trusts.schools_by_id(ids).values()}
    return list(dict.fromkeys((row[0], row[1]) for row in rows if now.get(row[3] or 0) != row[2]))


def _drop(held: RoundValue, own: ParticipationValue, at: datetime) -> None:
    if own.state is ParticipationState.WITHDRAWN or held.stage is None or not held.stage.is_gathering:
        return
    wanted = own_demand(own.id)
    gone = no_longer_own(wanted, _still_own(own.trust_id, [each.school_id for each in wanted]))
    schools = trusts.schools_by_id(each.school_id for each in gone if each.school_id is not None)
    is_dropped = own.state not in BOUND
    if is_dropped:
        kept = [each for each in wanted if each not in gone]
        write_lines(own.id, held, kept)
        change_participation(own, kept, at)
        facts = {"schools": sorted(schools)}
        audit.record(
            actor=None,
            verb="procurement.schools_dropped",
            subject=own.reference,
            at=at,
            concerns=[own.trust_id],
            facts=facts,
        )
        look_at_tiers(reference=held.reference, at=at)
    messages.tell_schools_left(
        held, own, {each.id: each.name for each in schools.values()}, is_dropped=is_dropped, at=at
    )


def _still_own(trust_id: int, school_ids: Iterable[int | None]) -> Collection[int]:
    found = trusts.schools_by_id(each for each in school_ids if each is not None)
    return {each.id for each in found.values() if each.trust_id == trust_id}
