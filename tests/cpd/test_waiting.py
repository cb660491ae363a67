"""The waiting list: in order, offered by day, passed on at once, and never past anybody whom it fits."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.cpd import actions, queries, rules
from app.cpd.models import Run, Session
from app.cpd.values import BookedBy, PlaceState, Prices
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.trusts.models import Trust
from tests.cpd.booking_makers import (
    DEAR,
    get,
    ids,
    make_booking,
    make_choice,
    make_draft,
    make_run_of,
    person,
    states,
    taken,
)
from tests.cpd.makers import World, make_world
from tests.services.watching import at_once, notices

MONDAY_EVENING = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
"""Ten daytime hours after Friday 20 November 2026 at 10 in the morning."""
TICK = timedelta(microseconds=1)


def cancel(world: World, reference: str, at: datetime, actor: Actor | None = None) -> None:
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=actor or world.buyer, at=at)


def accept(reference: str, actor: Actor, at: datetime) -> None:
    offered = ids(reference, PlaceState.OFFERED)
    actions.accept_offer(reference=reference, place_ids=offered, actor=actor, at=at)


def test_a_place_that_comes_free_is_offered_to_the_first_in_line_by_day(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    waits = make_booking(world.other, run, 2, waiting=True)
    assert [each.line for each in get(waits).places] == [1, 2]
    assert [each.line for each in get(make_booking(world.buyer, run, waiting=True)).places] == [3]
    cancel(world, first, at)
    assert states(waits) == ["offered", "waiting"]
    assert [each.line for each in get(waits).places] == [None, 1]
    assert get(waits).places[0].offered_until == MONDAY_EVENING
    assert taken(run) == [1]
    assert any(each.startswith("A place is free") for each in notices(world.other.person_id))


def test_an_accepted_offer_is_booked_at_the_price_of_when_it_joined(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
    cancel(world, first, at)
    accept(waits, world.other, MONDAY_EVENING - TICK)
    assert states(waits) == ["booked"]
    place = get(waits).places[0]
    assert (place.price, place.booked_at) == (Money(120_00), MONDAY_EVENING - TICK)
    assert queries.charges_of_places([place.id])[place.id].net == Money(120_00)


def test_an_accepted_offer_beyond_the_booker_s_limit_is_held(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1, prices=DEAR)
    first, waits = make_booking(world.provider, run), make_booking(world.buyer, run, waiting=True)
    cancel(world, first, at, world.provider)
    accept(waits, world.buyer, at)
    place = get(waits).places[0]
    assert (place.state, place.offered_until) == (PlaceState.HELD, None)
    assert place.approval_reference is not None
    assert place.held_until == datetime.fromisoformat("2026-11-27T17:00:00+00:00")


def test_an_offer_runs_out_at_its_moment_and_passes_on(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    cancel(world, first, at)
    assert actions.lapse_offers(at=MONDAY_EVENING - TICK) == 0
    with pytest.raises(rules.OfferOver):
        accept(one, world.other, MONDAY_EVENING)
    assert actions.lapse_offers(at=MONDAY_EVENING) == 1
    assert (states(one), states(two)) == (["offer_lapsed"], ["offered"])
    with pytest.raises(NotFound):
        accept(one, world.other, MONDAY_EVENING)
    with pytest.raises(rules.MovedOn):
        actions.accept_offer(reference=one, place_ids=ids(one), actor=world.other, at=MONDAY_EVENING)
    assert taken(run) == [1]


def test_a_declined_offer_passes_on_at_once(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    cancel(world, first, at)
    actions.decline_offer(reference=one, place_ids=ids(one), actor=world.other, at=at)
    assert (states(one), states(two)) == (["offer_declined"], ["offered"])
    with pytest.raises(rules.MovedOn):
        actions.decline_offer(reference=one, place_ids=ids(one), actor=world.other, at=at)


def test_only_its_booker_answers_an_offer(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
    cancel(world, first, at)
    for answer in (actions.accept_offer, actions.decline_offer):
        with pytest.raises(NotFound):
            answer(reference=waits, place_ids=ids(waits), actor=world.buyer, at=at)
        with pytest.raises(NotFound):
            answer(reference=waits, place_ids=[], actor=world.other, at=at)
    session().get_one(Trust, world.other.trust).is_open = False
    session().flush()
    with pytest.raises(rules.CannotBook, match="Your trust is closed"):
        accept(waits, world.other, at)


def test_nobody_joins_the_line_where_there_are_places(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 3)
    with pytest.raises(rules.PlacesLeft, match="There are places: book them"):
        make_booking(world.buyer, run, 3, waiting=True)
    more = make_booking(world.buyer, run, 4, waiting=True)
    assert states(more) == ["offered", "offered", "offered", "waiting"]


def test_whoever_leaves_the_line_makes_room_in_it(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.provider, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    cancel(world, one, at, world.other)
    assert states(one) == ["left_list"]
    assert get(two).places[0].line == 1
    assert [each.id for each in queries.list_waiting(queries.get_run(run).id)] == ids(two)


def test_an_offer_given_back_passes_on(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    cancel(world, first, at)
    cancel(world, one, at, world.other)
    assert (states(one), states(two)) == (["offer_declined"], ["offered"])


def test_whoever_a_seat_does_not_fit_is_kept_in_line_before_those_whom_it_does(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1, count=2, booked_by=BookedBy.SESSION)
    monday, next_monday = (each.id for each in queries.get_run(run).sessions)
    here, there = (make_booking(world.buyer, run, session_ids=(each,)) for each in (monday, next_monday))
    both = make_booking(world.other, run, waiting=True)
    later = make_booking(world.provider, run, waiting=True, session_ids=(next_monday,))
    cancel(world, there, at)
    assert (states(both), states(later)) == (["waiting"], ["offered"])
    assert get(both).places[0].line == 1
    cancel(world, here, at)
    assert states(both) == ["waiting"]
    cancel(world, later, at, world.provider)
    assert states(both) == ["offered"]
    assert taken(run) == [1, 1]


def test_nobody_waits_for_a_session_in_which_they_have_a_place(world: World) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run, people=(person("Ann"),))
    with pytest.raises(rules.AlreadyComing):
        make_booking(world.buyer, run, people=(person("Ann"),), waiting=True)


def test_whoever_waits_is_told_where_in_line(world: World) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    make_booking(world.other, run, 2, waiting=True)
    assert any(each.startswith("On the waiting list: 2 places") for each in notices(world.other.person_id))
    assert any(each.endswith("is full and has a waiting list") for each in notices(world.provider.person_id))


def test_once_a_run_begins_what_waits_or_is_held_is_over(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 2, prices=DEAR)
    begins = queries.get_run(run).starts_at
    booked = make_booking(world.provider, run)
    late = begins - timedelta(hours=1)
    held = make_booking(world.buyer, run, at=late)
    waits = make_booking(world.buyer, run, waiting=True, at=late)
    assert get(held).places[0].held_until == begins
    assert (actions.lapse_holds(at=begins - TICK), actions.begin_runs(at=begins - TICK)) == (0, 0)
    assert (actions.lapse_holds(at=begins), actions.begin_runs(at=begins)) == (1, 1)
    assert (states(booked), states(held), states(waits)) == (["booked"], ["hold_lapsed"], ["run_began"])
    assert taken(run) == [1]
    assert queries.list_runs_to_tidy(begins) == []


@pytest.mark.parametrize("accepts_first", [True, False])
def test_an_offer_accepted_at_the_moment_it_runs_out_has_one_outcome(app: Flask, accepts_first: bool) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 1)
        first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
        cancel(world, first, world_at(run))
        until = get(waits).places[0].offered_until
        assert until is not None
    deeds = [lambda: accept(waits, world.other, until - TICK), lambda: actions.lapse_offers(at=until)]
    for deed in deeds if accepts_first else deeds[::-1]:
        try:
            with transaction():
                deed()
        except (rules.MovedOn, NotFound):
            assert not accepts_first
    with transaction():
        assert states(waits) == (["booked"] if accepts_first else ["offer_lapsed"])
        assert taken(run) == [1 if accepts_first else 0]


def test_an_offer_accepted_and_run_out_by_two_at_once_has_one_outcome(app: Flask) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 4)
        first = make_booking(world.buyer, run, 4)
        waits = [make_booking(world.other, run, waiting=True) for _ in range(4)]
        cancel(world, first, world_at(run))
        offered = {each: ids(each) for each in waits}
        until = get(waits[0]).places[0].offered_until
        assert until is not None

    def answer(reference: str) -> Callable[[], str]:
        def work() -> str:
            actions.accept_offer(reference=reference, place_ids=offered[reference], actor=world.other, at=until - TICK)
            return "accepted"

        return work

    for reference in waits:
        ends = at_once(app, answer(reference), lambda: actions.lapse_offers(at=until))
        with transaction():
            assert states(reference) in (["booked"], ["offer_lapsed"])
            assert ("accepted" in ends) is (states(reference) == ["booked"])
            assert len(queries.charges_of_places(ids(reference))) == (states(reference) == ["booked"])
    with transaction():
        assert taken(run) == [sum(states(each) == ["booked"] for each in waits)]


def test_an_offer_is_not_accepted_once_the_course_began_earlier_than_it_was_to(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
    cancel(world, first, at)
    begun = at + timedelta(hours=1)
    session().execute(update(Run).where(Run.reference == run).values(starts_at=begun))
    session().execute(update(Session).values(starts_at=begun))
    with pytest.raises(rules.CannotBook, match="has begun"):
        accept(waits, world.other, begun)
    assert actions.lapse_offers(at=begun) == 1
    assert states(waits) == ["offer_lapsed"]


def test_a_free_course_has_a_line_as_any_other(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1, prices=Prices(is_free=True))
    first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
    cancel(world, first, at)
    accept(waits, world.other, at)
    assert states(waits) == ["booked"]


def test_the_same_wish_to_wait_is_one_place_in_line(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    token, seen = make_draft(world.other, make_choice(run))
    first = actions.book(token=token, seen=seen, waiting=True, actor=world.other, at=at)
    assert actions.book(token=token, seen=seen, waiting=True, actor=world.other, at=at) == first
    assert len(queries.list_waiting(queries.get_run(run).id)) == 1


def world_at(run: str) -> datetime:
    """A moment at which places of a run are given back: a week before it begins."""
    return queries.get_run(run).starts_at - timedelta(days=7)
