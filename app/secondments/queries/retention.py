"""Whose names and profiles are no longer kept, and who has an account that their record does not say yet."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from app.kernel.clock import london_date, midnight
from app.kernel.database import session
from app.listings import queries as listings
from app.listings.values import ListingState
from app.secondments.models import Advert, Interest, InterestMove, Secondee, Secondment
from app.secondments.rules.retention import Kept, erased_before
from app.secondments.values import SecondmentState

OVER = (SecondmentState.ENDED, SecondmentState.ABANDONED)


def list_outdated(at: datetime) -> list[int]:
    """The ids of those whose names are kept no longer: nobody about whom something goes on is among them."""
    today = london_date(at)
    moved = select(Interest.secondee_id, func.max(InterestMove.moved_at).label("at"))
    moved_by = moved.join(InterestMove).group_by(Interest.secondee_id).subquery()
    ended_by = _ended().subquery()
    refused = moved_by.c.at < midnight(erased_before(Kept.REFUSED, today))
    rows = session().scalars(
        select(Secondee.id)
        .outerjoin(moved_by, moved_by.c.secondee_id == Secondee.id)
        .outerjoin(ended_by, ended_by.c.secondee_id == Secondee.id)
        .where(Secondee.erased_at.is_(None), Secondee.id.not_in(_going_on()))
        .where(Secondee.added_at < midnight(erased_before(Kept.REFUSED, today)))
        .where(
            or_(
                and_(ended_by.c.at < midnight(erased_before(Kept.LENT, today)), or_(moved_by.c.at.is_(None), refused)),
                and_(ended_by.c.at.is_(None), refused),
                and_(
                    ended_by.c.at.is_(None),
                    moved_by.c.at.is_(None),
                    Secondee.added_at < midnight(erased_before(Kept.NEVER_PUT_FORWARD, today)),
                ),
            )
        )
        .order_by(Secondee.id)
    )
    return _not_on_offer(list(rows))


def list_profiles(at: datetime) -> list[int]:
    """The ids of those who were lent and whose profile, or words about them, are kept no longer; names stay."""
    before = midnight(erased_before(Kept.PROFILE, london_date(at)))
    ended_by = _ended().subquery()
    wrote = select(Interest.secondee_id).where(Interest.erased_at.is_(None))
    rows = session().scalars(
        select(Secondee.id)
        .join(ended_by, ended_by.c.secondee_id == Secondee.id)
        .where(Secondee.erased_at.is_(None), Secondee.id.not_in(_going_on()), ended_by.c.at < before)
        .where(or_(Secondee.profile != "", Secondee.id.in_(wrote)))
        .order_by(Secondee.id)
    )
    return _not_on_offer(list(rows))


def list_idle(at: datetime) -> list[int]:
    """The ids of open interests in which nobody took a step for long, and which no agreement to come keeps waiting."""
    today = london_date(at)
    before = midnight(erased_before(Kept.IDLE, today))
    recent = select(InterestMove.interest_id).where(InterestMove.moved_at >= before)
    to_come = select(Secondment.interest_id).where(
        Secondment.state.not_in((SecondmentState.DRAFTING, SecondmentState.SIGNING)) | (Secondment.start_date >= today)
    )
    rows = select(Interest.id).where(
        Interest.is_open, Interest.made_at < before, Interest.id.not_in(recent), Interest.id.not_in(to_come)
    )
    return list(session().scalars(rows.order_by(Interest.id)))


def list_unlinked() -> dict[int, dict[str, int]]:
    """Those without an account on record: for each trust, ids by e-mail address."""
    rows = session().execute(
        select(Secondee.trust_id, Secondee.email, Secondee.id)
        .where(Secondee.person_id.is_(None), Secondee.email.is_not(None), Secondee.erased_at.is_(None))
        .order_by(Secondee.trust_id, Secondee.id)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for trust_id, email, secondee_id in rows:
        if email is not None:
            found[trust_id][email] = secondee_id
    return found


def _going_on() -> Select[int]:
    """Those about whom an interest is open or a secondment is not over."""
    over = select(Secondment.interest_id).where(Secondment.state.in_(OVER))
    interested = select(Interest.secondee_id).where(Interest.is_open, Interest.id.not_in(over))
    return interested.union(select(Secondment.secondee_id).where(Secondment.state.not_in(OVER)))  # type: ignore[return-value]


def _ended() -> Select[int, datetime | None]:
    last = func.max(Secondment.ended_at).label("at")
    ended = select(Secondment.secondee_id, last).where(Secondment.state == SecondmentState.ENDED)
    return ended.group_by(Secondment.secondee_id)


def _not_on_offer(secondee_ids: list[int]) -> list[int]:
    """Without those about whom an availability is published."""
    about = (
        session()
        .execute(select(Advert.secondee_id, Advert.listing_id).where(Advert.secondee_id.in_(secondee_ids)))
        .all()
    )
    known = listings.listings_by_id(listing_id for _, listing_id in about)
    on_offer = {who for who, listing_id in about if known[listing_id].state is ListingState.PUBLISHED}
    return [each for each in secondee_ids if each not in on_offer]
