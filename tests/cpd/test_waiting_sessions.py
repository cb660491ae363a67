"""Sessions that are booked one at a time: a later one is waited for, offered and held until it begins itself."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.cpd import actions, queries, rules
from app.cpd.values import BookedBy, PlaceState
from app.kernel.actor import Actor
from tests.cpd.booking_makers import (
    DEAR,
    get,
    ids,
    make_booking,
    make_run_of,
    states,
    taken,
)
from tests.cpd.makers import World
from tests.cpd.runs_makers import as_typed

MONDAY_EVENING = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
"""Ten daytime hours after Friday 20 November 2026 at 10 in the morning."""
TICK = timedelta(microseconds=1)


def cancel(world: World, reference: str, at: datetime, actor: Actor | None = None) -> None:
    actions.cancel_places(reference=reference, place_ids=ids(reference), actor=actor or world.buyer, at=at)


def accept(reference: str, actor: Actor, at: datetime) -> None:
    offered = ids(reference, PlaceState.OFFERED)
    actions.accept_offer(reference=reference, place_ids=offered, actor=actor, at=at)


def test_a_later_session_is_waited_for_and_offered_until_it_begins_itself(world: World) -> None:
    run = make_run_of(world.provider, 1, booked_by=BookedBy.SESSION, count=2)
    begins, last = (each.starts_at for each in queries.get_run(run).sessions)
    one, two = ((each.id,) for each in queries.get_run(run).sessions)
    full, there = (make_booking(world.buyer, run, session_ids=each) for each in (one, two))
    both = make_booking(world.other, run, waiting=True)
    later, latest = (make_booking(world.other, run, session_ids=two, waiting=True) for _ in range(2))
    assert actions.begin_runs(at=begins - TICK) == 0
    assert actions.begin_runs(at=begins) == 1
    cancel(world, there, begins)
    assert [states(each) for each in (full, both, later)] == [["booked"], ["run_began"], ["offered"]]
    assert actions.lapse_offers(at=begins) == 0
    accept(later, world.other, begins)
    cancel(world, later, last - timedelta(minutes=1), world.other)
    assert get(latest).places[0].offered_until == last
    assert actions.lapse_offers(at=last - TICK) == 0
    assert actions.lapse_offers(at=last) == 1
    assert taken(run) == [1, 0]


def test_a_later_session_is_booked_and_held_until_it_begins_itself(world: World) -> None:
    run = make_run_of(world.provider, 2, booked_by=BookedBy.SESSION, count=2, prices=DEAR)
    begins, last = (each.starts_at for each in queries.get_run(run).sessions)
    one, two = ((each.id,) for each in queries.get_run(run).sessions)
    with pytest.raises(rules.CannotBook, match="Session 1 has begun"):
        make_booking(world.buyer, run, at=begins, session_ids=one)
    held = make_booking(world.buyer, run, at=last - timedelta(days=1))
    place = get(held).places[0]
    assert (place.session_ids, place.held_until, get(held).name_by_date) == (two, last, date(2027, 2, 7))
    assert actions.lapse_holds(at=last - TICK) == 0
    assert queries.list_runs_to_tidy(last) == [get(held).run_id]
    assert actions.lapse_holds(at=last) == 1
    with pytest.raises(rules.CannotBook, match="has begun"):
        make_booking(world.buyer, run, at=last)


def test_a_session_that_is_brought_forward_brings_forward_only_what_waits_for_it(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1, booked_by=BookedBy.SESSION, count=2, prices=DEAR)
    one, two = ((each.id,) for each in queries.get_run(run).sessions)
    first, second = (make_booking(world.buyer, run, session_ids=each) for each in (one, two))
    until, named = get(second).places[0].held_until, get(second).name_by_date
    value, sooner = queries.get_run(run), at + timedelta(hours=1)
    draft = as_typed(value)
    moved = replace(draft.sessions[0], starts_at=sooner, ends_at=sooner + timedelta(hours=6))
    changed = replace(draft, sessions=(moved, draft.sessions[1]))
    actions.change_run(reference=run, draft=changed, version=value.version, actor=world.provider, at=at)
    assert (get(first).places[0].held_until, get(first).name_by_date) == (sooner, sooner.date())
    assert (get(second).places[0].held_until, get(second).name_by_date) == (until, named)


def world_at(run: str) -> datetime:
    """A moment at which places of a run are given back: a week before it begins."""
    return queries.get_run(run).starts_at - timedelta(days=7)
