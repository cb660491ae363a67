"""Lists of rounds that somebody may read. Rounds are few beside what trusts trade, so a list is sorted as a whole."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.kernel.actor import Actor
from app.kernel.database import session
from app.listings import queries as listings
from app.listings.categories import path_of
from app.listings.values import ListingFilter, ListingState, ListingValue
from app.procurement.models import Invitation, Participation, Round
from app.procurement.queries.participations import count_participants
from app.procurement.queries.rounds import rounds_by_id
from app.procurement.values import GATHERING, ROUND, Joining, ParticipationState, RoundValue, Stage
from app.procurement.values.rounds_listed import RoundFilter, RoundLine, RoundShelf, RoundSort, Tie
from app.trusts import queries as trusts
from app.trusts.values import Permission

OVER = (Stage.CLOSED, Stage.ABANDONED)


def list_rounds(
    actor: Actor | None,
    shelf: RoundShelf,
    narrowed: RoundFilter,
    *,
    sort: RoundSort = RoundSort.COMMIT,
    descending: bool = False,
    skip: int = 0,
    most: int | None = 20,
) -> list[RoundLine]:
    """The rounds of a shelf that somebody may read, in an order that is total; None reads as a visitor.

    `most` None gives all of them.
    """
    found = _found(actor, shelf, narrowed)
    names = trusts.names(each.lead_id for each in found) if sort is RoundSort.LEAD else {}
    found.sort(key=_key(sort, names), reverse=descending)
    return _lines(actor, found[skip:] if most is None else found[skip : skip + most])


def stages_of(shelf: RoundShelf) -> tuple[Stage, ...]:
    """The stages at which the rounds of a shelf may be."""
    if shelf is RoundShelf.OPEN:
        return GATHERING
    return tuple(Stage) if shelf is not RoundShelf.LATER else tuple(s for s in Stage if s not in (*GATHERING, *OVER))


def count_rounds(actor: Actor | None, shelf: RoundShelf, narrowed: RoundFilter) -> int:
    """How many `list_rounds` would list in all."""
    return len(_found(actor, shelf, narrowed))


def count_invitations(trust_id: int) -> int:
    """How many rounds that may be joined still invite a trust which has no part in them yet."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .join(Round, Round.listing_id == Invitation.listing_id)
        .where(Invitation.trust_id == trust_id, Round.stage.in_(GATHERING))
        .where(Round.listing_id.not_in(select(Participation.listing_id).where(Participation.trust_id == trust_id)))
    )
    return session().scalar(query) or 0


def unseen(actor: Actor | None) -> Select[int]:
    """The ids of the rounds that are not for somebody: those by invitation in which their trust has no part."""
    return select(Round.listing_id).where(~_visible(actor))


def _visible(actor: Actor | None) -> ColumnElement[bool]:
    return visible_to(actor.trust_id if actor is not None else None)


def visible_to(trust_id: int | None) -> ColumnElement[bool]:
    """That a round is for anybody, or that a trust is invited to it or takes part; None is a visitor."""
    is_public = Round.joining != Joining.INVITATION
    if trust_id is None:
        return is_public
    return or_(is_public, Round.listing_id.in_(_invited(trust_id)), Round.listing_id.in_(_joined(trust_id)))


def _invited(trust_id: int) -> Select[int]:
    return select(Invitation.listing_id).where(Invitation.trust_id == trust_id)


def _joined(trust_id: int) -> Select[int]:
    left = Participation.state == ParticipationState.WITHDRAWN
    return select(Participation.listing_id).where(Participation.trust_id == trust_id, ~left)


def _found(actor: Actor | None, shelf: RoundShelf, narrowed: RoundFilter) -> list[RoundValue]:
    held = rounds_by_id(_ids(actor, shelf, narrowed)).values()
    names = trusts.names(each.lead_id for each in held) if narrowed.text else {}
    matching = [each for each in held if _matches(each, narrowed, names.get(each.lead_id, ""))]
    if shelf in (RoundShelf.OPEN, RoundShelf.LATER):
        return [each for each in matching if each.listing.state is ListingState.PUBLISHED]
    return matching


def _ids(actor: Actor | None, shelf: RoundShelf, narrowed: RoundFilter) -> Collection[int]:
    conditions = [_of_shelf(actor, shelf), *_narrowing(narrowed)]
    return session().scalars(select(Round.listing_id).where(*conditions)).all()


def _of_shelf(actor: Actor | None, shelf: RoundShelf) -> ColumnElement[bool]:
    if shelf is RoundShelf.OPEN:
        return and_(Round.stage.in_(GATHERING), _visible(actor))
    if shelf is RoundShelf.LATER:
        return and_(Round.stage.not_in((*GATHERING, *OVER)), _visible(actor))
    assert actor is not None
    if shelf is RoundShelf.JOINED:
        return Round.listing_id.in_(_joined(actor.trust))
    return Round.listing_id.in_([each.id for each in _own(actor)])


def _own(actor: Actor) -> list[ListingValue]:
    """What the trust leads; its drafts are for its procurement leads, and what was discarded is nobody's."""
    own = listings.list_own(actor.trust, ListingFilter(kind=ROUND), most=None)
    sees_drafts = actor.may(Permission.RUN_PROCUREMENT)
    return [each for each in own if each.published_at or (sees_drafts and each.state is ListingState.DRAFT)]


def _narrowing(narrowed: RoundFilter) -> list[ColumnElement[bool]]:
    found = []
    if narrowed.stage is not None:
        found.append(Round.stage == narrowed.stage)
    if narrowed.commit_from is not None:
        found.append(Round.commit_by_date >= narrowed.commit_from)
    if narrowed.commit_until is not None:
        found.append(Round.commit_by_date <= narrowed.commit_until)
    return found


def _matches(held: RoundValue, narrowed: RoundFilter, lead: str) -> bool:
    listing = held.listing
    if narrowed.category and narrowed.category not in {each.code for each in path_of(listing.category)}:
        return False
    said = " ".join((listing.title, listing.summary, listing.reference, lead)).lower()
    return all(part in said for part in narrowed.text.lower().split())


def _key(sort: RoundSort, names: dict[int, str]) -> Callable[[RoundValue], tuple[bool, str, int]]:
    def key(held: RoundValue) -> tuple[bool, str, int]:
        if sort is RoundSort.TITLE:
            return False, held.title.lower(), held.id
        if sort is RoundSort.LEAD:
            return False, names[held.lead_id].lower(), held.id
        day = held.start_date if sort is RoundSort.STARTS else held.timetable.commit_by
        return day is None, day.isoformat() if day else "", held.id

    return key


def _lines(actor: Actor | None, found: list[RoundValue]) -> list[RoundLine]:
    ids = [each.id for each in found]
    names, counts = trusts.names(each.lead_id for each in found), count_participants(ids)
    trust_id = actor.trust_id if actor is not None else None
    ties = _ties(trust_id, ids) if trust_id is not None else {}
    return [
        RoundLine(
            each,
            names[each.lead_id],
            counts.get(each.id, 0),
            Tie.LEADS if each.lead_id == trust_id else ties.get(each.id, Tie.NONE),
        )
        for each in found
    ]


def _ties(trust_id: int, ids: list[int]) -> dict[int, Tie]:
    invited = session().scalars(_invited(trust_id).where(Invitation.listing_id.in_(ids)))
    joined = session().scalars(_joined(trust_id).where(Participation.listing_id.in_(ids)))
    return {**dict.fromkeys(invited, Tie.INVITED), **dict.fromkeys(joined, Tie.JOINED)}
