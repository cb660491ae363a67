"""The pages on which places are booked: chosen, checked, booked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions, queries
from app.cpd.documents import course_document
from app.cpd.values import BookedBy, NewDelegate, PlaceState, Prices
from app.kernel.database import transaction
from app.kernel.money import Money
from app.trusts.values import Role
from tests.clock import HandClock
from tests.cpd.booked import SignIn, booked, choose, people, places_of, run_of, sent
from tests.cpd.makers import FIRST_START, World
from tests.listings.makers import make_member, make_school
from tests.police import PoliceClient


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@westbrook.example")


def test_places_are_chosen_checked_and_booked_once(buyer: PoliceClient, world: World) -> None:
    run = run_of(world)
    page = buyer.get(f"/runs/{run}/book").text
    for text in (
        "£120.00 without VAT",
        "1 February 2027, 9:30am to 3:30pm",
        "20 places left",
        "Cancel by",
        "New person 3",
    ):
        assert text in page, text
    check = choose(buyer, run, "Ann Ash", "Bob Birch", to_follow="1")
    page = buyer.get(check).text
    for text in ("Ann Ash", "£360.00", "£72.00", "£432.00", "free.", "50%, £60.00 a place", "Book 3 places", "PO-9"):
        assert text in page, text
    fields = {**sent(buyer, check), "book": "Book"}
    first, again = buyer.post(check, data=fields), buyer.post(check, data=fields)
    assert first.status_code == 303, first.text
    assert first.location == again.location == buyer.get(check).location
    page = buyer.get(first.location).text
    for text in ("3 places booked", "Park behind the hall", "Name to follow by", "Ann Ash", "by Bea Booker"):
        assert text in page, text
    assert "1 booking" in buyer.get("/bookings").text.replace("<strong>1</strong>", "1")


def test_who_will_have_to_approve_and_until_when_places_are_held_is_said_first(
    buyer: PoliceClient, world: World, app: Flask
) -> None:
    run = run_of(world, prices=Prices(other=Money(2_000_00)))
    check = choose(buyer, run, "Ann Ash", "Bob Birch")
    page = buyer.get(check).text
    for text in ("The chief financial officer decides: Cai Officer.", "held for you until 27 November 2026 at 5:00pm"):
        assert text in page, text
    assert "Ask for approval of 2 places" in page
    reference = booked(buyer, run, "Cyd Cedar", "Dai Dee")
    assert places_of(world, reference) == [PlaceState.HELD] * 2
    page = buyer.get(f"/bookings/{reference}").text
    assert "held until 27 November 2026 at 5:00pm" in page
    assert "/r/APR-" in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_1": "", "email_1": ""}, "Choose or add somebody who goes"),
        ({"email_1": "ann"}, "correct format"),
        ({"email_1": ""}, "Enter the work email of Ann Ash"),
        ({"name_1": ""}, "Enter the full name of new person 1"),
        ({"to_follow": "51"}, "must be 50 or less"),
        ({"to_follow": "50"}, "Choose 1 to 50 places"),
        ({"to_follow": "lots"}, "must be a whole number"),
        ({"name_2": "Ann Again", "email_2": "ANN@westbrook.example"}, "another person here has this one"),
        ({"po_number": "P" * 36}, "35 characters"),
        ({"note": "n" * 2001}, "2,000 characters"),
        ({"name_1": "A" * 101}, "100 characters"),
        ({"delegates": "²"}, "Choose one of the options shown"),
    ],
)
def test_bad_input_to_a_booking_is_told_and_nothing_typed_is_lost(
    buyer: PoliceClient, world: World, change: dict[str, Any], says: str
) -> None:
    page = buyer.submit(f"/runs/{run_of(world)}/book", **people("Ann Ash", **change))
    assert page.status_code == 422, page.text
    assert says in page.text
    assert "Two need parking" in page.text or "note" in change
    assert "PO-9" in page.text or "po_number" in change


def test_names_are_shown_as_they_are_typed(buyer: PoliceClient, world: World) -> None:
    run = run_of(world)
    check = choose(
        buyer,
        run,
        "<script>alert(1)</script>",
        "Siân Llŷr-ap-Owain",
        email_1="s@westbrook.example",
        email_2="sian@westbrook.example",
    )
    page = buyer.get(check).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Siân Llŷr-ap-Owain" in page


def test_a_row_is_added_and_people_are_found_without_losing_anything(
    buyer: PoliceClient, world: World, at: datetime
) -> None:
    run = run_of(world)
    with transaction():
        for number in range(15):
            typed = NewDelegate(f"Known{number:02d}", f"k{number}@westbrook.example")
            actions.add_delegate(typed, actor=world.buyer, at=at)
        known = queries.list_delegates(world.buyer.trust, "Known02")[0].id
    page = buyer.get(f"/runs/{run}/book").text
    assert "Find somebody by name" in page
    assert "New person 2" not in page
    sent_in = people("Ann Ash", delegates=str(known))
    del sent_in["check"]
    for button, found in (({"look": "Find"}, False), ({}, False), ({"more": "Add"}, True)):
        answer = buyer.submit(
            f"/runs/{run}/book", **{**sent_in, **button, "find": "Known11", "found": "Known11" if found else ""}
        )
        assert answer.status_code == 200
        assert "Ann Ash" in answer.text
        assert "Two need parking" in answer.text
        assert "Known02" in answer.text
        assert "Known07" not in answer.text
        assert ("New person 2" in answer.text) is found
    check = choose(buyer, run, delegates=str(known))
    assert "Known02" in buyer.get(check).text
    back = buyer.get(f"/runs/{run}/book?change={check.rsplit('/', 1)[1]}").text
    assert "checked" in back


def test_the_form_stays_small_in_a_trust_with_many_schools(buyer: PoliceClient, world: World) -> None:
    with transaction():
        for number in range(95):
            make_school(world.buyer.trust, f"Saint Somebody of Somewhere Church of England Primary Academy {number}")
    sent_in = people("Ann Ash", **{f"name_{number}": f"Ann {number}" for number in range(2, 6)})
    answer = buyer.submit(f"/runs/{run_of(world)}/book", **{**sent_in, "more": "Add"})
    assert answer.status_code == 200
    assert "New person 5" in answer.text
    assert "New person 6" not in answer.text
    assert "name them afterwards" in answer.text


def test_what_is_another_trusts_is_not_found(
    buyer: PoliceClient, world: World, signed_in: SignIn, at: datetime
) -> None:
    run = run_of(world)
    check = choose(buyer, run, "Ann Ash")
    reference = booked(buyer, run, "Bob Birch")
    with transaction():
        place = queries.get_booking(world.buyer.trust, reference).places[0]
        stranger = make_member(world.other.trust, Role.CPD_LEAD, email="two@easton.example", at=at)
    assert stranger.trust == world.other.trust
    other = signed_in("cpd@easton.example")
    assert place.delegate
    for page in (
        check,
        f"/bookings/{reference}",
        f"/bookings/{reference}/cancel",
        f"/bookings/{reference}/accept",
        f"/bookings/{reference}/decline",
        f"/bookings/{reference}/places/{place.id}/name",
        "/runs/RUN-22222/book",
    ):
        assert other.get(page).status_code == 404, page
    answer = other.submit(f"/runs/{run}/book", **people("Eve East", delegates=str(place.delegate.id)))
    assert answer.status_code == 404
    theirs = booked(other, run, "Eve East")
    with transaction():
        eve = queries.get_booking(world.other.trust, theirs).places[0]
    assert eve.delegate
    for page, typed in (
        (f"/bookings/{reference}/places/{place.id}/name", {"save": "Save", "delegate": str(eve.delegate.id)}),
        (f"/bookings/{reference}/places/{eve.id}/name", {}),
    ):
        token = sent(buyer, check)["csrf_token"]
        assert buyer.post(page, data={"csrf_token": token, **typed}).status_code == 404, page
    stray = buyer.submit(f"/bookings/{reference}/cancel", places=str(eve.id), seen=f"{place.id}:0")
    assert stray.status_code == 422
    assert buyer.get(f"/bookings/{reference}/places/{place.id + 99}/name").status_code == 404


def test_a_run_that_began_or_was_cancelled_cannot_be_booked(
    buyer: PoliceClient, world: World, clock: HandClock, at: datetime
) -> None:
    run, gone = run_of(world), run_of(world)
    check = choose(buyer, run, "Ann Ash")
    with transaction():
        actions.cancel_run(reference=gone, reason="The hall flooded", actor=world.provider, at=at)
    assert buyer.get(f"/runs/{gone}/book").status_code == 409
    clock.moment = FIRST_START.astimezone(UTC)
    for page in (f"/runs/{run}/book", check):
        answer = buyer.get(page)
        assert answer.status_code == 409
        assert "has begun" in answer.text


def test_a_stale_price_is_shown_again_with_what_changed(buyer: PoliceClient, world: World) -> None:
    run = run_of(world)
    check = choose(buyer, run, "Ann Ash")
    fields = sent(buyer, check)
    stale = buyer.post(check, data={**fields, "seen": fields["seen"].replace("12000", "11000"), "book": "Book"})
    assert stale.status_code == 409
    assert "were £110.00 without VAT and are now £120.00" in stale.text
    assert "Nothing has been booked" in stale.text
    for nonsense in ("", "[", "[" * 5000):
        assert buyer.post(check, data={**fields, "seen": nonsense, "book": "Book"}).status_code == 409


def test_own_staff_go_without_charge_and_without_approval(world: World, signed_in: SignIn) -> None:
    run = run_of(world)
    own = signed_in("cpd@northgate.example")
    page = own.get(f"/runs/{run}/book").text
    assert "Your own staff go without charge" in page
    assert "PO number" not in page
    reference = booked(own, run, "Ned North")
    page = own.get(f"/bookings/{reference}").text
    assert "Own trust, no charge" in page
    assert "Charges and credits" not in page


def test_a_course_by_the_session_is_booked_for_the_sessions_chosen(buyer: PoliceClient, world: World) -> None:
    run = run_of(world, count=2, booked_by=BookedBy.SESSION)
    none = buyer.submit(f"/runs/{run}/book", **people("Ann Ash"))
    assert none.status_code == 422
    assert "Choose at least one session" in none.text
    nobody = buyer.submit(f"/runs/{run}/book", **people()).text
    assert "Choose or add somebody who goes" in nobody
    assert "Choose at least one session" in nobody
    with transaction():
        second = queries.get_run(run).sessions[1].id
    check = choose(buyer, run, "Ann Ash", sessions=str(second))
    page = buyer.get(check).text
    assert "£120.00" in page
    assert "8 February 2027" in page
    assert "1 February 2027, 9:30am" not in page


def test_a_session_that_has_begun_is_shown_as_begun_and_a_later_one_is_booked(
    buyer: PoliceClient, world: World, clock: HandClock
) -> None:
    run = run_of(world, count=2, booked_by=BookedBy.SESSION)
    with transaction():
        value = queries.get_run(run)
        course = queries.courses_by_id([value.listing_id])[value.listing_id].reference
    first, second = (each.id for each in value.sessions)
    early = choose(buyer, run, "Ann Ash", sessions=str(first))
    clock.moment = value.starts_at
    page = buyer.get(f"/runs/{run}").location
    for shown in (buyer.get(page).text, buyer.get(f"/runs/{run}/book").text):
        assert shown.count("Begun: it cannot be booked any more") == 1
        assert shown.count("20 places left") >= 1
    assert f"/runs/{run}/book" in buyer.get(page).text
    gone = buyer.get(early)
    assert gone.status_code == 409
    assert "Session 1 has begun" in gone.text
    refused = buyer.submit(f"/runs/{run}/book", **people("Ann Ash", sessions=str(first)))
    assert (refused.status_code, "Choose only sessions that have not begun" in refused.text) == (422, True)
    reference = booked(buyer, run, "Ann Ash", sessions=str(second))
    assert places_of(world, reference) == [PlaceState.BOOKED]
    with transaction():
        document = course_document(course)
    assert document is not None
    assert (document.days, document.places_left) == ((value.sessions[1].date,), 19)


def test_a_whole_school_books_at_its_price(buyer: PoliceClient, world: World) -> None:
    run = run_of(world, prices=Prices(other=Money(120_00), whole_school=Money(200_00), whole_school_places=3))
    check = choose(buyer, run, "Ann Ash", "Bob Birch", "Cyd Cedar", whole_school=str(world.schools[0]))
    page = buyer.get(check).text
    for text in ("£66.67", "£66.66", "£200.00", "Whole-school price"):
        assert text in page, text
    too_many = buyer.submit(f"/runs/{run}/book", **people("Ann Ash", to_follow="3", whole_school=str(world.schools[0])))
    assert too_many.status_code == 422
    assert "3 places or fewer" in too_many.text
