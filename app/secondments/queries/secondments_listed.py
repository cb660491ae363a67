"""A trust's secondments out and in, narrowed and in order, and how many wait for it."""

from sqlalchemy import BindParameter, ColumnElement, Select, case, func, or_, select

from app.kernel.database import session
from app.secondments.models import Secondment, Signature, Version
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import secondment_value
from app.secondments.values import Party, SecondmentState, SecondmentValue, VersionState
from app.secondments.values.agreements_listed import (
    SecondmentFilter,
    SecondmentLine,
    SecondmentSide,
    SecondmentSort,
)
from app.trusts import queries as trusts

THE_SECONDEE = "The secondee"


def list_secondments(
    trust_id: int,
    narrowed: SecondmentFilter,
    *,
    sort: SecondmentSort = SecondmentSort.STARTS,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
    with_names: bool = False,
) -> list[SecondmentLine]:
    """The secondments of a trust, in an order that is total; `most` None gives all.

    `with_names`, for HR leads, gives the names of its own people; whom it borrows is read on a page of their own.
    """
    column: ColumnElement[object] = {
        SecondmentSort.STARTS: Secondment.start_date,
        SecondmentSort.ENDS: Secondment.last_date,
        SecondmentSort.POST: func.lower(Secondment.post),
        SecondmentSort.BEGUN: Secondment.created_at,
    }[sort]  # type: ignore[assignment]
    undated = case((column.is_(None), 1), else_=0)
    order = [undated, column.desc(), Secondment.id.desc()] if descending else [undated, column.asc(), Secondment.id]
    rows = session().scalars(_narrowed(trust_id, narrowed).order_by(*order).offset(skip).limit(most))
    return _lines(trust_id, [secondment_value(row) for row in rows], with_names=with_names)


def count_secondments(trust_id: int, narrowed: SecondmentFilter) -> int:
    """How many `list_secondments` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(Secondment.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def count_to_sign(trust_id: int) -> int:
    """How many open versions a trust has still to sign."""
    return session().scalar(select(func.count()).select_from(to_sign(trust_id).subquery())) or 0


def to_sign(trust_id: int | BindParameter[int]) -> Select[int]:
    """The ids of the secondments of which a trust has still to sign an open version."""
    open_of_mine = select(Secondment.id).join(Version, Version.secondment_id == Secondment.id)
    for_home = (Secondment.home_id == trust_id) & ~_signed(Party.HOME)
    for_host = (Secondment.host_id == trust_id) & ~_signed(Party.HOST)
    return open_of_mine.where(Version.state == VersionState.OPEN, or_(for_home, for_host))


def _signed(party: Party) -> ColumnElement[bool]:
    return select(Signature.version_id).where(Signature.version_id == Version.id, Signature.party == party).exists()


def _narrowed(trust_id: int, narrowed: SecondmentFilter) -> Select[Secondment]:
    sides = {SecondmentSide.OUT: Secondment.home_id, SecondmentSide.IN: Secondment.host_id}
    wanted = [narrowed.side] if narrowed.side else list(SecondmentSide)
    query = select(Secondment).where(or_(*(sides[each] == trust_id for each in wanted)))
    if narrowed.state is not None:
        query = query.where(Secondment.state == narrowed.state)
    else:
        query = query.where(Secondment.state != SecondmentState.ABANDONED)
    if narrowed.on_date is not None:
        query = query.where(Secondment.start_date <= narrowed.on_date, Secondment.last_date >= narrowed.on_date)
    if narrowed.text.strip():
        query = query.where(_matching(trust_id, narrowed.text.strip()))
    return query


def _matching(trust_id: int, text: str) -> ColumnElement[bool]:
    mine = select(Secondment.home_id, Secondment.host_id)
    pairs = session().execute(mine.where(or_(Secondment.home_id == trust_id, Secondment.host_id == trust_id)))
    others = {each for pair in pairs for each in pair} - {trust_id}
    named = [number for number, name in trusts.names(others).items() if text.lower() in name.lower()]
    return or_(
        Secondment.post.icontains(text, autoescape=True),
        Secondment.reference.icontains(text, autoescape=True),
        Secondment.home_id.in_(named),
        Secondment.host_id.in_(named),
    )


def _lines(trust_id: int, held: list[SecondmentValue], *, with_names: bool) -> list[SecondmentLine]:
    names = trusts.names({each for row in held for each in (row.home_id, row.host_id)})
    waiting = set(session().scalars(to_sign(trust_id).where(Secondment.id.in_([row.id for row in held]))))
    own = [row.secondee_id for row in held if with_names and row.home_id == trust_id]
    people = secondees_by_id(own)
    return [_line(trust_id, row, names, {k: v.name for k, v in people.items()}, row.id in waiting) for row in held]


def _line(
    trust_id: int, row: SecondmentValue, names: dict[int, str], people: dict[int, str], awaits: bool
) -> SecondmentLine:
    is_out = row.home_id == trust_id
    return SecondmentLine(
        secondment=row,
        side=SecondmentSide.OUT if is_out else SecondmentSide.IN,
        other_trust=names[row.host_id if is_out else row.home_id],
        name=people.get(row.secondee_id, THE_SECONDEE) if is_out else THE_SECONDEE,
        awaits=awaits,
    )
