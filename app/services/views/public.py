"""The page of a service, open to anyone, with a calculator that works for anyone."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.kernel.vat import rate_on
from app.listings.categories import label_of
from app.listings.values import ListingState
from app.services import queries
from app.services.rules import one_school, pupils_typed, work_out
from app.services.values import SchoolAsked, Terms, Working
from app.services.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import find_actor, public
from app.web.clock import now

EXAMPLE_ROLL = 210


@bp.get("/services/<reference>")
@public
def show_service(reference: str) -> ResponseReturnValue:
    """A service as anyone sees it; its own trust sees a draft too, and what it may do with it."""
    service, who, day = queries.get_service(reference), find_actor(), london_date(now())
    is_own = who is not None and who.trust_id == service.listing.trust_id
    publishes = is_own and who is not None and who.may(Permission.PUBLISH)
    if service.listing.state is ListingState.DRAFT and not publishes:
        raise NotFound(f"{reference} is not published")
    schools = _own_schools(who, day) if not is_own else []
    working, stuck = _calculated(service.terms, schools, day)
    page = render_template(
        "services/show_service.html",
        service=service,
        provider=trusts.get_trust(service.listing.trust_id),
        category=label_of(service.listing.category),
        publishes=publishes,
        is_own=is_own,
        orders=who is None or _buys(who),
        schools=schools,
        chosen=set(request.args.getlist("school", type=int)),
        pupils=request.args.get("pupils", "")[:20],
        working=working,
        stuck=stuck,
        example=_priced(service.terms, [one_school(EXAMPLE_ROLL)], day) if service.terms else None,
    )
    return page, 410 if service.listing.state is ListingState.CLOSED and not is_own else 200


def _buys(who: Actor) -> bool:
    return who.trust_id is not None and who.may(Permission.BUY)


def _own_schools(who: Actor | None, day: date) -> list[SchoolAsked]:
    return queries.schools_to_choose(who.trust, day) if who and _buys(who) else []


def _calculated(terms: Terms | None, schools: list[SchoolAsked], day: date) -> tuple[Working | None, str]:
    """The price of what was ticked or typed, or why there is none."""
    chosen, typed = set(request.args.getlist("school", type=int)), request.args.get("pupils", "").strip()
    asked = [school for school in schools if school.id in chosen]
    try:
        if typed and not asked:
            asked = [one_school(pupils_typed(typed))]
        return (_priced(terms, asked, day), "") if terms and asked else (None, "")
    except Refused as refused:
        return None, refused.message


def _priced(terms: Terms, schools: list[SchoolAsked], day: date) -> Working:
    return work_out(terms, schools, years=1, vat_rate=rate_on(terms.vat_treatment, day))
