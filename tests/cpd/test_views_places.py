"""The provider's pages of a run: everybody on it, what may be done with a place, cancelling it, its export."""

from datetime import UTC, datetime, timedelta

import pytest

from app.cpd import queries
from app.cpd.values import BookedBy, PlaceState, PlaceValue, Prices
from app.kernel.database import transaction
from app.kernel.money import Money
from app.trusts.values import Role
from tests.clock import HandClock
from tests.cpd.booked import SignIn, booked
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_run
from tests.listings.makers import make_member
from tests.police import PoliceClient


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@westbrook.example")


@pytest.fixture
def run(world: World) -> str:
    """A run of one place, and another run of the course a month on."""
    with transaction():
        course, run = make_course_and_run(world.provider, capacity=1)
        make_run(world.provider, course, starts_at=FIRST_START + timedelta(days=28))
    return run


def places(run: str) -> list[PlaceValue]:
    with transaction():
        return queries.list_places_of_run(queries.get_run(run).id)


def session_of(run: str) -> int:
    with transaction():
        return queries.get_run(run).sessions[0].id


def test_everybody_on_a_run_is_shown_with_the_totals_of_each_session(
    provider: PoliceClient, buyer: PoliceClient, signed_in: SignIn, run: str
) -> None:
    assert "Nobody has booked yet" in provider.get(f"/runs/{run}/places").text
    booked(buyer, run, "Ann Ash")
    booked(signed_in("cpd@easton.example"), run, "Eve East", waits=True)
    page = provider.get(f"/runs/{run}/places").text
    for text in (
        "Ann Ash",
        "Westbrook Schools Trust",
        "Booked (1)",
        "Waiting (1)",
        "Two need parking",
    ):
        assert text in page, text
    page = provider.get(f"/runs/{run}/places?state=waiting").text
    assert "Number 1 in line" in page
    assert "Ann Ash" not in page
    assert "No place is held" in provider.get(f"/runs/{run}/places?state=held").text
    assert "Ann Ash" in provider.get(f"/runs/{run}/places?state=nonsense&page=nonsense").text


def test_a_long_run_is_shown_a_page_at_a_time(provider: PoliceClient, buyer: PoliceClient, world: World) -> None:
    with transaction():
        run = make_course_and_run(world.provider, capacity=60, prices=Prices(other=Money(10_00)))[1]
    first = booked(buyer, run, to_follow="1")
    full = booked(buyer, run, to_follow="41")
    assert first in provider.get(f"/runs/{run}/places").text
    page = provider.get(f"/runs/{run}/places?page=2").text
    assert first not in page
    assert page.count(full) > 1
    for path in (f"/bookings/{full}", f"/bookings/{full}/cancel"):
        assert buyer.get(path).status_code == 200


def test_the_export_of_a_run_holds_no_address_and_nothing_that_a_spreadsheet_runs(
    provider: PoliceClient, buyer: PoliceClient, run: str
) -> None:
    booked(buyer, run, "=cmd|' /C calc'!A0", email_1="cmd@westbrook.example")
    lines = provider.get(f"/runs/{run}/places?format=csv").text.splitlines()
    assert len(lines) == 2
    assert "'=cmd" in lines[1]
    assert "@westbrook.example" not in lines[1]
    assert "sheet" in (provider.get(f"/runs/{run}/places?format=xlsx").mimetype or "")


def test_a_place_is_promoted_with_a_reason_and_a_place_added_for_it(
    provider: PoliceClient, buyer: PoliceClient, signed_in: SignIn, run: str
) -> None:
    booked(buyer, run, "Ann Ash")
    booked(buyer, run, "Bob Birch", waits=True)
    booked(signed_in("cpd@easton.example"), run, "Eve East", waits=True)
    last = places(run)[-1]
    page = f"/places/{last.id}/promote"
    assert "Number 2" in provider.get(page).text
    refused = provider.submit(page, reason=" ")
    assert refused.status_code == 422
    assert "Enter a reason" in refused.text
    assert provider.submit(page, reason="Their only SENCO", add_place="y").status_code == 303
    assert [each.state for each in places(run)] == [PlaceState.BOOKED, PlaceState.WAITING, PlaceState.OFFERED]
    assert provider.get(page).status_code == 302


def test_a_place_moves_to_another_run_with_a_reason(provider: PoliceClient, buyer: PoliceClient, run: str) -> None:
    booked(buyer, run, "Ann Ash")
    place = places(run)[0]
    page = f"/places/{place.id}/move"
    assert "1 March 2027" in provider.get(page).text
    for typed, says in (
        ({"reason": "A clash"}, "Choose a run"),
        ({"reason": "A clash", "run": "RUN-22222"}, "Choose a run"),
    ):
        refused = provider.submit(page, **typed)
        assert refused.status_code == 422
        assert says in refused.text
    with transaction():
        mine = queries.get_run(run)
        other = next(each for each in queries.list_runs(mine.listing_id) if each.id != mine.id)
    assert provider.submit(page, reason="A clash", run=other.reference).status_code == 303
    assert [each.state for each in places(other.reference)] == [PlaceState.BOOKED]
    reference = places(other.reference)[0].booking_reference
    assert "1 March 2027" in buyer.get(f"/bookings/{reference}").text


def test_places_are_added_and_taken_away_but_never_below_what_is_taken(
    provider: PoliceClient, buyer: PoliceClient, run: str
) -> None:
    booked(buyer, run, "Ann Ash")
    booked(buyer, run, "Bob Birch", waits=True)
    page = f"/sessions/{session_of(run)}/capacity"
    for capacity, says in (
        ("", "Enter how many places"),
        ("0", "must be 1 or more"),
        ("10001", "must be 10,000 or less"),
        ("many", "whole number"),
    ):
        refused = provider.submit(page, capacity=capacity)
        assert refused.status_code == 422, capacity
        assert says in refused.text
    assert provider.submit(page, capacity="2").status_code == 303
    assert [each.state for each in places(run)] == [PlaceState.BOOKED, PlaceState.OFFERED]
    refused = provider.submit(page, capacity="1")
    assert refused.status_code == 422
    assert "2" in refused.text


def test_a_fee_is_waived_once_with_a_reason(
    provider: PoliceClient, buyer: PoliceClient, run: str, clock: HandClock
) -> None:
    reference = booked(buyer, run, "Ann Ash")
    place = places(run)[0]
    clock.moment = (FIRST_START - timedelta(days=8)).astimezone(UTC)
    buyer.submit(f"/bookings/{reference}/cancel", places=str(place.id), seen=f"{place.id}:6000")
    page = f"/places/{place.id}/waive"
    assert "£60.00" in provider.get(page).text
    assert provider.submit(page, reason="Snow closed the school").status_code == 303
    again = provider.submit(page, reason="Snow closed the school")
    assert again.status_code == 422
    assert "waived already" in again.text
    assert "waived: Snow closed the school" in buyer.get(f"/bookings/{reference}").text


def test_cancelling_a_run_says_whom_it_tells_and_what_it_credits_first(
    provider: PoliceClient, buyer: PoliceClient, run: str
) -> None:
    reference = booked(buyer, run, "Ann Ash")
    page = provider.get(f"/runs/{run}/cancel").text
    for text in ("cannot be brought back", "Westbrook Schools Trust: 1 place", "£120.00 without VAT has been charged"):
        assert text in page, text
    assert provider.submit(f"/runs/{run}/cancel", reason="").status_code == 422
    assert provider.submit(f"/runs/{run}/cancel", reason="The hall flooded").status_code == 303
    again = provider.submit(f"/runs/{run}/cancel", reason="The hall flooded")
    assert again.status_code in (422, 404)
    page = buyer.get(f"/bookings/{reference}").text
    for text in ("The hall flooded", "Course cancelled", "£0.00"):
        assert text in page, text


def test_a_run_below_its_minimum_goes_ahead_once_its_provider_says_so(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    with transaction():
        decide = (FIRST_START - timedelta(days=14)).date()
        run = make_course_and_run(world.provider, minimum_places=2, decide_on_date=decide)[1]
    booked(buyer, run, "Ann Ash")
    assert "Below its minimum: 1 place booked of 2 needed" in provider.get(f"/runs/{run}/places").text
    page = provider.get(f"/runs/{run}/go-ahead")
    assert "1 booked of the 2 that it needs" in page.text
    assert provider.submit(f"/runs/{run}/go-ahead").status_code == 303
    assert "You have decided that it goes ahead" in provider.get(f"/runs/{run}/places").text
    assert provider.get(f"/runs/{run}/go-ahead").status_code == 302


def test_another_trusts_run_place_and_session_are_not_found(
    buyer: PoliceClient, signed_in: SignIn, run: str, at: datetime, world: World
) -> None:
    booked(buyer, run, "Ann Ash")
    place = places(run)[0].id
    with transaction():
        make_member(world.provider.trust, Role.BUYER, email="buyer@northgate.example", at=at)
    other, unable = signed_in("cpd@easton.example"), signed_in("buyer@northgate.example")
    for page in (
        f"/runs/{run}/places",
        f"/runs/{run}/places?format=csv",
        f"/runs/{run}/cancel",
        f"/runs/{run}/go-ahead",
        f"/places/{place}/promote",
        f"/places/{place}/move",
        f"/places/{place}/waive",
        f"/sessions/{session_of(run)}/capacity",
        "/places/99999/waive",
        "/sessions/99999/capacity",
    ):
        assert other.get(page).status_code == 404, page
        assert unable.get(page).status_code == 403, page


def test_a_course_by_the_session_says_who_comes_to_which(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    with transaction():
        run = make_course_and_run(world.provider, count=2, booked_by=BookedBy.SESSION)[1]
        second = queries.get_run(run).sessions[1].id
    reference = booked(buyer, run, "Ann Ash", sessions=str(second))
    assert "8 February 2027" in provider.get(f"/runs/{run}/places?format=csv").text
    assert provider.get(f"/runs/{run}/places").status_code == 200
    assert buyer.get(f"/bookings/{reference}").status_code == 200
