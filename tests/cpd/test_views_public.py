"""The page of a course: all that is asked before booking, to whoever may see it, and never the link to join."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from app.cpd import actions
from app.cpd.rules.runs_prices import price_line, price_rows
from app.cpd.rules.runs_words import attendance_text, hours_text, left_text
from app.cpd.values import Band, BookedBy, Npq, Prices, StandardPart, Tier, Venue
from app.kernel.database import transaction
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.clock import HandClock
from tests.cpd.makers import World, make_course, make_course_and_run, make_run, make_session, particulars
from tests.cpd.runs_makers import take_places
from tests.police import PoliceClient
from tests.services.views.sent import SignIn

LINK = "https://meet.example/secret-room"


def text_of(page: str) -> str:
    """What a reader reads: the page without its tags, each run of spaces as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def data_of(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return graph


def test_the_page_says_what_a_careful_reader_asks(client: PoliceClient, world: World) -> None:
    with transaction():
        course, _ = make_course_and_run(
            world.provider,
            count=2,
            presenter="A reading lead",
            prerequisites="A class to teach",
            npq=Npq("npq-headship", "Teach First", "Autumn 2027", True),
            prices=Prices(other=Money(120_00), partner=Money(90_00), early=Money(100_00), early_days=60),
        )
    page = client.get(f"/courses/{course}")
    assert page.status_code == 200
    read = text_of(page.text)
    for said in (
        "Reading fluency in key stage 2",
        "Plan a term of fluency practice",
        "A reading lead",
        "A class to teach",
        "NPQ for Headship, with Teach First as lead provider, Autumn 2027 cohort",
        "Funded places exist",
        "Is underpinned by robust evidence and expertise",
        "Draws on the EEF",
        "Standard price £120.00 £144.00",
        "Early price Booked 60 days or more before it begins £100.00 £120.00",
        "Partner trust For the provider’s partner trusts £90.00 £108.00",
        "Monday 1 February 2027 to Monday 8 February 2027",
        "Mon 1 February 2027, 9:30am to 3:30pm",
        "1 Mill Lane, Leeds, LS1 4AP",
        "20 places left",
        "early price until 3 December 2026",
        "12 hours",
        "In person",
        "For those who come to every session",
        "Book places",
    ):
        assert said in read, said


def test_the_bands_stand_with_the_days_of_each_run(client: PoliceClient, world: World) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider)
    read = text_of(client.get(f"/courses/{course}").text)
    assert "Until 18 January 2027 Nothing: it is free" in read
    assert "19 January 2027 to 25 January 2027 50%, £60.00" in read
    assert "26 January 2027 to 1 February 2027 100%, £120.00" in read
    assert "Not coming, without cancelling 100%" in read


def test_the_price_is_that_of_the_trust_that_looks(world: World, signed_in: SignIn) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider)
        actions.set_partners(trust_ids=[world.buyer.trust], actor=world.provider, at=datetime(2026, 11, 20, tzinfo=UTC))
    partner = text_of(signed_in("cpd@westbrook.example").get(f"/courses/{course}").text)
    assert "£90.00 a place without VAT, £108.00 with VAT: your price as a partner trust" in partner
    assert "£120.00 a place without VAT" in text_of(signed_in("cpd@easton.example").get(f"/courses/{course}").text)
    assert "No charge for your own staff" in text_of(signed_in("cpd@northgate.example").get(f"/courses/{course}").text)


def test_a_full_run_offers_the_waiting_list_and_few_places_are_said(client: PoliceClient, world: World) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider, capacity=6)
        take_places(run, 5)
    assert "Few left: 1 place" in text_of(client.get(f"/courses/{course}").text)
    with transaction():
        take_places(run, 1)
    read = text_of(client.get(f"/courses/{course}").text)
    assert "1 February 2027 Full" in read
    assert "Join the waiting list on the run of 1 February 2027" in read


def test_a_course_by_session_says_what_is_left_in_each(client: PoliceClient, world: World) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider, count=2, booked_by=BookedBy.SESSION)
        take_places(run, 2)
    read = text_of(client.get(f"/courses/{course}").text)
    assert read.count("18 places left") == 2
    assert "£120.00 a session without VAT" in read


def test_the_link_to_join_stands_nowhere_on_the_page(client: PoliceClient, world: World, signed_in: SignIn) -> None:
    with transaction():
        online = make_session(venue=Venue.ONLINE, link=LINK, address="", postcode="")
        course, _ = make_course_and_run(world.provider, sessions=[online])
    for browser in (client, signed_in("cpd@westbrook.example"), signed_in("cpd@northgate.example")):
        page = browser.get(f"/courses/{course}")
        assert page.status_code == 200
        assert LINK not in page.text
    assert data_of(client.get(f"/courses/{course}").text)[1]["location"]["@type"] == "VirtualLocation"


def test_search_engines_read_the_course_and_each_session_with_its_offset(client: PoliceClient, world: World) -> None:
    with transaction():
        summer = datetime(2027, 7, 1, 8, 30, tzinfo=UTC)
        course, run = make_course_and_run(
            world.provider, count=2, title="Reading </script> & fluency", starts_at=summer
        )
    about, first, second = data_of(client.get(f"/courses/{course}").text)
    assert (about["@type"], about["name"]) == ("Course", "Reading </script> & fluency")
    assert about["provider"]["name"] == "Northgate Learning Trust"
    instance = about["hasCourseInstance"][0]
    assert instance["@id"].endswith(f"#{run}")
    assert instance["startDate"] == "2027-07-01T09:30:00+01:00"
    assert instance["remainingAttendeeCapacity"] == 20
    assert (first["@type"], first["startDate"]) == ("EducationEvent", "2027-07-01T09:30:00+01:00")
    assert first["location"]["address"]["postalCode"] == "LS1 4AP"
    assert (first["offers"]["price"], first["offers"]["priceCurrency"]) == ("120.00", "GBP")
    assert second["name"].endswith("session 2 of 2")


def test_a_draft_is_seen_by_its_own_trust_only(client: PoliceClient, world: World, signed_in: SignIn) -> None:
    with transaction():
        course = make_course(world.provider, published=False)
    assert client.get(f"/courses/{course}").status_code == 404
    assert signed_in("cpd@westbrook.example").get(f"/courses/{course}").status_code == 404
    own = signed_in("cpd@northgate.example").get(f"/courses/{course}")
    assert own.status_code == 200
    assert "This is a draft" in own.text
    assert "ld+json" not in own.text


def test_a_closed_course_is_gone_for_others(
    client: PoliceClient, world: World, signed_in: SignIn, at: datetime
) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider)
        actions.close_course(reference=course, actor=world.provider, at=at)
    page = client.get(f"/courses/{course}")
    assert page.status_code == 410
    assert "no longer offered" in page.text
    assert "/book" not in page.text
    assert signed_in("cpd@northgate.example").get(f"/courses/{course}").status_code == 200


def test_what_is_no_course_is_no_page(client: PoliceClient) -> None:
    assert client.get("/courses/LST-22222").status_code == 404
    assert client.get("/courses/nonsense").status_code == 404


def test_a_run_that_began_cannot_be_booked_and_one_that_is_over_is_the_provider_s(
    client: PoliceClient, world: World, signed_in: SignIn, clock: HandClock
) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider, count=2)
        make_run(world.provider, course, starts_at=datetime(2027, 6, 1, 9, tzinfo=UTC))
    clock.wind_on(days=75)
    read = client.get(f"/courses/{course}").text
    assert "Under way" in read
    assert f"/runs/{run}/book" not in read
    clock.wind_on(days=20)
    assert run not in client.get(f"/courses/{course}").text
    own = signed_in("cpd@northgate.example").get(f"/courses/{course}").text
    for page in ("places", "register", "evaluations"):
        assert f"/runs/{run}/{page}" in own
    assert "Past runs (1)" in own


def test_somebody_who_may_not_book_is_told_who_may(world: World, signed_in: SignIn) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider)
    page = signed_in("cfo@westbrook.example").get(f"/courses/{course}").text
    assert "People with the buyer or CPD lead role" in page
    assert f"/runs/{run}/book" not in page


def test_the_page_costs_the_database_as_much_with_many_runs(
    app: Flask, client: PoliceClient, world: World, statements: Any
) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider, count=2)
    with statements() as few:
        client.get(f"/courses/{course}")
    with transaction():
        for week in range(11):
            make_run(
                world.provider, course, count=4, starts_at=datetime(2027, 3, 1, 9, tzinfo=UTC) + timedelta(weeks=week)
            )
    with statements() as many:
        assert client.get(f"/courses/{course}").status_code == 200
    assert len(many) == len(few)
    assert len(many) <= 15


def test_many_runs_stand_on_pages_and_each_has_its_own_address(client: PoliceClient, world: World) -> None:
    with transaction():
        course, first = make_course_and_run(world.provider)
        later = [
            make_run(
                world.provider, course, count=20, starts_at=datetime(2027, 3, 1, 9, tzinfo=UTC) + timedelta(days=day)
            )
            for day in range(6)
        ]
    page = client.get(f"/courses/{course}").text
    assert first in page
    assert later[5] not in page
    assert client.get(f"/runs/{first}").location.endswith(f"/courses/{course}#{first}")
    assert client.get(f"/runs/{later[5]}").location.endswith(f"/courses/{course}?page=2#{later[5]}")
    assert later[5] in client.get(f"/courses/{course}?page=2").text
    assert later[5] in client.get(f"/courses/{course}?page=99").text


def test_prices_are_told_with_their_vat() -> None:
    typed = particulars(
        prices=Prices(other=Money(99_99), whole_school=Money(900_00), whole_school_places=12),
        vat_treatment=VatTreatment.STANDARD,
    )
    rows = price_rows(typed, date(2027, 1, 1))
    assert [(row.tier, row.net, row.gross) for row in rows] == [
        (Tier.OTHER, Money(99_99), Money(119_99)),
        (Tier.WHOLE_SCHOOL, Money(900_00), Money(1080_00)),
    ]
    assert price_line(typed) == "£99.99 a place, plus VAT"
    exempt = particulars(vat_treatment=VatTreatment.EXEMPT, booked_by=BookedBy.SESSION)
    assert price_line(exempt) == "£120.00 a session, exempt from VAT"
    assert price_line(particulars(prices=Prices(is_free=True))) == "Free"
    assert price_rows(particulars(prices=Prices(is_free=True)), date(2027, 1, 1)) == []


def test_words_at_their_boundaries() -> None:
    assert [left_text(each) for each in (0, 1, 5, 6)] == [
        "Full: join the waiting list",
        "Few left: 1 place",
        "Few left: 5 places",
        "6 places left",
    ]
    assert [hours_text(each) for each in (45, 60, 90, 121, 720)] == [
        "45 minutes",
        "1 hour",
        "1 hour 30 minutes",
        "2 hours 1 minute",
        "12 hours",
    ]
    assert attendance_text(100, 3) == "For those who come to every session"
    assert attendance_text(99, 3) == "For those who come to at least 99% of the sessions"
    assert attendance_text(80, 1) == "For those who come to the session"


def test_a_course_without_bands_shows_no_table_of_them(client: PoliceClient, world: World) -> None:
    with transaction():
        course, _ = make_course_and_run(
            world.provider,
            prices=Prices(is_free=True),
            bands=(Band(0, None, 0),),
            standard={StandardPart.EVIDENCE: "x"},
        )
    read = text_of(client.get(f"/courses/{course}").text)
    assert "this course is free for every trust" in read
    assert "What cancelling costs" not in read
