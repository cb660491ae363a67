"""What an advert puts into the search index, and its line on the results page.

An availability is found only in its anonymous form: nothing here says which trust's it is, or which school's unless
the person agrees to that.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.kernel.boards import KindFacet
from app.kernel.clock import london_date
from app.kernel.database import session
from app.listings.categories import path_of
from app.listings.values import Subject
from app.search.values import MARK, Document
from app.secondments.queries.adverts import adverts_by_reference, is_open
from app.secondments.rules.adverts_words import FTE_BANDS, anonymous_name, fte_band, price_words
from app.secondments.values import (
    OPPORTUNITY,
    AdvertValue,
    CostBasis,
    HalfTerm,
    Level,
    Particulars,
    Pattern,
    RoleFamily,
    Weekday,
)
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue, TrustValue

FAMILY = KindFacet("family", "Sort of work", tuple((each.value, each.label) for each in RoleFamily), is_shown=True)
LEVEL = KindFacet("level", "How senior", tuple((each.value, each.label) for each in Level))
SUBJECT = KindFacet("subject", "Subject", tuple((each.value, each.label) for each in Subject))
PATTERN = KindFacet("pattern", "Pattern", tuple((each.value, each.label) for each in Pattern))
FTE = KindFacet("fte", "How much of the week", tuple((code, label) for code, label, _ in FTE_BANDS), is_shown=True)
BASIS = KindFacet("basis", "Cost to the host", tuple((each.value, each.short) for each in CostBasis))
FACETS = (FAMILY, LEVEL, SUBJECT, PATTERN, FTE, BASIS)
NOBODY = 0
"""Stands for the trust of an availability: no trust has this id."""
Now = Callable[[], datetime]
_clocks: WeakKeyDictionary[Engine, Now] = WeakKeyDictionary()


def use_clock(engine: Engine, now: Now) -> None:
    """Have the documents of the site with this database follow `now`: what has closed is found no more."""
    _clocks[engine] = now


def advert_document(reference: str) -> Document | None:
    """The search document of an open advert; None for one that nobody may find."""
    return advert_documents([reference]).get(reference)


def advert_documents(references: Iterable[str]) -> dict[str, Document]:
    """The search documents of adverts in one batch; those that nobody may find are missing from the answer."""
    found = _on_offer(references)
    owners = trusts.trusts_by_id(each.trust_id for each in found)
    shown = {each.reference: each.particulars.school_id for each in found if each.particulars.shows_school}
    schools = trusts.schools_by_id(each for each in shown.values() if each is not None)
    return {
        each.reference: _document(each, owners[each.trust_id], schools.get(shown.get(each.reference) or 0))
        for each in found
        if owners[each.trust_id].is_open
    }


def price_lines(references: Iterable[str]) -> dict[str, str]:
    """The cost of each open advert as a short phrase, in one batch."""
    return {each.reference: price_words(each.particulars) for each in _on_offer(references)}


def _today() -> date:
    return london_date(_clocks[session().get_bind().engine]())


def _on_offer(references: Iterable[str]) -> list[AdvertValue]:
    today = _today()
    return [each for each in adverts_by_reference(references).values() if is_open(each, today)]


def _document(advert: AdvertValue, owner: TrustValue, school: SchoolValue | None) -> Document:
    """`school` is None where it may not be shown."""
    listing, typed = advert.listing, advert.particulars
    assert listing.published_at is not None
    return Document(
        reference=advert.reference,
        kind=listing.kind,
        title=listing.title,
        summary=listing.summary,
        body="\n\n".join(part for part in _texts(advert, school) if part),
        provider_name=owner.name if advert.is_opportunity else anonymous_name(listing.regions),
        provider_id=owner.id if advert.is_opportunity else NOBODY,
        category_path=tuple((category.code, category.name) for category in path_of(listing.category)),
        phases=tuple(phase.value for phase in listing.phases),
        regions=tuple(region.value for region in listing.regions),
        price_pence=None,
        published_at=listing.published_at,
        link=address_of(advert.kind, advert.reference),
        marks=tuple(_marks(typed)),
        points=_points(school),
        days=(typed.start_date,) if typed.start_date else (),
        is_free=typed.basis is CostBasis.FREE,
    )


def address_of(kind: str, reference: str) -> str:
    """The page of an advert."""
    return f"/{'opportunities' if kind == OPPORTUNITY else 'availabilities'}/{reference}"


def _texts(advert: AdvertValue, school: SchoolValue | None) -> Iterator[str]:
    """Every word by which an advert is found besides its title and summary."""
    typed = advert.particulars
    yield advert.listing.description
    yield typed.essential
    yield typed.desirable
    yield typed.gain
    yield ", ".join(each.label for each in (typed.family, typed.level, typed.purpose) if each)
    yield ", ".join(sorted(each.label for each in typed.subjects))
    if typed.working:
        yield ", ".join(day.label for day in Weekday if day in typed.working.days)
        yield ", ".join(half.label for half in HalfTerm if half in typed.working.half_terms)
    if school:
        yield f"{school.name}, {school.town}"


def _marks(typed: Particulars) -> Iterator[str]:
    for facet, word in ((FAMILY, typed.family), (LEVEL, typed.level), (BASIS, typed.basis)):
        if word:
            yield f"{facet.name}{MARK}{word.value}"
    yield from (f"{SUBJECT.name}{MARK}{each.value}" for each in Subject if each in typed.subjects)
    if typed.working:
        yield f"{PATTERN.name}{MARK}{typed.working.pattern.value}"
        yield f"{FTE.name}{MARK}{fte_band(typed.working.fte)}"


def _points(school: SchoolValue | None) -> tuple[tuple[int, int], ...]:
    if school is None or school.easting is None or school.northing is None:
        return ()
    return ((school.easting, school.northing),)
