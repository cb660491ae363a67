"""Places that are held: approved, declined, or released when their time is over. Each comes to one end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.approvals.rules import AlreadyDecided
from app.approvals.values import ApprovalState
from app.cpd import actions, queries
from app.cpd.jobs import places as jobs
from app.kernel.database import transaction
from tests.clock import HandClock
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, make_run_of, states, taken
from tests.cpd.makers import World, make_world
from tests.cpd.runs_makers import as_typed
from tests.services.watching import at_once, notices

UNTIL = datetime.fromisoformat("2026-11-27T17:00:00+00:00")
TICK = timedelta(microseconds=1)


def approval_of(reference: str) -> str:
    found = get(reference).places[0].approval_reference
    assert found is not None
    return found


def state_of(approval: str) -> ApprovalState:
    return approval_queries.get_approval(approval).state


def approve(world: World, approval: str, at: datetime) -> None:
    approvals.approve(reference=approval, reason="", waiver_reason="Nobody else gives it", actor=world.cfo, at=at)


def test_what_is_approved_is_booked_and_charged(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 3, prices=DEAR), 2)
    approve(world, approval_of(reference), at)
    assert states(reference) == ["booked", "booked"]
    assert len(queries.charges_of_places(ids(reference))) == 2


def test_what_is_declined_is_free_again_and_offered_to_the_next(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 2, prices=DEAR)
    reference = make_booking(world.buyer, run, 2)
    waits = make_booking(world.provider, run, 1, waiting=True)
    approvals.decline(reference=approval_of(reference), reason="Too dear", actor=world.cfo, at=at)
    assert states(reference) == ["not_approved", "not_approved"]
    assert states(waits) == ["offered"]
    assert taken(run) == [1]


def test_a_hold_is_released_from_its_moment_on_and_its_approval_with_it(world: World) -> None:
    run = make_run_of(world.provider, 2, prices=DEAR)
    reference = make_booking(world.buyer, run, 2)
    approval = approval_of(reference)
    assert actions.lapse_holds(at=UNTIL - TICK) == 0
    assert actions.lapse_holds(at=UNTIL) == 2
    assert states(reference) == ["hold_lapsed", "hold_lapsed"]
    assert state_of(approval) is not ApprovalState.AWAITING
    assert taken(run) == [0]
    assert actions.lapse_holds(at=UNTIL) == 0
    with pytest.raises(AlreadyDecided):
        approve(world, approval, UNTIL)
    assert any(each.startswith("Released: 2 places") for each in notices(world.buyer.person_id))


def test_an_approval_from_the_moment_on_at_which_a_hold_ends_books_nothing(world: World) -> None:
    run = make_run_of(world.provider, 2, prices=DEAR)
    late, just = (make_booking(world.buyer, run) for _ in range(2))
    approve(world, approval_of(just), UNTIL - TICK)
    approve(world, approval_of(late), UNTIL)
    assert (states(just), states(late)) == (["booked"], ["hold_lapsed"])
    assert taken(run) == [1]


def test_only_what_is_still_held_is_booked_once_it_is_approved(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 3, prices=DEAR)
    reference = make_booking(world.buyer, run, 3)
    first = ids(reference)[0]
    actions.cancel_places(reference=reference, place_ids=[first], actor=world.buyer, at=at)
    assert state_of(approval_of(reference)) is ApprovalState.AWAITING
    approve(world, approval_of(reference), at)
    assert states(reference) == ["cancelled", "booked", "booked"]


def test_what_is_given_back_whole_needs_no_decision_any_more(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 3, prices=DEAR), 2)
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=world.buyer, at=at)
    assert states(reference) == ["cancelled", "cancelled"]
    assert state_of(approval_of(reference)) is ApprovalState.CANCELLED
    endings = [each.ending for each in get(reference).places]
    assert all(each is not None and not each.fee for each in endings)


def test_the_worker_releases_each_run_s_places_on_its_own(
    app: Flask, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world()
        runs = [make_run_of(world.provider, 2, prices=DEAR) for _ in range(2)]
        references = [make_booking(world.buyer, run) for run in runs]
        waits = make_booking(world.provider, runs[0], 2, waiting=True)
    deliver()
    with transaction():
        assert states(waits) == ["offered", "waiting"]
    clock.moment = UNTIL
    with transaction():
        jobs.tidy_runs(UNTIL)
    deliver()
    with transaction():
        assert [states(each) for each in references] == [["hold_lapsed"], ["hold_lapsed"]]
        assert states(waits) == ["offer_lapsed", "offered"]
        assert queries.list_runs_to_tidy(UNTIL) == []


@pytest.mark.parametrize("at", [UNTIL - TICK, UNTIL])
def test_approving_at_the_moment_a_hold_is_released_has_one_outcome(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 2, prices=DEAR)
        reference = make_booking(world.buyer, run)
        approval = approval_of(reference)
    at_once(app, lambda: approve(world, approval, at), lambda: actions.lapse_holds(at=UNTIL))
    with transaction():
        assert states(reference) in (["booked"], ["hold_lapsed"])
        assert taken(run) == ([1] if states(reference) == ["booked"] else [0])
        if at == UNTIL:
            assert states(reference) == ["hold_lapsed"]
        assert len(queries.charges_of_places(ids(reference))) == taken(run)[0]


def test_nothing_is_held_offered_or_to_be_named_past_a_start_that_is_brought_forward(
    world: World, at: datetime
) -> None:
    run = make_run_of(world.provider, 2, prices=DEAR, hold_days=20, offer_hours=72)
    reference = make_booking(world.buyer, run)
    left = make_booking(world.provider, run)
    waits = make_booking(world.other, run, waiting=True)
    actions.cancel_places(reference=left, place_ids=ids(left), actor=world.provider, at=at)
    value = queries.get_run(run)
    (held,) = as_typed(value).sessions
    sooner = replace(held, starts_at=at + timedelta(days=2), ends_at=at + timedelta(days=2, hours=6))
    draft = as_typed(value, sessions=(sooner,))
    actions.change_run(reference=run, draft=draft, version=value.version, actor=world.provider, at=at)
    kept, offered = get(reference), get(waits)
    assert kept.places[0].held_until == offered.places[0].offered_until == sooner.starts_at
    assert kept.name_by_date == sooner.starts_at.date()
    actions.lapse_holds(at=sooner.starts_at)
    assert (states(reference), state_of(approval_of(reference))) == (["hold_lapsed"], ApprovalState.CANCELLED)
