"""Runs are added to one's own course, and read with where they are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.audit import queries as audit
from app.cpd import actions, queries, rules
from app.cpd.actions import locks
from app.cpd.values import BookedBy, Venue
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.listings import actions as listings
from app.listings import queries as listing_queries
from app.listings.rules import Incomplete, WrongState
from app.trusts.values import Role
from tests.charges.makers import make_finance_details
from tests.clock import START
from tests.cpd.makers import World, make_course, make_course_and_run
from tests.cpd.runs_makers import FIRST_DAY, add_run, make_bare_course, run_draft, session_draft
from tests.listings.makers import make_member, make_school, make_trust


def make_lead(name: str = "Northgate Learning Trust") -> Actor:
    lead = make_member(make_trust(name), Role.CPD_LEAD, Role.FINANCE)
    make_finance_details(lead, START)
    return lead


def search_notes(at: datetime) -> int:
    waiting = outbox.list_waiting(at=at, tries_at=at)
    return len(waiting)


def test_a_run_keeps_what_was_typed_with_its_sessions_in_order_of_time(app: Flask, at: datetime) -> None:
    with transaction():
        lead = make_lead()
        school = make_school(lead.trust, "Ash Primary")
        later = session_draft(FIRST_DAY + timedelta(days=7), online=True)
        first = session_draft(venue=Venue.SCHOOL, school_id=school, address="", postcode="", capacity=12)
        reference = add_run(
            lead, make_bare_course(lead), later, first, name="Spring", minimum_places=6, decide_on_date=date(2027, 1, 5)
        )
    with transaction():
        run = queries.get_own_run(lead.trust, reference)
    assert reference.startswith("RUN-")
    assert (run.name, run.minimum_places, run.decide_on_date, run.version) == ("Spring", 6, date(2027, 1, 5), 1)
    assert [each.place_line for each in run.sessions] == ["Ash Primary", "Online"]
    assert [each.position for each in run.sessions] == [1, 2]
    assert [each.capacity for each in run.sessions] == [12, 20]
    assert (run.starts_at, run.ends_at) == (first.starts_at, later.ends_at)
    assert run.sessions[1].link == "https://meet.example/abc"
    assert len({each.uid for each in run.sessions}) == 2


def test_a_session_at_an_address_is_at_the_centre_of_its_postcode_s_area(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        reference = add_run(lead, make_bare_course(lead), session_draft(postcode="ls14ap"))
        session = queries.get_run(reference).sessions[0]
    assert session.place_line == "Mill House, 1 Mill Lane, Leeds, LS1 4AP"
    assert session.easting is not None
    assert 425_000 < session.easting < 435_000


def test_a_session_over_the_clock_going_back_lasts_an_hour_longer(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        night = session_draft(date(2027, 10, 31), "00:30", "03:30")
        session = queries.get_run(add_run(lead, make_bare_course(lead), night)).sessions[0]
    assert session.minutes == 4 * 60
    assert session.starts_at == datetime(2027, 10, 30, 23, 30, tzinfo=UTC)


def test_every_fault_is_told_at_once_and_nothing_is_added(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        course = make_bare_course(lead)
        with pytest.raises(Incomplete) as raised:
            add_run(lead, course, session_draft(capacity=0, address=""), name="x" * 81)
        assert not queries.list_runs(listing_queries.get_listing(course).id)
    assert [each.field for each in raised.value.faults] == ["name", "session-1-address", "session-1-capacity"]


def test_a_school_that_the_register_does_not_hold_is_refused(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        with pytest.raises(Incomplete, match="not on the register"):
            add_run(lead, make_bare_course(lead), session_draft(venue=Venue.SCHOOL, school_id=999_999))


def test_nobody_adds_a_run_to_another_trust_s_course_or_to_what_is_no_course(app: Flask) -> None:
    with transaction():
        lead, other = make_lead(), make_lead("Other Trust")
        course = make_bare_course(lead)
        service = listings.draft_listing(kind="service", draft=listings.draft_of(listing_queries.get_listing(course)),
                                         actor=lead, at=datetime(2026, 11, 20, tzinfo=UTC))  # fmt: skip
        for who, reference in ((other, course), (lead, service.reference)):
            with pytest.raises(NotFound):
                add_run(who, reference)
        with pytest.raises(NotFound):
            queries.get_own_run(other.trust, add_run(lead, course))


def test_a_closed_course_gets_no_more_runs(app: Flask, at: datetime) -> None:
    with transaction():
        lead = make_lead()
        course = make_course(lead)
        listings.close_listing(reference=course, actor=lead, at=at)
        with pytest.raises(WrongState):
            add_run(lead, course)


def test_the_search_follows_a_new_run_of_a_published_course_only(app: Flask, at: datetime) -> None:
    with transaction():
        lead = make_lead()
        drafted, published = make_bare_course(lead), make_course(lead)
        before = search_notes(at)
        add_run(lead, drafted)
        assert search_notes(at) == before
        add_run(lead, published)
        assert search_notes(at) == before + 1


def test_adding_a_run_is_recorded(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        reference = add_run(lead, make_bare_course(lead))
        rows = audit.list_about(lead.trust, [reference])
    assert [(each.verb, each.facts["sessions"]) for each in rows] == [("cpd.run_added", 2)]


def test_the_runs_to_come_are_those_that_have_not_begun(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        course, other = make_bare_course(lead), make_bare_course(lead)
        later = add_run(lead, course, session_draft(FIRST_DAY + timedelta(days=30)))
        soon = add_run(lead, course, session_draft())
        listing, empty = (listing_queries.get_listing(each).id for each in (course, other))
        starts = queries.get_run(soon).starts_at
        just_before = queries.list_coming_runs([listing, empty], starts - timedelta(seconds=1))
        assert [each.reference for each in just_before[listing]] == [soon, later]
        assert just_before[empty] == []
        assert [each.reference for each in queries.list_coming_runs([listing], starts)[listing]] == [later]
        assert [each.reference for each in queries.list_runs(listing)] == [soon, later]


def test_the_runs_to_come_are_those_of_which_something_may_be_booked(world: World) -> None:
    for booked_by in BookedBy:
        course, run = make_course_and_run(world.provider, count=2, booked_by=booked_by)
        listing, value = listing_queries.get_listing(course).id, queries.get_run(run)
        for starts in (each.starts_at for each in value.sessions):
            for at in (starts + timedelta(seconds=each) for each in (-1, 0, 1)):
                found = [each.reference for each in queries.list_coming_runs([listing], at)[listing]]
                assert found == ([run] if value.is_open(at) else []), (booked_by, at)
                assert queries.has_run_to_come(listing, at) is value.is_open(at)


def test_a_run_with_a_minimum_goes_ahead_once(app: Flask, at: datetime) -> None:
    with transaction():
        lead = make_lead()
        course = make_bare_course(lead)
        reference = add_run(lead, course, minimum_places=6, decide_on_date=date(2027, 1, 5))
        actions.go_ahead(reference=reference, actor=lead, at=at)
        assert queries.get_run(reference).goes_ahead_at == at
        with pytest.raises(rules.RunStopped):
            actions.go_ahead(reference=reference, actor=lead, at=at)
        with pytest.raises(rules.RunStopped, match="no minimum"):
            actions.go_ahead(reference=add_run(lead, course), actor=lead, at=at)


def test_a_run_is_held_with_its_sessions(app: Flask) -> None:
    with transaction():
        lead = make_lead()
        run = queries.get_run(add_run(lead, make_bare_course(lead)))
        assert [each.id for each in locks.lock_run(run.id).sessions] == [each.id for each in run.sessions]
        with pytest.raises(NotFound):
            locks.lock_run(run.id + 1)


def test_a_run_draft_of_two_sessions_has_no_fault(at: datetime) -> None:
    assert rules.run_faults(run_draft(), at=at) == []
