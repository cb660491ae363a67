"""Reading listings: a trust's own, and what is published.

What is published is read for a `reader`: listings that they may not find are left out, by their kind or each for
itself. Without one, those are all that not everybody may find.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager

from app.kernel.actor import Actor
from app.kernel.boards import kinds as board
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings.hiding import unseen_by
from app.listings.models import Closure, Listing, Publication
from app.listings.values import ClosedAs, ListingFilter, ListingSort, ListingState, ListingValue
from app.trusts.values import Phase, Region


def get_listing(reference: str) -> ListingValue:
    """A listing in whatever state. Raises NotFound. Who may see it is the caller's to ask."""
    return _one(_all().where(Listing.reference == reference), reference)


def get_own(trust_id: int, reference: str) -> ListingValue:
    """A listing of this trust in whatever state. Raises NotFound for another's."""
    return _one(_all().where(Listing.reference == reference, Listing.trust_id == trust_id), reference)


def listings_by_reference(references: Iterable[str]) -> dict[str, ListingValue]:
    """Listings by reference in one batch; what does not exist is missing from the answer."""
    return {each.reference: each for each in _many(_all().where(Listing.reference.in_(set(references))))}


def listings_by_id(listing_ids: Iterable[int]) -> dict[int, ListingValue]:
    """Listings by id in one batch; what does not exist is missing from the answer."""
    wanted = set(listing_ids)
    return {each.id: each for each in _many(_all().where(Listing.id.in_(wanted)))} if wanted else {}


def list_own(
    trust_id: int,
    narrowed: ListingFilter,
    *,
    sort: ListingSort = ListingSort.CHANGED,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
    kinds: Collection[str] | None = None,
) -> list[ListingValue]:
    """A trust's own listings, in an order that is total; `most` None gives all of them.

    `kinds` are those that the reader may see; None is every kind.
    """
    column = {
        ListingSort.CHANGED: Listing.changed_at,
        ListingSort.TITLE: func.lower(Listing.title),
        ListingSort.PUBLISHED: Publication.published_at,
    }[sort]
    order = [column.desc().nulls_last(), Listing.id.desc()] if descending else [column.asc().nulls_last(), Listing.id]
    return _many(_own(trust_id, narrowed, kinds).order_by(*order).offset(skip).limit(most))


def count_own(trust_id: int, narrowed: ListingFilter, *, kinds: Collection[str] | None = None) -> int:
    """How many `list_own` would list in all."""
    ids = _own(trust_id, narrowed, kinds).with_only_columns(Listing.id).order_by(None)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def list_newest(most: int, *, kind: str | None = None, reader: Actor | None = None) -> list[ListingValue]:
    """What was published last, of every kind or of one, newest first."""
    query = _on_offer(reader).order_by(Publication.published_at.desc(), Listing.id.desc()).limit(most)
    return _many(query.where(Listing.kind == kind) if kind else query)


def count_published(kind: str, *, reader: Actor | None = None) -> int:
    """How many listings of a kind are on offer."""
    on_offer = _on_offer(reader).where(Listing.kind == kind)
    return session().scalar(on_offer.with_only_columns(func.count())) or 0


def list_published_of(trust_id: int, *, reader: Actor | None = None) -> list[ListingValue]:
    """What a trust offers now, of every kind, by title."""
    published = _on_offer(reader).where(Listing.trust_id == trust_id)
    return _many(published.order_by(func.lower(Listing.title), Listing.id))


def references_of(kind: str) -> list[str]:
    """The references of every published listing of a kind, in order: for the search to index, whoever may find them."""
    query = _all().where(Listing.kind == kind, *_in_state(ListingState.PUBLISHED)).order_by(Listing.id)
    return list(session().scalars(query.with_only_columns(Listing.reference)))


def own_ids(trust_id: int, kind: str) -> Select[int]:
    """What chooses the ids of a trust's listings of a kind that are on offer, for use within another query."""
    chosen = _all().where(Listing.trust_id == trust_id, Listing.kind == kind, *_in_state(ListingState.PUBLISHED))
    return chosen.with_only_columns(Listing.id)


def _all() -> Select[Listing]:
    return (
        select(Listing)
        .outerjoin(Listing.publication)
        .outerjoin(Listing.closure)
        .options(contains_eager(Listing.publication), contains_eager(Listing.closure))
        .execution_options(populate_existing=True)
    )


def _on_offer(reader: Actor | None) -> Select[Listing]:
    hidden = board.hidden(board.opened_to(reader))
    unseen = [Listing.id.not_in(ids) for ids in unseen_by(reader)]
    return _all().where(Listing.kind.not_in(hidden), *unseen, *_in_state(ListingState.PUBLISHED))


def _own(trust_id: int, narrowed: ListingFilter, kinds: Collection[str] | None) -> Select[Listing]:
    query = _all().where(Listing.trust_id == trust_id)
    if kinds is not None:
        query = query.where(Listing.kind.in_(kinds))
    if narrowed.state is not None:
        query = query.where(*_in_state(narrowed.state))
    if narrowed.kind is not None:
        query = query.where(Listing.kind == narrowed.kind)
    for part in narrowed.text.split():
        text_columns = (Listing.title, Listing.summary, Listing.reference)
        query = query.where(or_(*(column.icontains(part, autoescape=True) for column in text_columns)))
    return query


def _in_state(state: ListingState) -> tuple[ColumnElement[bool], ...]:
    is_published, is_closed = Publication.listing_id.is_not(None), Closure.listing_id.is_not(None)
    return {
        ListingState.DRAFT: (~is_published, ~is_closed),
        ListingState.PUBLISHED: (is_published, ~is_closed),
        ListingState.CLOSED: (is_closed,),
    }[state]


def _one(query: Select[Listing], reference: str) -> ListingValue:
    row = session().scalar(query)
    if row is None:
        raise NotFound(f"no listing {reference}")
    return _value(row)


def _many(query: Select[Listing]) -> list[ListingValue]:
    return [_value(row) for row in session().scalars(query)]


def _value(row: Listing) -> ListingValue:
    state = ListingState.PUBLISHED if row.publication else ListingState.DRAFT
    return ListingValue(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        trust_id=row.trust_id,
        title=row.title,
        summary=row.summary,
        description=row.description,
        category=row.category,
        phases=tuple(phase for phase in Phase if phase.value in row.phases),
        regions=tuple(region for region in Region if region.value in row.regions),
        state=ListingState.CLOSED if row.closure else state,
        version=row.version,
        created_at=row.created_at,
        changed_at=row.changed_at,
        published_at=row.publication.published_at if row.publication else None,
        closed_at=row.closure.closed_at if row.closure else None,
        closed_as=row.closure.closed_as or ClosedAs.CLOSED if row.closure else None,
    )
