"""Finding trusts in the register."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel.database import session
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.queries.register import trust_value
from app.trusts.rules.words import needle, words_of
from app.trusts.values import FoundTrust, Region, TrustKind

MATCHED_SHOWN = 3


def search_register(
    text: str = "",
    *,
    kind: TrustKind | None = None,
    region: Region | None = None,
    open_only: bool = False,
    page: int = 1,
    size: int = 20,
) -> tuple[list[FoundTrust], int]:
    """One page of the trusts found, and how many there are in all.

    Open ones come first, those found by their own entry before those found by a school, then by name.

    Every word of the text begins a word of the trust's own entry (name, town, UID, company number,
    UKPRN, postcode) or of one of its schools'; a text without words finds every trust.
    """
    words = words_of(text)
    found = _filtered(_matching(words), kind, region, open_only)
    total = session().scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = (
        session()
        .scalars(
            found.order_by(Trust.is_open.desc(), *_own_first(words), Trust.sort_name, Trust.id)
            .offset((page - 1) * size)
            .limit(size)
        )
        .all()
    )
    return _with_schools(rows, words), total


def _filtered(
    found: ColumnElement[bool], kind: TrustKind | None, region: Region | None, open_only: bool
) -> Select[Trust]:
    query = select(Trust).where(found)
    if kind is not None:
        query = query.where(Trust.kind == kind)
    if region is not None:
        query = query.where(Trust.region == region)
    return query.where(Trust.is_open) if open_only else query


def _matching(words: Sequence[str]) -> ColumnElement[bool]:
    if not words:
        return true()
    by_school = (
        select(SchoolMembership.trust_id)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.left_date.is_(None), _has(School.search_text, words))
    )
    return or_(_has(Trust.search_text, words), Trust.id.in_(by_school))


def _own_first(words: Sequence[str]) -> list[ColumnElement[int]]:
    return [case((_has(Trust.search_text, words), 0), else_=1)] if words else []


def _has(column: InstrumentedAttribute[str], words: Iterable[str]) -> ColumnElement[bool]:
    return and_(*(column.contains(needle(word)) for word in words))


def _with_schools(rows: Sequence[Trust], words: Sequence[str]) -> list[FoundTrust]:
    ids = [row.id for row in rows]
    sizes = _sizes(ids)
    unnamed = [row.id for row in rows if not all(needle(word) in row.search_text for word in words)]
    matched = _matched_schools(unnamed, words)
    return [
        FoundTrust(trust_value(row), *sizes.get(row.id, (0, 0)), matched_schools=tuple(matched.get(row.id, ())))
        for row in rows
    ]


def _sizes(trust_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = session().execute(
        select(SchoolMembership.trust_id, func.count(), func.coalesce(func.sum(School.roll), 0))
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.trust_id.in_(trust_ids), SchoolMembership.left_date.is_(None))
        .group_by(SchoolMembership.trust_id)
    )
    return {trust_id: (schools, int(roll or 0)) for trust_id, schools, roll in rows}


def _matched_schools(trust_ids: Sequence[int], words: Sequence[str]) -> dict[int, list[str]]:
    rows = session().execute(
        select(SchoolMembership.trust_id, School.name)
        .join(School, School.id == SchoolMembership.school_id)
        .where(SchoolMembership.trust_id.in_(trust_ids), SchoolMembership.left_date.is_(None))
        .where(_has(School.search_text, words) if words else false())
        .order_by(School.sort_name, School.id)
    )
    found: dict[int, list[str]] = {}
    for trust_id, name in rows:
        if len(found.setdefault(trust_id, [])) < MATCHED_SHOWN:
            found[trust_id].append(name)
    return found
