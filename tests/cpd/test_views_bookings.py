"""The pages of bookings that are made: offers, cancelling, names, the list."""

from datetime import UTC, datetime, timedelta

import pytest

from app.cpd import queries
from app.cpd.values import BookedBy, PlaceState
from app.kernel.database import transaction
from app.trusts.values import Role
from tests.clock import HandClock
from tests.cpd.booked import SignIn, book, booked, choose, places_of, run_of, sent
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_run
from tests.listings.makers import make_member
from tests.police import PoliceClient


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@westbrook.example")


def test_a_full_run_offers_its_waiting_list_and_fewer_places(
    buyer: PoliceClient, world: World, signed_in: SignIn
) -> None:
    run = run_of(world, capacity=2)
    check = choose(buyer, run, "Ann Ash", "Bob Birch")
    fields = {**sent(buyer, check), "book": "Book"}
    booked(signed_in("cpd@easton.example"), run, "Eve East")
    refused = buyer.post(check, data=fields)
    assert refused.status_code == 409
    for text in (
        "Only 1 place is left",
        "Book fewer places",
        "Join the waiting list for 2 places",
        "what you chose is kept",
    ):
        assert text in refused.text, text
    joined = buyer.post(check, data={**sent(buyer, check), "wait": "Join"})
    assert joined.status_code == 303, joined.text
    reference = joined.location.rsplit("/", 1)[1]
    assert places_of(world, reference) == [PlaceState.OFFERED, PlaceState.WAITING]
    page = buyer.get(joined.location).text
    assert "Number 1 in line" in page
    assert "1 place offered" in page


def test_an_offer_is_counted_accepted_and_declined(buyer: PoliceClient, world: World, signed_in: SignIn) -> None:
    run = run_of(world, capacity=1)
    other = signed_in("cpd@easton.example")
    first = booked(other, run, "Eve East")
    mine = booked(buyer, run, "Ann Ash", waits=True)
    assert "You are number 1 on the waiting list" in buyer.get(f"/bookings/{mine}").text
    assert "Leave the waiting list?" in buyer.get(f"/bookings/{mine}/cancel").text
    assert buyer.get(f"/bookings/{mine}/accept").status_code == 303
    with transaction():
        place = queries.get_booking(world.other.trust, first).places[0]
    shown = other.get(f"/bookings/{first}/cancel")
    assert "Free today" in shown.text
    other.submit(f"/bookings/{first}/cancel", places=str(place.id), seen=f"{place.id}:0", reason="Ill")
    page = buyer.get(f"/bookings/{mine}/accept").text
    for text in ("Ann Ash", "£144.00", "Offered until", "You may commit your trust"):
        assert text in page, text
    assert "offer to answer" in buyer.get("/dashboard").text
    with transaction():
        offered = queries.get_booking(world.buyer.trust, mine).places[0]
    none = buyer.submit(f"/bookings/{mine}/accept")
    assert none.status_code == 422
    assert "Choose at least one place" in none.text
    taken = buyer.submit(f"/bookings/{mine}/accept", places=str(offered.id))
    assert taken.status_code == 303
    assert places_of(world, mine) == [PlaceState.BOOKED]


def test_cancelling_says_what_it_costs_and_refuses_when_that_has_changed(
    buyer: PoliceClient, world: World, clock: HandClock, at: datetime
) -> None:
    run = run_of(world)
    reference = booked(buyer, run, "Ann Ash", "Bob Birch")
    clock.moment = (FIRST_START - timedelta(days=8)).astimezone(UTC)
    page = buyer.get(f"/bookings/{reference}/cancel")
    assert "Costs £60.00 without VAT today, 50% of £120.00" in page.text
    with transaction():
        one, two = (each.id for each in queries.get_booking(world.buyer.trust, reference).places)
    stale = buyer.submit(f"/bookings/{reference}/cancel", places=str(one), seen=f"{one}:0,{two}:0")
    assert stale.status_code == 422
    assert "has changed since you looked" in stale.text
    none = buyer.submit(f"/bookings/{reference}/cancel", seen=f"{one}:6000,{two}:6000")
    assert "Choose at least one place" in none.text
    done = buyer.submit(f"/bookings/{reference}/cancel", places=str(one), seen=f"{one}:6000,{two}:6000")
    assert done.status_code == 303, done.text
    shown = buyer.get(f"/bookings/{reference}").text
    assert "50% charged: £60.00" in shown
    assert places_of(world, reference) == [PlaceState.ENDED, PlaceState.BOOKED]


def test_a_place_is_named_and_given_to_somebody_else(buyer: PoliceClient, world: World) -> None:
    run = run_of(world)
    reference = booked(buyer, run, "Ann Ash", to_follow="1")
    with transaction():
        first, second = queries.get_booking(world.buyer.trust, reference).places
    address = f"/bookings/{reference}/places/{second.id}/name"
    for typed, says in (
        ({}, "Choose who takes this place"),
        ({"delegate": "new"}, "Enter their full name"),
        ({"delegate": "new", "name": "Dee Dale", "email": "dee"}, "correct format"),
        ({"delegate": str(first.delegate.id if first.delegate else 0)}, "already has a place"),
    ):
        answer = buyer.submit(address, **{"save": "Save", **typed})
        assert answer.status_code == 422, typed
        assert says in answer.text
    done = buyer.submit(address, save="Save", delegate="new", name="Dee Dale", email="dee@westbrook.example")
    assert done.status_code == 303, done.text
    assert "Dee Dale" in buyer.get(done.location).text
    page = buyer.get(address).text
    assert "Dee Dale has it now" in page


def test_the_list_of_bookings_is_narrowed_sorted_and_exported(
    buyer: PoliceClient, world: World, clock: HandClock, at: datetime
) -> None:
    assert "No bookings yet" in buyer.get("/bookings").text
    first, second = run_of(world), run_of(world, title="Adaptive teaching")
    one, two = booked(buyer, first, "Ann Ash"), booked(buyer, second, "Bob Birch")
    page = buyer.get("/bookings?sort=title").text
    assert page.index(two) < page.index(one)
    for narrowed, hits, misses in (
        ("text=adaptive", two, one),
        (f"text={one}", one, two),
    ):
        page = buyer.get(f"/bookings?{narrowed}").text
        assert hits in page
        assert misses not in page
    for nothing in ("state=held", "when=past", "text=zzz", "year=2022"):
        assert "No bookings match" in buyer.get(f"/bookings?{nothing}").text
    assert one in buyer.get("/bookings?when=coming&state=booked&year=nonsense&sort=nonsense&page=0").text
    lines = buyer.get("/bookings?format=csv").text.splitlines()
    assert len(lines) == 3
    assert "120.00" in lines[1]
    assert "sheet" in (buyer.get("/bookings?format=xlsx").mimetype or "")
    clock.wind_on(days=100)
    assert one in buyer.get("/bookings?when=past").text


def test_those_who_decide_read_a_booking_and_those_who_have_no_part_do_not(
    buyer: PoliceClient, world: World, signed_in: SignIn, at: datetime
) -> None:
    reference = booked(buyer, run_of(world), "Ann Ash")
    with transaction():
        make_member(world.buyer.trust, Role.HR_LEAD, email="hr@westbrook.example", at=at)
        make_member(world.provider.trust, Role.HR_LEAD, email="hr@northgate.example", at=at)
    page = signed_in("cfo@westbrook.example").get(f"/bookings/{reference}")
    assert page.status_code == 200
    assert "Cancel places" not in page.text
    provider = signed_in("cpd@northgate.example").get(f"/bookings/{reference}")
    assert "by Westbrook Schools Trust" in provider.text
    assert "Bea Booker" not in provider.text
    for nobody in ("hr@westbrook.example", "hr@northgate.example"):
        assert signed_in(nobody).get(f"/bookings/{reference}").status_code == 403


def test_a_second_run_of_the_course_is_booked_apart(buyer: PoliceClient, world: World) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider)
        other = make_run(world.provider, course, starts_at=FIRST_START + timedelta(days=30))
    check = choose(buyer, run, "Ann Ash")
    token = check.rsplit("/", 1)[1]
    for nobodys in ("%00", "x", f"{token}x"):
        assert buyer.get(f"/runs/{run}/book?change={nobodys}").status_code in (200, 404)
    assert "Ann Ash" in buyer.get(f"/runs/{run}/book?change={token}").text
    assert "Ann Ash" not in buyer.get(f"/runs/{other}/book?change={token}").text
    assert book(buyer, other, "Ann Ash").status_code == 303


def test_a_place_on_a_later_session_is_shown_the_terms_that_it_is_given_back_on(
    buyer: PoliceClient, world: World, clock: HandClock
) -> None:
    run = run_of(world, capacity=5, count=2, booked_by=BookedBy.SESSION)
    with transaction():
        later = queries.get_run(run).sessions[1].id
    reference = booked(buyer, run, "Ann Ash", sessions=str(later))
    page, cancel = buyer.get(f"/bookings/{reference}").text, f"/bookings/{reference}/cancel"
    assert "Cancel by 25 January 2027: free" in page
    assert "18 January 2027" not in page
    clock.moment = FIRST_START + timedelta(hours=1)
    assert cancel in buyer.get(f"/bookings/{reference}").text
    assert "50%" in buyer.get(cancel).text
