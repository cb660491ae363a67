"""A delegate's own page: without an account, by a link that ends with the place, the address, and the time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.cpd import actions, queries
from app.cpd.values import NewDelegate
from app.kernel import signing
from app.kernel.database import transaction
from app.listings import actions as listings
from app.listings.values import DocumentAudience
from tests.clock import START, HandClock
from tests.cpd import registers_makers as registers
from tests.cpd.booking_makers import ids, make_booking, person
from tests.cpd.mails import events_of, mails_to, starts
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_session
from tests.cpd.runs_makers import session_draft
from tests.notifications.mailbox import open_mailbox, posting_to
from tests.police import PoliceClient

ASHA, BEN = "asha.rao@school.example", "ben.cole@school.example"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HIDDEN = ("Reading fluency", "Mill", "Asha", "Park behind", "meet.example")


@pytest.fixture
def booking(world: World) -> str:
    """A place for Asha, booked on a run of one day; the booking's reference."""
    with transaction():
        return make_booking(world.buyer, make_course_and_run(world.provider)[1], people=(person("Asha Rao"),))


def link_of(address: str = ASHA) -> str:
    """The link in the last mail to an address."""
    with transaction():
        return mails_to(address)[-1].link


def ends_at(reference: str) -> datetime:
    with transaction():
        return queries.runs_by_id([queries.booking_by_reference(reference).run_id]).popitem()[1].ends_at


def shows_nothing(answer: TestResponse) -> bool:
    return not any(each in answer.text for each in HIDDEN)


def test_it_shows_what_when_where_and_how_to_join(client: PoliceClient, booking: str) -> None:
    page = client.get(link_of())
    assert page.status_code == 200
    for said in (
        "Reading fluency in key stage 2",
        "Given by Northgate Learning Trust",
        "Monday 1 February 2027, 9:30am to 3:30pm",
        "1 Mill Lane, Leeds, LS1 4AP",
        "Park behind the hall",
        "Asha Rao",
        "Westbrook Schools Trust",
        booking,
    ):
        assert said in page.text, said
    assert "£" not in page.text


def test_nobody_finds_keeps_or_is_told_of_the_page(client: PoliceClient, booking: str) -> None:
    link = link_of()
    for address in (link, f"{link}/course.ics"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_course_online_has_its_link(client: PoliceClient, world: World) -> None:
    with transaction():
        run = make_course_and_run(world.provider, sessions=[session_draft(online=True)])[1]
        make_booking(world.buyer, run, people=(person("Asha Rao"),))
    assert 'href="https://meet.example/abc"' in client.get(link_of()).text


def test_only_the_sessions_of_the_place_are_shown(client: PoliceClient, world: World) -> None:
    with transaction():
        sessions = (make_session(), make_session(datetime(2027, 3, 1, 9, tzinfo=UTC)))
        run = make_course_and_run(world.provider, sessions=sessions, booked_by="session")[1]
        second = queries.get_run(run).sessions[1].id
        make_booking(world.buyer, run, people=(person("Asha Rao"),), session_ids=(second,))
    page = client.get(link_of()).text
    assert "1 March 2027" in page
    assert "1 February 2027" not in page


def test_the_calendar_file_has_the_sessions_and_names_nobody(client: PoliceClient, booking: str) -> None:
    answer = client.get(f"{link_of()}/course.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == "attachment; filename=course.ics"
    (event,) = events_of(answer.text).values()
    assert starts(event) == FIRST_START
    assert "ATTENDEE" not in event
    assert "METHOD:PUBLISH" in answer.text


def test_materials_are_there_to_save_by_the_same_link(client: PoliceClient, world: World, booking: str) -> None:
    with transaction():
        course = queries.booking_by_reference(booking).listing_reference
        listings.add_document(
            reference=course,
            name="Slides.pdf",
            content=PDF,
            audience=DocumentAudience.PARTIES,
            actor=world.provider,
            at=START,
        )
    link = link_of()
    page = client.get(link).text
    assert "Slides.pdf" in page
    address = page.split('href="' + link + "/materials/")[1].split('"')[0]
    file = client.get(f"{link}/materials/{address}")
    assert (file.status_code, file.mimetype, file.data) == (200, "application/pdf", PDF)
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{link}/materials/999999").status_code == 404


def test_a_link_opens_until_sixty_days_after_the_end_and_not_at_that_second(
    client: PoliceClient, clock: HandClock, booking: str
) -> None:
    link, over = link_of(), ends_at(booking) + timedelta(days=60)
    clock.moment = over - timedelta(seconds=1)
    assert client.get(link).status_code == 200
    clock.moment = over
    answer = client.get(link)
    assert answer.status_code == 410
    assert "This link has run out" in answer.text
    assert 'action="/my-place/new-link"' in answer.text
    assert shows_nothing(answer)
    assert client.get(f"{link}/course.ics").status_code == 410


@pytest.mark.parametrize("change", [lambda link: link[:-1], lambda link: link + "x", lambda link: "/my-place/nonsense"])
def test_a_link_cut_short_or_changed_says_so(client: PoliceClient, booking: str, change: Callable[[str], str]) -> None:
    answer = client.get(change(link_of()))
    assert answer.status_code == 404
    assert "This link does not work" in answer.text
    assert shows_nothing(answer)


def test_a_link_of_another_purpose_opens_nothing(app: Flask, client: PoliceClient, booking: str) -> None:
    with transaction():
        place = queries.booking_by_reference(booking).places[0]
        assert place.delegate is not None
        facts: signing.Facts = {"place": place.id, "delegate": place.delegate.id, "to": "x"}
        token = signing.sign("cpd.evaluation", facts, until=ends_at(booking))
    assert client.get(f"/my-place/{token}").status_code == 404


def test_whose_place_was_given_to_another_sees_that_and_nothing_else(
    client: PoliceClient, world: World, booking: str
) -> None:
    old = link_of()
    with transaction():
        actions.name_place(
            reference=booking, place_id=ids(booking)[0], new=person("Ben Cole"), actor=world.buyer, at=START
        )
    answer = client.get(old)
    assert answer.status_code == 410
    assert "This place was given to somebody else." in answer.text
    assert shows_nothing(answer)
    assert "Ben" not in answer.text
    assert "Ben Cole" in client.get(link_of(BEN)).text


def test_whose_place_was_cancelled_sees_that_and_nothing_else(client: PoliceClient, world: World, booking: str) -> None:
    link = link_of()
    with transaction():
        actions.cancel_places(reference=booking, place_ids=ids(booking), reason="Private", actor=world.buyer, at=START)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "This place was cancelled by your trust." in answer.text
    assert shows_nothing(answer)
    assert "Private" not in answer.text


def test_whose_course_was_cancelled_sees_that(client: PoliceClient, world: World, booking: str) -> None:
    link = link_of()
    with transaction():
        run = queries.booking_by_reference(booking).run_reference
        actions.cancel_run(reference=run, reason="Flood", actor=world.provider, at=START)
    assert "This course was cancelled by the trust that gives it." in client.get(link).text


def test_a_link_sent_to_a_wrong_address_ends_when_that_is_put_right(
    client: PoliceClient, world: World, booking: str
) -> None:
    wrong = link_of()
    with transaction():
        place = queries.booking_by_reference(booking).places[0]
        assert place.delegate is not None
        right = NewDelegate("Asha Rao", "a.rao@school.example")
        actions.change_staff(delegate_id=place.delegate.id, typed=right, actor=world.buyer, at=START)
    answer = client.get(wrong)
    assert (answer.status_code, shows_nothing(answer)) == (410, True)
    assert "Asha Rao" in client.get(link_of("a.rao@school.example")).text


def test_the_mail_goes_out_with_its_calendar_file_and_keeps_nothing_once_it_is_sent(
    app: Flask, booking: str, deliver: Callable[[], int]
) -> None:
    with open_mailbox() as box, posting_to(box, app.extensions["settings"]):
        deliver()
    (message,) = [each for each in box.messages if each["To"] == ASHA]
    (file,) = message.iter_attachments()
    assert isinstance(file, EmailMessage)
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "REQUEST")
    assert "http://localhost/my-place/" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    with transaction():
        (kept,) = mails_to(ASHA)
    assert (kept.body, kept.link, kept.events) == ("", "", {})


def test_after_the_course_the_page_leads_to_the_certificate_and_asks_what_they_thought(
    client: PoliceClient, world: World, clock: HandClock
) -> None:
    with transaction():
        run = registers.make_booked_run(world, "Asha Rao", "Ben Cole")
    with transaction():
        registers.take(world, run, {"Asha Rao": "P", "Ben Cole": "A"})
        registers.close(world, run)
    clock.moment = registers_end(run)
    came, stayed_away = client.get(link_of()).text, client.get(link_of(BEN)).text
    assert "This course is over." in came
    assert "Download your certificate" in came
    assert client.get(f"{link_of()}/certificate.pdf").mimetype == "application/pdf"
    assert 'href="/evaluate/' in came
    assert "After the course" not in stayed_away


def registers_end(run: str) -> datetime:
    with transaction():
        return queries.get_run(run).ends_at
