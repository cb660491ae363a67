"""How much of joint rounds waits for a trust, in one statement: the first page after signing in shows it."""

from datetime import date

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select

from app.kernel.database import session
from app.listings import queries as listings
from app.procurement.models import Invitation, Participation, Round
from app.procurement.values import GATHERING, ROUND, Joining, ParticipationState, Stage
from app.procurement.values.desk import DeskCounts

LEADS_ON = (Stage.EVALUATION, Stage.AWARDED)


def desk_counts(trust_id: int, today: date) -> DeskCounts:
    """What waits for a trust's procurement leads on a day."""
    row = session().execute(
        select(
            _count(_invited(trust_id)),
            _count(_to_want(trust_id)),
            _count(_to_commit(trust_id, today)),
            _count(_to_move(trust_id, today)),
        )
    )
    return DeskCounts(*row.one())


def count_to_sign(trust_id: int) -> int:
    """How many participation agreements wait for the signature of whoever approves for a trust."""
    signing = _joined(trust_id, ParticipationState.SIGNING).where(Round.stage == Stage.COMMITMENT)
    return session().scalar(select(_count(signing))) or 0


def count_open() -> int:
    """How many rounds anybody may join or ask to: those by invitation are left out."""
    is_open = (Round.stage.in_(GATHERING), Round.joining != Joining.INVITATION)
    return session().scalar(select(func.count()).select_from(Round).where(*is_open)) or 0


def _count(query: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(query.subquery()).scalar_subquery()


def _invited(trust_id: int) -> Select[int]:
    inside = select(Participation.listing_id).where(Participation.trust_id == trust_id)
    query = select(Invitation.listing_id).join(Round, Round.listing_id == Invitation.listing_id)
    return query.where(
        Invitation.trust_id == trust_id, Round.stage.in_(GATHERING), Invitation.listing_id.not_in(inside)
    )


def _joined(trust_id: int, state: ParticipationState) -> Select[int]:
    query = select(Participation.listing_id).join(Round, Round.listing_id == Participation.listing_id)
    return query.where(Participation.trust_id == trust_id, Participation.state == state)


def _to_want(trust_id: int) -> Select[int]:
    return _joined(trust_id, ParticipationState.INTERESTED).where(Round.stage.in_((Stage.INTENTION, Stage.COMMITMENT)))


def _to_commit(trust_id: int, today: date) -> Select[int]:
    in_time = or_(Round.commit_by_date.is_(None), Round.commit_by_date >= today)
    return _joined(trust_id, ParticipationState.INTENDED).where(Round.stage == Stage.COMMITMENT, in_time)


def _to_move(trust_id: int, today: date) -> Select[int]:
    """Rounds that the trust leads and that no day moves: once nobody may leave at no cost, and from the bids on."""
    may_go_out = and_(Round.stage == Stage.COMMITMENT, Round.withdraw_by_date < today)
    query = select(Round.listing_id).where(Round.listing_id.in_(listings.own_ids(trust_id, ROUND)))
    return query.where(or_(Round.stage.in_(LEADS_ON), may_go_out))
