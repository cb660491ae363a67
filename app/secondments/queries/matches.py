"""Which open adverts of the other kind answer an advert, best first. What is said to others is anonymous."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from app.kernel.database import session
from app.kernel.postcodes import Point, UnknownPostcode, centre_of
from app.secondments.models import Advert
from app.secondments.queries.adverts import adverts_by_id, get_advert, get_own_advert, is_open
from app.secondments.queries.interests import open_interests_of_trust
from app.secondments.rules.adverts_words import anonymous_name
from app.secondments.rules.matches import MOST_SHOWN, as_others_see, levels_near, worth_telling
from app.secondments.rules.matching import match
from app.secondments.values import AVAILABILITY, OPPORTUNITY, AdvertValue
from app.secondments.values.matches import MatchPage, MatchShown, MatchValue, Placed
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue


def matches_of(reference: str, on: date) -> list[MatchValue]:
    """The best matches of an open advert on a day, as its own trust may be told of them; at most 20.

    None of an advert that is not open. Raises NotFound. Whose advert it is, is the caller's to ask.
    """
    return [_told(each) for each in _answers(get_advert(reference), on)[:MOST_SHOWN]]


def count_matches(advert: AdvertValue, on: date) -> int:
    """How many open adverts of other trusts answer an advert."""
    return len(_answers(advert, on))


def match_page(trust_id: int, reference: str, on: date) -> MatchPage:
    """The matches of a trust's own advert, with what already goes on about them. Raises NotFound for another's."""
    advert = get_own_advert(trust_id, reference)
    found = _answers(advert, on)
    best = found[:MOST_SHOWN]
    names = trusts.names(each.advert.trust_id for each in best if each.advert.is_opportunity)
    ongoing = _interests(trust_id, advert) if best else {}
    shown = tuple(
        MatchShown(
            match=_told(each),
            trust_name=names.get(each.advert.trust_id) or anonymous_name(each.advert.listing.regions),
            interest=ongoing.get(each.advert.listing.id),
        )
        for each in best
    )
    return MatchPage(advert, is_open(advert, on), len(found), shown)


def worth_telling_of(reference: str, on: date) -> tuple[AdvertValue, list[AdvertValue]]:
    """An advert and those of other trusts that answer it well, best first, for this domain's own rooms.

    They say whose they are. Raises NotFound.
    """
    mine = get_advert(reference)
    return mine, [each.advert for each in _answers(mine, on) if worth_telling(each.score)]


def _answers(mine: AdvertValue, on: date) -> list[MatchValue]:
    """Every match of an advert, best first, ties by reference; none of one that is not open."""
    if not is_open(mine, on):
        return []
    others = _candidates(mine, on)
    places = _places([mine, *others])
    asked = Placed(mine, places.get(mine.particulars.school_id or 0))
    matched = (match(asked, Placed(each, places.get(each.particulars.school_id or 0))) for each in others)
    return sorted((each for each in matched if each), key=lambda each: (-each.score, each.advert.reference))


def _candidates(mine: AdvertValue, on: date) -> list[AdvertValue]:
    """The open adverts of the other kind, of other trusts that are open, that may answer at all."""
    wanted = AVAILABILITY if mine.is_opportunity else OPPORTUNITY
    ids = session().scalars(select(Advert.listing_id).where(*_may_answer(mine, on)))
    found = [each for each in adverts_by_id(ids).values() if each.kind == wanted and is_open(each, on)]
    owners = trusts.trusts_by_id({each.trust_id for each in found})
    return [each for each in found if each.trust_id != mine.trust_id and owners[each.trust_id].is_open]


def _may_answer(mine: AdvertValue, on: date) -> Iterator[ColumnElement[bool]]:
    """What the database can tell of what goes together: the kind, the sort of work, the level and the days."""
    asked = mine.particulars
    yield Advert.secondee_id.is_not(None) if mine.is_opportunity else Advert.secondee_id.is_(None)
    yield or_(Advert.closing_date.is_(None), Advert.closing_date >= on)
    if asked.family:
        yield Advert.family == asked.family
    if asked.level:
        yield Advert.level.in_(levels_near(asked.level))
    if asked.last_date:
        yield Advert.start_date <= asked.last_date
    if asked.start_date:
        yield or_(Advert.end_date.is_(None), Advert.end_date >= asked.start_date)


def _places(adverts: Sequence[AdvertValue]) -> dict[int, Point]:
    """Where the schools of adverts are, in one batch; those of which nobody knows are missing."""
    schools = trusts.schools_by_id({each.particulars.school_id for each in adverts if each.particulars.school_id})
    return {number: point for number, school in schools.items() if (point := _point(school))}


def _point(school: SchoolValue) -> Point | None:
    if school.easting is not None and school.northing is not None:
        return Point(school.easting, school.northing)
    try:
        return centre_of(school.postcode)
    except UnknownPostcode:
        return None


def _told(found: MatchValue) -> MatchValue:
    return replace(found, advert=as_others_see(found.advert))


def _interests(trust_id: int, mine: AdvertValue) -> dict[int, str]:
    """By the listing of the other advert, the open interest that stands in the way of a second in the same thing."""
    ongoing = open_interests_of_trust(trust_id)
    if mine.is_opportunity:
        return {each.availability_id or 0: each.reference for each in ongoing if each.host_id == trust_id}
    about = mine.particulars.secondee_id
    return {each.opportunity_id or 0: each.reference for each in ongoing if each.secondee_id == about}
