"""How much of secondments waits for a trust, in one statement: the first page after signing in shows it."""

from datetime import date, timedelta
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Integer, ScalarSelect, Select, and_, bindparam, func, or_, select

from app.kernel.database import session
from app.secondments.models import Arrival, Check, Consent, Interest, Secondee, Secondment, Signature, Version
from app.secondments.queries.secondments_listed import to_sign
from app.secondments.values import CheckItem, Consenter, Party, SecondmentState, Stage, VersionState
from app.secondments.values.desk import DeskCounts

ENDS_SOON = timedelta(weeks=8)
TO_START = (SecondmentState.DRAFTING, SecondmentState.SIGNING, SecondmentState.AGREED)
FOR_HOST = (Stage.INTERESTED, Stage.IN_CONVERSATION, Stage.INTERVIEW)


def desk_counts(trust_id: int, today: date) -> DeskCounts:
    """What waits for a trust's HR leads on a day."""
    row = session().execute(
        select(
            _count(_to_answer(trust_id)),
            _count(to_sign(trust_id)),
            _count(_to_check(trust_id)),
            _count(_to_see_arrive(trust_id)),
            _count(_ending(trust_id, today)),
        )
    )
    return DeskCounts(*row.one())


def count_waiting(trust_id: int) -> tuple[int, int]:
    """How many interests wait for a trust's answer, and how many agreements for its signature."""
    row = session().execute(_waiting(), {"trust_id": trust_id}).one()
    return row[0], row[1]


@cache
def _waiting() -> Select[int, int]:
    """Written once: every page shows it beside a link, and writing it takes longer than asking."""
    trust_id = bindparam("trust_id", type_=Integer)
    return select(_count(_to_answer(trust_id)), _count(to_sign(trust_id)))


def count_own_to_sign(person_id: int) -> int:
    """How many agreements wait for the signature of whoever has this account, as the one who is lent."""
    signed = select(Signature.version_id).where(Signature.version_id == Version.id, Signature.party == Party.SECONDEE)
    theirs = (
        select(Version.id)
        .join(Secondment, Secondment.id == Version.secondment_id)
        .join(Secondee, Secondee.id == Secondment.secondee_id)
        .where(Secondee.person_id == person_id, Version.state == VersionState.OPEN, ~signed.exists())
    )
    return session().scalar(select(_count(theirs))) or 0


def _count(query: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(query.subquery()).scalar_subquery()


def _to_answer(trust_id: int | BindParameter[int]) -> Select[int]:
    """As `rules.interests.awaited` has it; of what both agreed on, until the agreement is being drawn up."""
    employer, person = _has(Consenter.EMPLOYER), _has(Consenter.PERSON)
    drawn_up = select(Secondment.id).where(Secondment.interest_id == Interest.id).exists()
    for_home = or_(
        ~employer, and_(person, or_(Interest.stage == Stage.OFFERED, and_(Interest.stage == Stage.AGREED, ~drawn_up)))
    )
    for_host = and_(employer, person, Interest.stage.in_(FOR_HOST))
    mine = or_(and_(Interest.home_id == trust_id, for_home), and_(Interest.host_id == trust_id, for_host))
    return select(Interest.id).where(Interest.is_open, mine)


def _has(consenter: Consenter) -> ColumnElement[bool]:
    stands = select(Consent.id).where(Consent.interest_id == Interest.id, Consent.withdrawn_at.is_(None))
    return stands.where(Consent.consenter == consenter).exists()


def _to_check(trust_id: int) -> Select[int]:
    answered = select(func.count()).where(Check.secondment_id == Secondment.id).scalar_subquery()
    dated = (Secondment.start_date.is_not(None), Secondment.state.in_(TO_START))
    return select(Secondment.id).where(Secondment.home_id == trust_id, *dated, answered < len(CheckItem))


def _to_see_arrive(trust_id: int) -> Select[int]:
    seen = select(Arrival.secondment_id).where(Arrival.secondment_id == Secondment.id).exists()
    return select(Secondment.id).where(
        Secondment.host_id == trust_id, Secondment.state == SecondmentState.RUNNING, ~seen
    )


def _ending(trust_id: int, today: date) -> Select[int]:
    mine = or_(Secondment.home_id == trust_id, Secondment.host_id == trust_id)
    soon = Secondment.last_date.between(today, today + ENDS_SOON)
    return select(Secondment.id).where(mine, Secondment.state == SecondmentState.RUNNING, soon)
