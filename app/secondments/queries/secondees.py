"""The people whom a trust would lend. The one place where their names are looked up."""

from collections.abc import Iterable

from sqlalchemy import Select, func, or_, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.models import Secondee
from app.secondments.values import SecondeeValue

SOMEBODY_GONE = "Somebody who has left"


def get_secondee(trust_id: int, secondee_id: int) -> SecondeeValue:
    """Somebody whom this trust would lend. Raises NotFound for another's, and for one who was erased."""
    found = secondees_by_id([secondee_id]).get(secondee_id)
    if found is None or found.trust_id != trust_id or found.is_erased:
        raise NotFound(f"no secondee {secondee_id} of trust {trust_id}")
    return found


def secondees_by_id(secondee_ids: Iterable[int]) -> dict[int, SecondeeValue]:
    """People by id in one batch, erased ones too, whatever their trust: who may see them is the caller's to ask."""
    rows = session().scalars(_all().where(Secondee.id.in_(set(secondee_ids))))
    return {row.id: secondee_value(row) for row in rows}


def list_secondees(
    trust_id: int,
    text: str = "",
    *,
    by_added: bool = False,
    descending: bool = False,
    skip: int = 0,
    most: int | None = 20,
) -> list[SecondeeValue]:
    """The people whom a trust would lend, narrowed by a part of name or e-mail; `most` None gives all.

    By name, or by when they were added. Erased ones are not there.
    """
    column = Secondee.added_at if by_added else func.lower(Secondee.name)
    order = (column.desc(), Secondee.id.desc()) if descending else (column.asc(), Secondee.id)
    query = _narrowed(trust_id, text).order_by(*order).offset(skip).limit(most)
    return [secondee_value(row) for row in session().scalars(query)]


def count_secondees(trust_id: int, text: str = "") -> int:
    """How many `list_secondees` would list in all."""
    ids = _narrowed(trust_id, text).with_only_columns(Secondee.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def secondee_value(row: Secondee) -> SecondeeValue:
    """What others get of somebody who may be lent; an erased one has a phrase for a name and nothing else."""
    is_erased = row.erased_at is not None
    return SecondeeValue(
        id=row.id,
        trust_id=row.trust_id,
        name=SOMEBODY_GONE if is_erased else row.name,
        email=row.email or "",
        home_post=row.home_post,
        profile=row.profile,
        person_id=row.person_id,
        added_at=row.added_at,
        erased_at=row.erased_at,
    )


def _narrowed(trust_id: int, text: str) -> Select[Secondee]:
    query = _all().where(Secondee.trust_id == trust_id, Secondee.erased_at.is_(None))
    for part in text.split():
        columns = (Secondee.name, Secondee.email)
        query = query.where(or_(*(column.icontains(part, autoescape=True) for column in columns)))
    return query


def _all() -> Select[Secondee]:
    return select(Secondee).execution_options(populate_existing=True)
