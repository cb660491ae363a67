"""What a course puts into the search index, and its line on the results page."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.cpd.queries.courses import courses_by_reference
from app.cpd.queries.runs import list_coming_runs
from app.cpd.rules.runs_prices import price_line
from app.cpd.values import CareerStage, CourseFormat, CourseValue, RunValue, SessionValue, Subject
from app.kernel.boards import KindFacet
from app.kernel.database import session
from app.listings.categories import path_of
from app.listings.values import ListingState
from app.search.values import MARK, Document
from app.trusts import queries as trusts
from app.trusts.values import TrustValue

FORMAT = KindFacet("format", "Format", tuple((each.value, each.label) for each in CourseFormat), is_shown=True)
AUDIENCE = KindFacet("audience", "Career stage", tuple((each.value, each.label) for each in CareerStage))
SUBJECT = KindFacet("subject", "Subject", tuple((each.value, each.label) for each in Subject))
FACETS = (FORMAT, AUDIENCE, SUBJECT)
Now = Callable[[], datetime]
_clocks: WeakKeyDictionary[Engine, Now] = WeakKeyDictionary()


def use_clock(engine: Engine, now: Now) -> None:
    """Have the documents of the site with this database follow `now`: a session that has begun is found no more."""
    _clocks[engine] = now


def course_document(reference: str) -> Document | None:
    """The search document of a published course with a run to come; None for one that nobody may find."""
    return course_documents([reference]).get(reference)


def course_documents(references: Iterable[str]) -> dict[str, Document]:
    """The search documents of courses in one batch; those that nobody may find are missing from the answer."""
    now = _now()
    courses = _on_offer(references, now)
    providers = trusts.trusts_by_id(course.provider_id for course, _ in courses)
    return {
        course.reference: _document(course, runs, providers[course.provider_id], now)
        for course, runs in courses
        if providers[course.provider_id].is_open
    }


def price_lines(references: Iterable[str]) -> dict[str, str]:
    """The price of each published course with a run to come as a short phrase, in one batch."""
    return {course.reference: price_line(course.particulars) for course, _ in _on_offer(references, _now())}


def _now() -> datetime:
    return _clocks[session().get_bind().engine]()


def _on_offer(references: Iterable[str], now: datetime) -> list[tuple[CourseValue, list[RunValue]]]:
    found = courses_by_reference(references).values()
    published = [each for each in found if each.listing.state is ListingState.PUBLISHED]
    coming = list_coming_runs([each.listing.id for each in published], now)
    return [(each, coming[each.listing.id]) for each in published if coming[each.listing.id]]


def _document(course: CourseValue, runs: list[RunValue], provider: TrustValue, now: datetime) -> Document:
    listing, typed = course.listing, course.particulars
    sessions = [each for run in runs for each in run.open_sessions(now)]
    assert listing.published_at is not None
    price = typed.prices.other
    return Document(
        reference=course.reference,
        kind=listing.kind,
        title=listing.title,
        summary=listing.summary,
        body="\n\n".join(part for part in _texts(course) if part),
        provider_name=provider.name,
        provider_id=provider.id,
        category_path=tuple((category.code, category.name) for category in path_of(listing.category)),
        phases=tuple(phase.value for phase in listing.phases),
        regions=tuple(region.value for region in listing.regions),
        price_pence=0 if typed.prices.is_free else price.pence if price is not None else None,
        published_at=listing.published_at,
        link=f"/courses/{course.reference}",
        marks=tuple(_marks(course)),
        points=tuple(sorted(_points(sessions))),
        days=tuple(sorted({each.date for each in sessions})),
        places_left=max(0, *(run.left_at(now) for run in runs)),
        is_free=typed.prices.is_free,
    )


def _texts(course: CourseValue) -> Iterator[str]:
    """Every word by which a course is found besides its title and summary."""
    typed = course.particulars
    yield course.listing.description
    yield typed.outcomes
    yield typed.presenter
    yield typed.prerequisites
    yield ", ".join(sorted(each.label for each in typed.roles))
    yield ", ".join(sorted(each.label for each in typed.subjects))
    yield ", ".join(sorted(each.label for each in typed.career_stages))
    yield from typed.standard.values()
    if typed.npq:
        yield f"{typed.npq.name}, {typed.npq.lead_provider}"


def _marks(course: CourseValue) -> Iterator[str]:
    typed = course.particulars
    if typed.format:
        yield f"{FORMAT.name}{MARK}{typed.format.value}"
    for facet, words in ((AUDIENCE, typed.career_stages), (SUBJECT, typed.subjects)):
        chosen = {word.value for word in words}
        yield from (f"{facet.name}{MARK}{code}" for code, _ in facet.choices if code in chosen)


def _points(sessions: list[SessionValue]) -> set[tuple[int, int]]:
    """Where the sessions to come are; those online are nowhere."""
    return {
        (each.easting, each.northing) for each in sessions if each.easting is not None and each.northing is not None
    }
