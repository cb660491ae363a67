"""The trusts in rounds: one, those of a round, those of a trust."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, func, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.procurement.models import Participation
from app.procurement.values import ParticipationState, ParticipationValue

IN = tuple(each for each in ParticipationState if each is not ParticipationState.WITHDRAWN)


def find_participation(round_id: int, trust_id: int) -> ParticipationValue | None:
    """A trust in a round, if it ever was in it: one that has left is withdrawn."""
    found = _list(select(Participation).where(Participation.listing_id == round_id, _of(trust_id)))
    return found[0] if found else None


def get_participation(reference: str, trust_id: int) -> ParticipationValue:
    """A participation of a trust, by its reference. Raises NotFound, for another trust's too."""
    found = _list(select(Participation).where(Participation.reference == reference, _of(trust_id)))
    if not found:
        raise NotFound(f"no participation {reference}")
    return found[0]


def get_participation_by_id(participation_id: int) -> ParticipationValue:
    """A participation by its id, whosever it is. Raises NotFound."""
    found = _list(select(Participation).where(Participation.id == participation_id))
    if not found:
        raise NotFound(f"no participation {participation_id}")
    return found[0]


def find_by_reference(reference: str) -> ParticipationValue | None:
    """A participation by its reference, whosever it is: for what runs with nobody signed in."""
    found = _list(select(Participation).where(Participation.reference == reference))
    return found[0] if found else None


def list_participations(
    round_id: int, states: Collection[ParticipationState] = tuple(ParticipationState)
) -> list[ParticipationValue]:
    """The trusts in a round in some states (all, those that left too), the first to join first."""
    query = select(Participation).where(Participation.listing_id == round_id, Participation.state.in_(states))
    return _list(query.order_by(Participation.joined_at, Participation.id))


def participations_of(trust_id: int, states: Collection[ParticipationState] = IN) -> list[ParticipationValue]:
    """The rounds that a trust is in, in some states (all but those it left), the last to change first."""
    query = select(Participation).where(_of(trust_id), Participation.state.in_(states))
    return _list(query.order_by(Participation.changed_at.desc(), Participation.id.desc()))


def count_participants(round_ids: Iterable[int]) -> dict[int, int]:
    """How many trusts are in each of some rounds, in one batch; those that left are not counted."""
    ids = set(round_ids)
    query = select(Participation.listing_id, func.count()).where(Participation.listing_id.in_(ids))
    rows = session().execute(query.where(Participation.state.in_(IN)).group_by(Participation.listing_id))
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in rows}


def _of(trust_id: int) -> ColumnElement[bool]:
    return Participation.trust_id == trust_id


def _list(query: Select[Participation]) -> list[ParticipationValue]:
    rows = session().scalars(query.execution_options(populate_existing=True))
    return [_value(row) for row in rows]


def _value(row: Participation) -> ParticipationValue:
    return ParticipationValue(
        id=row.id,
        reference=row.reference,
        round_id=row.listing_id,
        trust_id=row.trust_id,
        state=row.state,
        joined_at=row.joined_at,
        changed_at=row.changed_at,
        version=row.version,
    )
