"""The list of the runs that a trust gives, and what of CPD waits on somebody's desk."""

from datetime import UTC, timedelta

import pytest

from app.cpd import actions
from app.kernel.database import transaction
from tests.clock import HandClock
from tests.cpd.booked import SignIn, booked
from tests.cpd.makers import FIRST_START, World, make_course_and_run
from tests.police import PoliceClient


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@westbrook.example")


def test_the_runs_of_a_trust_are_narrowed_sorted_and_exported(
    provider: PoliceClient, buyer: PoliceClient, world: World, clock: HandClock
) -> None:
    assert "No runs yet" in provider.get("/runs").text
    decide = (FIRST_START - timedelta(days=14)).date()
    with transaction():
        first = make_course_and_run(world.provider, minimum_places=2, decide_on_date=decide)[1]
        later = make_course_and_run(world.provider, title="Adaptive teaching", starts_at=FIRST_START + timedelta(30))[1]
        gone = make_course_and_run(world.provider, starts_at=FIRST_START + timedelta(days=60))[1]
        actions.cancel_run(reference=gone, reason="Nobody came", actor=world.provider, at=clock.now())
    booked(buyer, first, "Ann Ash")
    page = provider.get("/runs?sort=starts").text
    assert page.index(first) < page.index(later) < page.index(gone)
    for narrowed, shown, hidden in (
        ("text=adaptive", later, first),
        ("wanted=cancelled", gone, first),
        ("wanted=coming", first, gone),
        (f"text={first}", first, later),
    ):
        page = provider.get(f"/runs?{narrowed}").text
        assert shown in page, narrowed
        assert hidden not in page, narrowed
    for nothing in ("wanted=past", "wanted=to_finish", "wanted=below_minimum", "text=zzz"):
        assert "No runs match" in provider.get(f"/runs?{nothing}").text, nothing
    assert provider.get("/runs?wanted=nonsense&sort=nonsense&page=nonsense").status_code == 200
    assert len(provider.get("/runs?format=csv").text.splitlines()) == 4
    assert "sheet" in (provider.get("/runs?format=xlsx").mimetype or "")


def test_a_run_to_decide_and_a_register_to_finish_wait_on_the_desk(
    provider: PoliceClient, buyer: PoliceClient, world: World, clock: HandClock
) -> None:
    decide = FIRST_START - timedelta(days=14)
    with transaction():
        run = make_course_and_run(world.provider, minimum_places=3, decide_on_date=decide.date())[1]
    unnamed = booked(buyer, run, to_follow="1")
    named = booked(buyer, run, "Ann Ash")
    assert "place to name" in buyer.get("/dashboard").text
    assert "/bookings?names=follow" in buyer.get("/dashboard").text
    listed = buyer.get("/bookings?names=follow").text
    assert (unnamed in listed, named in listed) == (True, False)
    clock.moment = (decide - timedelta(days=29)).astimezone(UTC)
    assert "below its minimum" not in provider.get("/dashboard").text
    clock.moment = (decide - timedelta(days=28)).astimezone(UTC)
    assert "below its minimum" in provider.get("/dashboard").text
    assert run in provider.get("/runs?wanted=below_minimum").text
    clock.moment = (FIRST_START + timedelta(hours=6)).astimezone(UTC)
    page = provider.get("/dashboard").text
    assert "below its minimum" not in page
    assert "register to finish" in page
    assert run in provider.get("/runs?wanted=to_finish").text
    assert "place to name" not in buyer.get("/dashboard").text
