"""What the home page and a trust's own page say is on offer: services, and courses with their dates."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.cpd import actions as cpd
from app.cpd import queries as cpd_queries
from app.cpd.queries.next import BATCH
from app.cpd.values import CourseValue, Prices, RunValue
from app.kernel.actor import Actor
from app.kernel.clock import LONDON
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.services import actions as services
from app.trusts import queries as trusts
from app.trusts.models import Trust
from app.trusts.values import Role
from tests.cpd import makers as courses
from tests.databases import Stage
from tests.listings.makers import make_member
from tests.police import PoliceClient
from tests.services.makers import make_service

NEXT = datetime(2027, 2, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture
def world(stage: Stage) -> courses.World:
    return stage.set(courses.make_world)


def seller(world: courses.World) -> Actor:
    """Somebody of the trust that gives courses who publishes its services."""
    return make_member(world.provider.trust, Role.PROVIDER)


def page_of(world: courses.World, asked: str = "") -> str:
    with transaction(writing=False):
        return f"/trusts/{trusts.get_trust(world.provider.trust).uid}{asked}"


def titles(found: list[tuple[CourseValue, RunValue]]) -> list[str]:
    return [course.listing.title for course, _ in found]


def test_an_empty_exchange_says_so_on_the_home_page(client: PoliceClient) -> None:
    assert "Nothing is offered yet" in client.get("/").text


def test_the_home_page_shows_the_newest_services_and_the_courses_that_begin_next(
    world: courses.World, client: PoliceClient
) -> None:
    with transaction():
        make_service(seller(world), title="Payroll bureau")
        courses.make_course_and_run(world.provider, title="Later", starts_at=NEXT + timedelta(days=7))
        courses.make_course_and_run(world.provider, title="Sooner", starts_at=NEXT, capacity=3)
    page = client.get("/").text
    assert "1 service, every course to come and 0 secondment opportunities" in page
    assert page.index("Payroll bureau") < page.index("Sooner") < page.index("Later")
    assert page.count("Sooner") == 1
    for fact in ("1 February 2027", "Northgate Learning Trust", "1 Mill Lane, Leeds", "3 places", "£120.00 a place"):
        assert fact in page, fact


def test_a_home_page_without_courses_or_without_services_says_which_is_missing(
    world: courses.World, client: PoliceClient, at: datetime
) -> None:
    with transaction():
        who = seller(world)
        service = make_service(who)
    assert "No course has a date to come" in client.get("/").text
    with transaction():
        courses.make_course(world.provider)
        services.close_service(reference=service, actor=who, at=at)
    assert "No service is on offer" in client.get("/").text


def test_the_courses_that_begin_next_are_those_anyone_may_book(world: courses.World, at: datetime) -> None:
    with transaction():
        courses.make_course(world.provider, title="A draft", published=False)
        closed, _ = courses.make_course_and_run(world.provider, title="Closed", starts_at=NEXT)
        cpd.close_course(reference=closed, actor=world.provider, at=at)
        _, off = courses.make_course_and_run(world.provider, title="Cancelled", starts_at=NEXT)
        cpd.cancel_run(reference=off, reason="Nobody to give it", actor=world.provider, at=at)
        twice, _ = courses.make_course_and_run(world.provider, title="Twice", starts_at=NEXT + timedelta(days=1))
        courses.make_run(world.provider, twice, starts_at=NEXT + timedelta(days=2))
        courses.make_course_and_run(world.provider, title="Once", starts_at=NEXT)
    with transaction(writing=False):
        assert titles(cpd_queries.list_next(9, at)) == ["Once", "Twice"]
        assert [run.starts_at for _, run in cpd_queries.list_next(9, at)] == [NEXT, NEXT + timedelta(days=1)]
        assert titles(cpd_queries.list_next(1, at)) == ["Once"]
        assert titles(cpd_queries.list_next(9, NEXT - timedelta(seconds=1))) == ["Once", "Twice"]
        assert titles(cpd_queries.list_next(9, NEXT)) == ["Twice"]


def test_a_course_is_found_behind_more_drafts_than_are_read_at_once(world: courses.World, at: datetime) -> None:
    with transaction():
        for _ in range(BATCH):
            draft = courses.make_course(world.provider, run=False)
            courses.make_run(world.provider, draft, starts_at=NEXT)
        courses.make_course_and_run(world.provider, title="Open to all", starts_at=NEXT + timedelta(days=1))
    with transaction(writing=False):
        assert titles(cpd_queries.list_next(2, at)) == ["Open to all"]


def test_a_trusts_page_shows_its_services_and_its_courses_apart_with_their_prices(
    world: courses.World, client: PoliceClient
) -> None:
    with transaction():
        make_service(seller(world), title="Payroll bureau")
        courses.make_course(world.provider, title="Reading fluency", prices=Prices(other=Money(85_00)))
        courses.make_course(world.provider, title="A free talk", prices=Prices(is_free=True))
    page = client.get(page_of(world)).text
    assert page.index('id="service"') < page.index("Payroll bureau") < page.index('id="course"')
    assert page.index('id="course"') < page.index("Reading fluency")
    assert "Next: 1 February 2027" in page
    assert "20 places left" in page
    assert "£85.00 a place, plus VAT" in page
    assert client.get("/trusts/nobody").status_code == 404


def test_a_course_without_a_date_to_come_is_not_on_its_trusts_page(
    world: courses.World, client: PoliceClient, at: datetime
) -> None:
    with transaction():
        _, run = courses.make_course_and_run(world.provider, title="Reading fluency")
        cpd.cancel_run(reference=run, reason="Nobody to give it", actor=world.provider, at=at)
    page = client.get(page_of(world)).text
    assert "Reading fluency" not in page
    assert "Nothing published" in page


def test_a_trusts_page_shows_five_of_a_kind_and_leads_to_all_of_them_twenty_a_page(
    world: courses.World, client: PoliceClient
) -> None:
    with transaction():
        for number in range(21):
            make_service(seller(world), title=f"Payroll {number:02d}")
        courses.make_course(world.provider, title="Reading fluency")
    first = client.get(page_of(world)).text
    assert "Payroll 04" in first
    assert "Payroll 05" not in first
    assert "See all 21 services" in first
    assert "See all 1 " not in first
    pages = [client.get(page_of(world, f"?kind=service&page={number}")).text for number in (1, 2)]
    assert ["Payroll 19" in page for page in pages] == [True, False]
    assert ["Payroll 20" in page for page in pages] == [False, True]
    assert all("Reading fluency" not in page for page in pages)


def test_nobody_is_shown_what_a_closed_trust_once_offered(world: courses.World, client: PoliceClient) -> None:
    with transaction():
        make_service(seller(world), title="Orphaned payroll")
        courses.make_course(world.provider, title="Orphaned course")
        session().execute(update(Trust).where(Trust.id == world.provider.trust).values(is_open=False))
    assert "Orphaned" not in client.get("/").text
    page = client.get(page_of(world)).text
    assert "Orphaned" not in page
    assert "Nothing published" in page


def test_what_is_on_offer_asks_the_database_the_same_however_much_it_is(
    world: courses.World, client: PoliceClient, statements: Callable[[], Any]
) -> None:
    counts = []
    for more in (2, 15):
        with transaction():
            for _ in range(more):
                make_service(seller(world))
                courses.make_course(world.provider)
        with statements() as sent:
            for page in ("/", page_of(world), page_of(world, "?kind=course")):
                assert client.get(page).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 70
