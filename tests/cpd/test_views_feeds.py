"""A trust's calendar is read at a secret address alone; new courses are a feed for anyone."""

import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from flask import Flask
from icalendar import Calendar

from app.audit import queries as audit
from app.cpd import actions, queries
from app.cpd.values import Venue
from app.kernel.clock import LONDON
from app.kernel.database import transaction
from tests.clock import START, HandClock
from tests.cpd.makers import World, make_course_and_run, make_session
from tests.cpd.runs_makers import as_typed, take_places
from tests.police import PoliceClient
from tests.services.views.sent import SignIn

ATOM = "{http://www.w3.org/2005/Atom}"
LINK = "https://meet.example/secret-room"
SUMMER = datetime(2027, 7, 1, 9, 30, tzinfo=LONDON)


def secret_of(world: World, **changes: Any) -> str:
    with transaction():
        return actions.make_feed(actor=world.provider, at=START)


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_calendar_holds_what_the_trust_gives_with_uid_and_london_time(client: PoliceClient, world: World) -> None:
    with transaction():
        _, reference = make_course_and_run(world.provider, count=2, starts_at=SUMMER)
        run = queries.get_run(reference)
    answer = client.get(f"/calendars/{secret_of(world)}.ics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VTIMEZONE") == 1
    first, second = events(answer.text)
    assert [str(first["uid"]), str(second["uid"])] == [each.uid for each in run.sessions]
    assert first["dtstart"].params["TZID"] == "Europe/London"
    assert first["dtstart"].dt == SUMMER
    assert str(first["summary"]) == "Reading fluency in key stage 2 (session 1 of 2)"
    assert "0 of 20 places taken" in str(first["description"])
    assert str(first["location"]) == "1 Mill Lane, Leeds, LS1 4AP"
    assert first["sequence"] == 0


def test_the_calendar_of_who_booked_has_the_sessions_but_no_names_and_no_link(
    client: PoliceClient, world: World
) -> None:
    with transaction():
        online = make_session(SUMMER, venue=Venue.ONLINE, link=LINK, address="", postcode="")
        _, run = make_course_and_run(world.provider, sessions=[online])
        make_course_and_run(world.provider, starts_at=SUMMER + timedelta(days=3), title="Not booked")
        actions.make_feed(actor=world.buyer, at=START)
        take_places(run, 2, buyer=world.buyer)
        feed = queries.find_feed(world.buyer.trust)
    assert feed is not None
    text = client.get(f"/calendars/{feed.secret}.ics").text
    (event,) = events(text)
    assert "2 places booked for your trust. Given by Northgate Learning Trust." in str(event["description"])
    assert LINK not in text
    assert "ATTENDEE" not in text


def test_a_change_keeps_the_uid_and_raises_the_sequence(client: PoliceClient, world: World) -> None:
    with transaction():
        _, reference = make_course_and_run(world.provider, starts_at=SUMMER)
        run = queries.get_run(reference)
    secret = secret_of(world)
    before = client.get(f"/calendars/{secret}.ics")
    with transaction():
        typed = as_typed(run)
        later = typed.sessions[0].__class__(**{**vars(typed.sessions[0]), "ends_at": run.ends_at + timedelta(hours=1)})
        actions.change_run(
            reference=reference, draft=as_typed(run, sessions=(later,)), version=1, actor=world.provider, at=START
        )
    after = client.get(f"/calendars/{secret}.ics")
    (old,), (new,) = events(before.text), events(after.text)
    assert (new["uid"], new["sequence"]) == (old["uid"], 1)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_what_is_not_changed_is_not_sent_again(client: PoliceClient, world: World, clock: HandClock) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=SUMMER)
    secret = secret_of(world)
    first = client.get(f"/calendars/{secret}.ics")
    assert first.headers["Cache-Control"] == "private, max-age=900"
    clock.wind_on(hours=2)
    again = client.get(f"/calendars/{secret}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_cancelled_run_and_one_long_over_leave_the_calendar(
    client: PoliceClient, world: World, clock: HandClock, at: datetime
) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=SUMMER, title="Long over")
        _, run = make_course_and_run(world.provider, starts_at=SUMMER, title="Cancelled")
        actions.cancel_run(reference=run, reason="No speaker", actor=world.provider, at=at)
    secret = secret_of(world)
    assert [str(each["summary"]) for each in events(client.get(f"/calendars/{secret}.ics").text)] == ["Long over"]
    clock.moment = SUMMER + timedelta(days=90)
    assert len(events(client.get(f"/calendars/{secret}.ics").text)) == 1
    clock.moment = SUMMER + timedelta(days=91)
    assert events(client.get(f"/calendars/{secret}.ics").text) == []


def test_a_new_address_ends_the_old_one_and_removing_ends_both(
    client: PoliceClient, world: World, signed_in: SignIn
) -> None:
    browser = signed_in("cpd@northgate.example")

    def address() -> str:
        found = re.search(r'value="[^"]*(/calendars/[^"]+)"', browser.get("/courses/calendar-feed").text)
        assert found
        return found[1]

    assert "has no calendar address yet" in browser.get("/courses/calendar-feed").text
    assert browser.submit("/courses/calendar-feed").status_code == 303
    first = address()
    assert client.get(first).status_code == 200
    assert browser.submit("/courses/calendar-feed").status_code == 303
    second = address()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert browser.submit("/courses/calendar-feed", remove="yes").status_code == 303
    assert client.get(second).status_code == 404
    with transaction():
        verbs = [row.verb for row in audit.list_for_trust(world.provider.trust)]
    assert {"cpd.feed_made", "cpd.feed_renewed", "cpd.feed_removed"} <= set(verbs)


def test_an_address_that_never_was_shows_nothing(client: PoliceClient, app: Flask) -> None:
    assert client.get("/calendars/nonsense.ics").status_code == 404


def test_only_those_who_book_or_give_courses_come_to_the_page(world: World, signed_in: SignIn) -> None:
    assert signed_in("cfo@westbrook.example").get("/courses/calendar-feed").status_code == 404
    assert signed_in("cpd@westbrook.example").get("/courses/calendar-feed").status_code == 200


def test_new_courses_are_a_valid_feed_newest_first(client: PoliceClient, world: World, clock: HandClock) -> None:
    with transaction():
        old, _ = make_course_and_run(world.provider, starts_at=SUMMER, title="Older & <wiser>")
        later = START + timedelta(days=2)
        new, _ = make_course_and_run(world.provider, starts_at=SUMMER, title="Newer", at=later)
    clock.wind_on(days=3)
    answer = client.get("/courses/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.text)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T10:00:00Z"
    own = next(each for each in feed.iter(f"{ATOM}link") if each.get("rel") == "self")
    assert own.get("href") == feed.findtext(f"{ATOM}id")
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["Newer", "Older & <wiser>"]
    ids = [each.findtext(f"{ATOM}id") or "" for each in entries]
    assert [each.rsplit("/", 1)[1] for each in ids] == [new, old]
    for entry in entries:
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Northgate Learning Trust"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
    assert "£120.00 a place, plus VAT" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_a_course_without_a_run_to_come_is_not_in_the_feed(
    client: PoliceClient, world: World, clock: HandClock
) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=SUMMER)
    clock.moment = SUMMER
    feed = ET.fromstring(client.get("/courses/feed.atom").text)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")


def test_the_feed_is_named_on_the_pages_of_courses(client: PoliceClient, world: World) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider)
    assert 'href="/courses/feed.atom"' in client.get(f"/courses/{course}").text
