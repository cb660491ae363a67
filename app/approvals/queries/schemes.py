"""A trust's scheme of delegation: its versions, who holds which post, what it says of a value."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from app.approvals.default_scheme import default_scheme
from app.approvals.models import PostHolder, SchemeBand, SchemeVersion
from app.approvals.rules import rule_on
from app.approvals.values import Band, Holding, Post, PostHolderValue, Preview, Scheme
from app.kernel.database import session
from app.kernel.money import Money
from app.people import queries as people
from app.trusts import queries as trusts
from app.trusts.values import Permission


def scheme_on(trust_id: int, day: date) -> Scheme:
    """The scheme in force in a trust on a day: its own latest version, else the default."""
    query = _versions(trust_id).where(SchemeVersion.from_date <= day).limit(1)
    row = session().scalar(query)
    return _scheme(row) if row else default_scheme()


def list_versions(trust_id: int) -> list[Scheme]:
    """Every version that a trust has made, the one that starts last first; the default is not among them."""
    return [_scheme(row) for row in session().scalars(_versions(trust_id))]


def last_number(trust_id: int) -> int:
    """The number of the version that a trust made last; 0 where it has made none."""
    return session().scalar(select(func.max(SchemeVersion.number)).where(SchemeVersion.trust_id == trust_id)) or 0


def approvers_of(trust_id: int) -> frozenset[int]:
    """The people whose roles let them approve for a trust at this moment."""
    return frozenset(trusts.people_with(trust_id, Permission.APPROVE))


def list_post_holders(trust_id: int) -> list[PostHolderValue]:
    """Who holds or deputises for each post of a trust now, holders before deputies."""
    query = select(PostHolder).where(PostHolder.trust_id == trust_id, PostHolder.ended_at.is_(None))
    rows = session().scalars(query.order_by(PostHolder.is_deputy, PostHolder.id))
    return [PostHolderValue(row.id, Post(row.post), row.person_id, row.is_deputy, row.from_at) for row in rows]


def holdings(trust_id: int) -> dict[Post, Holding]:
    """Who holds each post of a trust now; a post without anyone is missing from the answer."""
    held: dict[Post, tuple[set[int], set[int]]] = {}
    for each in list_post_holders(trust_id):
        held.setdefault(each.post, (set(), set()))[each.is_deputy].add(each.person_id)
    return {post: Holding(frozenset(holders), frozenset(deputies)) for post, (holders, deputies) in held.items()}


def preview(*, trust_id: int, person_id: int, net: Money, gross: Money, on: date) -> Preview:
    """Who would have to approve a whole-life value that a person asks for on a day.

    Raises NobodyMayApprove where the scheme asks for a decision that nobody can take.
    """
    scheme = scheme_on(trust_id, on)
    value = scheme.value_of(net=net, gross=gross)
    ruling = rule_on(scheme, value, requester=person_id, posts=holdings(trust_id), approvers=approvers_of(trust_id))
    return Preview(scheme, value, ruling, people.names(sorted(ruling.deciders)))


def _versions(trust_id: int) -> Select[SchemeVersion]:
    return (
        select(SchemeVersion)
        .where(SchemeVersion.trust_id == trust_id)
        .order_by(SchemeVersion.from_date.desc(), SchemeVersion.number.desc())
        .options(selectinload(SchemeVersion.bands))
    )


def _scheme(row: SchemeVersion) -> Scheme:
    return Scheme(row.number, row.from_date, row.includes_vat, tuple(_band(band) for band in row.bands))


def _band(row: SchemeBand) -> Band:
    up_to = None if row.up_to_pence is None else Money(row.up_to_pence)
    return Band(up_to, Post(row.decided_by) if row.decided_by else None, row.quotes_needed)
