"""The booker's pages: choosing, checking, booking, the waiting list, the list of bookings and what is done with one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions, queries
from app.cpd.values import BookedBy, NewDelegate, PlaceState, Prices
from app.kernel.database import transaction
from app.kernel.money import Money
from app.trusts.values import Role
from tests.clock import HandClock
from tests.cpd.booked import SignIn, book, booked, choose, people, sent
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_run
from tests.listings.makers import make_member, make_school
from tests.police import PoliceClient


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@westbrook.example")


def run_of(world: World, **changes: Any) -> str:
    """A published course's run; its reference."""
    with transaction():
        return make_course_and_run(world.provider, **changes)[1]


def places_of(world: World, reference: str) -> list[PlaceState]:
    with transaction():
        return [each.state for each in queries.get_booking(world.buyer.trust, reference).places]


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
    with transaction():
        second = queries.get_run(run).sessions[1].id
    check = choose(buyer, run, "Ann Ash", sessions=str(second))
    page = buyer.get(check).text
    assert "£120.00" in page
    assert "8 February 2027" in page
    assert "1 February 2027, 9:30am" not in page


def test_a_whole_school_books_at_its_price(buyer: PoliceClient, world: World) -> None:
    run = run_of(world, prices=Prices(other=Money(120_00), whole_school=Money(200_00), whole_school_places=3))
    check = choose(buyer, run, "Ann Ash", "Bob Birch", "Cyd Cedar", whole_school=str(world.schools[0]))
    page = buyer.get(check).text
    for text in ("£66.67", "£66.66", "£200.00", "Whole-school price"):
        assert text in page, text
    too_many = buyer.submit(f"/runs/{run}/book", **people("Ann Ash", to_follow="3", whole_school=str(world.schools[0])))
    assert too_many.status_code == 422
    assert "3 places or fewer" in too_many.text


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
