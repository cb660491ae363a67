"""Giving places back costs what the bands say that they were booked under, and nothing else does."""

from datetime import datetime, timedelta

import pytest

from app.cpd import actions, queries, rules
from app.cpd.values import Band, BookedBy, Ending, Prices
from app.kernel.errors import NotFound
from app.kernel.money import Money
from tests.cpd.booking_makers import get, ids, make_booking, make_run_of, person, states, taken
from tests.cpd.makers import World, make_course_and_run, particulars, shared
from tests.services.watching import notices

ODD = Prices(other=Money(99_99))


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


@pytest.mark.parametrize(
    ("day", "notice", "percent", "fee"),
    [
        ("2027-01-15", 11, 0, 0),
        ("2027-01-18", 10, 0, 0),
        ("2027-01-19", 9, 50, 50_00),
        ("2027-01-25", 5, 50, 50_00),
        ("2027-01-26", 4, 100, 99_99),
        ("2027-01-31", 0, 100, 99_99),
    ],
)
def test_a_place_given_back_costs_what_its_band_says(
    world: World, day: str, notice: int, percent: int, fee: int
) -> None:
    run = make_run_of(world.provider, 5, prices=ODD)
    reference = make_booking(world.buyer, run, 2)
    place = ids(reference)[0]
    actions.cancel_places(reference=reference, place_ids=[place], reason="Ill", actor=world.buyer, at=on(day))
    ending = get(reference).places[0].ending
    assert ending is not None
    assert (ending.why, ending.reason) == (Ending.CANCELLED, "Ill")
    assert (ending.notice_days, ending.percent, ending.fee) == (notice, percent, Money(fee))
    assert queries.charges_of_places([place])[place].left == Money(fee)
    assert (states(reference), taken(run)) == (["cancelled", "booked"], [1])


def test_the_bands_are_those_of_the_day_of_booking(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider)
    reference = make_booking(world.buyer, run)
    version = queries.get_course(course).listing.version
    stricter = particulars(bands=(Band(0, None, 100),))
    actions.change_course(
        reference=course, shared=shared(), particulars=stricter, version=version, actor=world.provider, at=at
    )
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=at)
    ending = get(reference).places[0].ending
    assert ending is not None
    assert (ending.percent, ending.fee) == (0, Money(0))


def test_own_staff_give_places_back_free_of_charge(world: World) -> None:
    reference = make_booking(world.provider, make_run_of(world.provider, 5))
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.provider, at=on("2027-01-31"))
    ending = get(reference).places[0].ending
    assert ending is not None
    assert (ending.notice_days, ending.percent, ending.fee) == (0, 0, Money(0))


def test_notice_is_counted_to_the_first_session_that_a_place_is_for(world: World) -> None:
    run = make_run_of(world.provider, 5, count=2, booked_by=BookedBy.SESSION)
    later = queries.get_run(run).sessions[1].id
    reference = make_booking(world.buyer, run, session_ids=(later,))
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=on("2027-02-01"))
    ending = get(reference).places[0].ending
    assert ending is not None
    assert (ending.notice_days, ending.percent) == (5, 50)


def test_a_place_is_given_back_until_what_it_is_for_begins(world: World) -> None:
    run = make_run_of(world.provider, 5)
    reference, begins = make_booking(world.buyer, run), queries.get_run(run).starts_at
    with pytest.raises(rules.CannotBook, match="Name somebody else instead"):
        actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=begins)
    actions.cancel_places(
        reference=reference, place_ids=ids(reference), actor=world.buyer, at=begins - timedelta(microseconds=1)
    )
    assert states(reference) == ["cancelled"]


def test_places_are_given_back_once_and_by_their_own_trust(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5), 2)
    mine = ids(reference)
    for actor, place_ids in ((world.other, mine), (world.provider, mine), (world.buyer, []), (world.buyer, [10_000])):
        with pytest.raises(NotFound):
            actions.cancel_places(reference=reference, place_ids=place_ids, actor=actor, at=at)
    with pytest.raises(rules.CannotBook) as refused:
        actions.cancel_places(reference=reference, place_ids=mine, reason="x" * 1001, actor=world.buyer, at=at)
    assert refused.value.field == "reason"
    actions.cancel_places(reference=reference, place_ids=mine, actor=world.buyer, at=at)
    with pytest.raises(rules.MovedOn):
        actions.cancel_places(reference=reference, place_ids=mine, actor=world.buyer, at=at)


def test_both_sides_are_told_of_places_given_back(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5), people=(person("Ann"),))
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=at)
    assert any(each.startswith("Cancelled: 1 place") for each in notices(world.buyer.person_id))
    assert any("gave back 1 place" in each for each in notices(world.provider.person_id))
