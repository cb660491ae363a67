"""The page of a course, open to anyone: all that a careful CPD lead wants to know before booking."""

from collections.abc import Sequence

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.cpd import queries
from app.cpd.queries.evaluations import course_rating
from app.cpd.rules.runs_prices import price_line, price_rows, unit, vat_words
from app.cpd.rules.runs_words import attendance_text, hours_text
from app.cpd.values import CareerStage, CourseValue, RunValue, StaffRole, Subject
from app.cpd.views import bp
from app.cpd.views.materials import materials_shown
from app.cpd.views.public_data import course_data
from app.cpd.views.public_runs import Standing, shown
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.errors import NotFound
from app.listings.categories import label_of
from app.listings.values import ListingState
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import find_actor, public
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

RUNS_SHOWN = 6
MOST_PAST = 20


@bp.get("/courses/<reference>")
@public
def show_course(reference: str) -> ResponseReturnValue:
    """A course as anyone sees it; its own trust sees a draft too, its past runs, and what it may do with them."""
    course, who, at = queries.get_course(reference), find_actor(), now()
    is_own = who is not None and who.trust_id == course.provider_id
    posts = who is not None and is_own and who.may(Permission.POST_CPD)
    if course.listing.state is ListingState.DRAFT and not is_own:
        raise NotFound(f"{reference} is not published")
    is_closed = course.listing.state is ListingState.CLOSED
    runs = queries.list_runs(course.listing.id)
    provider = trusts.get_trust(course.provider_id)
    standing = _standing(course, who)
    pages = _page_of([run for run in runs if not run.is_over(at)])
    materials, has_more = materials_shown(course, who)
    page = render_template(
        "cpd/show_course.html",
        course=course,
        typed=course.particulars,
        provider=provider,
        category=label_of(course.listing.category),
        is_own=is_own,
        posts=posts,
        books=who is None or _books(who),
        is_signed_in=who is not None,
        materials=materials,
        has_more_materials=has_more,
        runs=shown(course, pages.items, standing, at),
        pages=pages,
        past=[run for run in runs if run.is_over(at)] if posts else [],
        most_past=MOST_PAST,
        at=at,
        price_line=price_line(course.particulars),
        prices=price_rows(course.particulars, london_date(at)),
        unit=unit(course.particulars),
        vat_words=vat_words(course.particulars.vat_treatment),
        hours=hours_text(course.particulars.learning_minutes) if course.particulars.learning_minutes else "",
        audience=_audience(course),
        certificate=attendance_text(course.particulars.attendance_percent, _most_sessions(runs)),
        rating=course_rating(course.listing.id),
        data=_data(course, pages.items, provider.name) if course.listing.state is ListingState.PUBLISHED else None,
    )
    return page, 410 if is_closed and not is_own else 200


@bp.get("/runs/<reference>")
@public
def show_run(reference: str) -> ResponseReturnValue:
    """A run stands on the page of its course: on whichever of its pages has it."""
    run, at = queries.get_run(reference), now()
    course = queries.courses_by_id([run.listing_id])[run.listing_id]
    coming = [each.id for each in queries.list_runs(run.listing_id) if not each.is_over(at)]
    number = coming.index(run.id) // RUNS_SHOWN + 1 if run.id in coming else 1
    page = number if number > 1 else None
    return redirect(url_for("cpd.show_course", reference=course.reference, page=page, _anchor=run.reference))


def _page_of(coming: list[RunValue]) -> Page[RunValue]:
    """The runs of the page asked for; of the last where there are fewer pages."""
    number = min(page_number(), Page(coming, 1, RUNS_SHOWN, len(coming)).last)
    return Page(coming[skip_of(number, RUNS_SHOWN) :][:RUNS_SHOWN], number, RUNS_SHOWN, len(coming))


def _audience(course: CourseValue) -> list[tuple[str, str]]:
    """Whom it is for, in the order in which the choices stand."""
    typed = course.particulars
    groups: list[tuple[str, list[str]]] = [
        ("For", [each.label for each in CareerStage if each in typed.career_stages]),
        ("Roles", [each.label for each in StaffRole if each in typed.roles]),
        ("Subjects", [each.label for each in Subject if each in typed.subjects]),
    ]
    return [(label, ", ".join(words)) for label, words in groups if words]


def _books(who: Actor) -> bool:
    return who.trust_id is not None and who.may(Permission.BOOK_CPD)


def _standing(course: CourseValue, who: Actor | None) -> Standing:
    if who is None or who.trust_id is None:
        return Standing()
    is_own = who.trust_id == course.provider_id
    return Standing(is_own, not is_own and queries.is_partner(course.provider_id, who.trust_id))


def _most_sessions(runs: list[RunValue]) -> int:
    return max((len(each.sessions) for each in runs), default=1)


def _data(course: CourseValue, runs: Sequence[RunValue], provider: str) -> dict[str, object]:
    return course_data(course, runs, provider, current_app.extensions["settings"].address, now())
