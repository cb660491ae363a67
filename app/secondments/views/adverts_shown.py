"""The page of an opportunity, open to anyone, and that of an availability, for HR leads; and where both begin."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.listings import actions as listing_actions
from app.listings import queries as listings
from app.listings.values import FlagReason, FlagValue, ListingState
from app.secondments import queries
from app.secondments.forms import PublishAdvert
from app.secondments.queries.adverts import is_open
from app.secondments.queries.adverts_read import findings_in, signs_in
from app.secondments.queries.matches import count_matches
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.rules.adverts import oddities
from app.secondments.rules.adverts_words import (
    anonymous_name,
    band_words,
    cost_words,
    price_words,
    when_words,
    working_words,
)
from app.secondments.rules.anonymity import certain, likely
from app.secondments.values import AVAILABILITY, OPPORTUNITY, AdvertValue, Sign
from app.secondments.views import bp
from app.secondments.views.adverts import WORDS
from app.secondments.views.adverts_data import posting_data
from app.trusts import queries as trusts
from app.trusts.values import Permission, SchoolValue
from app.web.access import acting, actor, find_actor, public
from app.web.clock import now

NEWEST = 6
Page = dict[str, Any]


@bp.get("/opportunities")
@public
def show_opportunities() -> ResponseReturnValue:
    """Where secondments begin: the newest opportunities, for HR leads the newest people, and how it goes."""
    who = find_actor()
    posts = who is not None and who.may(Permission.POST_SECONDMENTS)
    kinds = (OPPORTUNITY, AVAILABILITY) if posts else (OPPORTUNITY,)
    shown = {kind: _newest(kind, who) for kind in kinds}
    names = trusts.names(each.trust_id for each in shown[OPPORTUNITY])
    return render_template(
        "secondments/show_opportunities.html",
        shown=shown,
        counts={kind: listings.count_published(kind, reader=who) for kind in kinds},
        names=names,
        posts=posts,
        anonymous=lambda each: anonymous_name(each.listing.regions),
        price=lambda each: price_words(each.particulars),
        when=lambda each: when_words(each.particulars),
        working=lambda each: working_words(each.particulars.working),
    )


@bp.get("/opportunities/<reference>")
@public
def show_opportunity(reference: str) -> ResponseReturnValue:
    """An opportunity as anyone sees it; its own trust's HR leads see a draft too, and what they may do with it."""
    return _show(OPPORTUNITY, reference, find_actor())


@bp.get("/availabilities/<reference>")
@acting
def show_availability(reference: str) -> ResponseReturnValue:
    """An availability, without a name and its trust's, for HR leads; its own trust's see whom it is about."""
    if not actor().may(Permission.POST_SECONDMENTS):
        raise NotFound(f"{reference} is for HR leads")
    return _show(AVAILABILITY, reference, actor())


def _show(kind: str, reference: str, who: Actor | None) -> ResponseReturnValue:
    advert = queries.get_advert(reference)
    is_own = who is not None and who.trust_id == advert.trust_id and who.may(Permission.POST_SECONDMENTS)
    if advert.kind != kind or (advert.listing.state is ListingState.DRAFT and not is_own):
        raise NotFound(f"{reference} is no published {kind}")
    is_closed = advert.listing.state is ListingState.CLOSED
    if is_closed and not is_own and kind == AVAILABILITY:
        raise NotFound(f"{reference} is closed")
    page = {**_of_anyone(advert, who), **(_of_its_trust(advert) if is_own else {})}
    return render_template(
        "secondments/show_advert.html", is_own=is_own, **page
    ), 410 if is_closed and not is_own else 200


def _of_anyone(advert: AdvertValue, who: Actor | None) -> Page:
    typed, school = advert.particulars, _school_shown(advert)
    is_published = advert.listing.state is ListingState.PUBLISHED
    host = trusts.get_trust(advert.trust_id) if advert.is_opportunity else None
    return {
        "advert": advert,
        "typed": typed,
        "words": WORDS[advert.kind],
        "school": school,
        "host": host,
        "anonymous": anonymous_name(advert.listing.regions),
        "is_open": is_open(advert, london_date(now())),
        "answers": who is None or who.may(Permission.POST_SECONDMENTS),
        "is_signed_in": who is not None,
        "facts": {
            "when": when_words(typed),
            "working": working_words(typed.working),
            "cost": cost_words(typed),
            "band": band_words(typed),
        },
        "data": posting_data(advert, host.name, school, current_app.extensions["settings"].address)
        if host and is_published
        else None,
    }


def _of_its_trust(advert: AdvertValue) -> Page:
    """What only the HR leads of its own trust see: whom it is about, what was found in it, what was flagged."""
    typed, listing = advert.particulars, advert.listing
    shared = listing_actions.draft_of(listing)
    found = findings_in(advert.kind, shared, typed, advert.trust_id, london_date(now()))
    flags = listings.flags_of([listing.id], reason=FlagReason.AGENCY_SUPPLY).get(listing.id, ())
    person = secondees_by_id([typed.secondee_id]).get(typed.secondee_id) if typed.secondee_id else None
    return {
        "person": person,
        "own_school": trusts.schools_by_id([typed.school_id]).get(typed.school_id) if typed.school_id else None,
        "found": likely(found) if listing.state is not ListingState.CLOSED else [],
        "to_take_out": certain(found) if listing.state is ListingState.DRAFT else [],
        "signs": _signs_shown(advert, signs_in(shared, typed), flags),
        "flag": flags[0] if flags else None,
        "oddities": oddities(typed),
        "matches": count_matches(advert, london_date(now())),
        "form": PublishAdvert(),
    }


def _signs_shown(advert: AdvertValue, signs: tuple[Sign, ...], flags: tuple[FlagValue, ...]) -> tuple[Sign, ...]:
    """The signs that still matter: not of a closed advert, nor once the operator has left it up."""
    is_settled = bool(flags) and not flags[0].is_open
    return () if is_settled or advert.listing.state is ListingState.CLOSED else signs


def _school_shown(advert: AdvertValue) -> SchoolValue | None:
    """The school where anybody may read it: of an availability only where the person agrees."""
    typed = advert.particulars
    if typed.school_id is None or not typed.shows_school:
        return None
    return trusts.schools_by_id([typed.school_id]).get(typed.school_id)


def _newest(kind: str, who: Actor | None) -> list[AdvertValue]:
    found = listings.list_newest(NEWEST, kind=kind, reader=who)
    owners = trusts.trusts_by_id(each.trust_id for each in found)
    adverts, today = queries.adverts_by_id(each.id for each in found), london_date(now())
    return [adverts[each.id] for each in found if owners[each.trust_id].is_open and is_open(adverts[each.id], today)]
