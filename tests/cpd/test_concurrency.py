"""No place is sold twice, however many ask for it at once, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask

from app.approvals import actions as approvals
from app.approvals import queries as approvals_queries
from app.cpd import actions, queries, rules
from app.cpd.values import BookedBy, PlaceState
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.trusts.values import Role
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
from tests.listings.makers import make_member
from tests.services.watching import at_once

MANY = 24
CAPACITY = 7


def bookers(world: World, count: int) -> list[Actor]:
    """People of three trusts in turn: the buyer, another, and the provider's own staff."""
    trusts = [world.buyer.trust, world.other.trust, world.provider.trust]
    return [make_member(trusts[number % 3], Role.CPD_LEAD) for number in range(count)]


def asks(run: str, who: list[Actor], at: datetime, **changes: Any) -> list[Callable[[], str]]:
    """One booking for each person, checked and ready to be made."""
    return [book_draft(each, *make_draft(each, make_choice(run, **changes)), at) for each in who]


def book_draft(actor: Actor, token: str, seen: str, at: datetime) -> Callable[[], str]:
    return lambda: actions.book(token=token, seen=seen, actor=actor, at=at)


def split(ends: list[Any]) -> tuple[list[str], list[Any]]:
    """The references of what was booked, and whatever else came of it."""
    booked = [each for each in ends if isinstance(each, str)]
    return booked, [each for each in ends if not isinstance(each, str)]


def test_of_many_who_book_at_once_exactly_as_many_as_there_are_places_are_booked(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, CAPACITY)
        work = asks(run, bookers(world, MANY), at)
    booked, refused = split(at_once(app, *work))
    assert len(booked) == CAPACITY
    assert len(refused) == MANY - CAPACITY
    assert all(isinstance(each, rules.Full) and "waiting list" in each.message for each in refused)
    with transaction():
        assert taken(run) == [CAPACITY]
        assert {state for each in booked for state in states(each)} == {"booked"}
        assert len(queries.list_places_of_run(queries.get_run(run).id)) == CAPACITY


def test_the_last_place_goes_to_exactly_one(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 2)
        make_booking(world.buyer, run)
        work = asks(run, bookers(world, MANY), at)
    booked, refused = split(at_once(app, *work))
    assert len(booked) == 1
    assert [type(each) for each in refused] == [rules.Full] * (MANY - 1)
    with transaction():
        assert taken(run) == [2]


def test_places_for_several_sessions_are_booked_whole_or_not_at_all(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 4, count=3, booked_by=BookedBy.SESSION)
        one, two, three = (each.id for each in queries.get_run(run).sessions)
        people = bookers(world, 18)
        wishes = [(one, two), (two, three), (one, three)]
        work = [ask for number, wish in enumerate(wishes) for ask in asks(run, people[number::3], at, session_ids=wish)]
    booked, refused = split(at_once(app, *work))
    assert {type(each) for each in refused} == {rules.Full}
    with transaction():
        seats = [number for each in booked for place in get(each).places for number in place.session_ids]
        assert taken(run) == [seats.count(each) for each in (one, two, three)]
        assert max(taken(run)) == 4
        assert len(seats) == 2 * len(booked)


def test_one_draft_sent_many_times_at_once_is_one_booking(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 5)
        token, seen = make_draft(world.buyer, make_choice(run, 2))
    ends = at_once(app, *[lambda: actions.book(token=token, seen=seen, actor=world.buyer, at=at) for _ in range(12)])
    assert len(ends) == 12
    assert len(set(ends)) == 1
    with transaction():
        assert taken(run) == [2]


def test_one_offer_accepted_many_times_at_once_is_one_place(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 1)
        first, waits = make_booking(world.buyer, run), make_booking(world.other, run, waiting=True)
        actions.cancel_places(reference=first, place_ids=ids(first), actor=world.buyer, at=at)
        place = ids(waits)

    def accept() -> str:
        actions.accept_offer(reference=waits, place_ids=place, actor=world.other, at=at)
        return "accepted"

    accepted, refused = split(at_once(app, *[accept] * 8))
    assert (len(accepted), {type(each) for each in refused}) == (1, {rules.MovedOn})
    with transaction():
        assert states(waits) == ["booked"]
        assert len(queries.charges_of_places(place)) == 1


def test_bookings_cancellations_and_capacities_at_once_leave_every_count_right(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 6)
        session_id = queries.get_run(run).sessions[0].id
        standing = [make_booking(world.buyer, run) for _ in range(5)]
        places = {each: ids(each) for each in standing}
        make_booking(world.other, run, 3, waiting=True)
        more = asks(run, bookers(world, 8), at)

    def cancel(reference: str) -> Callable[[], None]:
        given = places[reference]
        return lambda: actions.cancel_places(reference=reference, place_ids=given, actor=world.buyer, at=at)

    def resize(capacity: int) -> Callable[[], object]:
        return lambda: actions.set_capacity(session_id=session_id, capacity=capacity, actor=world.provider, at=at)

    later = at + timedelta(days=30)
    lapse = [lambda: actions.lapse_offers(at=later)] * 2
    ends = at_once(app, *more, *[cancel(each) for each in standing[:4]], resize(9), resize(5), resize(7), *lapse)
    assert len(ends) == len(more) + 4 + 3 + 2
    with transaction():
        session_now = queries.get_run(run).sessions[0]
        every = queries.list_places_of_run(queries.get_run(run).id)
        counted = sum(each.state in (PlaceState.BOOKED, PlaceState.OFFERED) for each in every)
        assert session_now.taken == counted <= session_now.capacity
        in_line = [each for each in every if each.state is PlaceState.WAITING]
        assert not in_line or session_now.left == 0


def test_two_who_book_the_same_new_people_at_once_do_not_wait_for_each_other(app: Flask, at: datetime) -> None:
    people = tuple(person(f"Person {number}") for number in range(12))
    with transaction():
        world = make_world()
        work = [
            ask
            for order in (people, people[::-1])
            for ask in asks(make_run_of(world.provider, 20), [world.buyer], at, count=12, people=order)
        ]
    booked, refused = split(at_once(app, *work))
    assert (len(booked), refused) == (2, [])
    with transaction():
        assert queries.count_delegates(world.buyer.trust) == 12


def test_a_run_cancelled_while_somebody_approves_ends_every_place_once(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        runs = [make_run_of(world.provider, 2, prices=DEAR) for _ in range(3)]
        held = {each: make_booking(world.buyer, each) for each in runs}
        asked = {each: get(held[each]).places[0].approval_reference or "" for each in runs}
    for run in runs:
        decides: dict[str, Any] = {"reference": asked[run], "actor": world.cfo, "at": at}
        cancels: dict[str, Any] = {"reference": run, "actor": world.provider, "at": at}
        ends = at_once(
            app,
            partial(approvals.approve, reason="", waiver_reason="", **decides),
            partial(actions.cancel_run, reason="Snow", **cancels),
        )
        assert len(ends) == 2
        with transaction():
            assert states(held[run]) == ["run_cancelled"]
            assert taken(run) == [0]
            charged = queries.charges_of_places(ids(held[run])).values()
            assert [each.left.pence for each in charged] in ([], [0])


def test_a_run_cancelled_while_somebody_asks_for_approval_leaves_nothing_to_decide(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        runs = [make_run_of(world.provider, 2, prices=DEAR) for _ in range(3)]
        work = {each: asks(each, [world.buyer], at)[0] for each in runs}
    for run, ask in work.items():
        at_once(app, ask, partial(actions.cancel_run, reference=run, reason="Snow", actor=world.provider, at=at))
        with transaction():
            is_off = queries.get_run(run).cancellation is not None
            awaited = approvals_queries.list_awaiting(world.cfo.person_id, world.buyer.trust)
            held = queries.list_places_of_run(queries.get_run(run).id)
            assert {each.reference for each in awaited} == {
                each.approval_reference for each in held if each.state is PlaceState.HELD
            }
            assert not (is_off and awaited)
            if awaited:
                actions.cancel_run(reference=run, reason="Snow", actor=world.provider, at=at)
