"""What a provider does with places: more of them, out of order, on another run; a run cancelled, a fee let go."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.approvals import queries as approvals
from app.approvals.values import ApprovalState
from app.cpd import actions, queries, rules
from app.cpd.actions.charging import charge_run
from app.cpd.queries.charging import list_runs_to_charge
from app.cpd.values import BookedBy, ChargeOn, PlaceState
from app.kernel.errors import NotFound
from app.kernel.money import Money
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, make_run_of, person, states, taken
from tests.cpd.makers import World, make_course_and_run, make_run
from tests.cpd.registers_makers import close, make_booked_run, place, take
from tests.services.watching import notices


def session_of(run: str, position: int = 1) -> int:
    return queries.get_run(run).sessions[position - 1].id


def cancel(world: World, reference: str, at: datetime) -> None:
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=at)


def left_to_pay(reference: str) -> list[Money]:
    charged = queries.charges_of_places(ids(reference))
    return [charged[each].left for each in ids(reference) if each in charged]


def test_more_places_are_offered_in_order_at_once(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    waits = make_booking(world.other, run, 3, waiting=True)
    version = queries.get_run(run).version
    offered = actions.set_capacity(session_id=session_of(run), capacity=3, actor=world.provider, at=at)
    assert offered == ids(waits)[:2]
    assert states(waits) == ["offered", "offered", "waiting"]
    assert queries.get_run(run).version == version + 1


def test_a_session_never_has_fewer_places_than_are_taken(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    make_booking(world.buyer, run, 3)
    with pytest.raises(rules.CapacityWrong, match="3 places are already taken, so enter 3 or more"):
        actions.set_capacity(session_id=session_of(run), capacity=2, actor=world.provider, at=at)
    actions.set_capacity(session_id=session_of(run), capacity=3, actor=world.provider, at=at)
    with pytest.raises(rules.Full):
        make_booking(world.buyer, run)


@pytest.mark.parametrize("capacity", [0, -1, 10_001])
def test_a_capacity_is_a_number_that_makes_sense(world: World, at: datetime, capacity: int) -> None:
    session_id = session_of(make_run_of(world.provider, 5))
    with pytest.raises(rules.CapacityWrong):
        actions.set_capacity(session_id=session_id, capacity=capacity, actor=world.provider, at=at)


def test_whoever_is_promoted_without_a_free_seat_is_the_next_to_have_one(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    with pytest.raises(rules.CannotBook):
        actions.promote(place_id=ids(two)[0], reason=" ", actor=world.provider, at=at)
    assert not actions.promote(place_id=ids(two)[0], reason="She presents", actor=world.provider, at=at)
    assert (get(two).places[0].line, get(one).places[0].line) == (1, 2)
    cancel(world, first, at)
    assert (states(one), states(two)) == (["waiting"], ["offered"])


def test_whoever_is_promoted_with_a_place_more_is_offered_it_at_once(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    one, two = (make_booking(world.other, run, waiting=True) for _ in range(2))
    place = ids(two)[0]
    assert actions.promote(place_id=place, reason="She presents", add_place=True, actor=world.provider, at=at)
    assert (states(one), states(two), taken(run)) == (["waiting"], ["offered"], [2])
    with pytest.raises(rules.MovedOn):
        actions.promote(place_id=place, reason="Again", actor=world.provider, at=at)
    assert any(each.startswith("A place is free") for each in notices(world.other.person_id))


def test_places_are_the_provider_s_own_to_arrange(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    place = ids(make_booking(world.buyer, run, waiting=True))[0]
    who: dict[str, Any] = {"actor": world.buyer, "at": at}
    for deed in (
        lambda: actions.promote(place_id=place, reason="Me first", **who),
        lambda: actions.move_place(place_id=place, to_run_reference=run, reason="No", **who),
        lambda: actions.set_capacity(session_id=session_of(run), capacity=9, **who),
        lambda: actions.waive_fee(place_id=place, reason="No", **who),
        lambda: actions.cancel_run(reference=run, reason="No", **who),
    ):
        with pytest.raises(NotFound):
            deed()


def test_a_booked_place_moves_to_another_run_with_its_price(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider, capacity=1)
    other = make_run(world.provider, course, capacity=1, starts_at=queries.get_run(run).starts_at + timedelta(days=14))
    reference = make_booking(world.buyer, run, people=(person("Ann"),))
    waits = make_booking(world.other, run, waiting=True)
    place = ids(reference)[0]
    actions.move_place(place_id=place, to_run_reference=other, reason="Ill", actor=world.provider, at=at)
    moved = get(reference).places[0]
    assert (moved.state, moved.price, moved.session_ids) == (PlaceState.BOOKED, Money(120_00), (session_of(other),))
    assert (taken(run), taken(other)) == ([1], [1])
    assert states(waits) == ["offered"]
    assert [each.id for each in queries.list_places_of_run(queries.get_run(other).id)] == [place]


def test_a_place_that_moved_is_charged_after_the_run_that_it_moved_to(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider, charge_on=ChargeOn.AFTER)
    later = make_run(world.provider, course, starts_at=queries.get_run(run).starts_at + timedelta(days=14))
    reference = make_booking(world.buyer, run)
    place, after = ids(reference)[0], timedelta(days=1)
    actions.move_place(place_id=place, to_run_reference=later, reason="Ill", actor=world.provider, at=at)
    first, second = queries.get_run(run), queries.get_run(later)
    assert list_runs_to_charge(first.ends_at + after) == []
    assert list_runs_to_charge(second.ends_at + after) == [second.id]
    charge_run(run_id=first.id, at=first.ends_at + after)
    assert left_to_pay(reference) == []
    charge_run(run_id=second.id, at=second.ends_at + after)
    assert left_to_pay(reference) == [Money(120_00)]


def test_a_place_that_waits_moves_to_the_end_of_the_other_line_or_is_offered_a_seat(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider, capacity=1)
    full = make_run(world.provider, course, capacity=1)
    free = make_run(world.provider, course, capacity=1)
    for each in (run, full):
        make_booking(world.provider, each)
    ahead = make_booking(world.other, full, waiting=True)
    one, two = (make_booking(world.buyer, run, waiting=True) for _ in range(2))
    actions.move_place(place_id=ids(one)[0], to_run_reference=full, reason="Asked", actor=world.provider, at=at)
    actions.move_place(place_id=ids(two)[0], to_run_reference=free, reason="Asked", actor=world.provider, at=at)
    assert (states(one), states(two)) == (["waiting"], ["offered"])
    assert (get(ahead).places[0].line, get(one).places[0].line) == (1, 2)


def test_a_place_is_moved_only_where_it_fits(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider, capacity=2, prices=DEAR)
    full = make_run(world.provider, course, capacity=1)
    make_booking(world.provider, full)
    booked = ids(make_booking(world.provider, run, people=(person("Ann"),)))[0]
    held = ids(make_booking(world.buyer, run))[0]
    elsewhere = make_run_of(world.provider, 5)

    def move(place_id: int, to: str) -> None:
        actions.move_place(place_id=place_id, to_run_reference=to, reason="Asked", actor=world.provider, at=at)

    with pytest.raises(rules.Full):
        move(booked, full)
    with pytest.raises(rules.CannotBook, match="same course"):
        move(booked, elsewhere)
    with pytest.raises(rules.CannotBook, match="another run"):
        move(booked, run)
    with pytest.raises(rules.CannotBook, match="decision"):
        move(held, make_run(world.provider, course))
    with pytest.raises(NotFound):
        move(booked, "RUN-ZZZZZ")


def test_nobody_is_moved_into_a_session_in_which_they_have_a_place(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider)
    other = make_run(world.provider, course)
    ann = get(make_booking(world.buyer, other, people=(person("Ann"),))).places[0].delegate
    assert ann is not None
    place = ids(make_booking(world.buyer, run, delegate_ids=(ann.id,)))[0]
    with pytest.raises(rules.AlreadyComing):
        actions.move_place(place_id=place, to_run_reference=other, reason="Asked", actor=world.provider, at=at)


def test_a_place_for_one_session_moves_to_the_session_of_that_number(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider, count=3, booked_by=BookedBy.SESSION)
    long, short = (make_run(world.provider, course, count=count) for count in (3, 1))
    reference = make_booking(world.buyer, run, session_ids=(session_of(run, 2),))
    place = ids(reference)[0]
    with pytest.raises(rules.CannotBook, match="has no session 2"):
        actions.move_place(place_id=place, to_run_reference=short, reason="Ill", actor=world.provider, at=at)
    actions.move_place(place_id=place, to_run_reference=long, reason="Ill", actor=world.provider, at=at)
    assert (taken(run), taken(long)) == ([0, 0, 0], [0, 1, 0])


def test_a_cancelled_run_ends_and_credits_everything(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 3, prices=DEAR)
    own, held = make_booking(world.provider, run), make_booking(world.buyer, run, 2)
    waits = make_booking(world.other, run, waiting=True)
    approval = get(held).places[0].approval_reference
    assert approval is not None
    with pytest.raises(rules.CannotBook, match="Enter why"):
        actions.cancel_run(reference=run, reason="", actor=world.provider, at=at)
    actions.cancel_run(reference=run, reason="The presenter is ill", actor=world.provider, at=at)
    for reference in (own, held, waits):
        assert set(states(reference)) == {"run_cancelled"}
    assert approvals.get_approval(approval).state is not ApprovalState.AWAITING
    assert taken(run) == [0]
    with pytest.raises(rules.RunStopped):
        actions.cancel_run(reference=run, reason="Again", actor=world.provider, at=at)
    told = "Cancelled by Northgate Learning Trust: Reading fluency in key stage 2"
    assert told in notices(world.buyer.person_id)
    assert told in notices(world.other.person_id)


def test_a_cancelled_run_credits_places_and_fees_of_places_given_back_before(world: World) -> None:
    run = make_run_of(world.provider, 3)
    stays, back = make_booking(world.buyer, run), make_booking(world.buyer, run)
    near = queries.get_run(run).starts_at - timedelta(days=1)
    cancel(world, back, near)
    assert (left_to_pay(stays), left_to_pay(back)) == ([Money(120_00)], [Money(120_00)])
    actions.cancel_run(reference=run, reason="Snow", actor=world.provider, at=near)
    assert (left_to_pay(stays), left_to_pay(back)) == ([Money(0)], [Money(0)])


def test_a_fee_is_waived_once_with_a_reason(world: World) -> None:
    run = make_run_of(world.provider, 3)
    stays, back = make_booking(world.buyer, run), make_booking(world.buyer, run)
    near = queries.get_run(run).starts_at - timedelta(days=1)
    cancel(world, back, near)
    waive: dict[str, Any] = {"place_id": ids(back)[0], "actor": world.provider, "at": near}
    with pytest.raises(rules.CannotBook, match="Enter why"):
        actions.waive_fee(reason="", **waive)
    actions.waive_fee(reason="A death in the family", **waive)
    assert left_to_pay(back) == [Money(0)]
    ending = get(back).places[0].ending
    assert ending is not None
    assert (ending.fee, ending.waived) == (Money(120_00), "A death in the family")
    with pytest.raises(rules.CannotBook, match="waived already"):
        actions.waive_fee(reason="Twice", **waive)
    with pytest.raises(rules.CannotBook, match="no fee to waive"):
        actions.waive_fee(reason="Kind", place_id=ids(stays)[0], actor=world.provider, at=near)


def test_the_fee_for_not_coming_is_waived_for_those_who_did_not_by_the_finished_register(world: World) -> None:
    run = make_booked_run(world, "Ann", "Ben")
    ann, ben, ends = place(run, "Ann"), place(run, "Ben"), queries.get_run(run).ends_at
    waive: dict[str, Any] = {"reason": "Ill", "actor": world.provider}
    with pytest.raises(rules.CannotBook, match="no fee to waive"):
        actions.waive_fee(place_id=ann, at=ends - timedelta(microseconds=1), **waive)
    with pytest.raises(rules.CannotBook, match="Finish the register first"):
        actions.waive_fee(place_id=ann, at=ends, **waive)
    take(world, run, {"Ann": "A", "Ben": "L"})
    close(world, run)
    with pytest.raises(rules.CannotBook, match="no fee to waive"):
        actions.waive_fee(place_id=ben, at=ends, **waive)
    actions.waive_fee(place_id=ann, at=ends, **waive)
    assert [queries.places_by_id([each])[each].no_show_waived for each in (ann, ben)] == ["Ill", ""]
    assert [queries.charges_of_places([each])[each].left for each in (ann, ben)] == [Money(0), Money(120_00)]


def test_places_are_counted_for_each_session_of_each_run(world: World, at: datetime) -> None:
    course, run = make_course_and_run(
        world.provider, capacity=3, count=2, booked_by=BookedBy.SESSION, prices=DEAR, charge_on=ChargeOn.AFTER
    )
    one, two = (session_of(run, number) for number in (1, 2))
    make_booking(world.provider, run, 2)
    make_booking(world.buyer, run, session_ids=(one,))
    make_booking(world.other, run, 2, session_ids=(two,), waiting=True)
    summary = queries.places_summary(queries.get_course(course).listing.id)
    found = [(each.session.id, each.booked, each.held, each.offered, each.waiting) for each in summary[0].sessions]
    assert found == [(one, 2, 1, 0, 0), (two, 2, 0, 1, 1)]
