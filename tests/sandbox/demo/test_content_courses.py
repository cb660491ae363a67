"""The demo's courses, runs and bookings could really be given and booked, on whatever day the demo is loaded."""

import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from app.cpd.rules import publishing_faults
from app.cpd.rules.money import working_days_before
from app.kernel.clock import london_date
from app.sandbox.demo.course_content import WrittenBooking, WrittenCourse, WrittenRun, course_content
from app.sandbox.demo.courses import Programme, opened_at, particulars_of
from app.sandbox.demo.places import buyer_of
from app.sandbox.demo.stage import Stage
from app.sandbox.demo.term import is_school_day, school_day, working_day
from app.sandbox.demo.timeline import Timeline
from tests.sandbox.demo.content import (
    CHILDREN,
    CPD_CATEGORY,
    FINANCE,
    PEOPLE,
    PHASES,
    REGIONS,
    SCHOOLS,
    assert_unique,
    with_role,
)

CONTENT = course_content()
COURSES = {each.key: each for each in CONTENT.courses}
RUNS = {each.key: each for each in CONTENT.runs}
REGISTERED = {row["uid"]: row["vat_registered"] for row in FINANCE}
SCHOOL_OF = {name: urn for trust in CONTENT.staff for urn, names in trust.staff.items() for name in names}
LOADED_ON = [date(2026, 1, 2) + timedelta(days=17 * number) for number in range(22)]
"""A day of every few weeks of a year and more, term and holiday, weekday and weekend."""

each_course = pytest.mark.parametrize("course", CONTENT.courses, ids=list(COURSES))
each_run = pytest.mark.parametrize("run", CONTENT.runs, ids=list(RUNS))
each_booking = pytest.mark.parametrize("booking", CONTENT.bookings, ids=[each.key for each in CONTENT.bookings])


def programme_on(day: date) -> Programme:
    stage = Stage(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return Programme(stage, Timeline(stage))


def bookings_of(run: str) -> list[WrittenBooking]:
    return [each for each in CONTENT.bookings if each.run == run]


def count(booking: WrittenBooking) -> int:
    return len(booking.who) + booking.to_follow


def is_own(booking: WrittenBooking) -> bool:
    return buyer_of(booking).uid == COURSES[RUNS[booking.run].course].trust


# The courses


def test_about_twenty_courses_are_given_by_six_trusts() -> None:
    published = [each for each in CONTENT.courses if each.state == "published"]
    assert 20 <= len(published) <= 25
    assert len({each.trust for each in published}) == 6
    assert {each.format for each in published} == {"in_person", "online", "blended"}
    assert {each.charge_on for each in published} == {"booking", "after"}
    assert {each.booked_by for each in published} == {"whole", "session"}
    assert sum(each.free for each in published) >= 2
    for price in ("partner_pence", "early_pence", "whole_school_pence", "npq_course", "standard"):
        assert any(getattr(each, price) for each in published), price


def test_courses_have_keys_titles_and_summaries_of_their_own() -> None:
    for words in ("key", "title", "summary", "description"):
        assert_unique([getattr(each, words).lower() for each in CONTENT.courses])


@each_course
def test_a_course_lacks_nothing_to_be_published(course: WrittenCourse) -> None:
    typed = particulars_of(programme_on(LOADED_ON[0]), course)
    assert publishing_faults(typed, vat_registered=REGISTERED[course.trust], has_run=True) == []


@each_course
def test_a_course_is_written_by_a_cpd_lead_in_known_words(course: WrittenCourse) -> None:
    assert course.author in with_role(course.trust, "cpd_lead")
    assert CHILDREN[course.category] == CPD_CATEGORY
    assert set(course.phases) <= PHASES
    assert course.regions == ["all"] or set(course.regions) <= REGIONS
    assert 10 < len(course.title) < 80
    assert 40 < len(course.summary) < 200


@each_course
def test_a_course_reads_as_the_site_does(course: WrittenCourse) -> None:
    parts = (course.title, course.summary, course.description, course.outcomes, course.joining_instructions)
    text = " ".join((*parts, course.prerequisites, *course.standard.values())).lower()
    assert not re.search(r"\bplease\b|\bsuccessfully\b|\blorem\b|organiz|\bprogram\b|\bcolor|\bcenter|https?:", text)
    assert not re.search(r"^#(?!# )", course.description, re.MULTILINE)


# The runs


@each_run
def test_a_run_is_somewhere_and_of_a_course_of_that_format(run: WrittenRun) -> None:
    course = COURSES[run.course]
    if run.school:
        assert SCHOOLS[run.school]["Trusts (code)"] == course.trust
    assert bool(run.address) == bool(run.postcode)
    assert not (run.school and run.address)
    online = {day for day in run.days if day in run.online or not (run.school or run.address)}
    expected = {"online": online == set(run.days), "in_person": not online, "blended": 0 < len(online) < len(run.days)}
    assert expected[course.format]
    assert not online or re.fullmatch(r"https://meet\.[a-z]+\.example/[a-z-]+", run.link)
    assert run.starts < run.ends
    assert set(run.online) <= set(run.days)


@pytest.mark.parametrize("today", LOADED_ON, ids=str)
def test_sessions_are_on_days_of_term_in_order_whenever_the_demo_is_loaded(today: date) -> None:
    for run in CONTENT.runs:
        days = programme_on(today).days_of(run)
        assert all(is_school_day(each) for each in days)
        assert days == sorted(set(days))
        assert all((each < today) == run.is_past and each != today for each in days)


@pytest.mark.parametrize("today", LOADED_ON, ids=str)
def test_nothing_happens_before_what_it_needs_whenever_the_demo_is_loaded(today: date) -> None:
    programme = programme_on(today)
    for run in CONTENT.runs:
        opened = opened_at(programme, COURSES[run.course])
        added = opened if run.added is None else programme.ago(run, run.added)
        assert opened <= added
        last = added
        for booking in bookings_of(run.key):
            at = programme.ago(run, booking.ago)
            assert last <= at
            assert london_date(at) < programme.days_of(run)[0]
            last = at
        if run.decide_in is not None:
            assert london_date(added) <= working_day(today, run.decide_in) < programme.days_of(run)[0]


@pytest.mark.parametrize("count", [-60, -1, 1, 60])
def test_a_day_of_term_is_never_at_a_weekend_or_on_a_bank_holiday(count: int) -> None:
    for today in LOADED_ON:
        day = school_day(today, count)
        assert is_school_day(day)
        assert (day - today).days * count > 0


def test_counting_days_of_term_leaves_out_christmas() -> None:
    friday = date(2026, 12, 18)
    assert school_day(friday, 1) == date(2027, 1, 5)
    assert school_day(date(2027, 1, 5), -1) == friday


# Those who go


def test_staff_have_names_of_their_own_and_schools_of_their_trust() -> None:
    names = [name for trust in CONTENT.staff for held in trust.staff.values() for name in held]
    assert_unique([*names, *(person["name"] for person in PEOPLE)])
    for trust in CONTENT.staff:
        assert {SCHOOLS[urn]["Trusts (code)"] for urn in trust.staff if urn != "central"} == {trust.uid}


@each_booking
def test_a_booking_is_for_people_of_the_trust_by_somebody_who_may_book(booking: WrittenBooking) -> None:
    trust = buyer_of(booking)
    assert booking.by in with_role(trust.uid, "buyer") | with_role(trust.uid, "cpd_lead")
    people = {*booking.who, *(each.who for each in booking.named)}
    assert people <= {name for names in trust.staff.values() for name in names}
    if booking.whole_school:
        assert {SCHOOL_OF[name] for name in people} == {booking.whole_school}
    assert count(booking) > 0
    assert booking.settled in ("", "accepted", "paid")
    assert not (booking.settled and (is_own(booking) or COURSES[RUNS[booking.run].course].free or booking.waiting))


@each_run
def test_nobody_is_on_a_run_twice_and_none_is_over_full(run: WrittenRun) -> None:
    booked = bookings_of(run.key)
    assert_unique([name for booking in booked for name in booking.who])
    assert sum(count(each) for each in booked if not each.waiting) <= run.capacity
    assert_unique([each.po_number for each in CONTENT.bookings if each.po_number])


@each_run
def test_a_register_and_what_was_said_are_of_those_who_came(run: WrittenRun) -> None:
    held = {name for booking in bookings_of(run.key) for name in present_in(booking)}
    missing = {each.who for each in run.absent if len(each.sessions) == len(run.days)}
    said = [each.who for each in run.evaluations]
    assert {*run.late, *(each.who for each in run.absent)} <= held
    assert set(said) <= held - missing
    assert_unique(said)
    assert all(len(each.scores) == 6 and set(each.scores) <= {1, 2, 3, 4, 5} for each in run.evaluations)
    assert run.is_past or not (run.late or run.absent or run.evaluations)


def present_in(booking: WrittenBooking) -> set[str]:
    """Who has a place in the end."""
    places: dict[int, str] = dict(enumerate(booking.who, 1))
    places |= {each.place: each.who for each in booking.named}
    gone = booking.cancelled.places if booking.cancelled else []
    return {name for number, name in places.items() if number not in gone}


# What the demo promises


def test_runs_are_past_and_to_come_some_with_three_sessions_one_cancelled() -> None:
    past = [each for each in CONTENT.runs if each.is_past]
    assert len(past) == 8
    assert sum(each.register_open for each in past) == 1
    assert 25 <= len(CONTENT.runs) - len(past) <= 35
    assert sum(len(each.days) == 3 and not each.is_past for each in CONTENT.runs) >= 2
    assert sum(each.cancelled is not None and len(bookings_of(each.key)) > 1 for each in CONTENT.runs) == 1


def test_two_runs_are_full_with_a_line_from_two_trusts_or_more() -> None:
    lines = defaultdict[str, list[str]](list)
    for booking in CONTENT.bookings:
        if booking.waiting:
            lines[booking.run] += [buyer_of(booking).uid] * count(booking)
    assert len(lines) == 2
    for run, waiting in lines.items():
        assert sum(count(each) for each in bookings_of(run) if not each.waiting) == RUNS[run].capacity
        assert len(set(waiting)) >= 2
        assert 2 <= len(waiting) <= 5


def test_one_place_given_back_today_leaves_an_offer_open_for_days() -> None:
    freed = [each for each in CONTENT.bookings if each.cancelled and each.cancelled.ago == 0]
    assert len(freed) == 1
    assert any(each.waiting for each in bookings_of(freed[0].run))
    assert COURSES[RUNS[freed[0].run].course].offer_hours >= 20


def test_one_place_was_given_back_late_at_half_its_price() -> None:
    late = [each for each in CONTENT.bookings if each.cancelled and RUNS[each.run].is_past]
    assert len(late) == 1
    assert late[0].cancelled is not None
    for today in LOADED_ON:
        programme = programme_on(today)
        start = programme.days_of(RUNS[late[0].run])[0]
        notice = working_days_before(working_day(start, -late[0].cancelled.ago), start)
        assert 5 <= notice <= 9
    assert [5, 50] in [list(each) for each in COURSES[RUNS[late[0].run].course].bands]


def test_one_booking_today_is_dear_enough_to_wait_for_approval() -> None:
    nets = Counter[str]()
    for booking in CONTENT.bookings:
        course = COURSES[RUNS[booking.run].course]
        if not is_own(booking) and not course.free and not booking.whole_school and not booking.waiting:
            nets[booking.key] = (course.price_pence or 0) * count(booking) * max(len(booking.sessions), 1)
    dear = [booking for booking in CONTENT.bookings if nets[booking.key] > 300_000]
    assert [(each.ago, each.by.split("@")[0]) for each in dear] == [(0, "helen.tregarrow")]
    assert dear[0].to_follow > 0


def test_what_is_told_of_places_is_all_there() -> None:
    runs, bookings = CONTENT.runs, CONTENT.bookings
    assert max(len(each.evaluations) for each in runs) >= 5
    assert any(len(each.evaluations) == 3 for each in runs)
    assert any(len(absence.sessions) == len(run.days) == 1 for run in runs for absence in run.absent)
    assert any(each.named and each.named[0].place <= len(each.who) for each in bookings), "a substitution"
    assert any(each.named and each.named[0].place > len(each.who) for each in bookings), "a name that followed"
    assert any(each.to_follow and not RUNS[each.run].is_past for each in bookings)
    assert any(is_own(each) for each in bookings)
    assert {each.settled for each in bookings} == {"", "accepted", "paid"}
    undecided = [each for each in runs if each.minimum_places and each.decide_in and each.decide_in <= 5]
    assert len(undecided) == 1
    assert sum(count(each) for each in bookings_of(undecided[0].key)) < (undecided[0].minimum_places or 0)
