"""What is on offer: the home page's, and a trust's own."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from app.cpd import queries as cpd
from app.cpd.rules.runs_prices import price_line
from app.cpd.rules.runs_words import run_left_text
from app.cpd.values import KIND as COURSE
from app.cpd.values import CourseValue, RunValue
from app.kernel.boards import kinds
from app.kernel.clock import london_date
from app.listings import queries as listings
from app.listings.categories import label_of
from app.listings.values import ListingValue
from app.pages.values import ComingCourse, Front, Offer, Shelf, TrustPage
from app.procurement.queries.desk import count_open
from app.secondments import queries as secondments
from app.secondments.rules.adverts_words import when_words, working_words
from app.secondments.values import OPPORTUNITY
from app.services.queries import KIND as SERVICE
from app.trusts import queries as trusts
from app.trusts.rules.register import totals

NEWEST_SHOWN = 6
COMING_SHOWN = 6
REGIONS_SHOWN = 3


def front(at: datetime) -> Front:
    """The home page: how much the register holds and is on offer, the newest services, the courses that begin next."""
    register = trusts.count_register()
    return Front(
        trusts=sum(count["open"] for count in register.values() if isinstance(count, dict)),
        schools=sum(count for count in register.values() if isinstance(count, int)),
        services=listings.count_published(SERVICE),
        opportunities=listings.count_published(OPPORTUNITY),
        rounds=count_open(),
        newest=_newest(),
        coming=_coming(at),
    )


def trust_page(uid: str, at: datetime) -> TrustPage:
    """A trust, its schools on the day, and all that it offers by kind. Raises NotFound for an unknown UID.

    Whoever looks, it has only kinds that anyone may find: the page says whose they are, which others may keep back.
    """
    trust = trusts.get_trust_by_uid(uid)
    schools = trusts.list_schools(trust.id, london_date(at))
    found = listings.list_published_of(trust.id) if trust.is_open else []
    return TrustPage(trust, schools, totals(schools), _shelves(found, at))


def _newest() -> list[Offer]:
    """The newest services of trusts that are open: nobody can order from one that has closed."""
    found = listings.list_newest(NEWEST_SHOWN, kind=SERVICE)
    providers = trusts.trusts_by_id({each.trust_id for each in found})
    prices = _price_lines(found)
    return [
        Offer(each, providers[each.trust_id].name, _facts(each), prices[each.reference])
        for each in found
        if each.reference in prices and providers[each.trust_id].is_open
    ]


def _facts(listing: ListingValue) -> list[str]:
    return [label_of(listing.category), *listing.region_labels[:REGIONS_SHOWN]]


def _coming(at: datetime) -> list[ComingCourse]:
    found = cpd.list_next(COMING_SHOWN, at)
    names = trusts.names({course.provider_id for course, _ in found})
    return [_coming_course(course, run, names[course.provider_id], at) for course, run in found]


def _coming_course(course: CourseValue, run: RunValue, provider: str, at: datetime) -> ComingCourse:
    return ComingCourse(
        title=course.listing.title,
        link=f"/courses/{course.reference}",
        provider=provider,
        date=run.start_date,
        where=run.sessions[0].place_line,
        left=run_left_text(run, at),
        price=price_line(course.particulars),
    )


def _shelves(found: Sequence[ListingValue], at: datetime) -> list[Shelf]:
    """A shelf for each kind of which something can be had: by title, or by the next day where there are days.

    What has no price line now is not on offer.
    """
    prices, nexts, posts = _price_lines(found), _next_runs(found, at), _posts(found)
    offers: dict[str, list[Offer]] = defaultdict(list)
    for each in found:
        if each.reference in prices:
            facts = posts.get(each.reference) or [label_of(each.category)]
            offer = Offer(each, "", facts, prices[each.reference], *nexts.get(each.id, ()))
            offers[each.kind].append(offer)
    return [
        Shelf(
            kind.name, kind.label, kind.plural, sorted(offers[kind.name], key=lambda offer: offer.next_date or date.max)
        )
        for kind in kinds.values()
        if offers[kind.name]
    ]


def _next_runs(found: Sequence[ListingValue], at: datetime) -> dict[int, tuple[date, str]]:
    """When each course among some listings begins next, and how full that run is."""
    coming = cpd.list_coming_runs([each.id for each in found if each.kind == COURSE], at)
    return {
        listing_id: (runs[0].next_date(at), run_left_text(runs[0], at)) for listing_id, runs in coming.items() if runs
    }


def _posts(found: Sequence[ListingValue]) -> dict[str, list[str]]:
    """When each secondment among some listings is, and how the work lies."""
    adverts = secondments.adverts_by_reference(each.reference for each in found if each.kind == OPPORTUNITY)
    typed = {reference: each.particulars for reference, each in adverts.items()}
    return {reference: [when_words(each), working_words(each.working)] for reference, each in typed.items()}


def _price_lines(found: Sequence[ListingValue]) -> dict[str, str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for listing in found:
        by_kind[listing.kind].append(listing.reference)
    lines: dict[str, str] = {}
    for kind, references in by_kind.items():
        lines |= kinds[kind].price_lines(references)
    return lines
