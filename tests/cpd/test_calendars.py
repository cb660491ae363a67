"""What a delegate's calendar is given: right at the clock change, followed by the same UIDs, safe whatever is typed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Timezone

from app.approvals import actions as approvals
from app.cpd import actions, queries
from app.cpd.messages.calendars import Entry, Method, write_calendar
from app.cpd.values import DelegateValue, PlaceState, SessionValue
from app.kernel.database import transaction
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, person
from tests.cpd.mails import calendar, events_of, mails_to, part, starts
from tests.cpd.makers import World, make_course_and_run
from tests.cpd.runs_makers import as_typed, session_draft

ASHA, BEN = "asha.rao@school.example", "ben.cole@school.example"
BOOKED_AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def run_of(world: World, days: Sequence[date], *, capacity: int = 20) -> str:
    """A run from nine to three on some days; returns its reference."""
    sessions = [session_draft(day, "09:00", "15:00", capacity=capacity) for day in days]
    return make_course_and_run(world.provider, at=BOOKED_AT, sessions=sessions)[1]


def over_the_change(world: World) -> str:
    """A run on the Saturday before the clocks go back in 2026 and on the Monday after."""
    return run_of(world, [date(2026, 10, 24), date(2026, 10, 26)])


def book_for(world: World, run: str, *names: str, at: datetime = BOOKED_AT) -> str:
    return make_booking(world.buyer, run, len(names), people=tuple(person(each) for each in names), at=at)


def a_session(**changes: object) -> SessionValue:
    values = SessionValue(
        id=1, run_id=1, position=1, starts_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        ends_at=datetime(2026, 11, 2, 15, tzinfo=UTC), venue=session_draft().venue, school_id=None,
        address="Mill House", postcode="LS1 4AP", link="", place_line="Mill House, LS1 4AP", easting=None,
        northing=None, capacity=20, taken=0, uid="one@trust-exchange", sequence=0,
    )  # fmt: skip
    return replace(values, **changes)  # type: ignore[arg-type]


def an_entry(**changes: object) -> Entry:
    return replace(
        Entry(session=a_session(), title="Phonics", organiser="Northgate", description="", path="/courses/LST-7F3K2"),
        **changes,  # type: ignore[arg-type]
    )


def test_nine_in_the_morning_is_nine_before_and_after_the_clocks_go_back(world: World) -> None:
    book_for(world, over_the_change(world), "Asha Rao")
    (mail,) = mails_to(ASHA)
    saturday, monday = sorted(mail.events.values(), key=starts)
    assert [f"{starts(each):%d %B %Y %H:%M}" for each in (saturday, monday)] == [
        "24 October 2026 09:00",
        "26 October 2026 09:00",
    ]
    assert part(saturday, "DTSTART").params["TZID"] == "Europe/London"
    assert [starts(each).astimezone(UTC).hour for each in (saturday, monday)] == [8, 9]
    assert [part(each, "DTEND").dt - part(each, "DTSTART").dt for each in (saturday, monday)] == [
        timedelta(hours=6)
    ] * 2


@pytest.mark.parametrize(
    ("wall", "offset"),
    [
        ("2026-03-29 00:59", 0), ("2026-03-29 02:00", 1), ("2026-10-25 00:59", 1), ("2026-10-25 02:00", 0),
        ("2031-07-01 12:00", 1), ("2031-12-01 12:00", 0),
    ],
)  # fmt: skip
def test_the_zone_in_the_file_says_what_the_clocks_of_england_say(app: Flask, wall: str, offset: int) -> None:
    with transaction():
        (zone,) = calendar(write_calendar([an_entry()], method=Method.REQUEST, at=BOOKED_AT)).walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    moment = datetime.fromisoformat(wall)
    assert zone.to_tz().utcoffset(moment) == LONDON.utcoffset(moment) == timedelta(hours=offset)


def test_a_confirmation_asks_the_calendar_of_one_person_to_hold_every_session(world: World) -> None:
    run = over_the_change(world)
    book_for(world, run, "Asha Rao", "Ben Cole")
    (mail,) = mails_to(ASHA)
    assert mail.method == "REQUEST"
    assert set(mail.events) == {each.uid for each in queries.get_run(run).sessions}
    assert mail.sequences == [0, 0]
    for event in mail.events.values():
        assert part(event, "STATUS") == "CONFIRMED"
        assert str(part(event, "ATTENDEE")) == f"mailto:{ASHA}"
        assert part(event, "ATTENDEE").params["CN"] == "Asha Rao"
        assert part(event, "ATTENDEE").params["RSVP"] == "FALSE"
        assert part(event, "ORGANIZER").params["CN"] == "Northgate Learning Trust"
        assert str(part(event, "ORGANIZER")).startswith("mailto:notices@")
        assert str(part(event, "URL")).startswith("http://localhost/courses/LST-")
        assert part(event, "LOCATION") == "Mill House, 1 Mill Lane, Leeds, LS1 4AP"
        assert part(event, "DTSTAMP").dt == BOOKED_AT


def test_a_changed_session_has_the_same_uid_and_the_next_number(world: World) -> None:
    run = over_the_change(world)
    book_for(world, run, "Asha Rao")
    value = queries.get_run(run)
    later = [
        replace(each, starts_at=each.starts_at + timedelta(hours=1), ends_at=each.ends_at + timedelta(hours=1))
        if each.id == value.sessions[1].id
        else each
        for each in as_typed(value).sessions
    ]
    draft = as_typed(value, sessions=tuple(later))
    actions.change_run(reference=run, draft=draft, version=value.version, actor=world.provider, at=BOOKED_AT)
    first, changed = mails_to(ASHA)
    assert changed.method == "REQUEST"
    assert list(changed.events) == list(first.events)
    assert [new - old for old, new in zip(first.sequences, changed.sequences, strict=True)] == [0, 1]
    assert starts(list(changed.events.values())[1]).time() == time(10)


def test_cancelling_takes_the_sessions_away_by_the_same_uids(world: World) -> None:
    run = over_the_change(world)
    reference = book_for(world, run, "Asha Rao")
    actions.cancel_places(
        reference=reference, place_ids=ids(reference), reason="", actor=world.buyer, at=BOOKED_AT + timedelta(hours=1)
    )
    first, gone = mails_to(ASHA)
    assert gone.method == "CANCEL"
    assert set(gone.events) == set(first.events)
    assert gone.sequences == [1, 1]
    assert {str(part(each, "STATUS")) for each in gone.events.values()} == {"CANCELLED"}
    assert gone.link == ""


def test_who_is_substituted_loses_the_sessions_and_who_comes_gets_them(world: World) -> None:
    run = over_the_change(world)
    reference = book_for(world, run, "Asha Rao")
    (place,) = ids(reference)
    name = partial(actions.name_place, reference=reference, place_id=place, actor=world.buyer)
    name(new=person("Ben Cole"), at=BOOKED_AT + timedelta(hours=1))
    assert [each.method for each in mails_to(ASHA)] == ["REQUEST", "CANCEL"]
    assert [each.method for each in mails_to(BEN)] == ["REQUEST"]
    assert mails_to(BEN)[0].sequences == [0, 0]


def test_who_gets_a_place_back_has_a_number_above_that_of_the_cancellation(world: World) -> None:
    run = over_the_change(world)
    reference = book_for(world, run, "Asha Rao")
    (place,) = ids(reference)
    name = partial(actions.name_place, reference=reference, place_id=place, actor=world.buyer)
    name(new=person("Ben Cole"), at=BOOKED_AT + timedelta(hours=1))
    name(new=person("Asha Rao"), at=BOOKED_AT + timedelta(hours=2))
    _, gone, back = mails_to(ASHA)
    assert (gone.method, back.method) == ("CANCEL", "REQUEST")
    assert back.sequences >= gone.sequences == [1, 1]
    assert part(next(iter(back.events.values())), "DTSTAMP").dt > BOOKED_AT + timedelta(hours=1)


def test_who_cancels_and_books_again_has_a_number_above_that_of_the_cancellation(world: World) -> None:
    run = over_the_change(world)
    first = book_for(world, run, "Asha Rao")
    actions.cancel_places(reference=first, place_ids=ids(first), reason="", actor=world.buyer, at=BOOKED_AT)
    book_for(world, run, "Asha Rao", at=BOOKED_AT + timedelta(hours=1))
    assert [each.sequences for each in mails_to(ASHA)] == [[0, 0], [1, 1], [1, 1]]


def test_a_cancelled_run_leaves_every_calendar(world: World) -> None:
    run = over_the_change(world)
    book_for(world, run, "Asha Rao", "Ben Cole")
    actions.cancel_run(reference=run, reason="The hall flooded", actor=world.provider, at=BOOKED_AT)
    for address in (ASHA, BEN):
        _, gone = mails_to(address)
        assert (gone.method, gone.sequences) == ("CANCEL", [1, 1])
        assert "The hall flooded" in gone.body


def test_a_place_moved_to_another_run_leaves_the_old_days_for_the_new(world: World) -> None:
    course, run = make_course_and_run(world.provider, at=BOOKED_AT)
    other = actions.add_run(
        course_reference=course, draft=as_typed(queries.get_run(run)), actor=world.provider, at=BOOKED_AT
    )
    reference = book_for(world, run, "Asha Rao")
    actions.move_place(
        place_id=ids(reference)[0], to_run_reference=other, reason="Too few", actor=world.provider, at=BOOKED_AT
    )
    _, gone, new = mails_to(ASHA)
    assert (gone.method, list(gone.events)) == ("CANCEL", [each.uid for each in queries.get_run(run).sessions])
    assert (new.method, list(new.events)) == ("REQUEST", [each.uid for each in queries.get_run(other).sessions])


def test_somebody_whose_place_is_held_hears_nothing_until_it_is_approved(world: World) -> None:
    run = make_course_and_run(world.provider, at=BOOKED_AT, prices=DEAR)[1]
    reference = book_for(world, run, "Asha Rao")
    (place,) = get(reference).places
    assert (place.state, mails_to(ASHA)) == (PlaceState.HELD, [])
    assert place.approval_reference is not None
    approvals.approve(
        reference=place.approval_reference, reason="", waiver_reason="Only this course", actor=world.cfo, at=BOOKED_AT
    )
    assert [each.method for each in mails_to(ASHA)] == ["REQUEST"]


@pytest.mark.parametrize(
    "typed",
    [
        "Reading, writing; and “Tŷ Gwyn”",
        "Back\\slash and a colon: here",
        "Two\nlines\r\nEND:VEVENT\r\nBEGIN:VEVENT",
        "Ysgol Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ŵ ŷ â ê î ô û 日本 🎓 " * 4,
    ],
)
def test_whatever_is_typed_stands_in_one_event_as_it_was_typed(app: Flask, typed: str) -> None:
    with transaction():
        text = write_calendar([an_entry(title=typed, description=typed)], method=Method.REQUEST, at=BOOKED_AT)
    (event,) = events_of(text).values()
    assert str(part(event, "DESCRIPTION")) == typed.replace("\r\n", "\n")
    assert str(part(event, "SUMMARY")) == typed.replace("\r\n", "\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    "name", ['Asha "Ash" Rao', "Rao; Asha, Dr: x", "Siân Tŷ Ŵyn", "A\r\nATTENDEE:mailto:b@c.example"]
)
def test_a_name_cannot_break_out_of_its_parameter(app: Flask, name: str) -> None:
    who = DelegateValue(1, 1, name, ASHA, None)
    with transaction():
        text = write_calendar([an_entry(attendee=who)], method=Method.REQUEST, at=BOOKED_AT)
    (event,) = events_of(text).values()
    assert str(part(event, "ATTENDEE")) == f"mailto:{ASHA}"
    assert text.count("\r\nATTENDEE") == 1


def test_a_course_online_is_where_its_link_is_for_those_booked_alone(app: Flask) -> None:
    online = a_session(
        venue=session_draft(online=True).venue, link="https://meet.example/abc", place_line="Online", postcode=""
    )
    with transaction():
        booked = write_calendar([an_entry(session=online)], method=Method.REQUEST, at=BOOKED_AT)
        public = write_calendar([an_entry(session=online, with_link=False)], method=Method.PUBLISH, at=BOOKED_AT)
    assert str(part(events_of(booked)["one@trust-exchange"], "LOCATION")) == "Online: https://meet.example/abc"
    assert "meet.example" not in public
