"""Whatever is done with places, in whatever order: none is sold twice, nobody is passed over, the money is right."""

import time
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.cpd import queries
from app.cpd.models import Place, Seat
from app.cpd.values import Ending, PlaceState, PlaceValue, RunValue
from app.kernel.clock import london_date
from app.kernel.database import session, transaction
from app.kernel.money import Money
from tests.cpd.makers import make_world
from tests.cpd.playing import DEEDS, Deed, Play

SEATED = (PlaceState.OFFERED, PlaceState.HELD, PlaceState.BOOKED)
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 41), st.integers(0, 41)), min_size=12, max_size=24)
CHECKS = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


SECONDS = 9.0
"""For how long examples are begun on each database, once there were a few."""
LEAST = 3


class Undo(Exception):
    """Ends an example, so that the next one finds the database as it was."""


def test_any_sequence_of_deeds_keeps_every_promise(app: Flask) -> None:
    done: list[int] = []
    ends = time.monotonic() + SECONDS
    with transaction():
        world = make_world()

        @CHECKS
        @given(deeds=deeds)
        def play(deeds: list[Deed]) -> None:
            if len(done) >= LEAST and time.monotonic() > ends:
                return
            try:
                with session().begin_nested():
                    done.append(play_and_prove(Play(world), deeds))
                    raise Undo
            except Undo:
                session().expire_all()

        play()
    assert len(done) >= LEAST
    assert sum(done)


def play_and_prove(play: Play, deeds: list[Deed]) -> int:
    """Do each deed and prove after each that everything holds; how many the rules did not refuse."""
    offered: set[int] = set()
    for deed in deeds:
        play.do(deed)
        runs = {each.id: each for each in map(queries.get_run, play.runs)}
        places = [each for number in runs for each in queries.list_places_of_run(number)]
        prove_seats(runs, places)
        now = {each.id for each in places if each.state is PlaceState.OFFERED}
        prove_line(play, runs, places, now - offered)
        prove_moments(play, runs, places)
        prove_money(play, runs, places)
        offered = now
    return play.done


def prove_seats(runs: dict[int, RunValue], places: list[PlaceValue]) -> None:
    """No session has more places taken than it holds, and what it counts is the seats of the places that have one."""
    counted = Counter(number for each in places if each.state in SEATED for number in each.session_ids)
    sums = session().execute(select(Seat.session_id, func.count()).where(Seat.is_taken).group_by(Seat.session_id))
    marked = {row[0]: row[1] for row in sums}
    for each in (held for run in runs.values() for held in run.sessions):
        assert each.taken <= each.capacity
        assert each.taken == counted[each.id] == marked.get(each.id, 0)
    taken = Counter(
        (each.delegate.id, number) for each in places if each.is_live and each.delegate for number in each.session_ids
    )
    assert not taken or max(taken.values()) == 1


def prove_line(play: Play, runs: dict[int, RunValue], places: list[PlaceValue], newly: set[int]) -> None:
    """Nobody whom a free seat fits waits, and nobody was offered what fits somebody ahead of them in line."""
    left = {held.id: held.left for run in runs.values() for held in run.sessions}
    waiting = [each for each in places if each.state is PlaceState.WAITING]
    for each in waiting:
        run = runs[each.run_id]
        has_begun = run.start_of(each.session_ids) <= play.at
        assert has_begun or run.cancellation or min(left[number] for number in each.session_ids) == 0
    order = {row[0]: row[1] for row in session().execute(select(Place.id, Place.in_line))}
    for served in (each for each in places if each.id in newly):
        for each in (one for one in waiting if one.run_id == served.run_id):
            ahead = (order[each.id] or 0) < (order[served.id] or 0)
            assert not (ahead and set(each.session_ids) <= set(served.session_ids))
    for number in runs:
        lines = sorted((each.line or 0, order[each.id] or 0) for each in waiting if each.run_id == number)
        assert [line for line, _ in lines] == list(range(1, len(lines) + 1))
        assert [place for _, place in lines] == sorted(place for _, place in lines)


def prove_moments(play: Play, runs: dict[int, RunValue], places: list[PlaceValue]) -> None:
    """Nothing stands past its time once the worker was there: it comes with every winding on of the clock.

    Nor is anything held or offered past the start of what it is for.
    """
    for each in places:
        starts_at = runs[each.run_id].start_of(each.session_ids)
        if each.state is PlaceState.HELD:
            assert each.held_until
            assert play.at < each.held_until <= starts_at
        if each.state is PlaceState.OFFERED:
            assert each.offered_until
            assert play.at < each.offered_until <= starts_at


def prove_money(play: Play, runs: dict[int, RunValue], places: list[PlaceValue]) -> None:
    """What is charged for each place is its price while it stands, and by the bands once it was given back."""
    charged = queries.charges_of_places(each.id for each in places)
    for each in places:
        ending, is_off = each.ending, runs[each.run_id].cancellation is not None
        due = each.price if each.state is PlaceState.BOOKED and not is_off else Money(0)
        if ending is not None and ending.why is Ending.CANCELLED and each.booked_at is not None:
            assert ending.fee == fee_of(each, runs[each.run_id], own=each.buyer_id == play.world.provider.trust)
            due = Money(0) if ending.waived or is_off else ending.fee
        elif ending is not None:
            assert ending.fee == Money(0)
        found = charged.get(each.id)
        assert (found.left if found else Money(0)) == due, each


def fee_of(place: PlaceValue, run: RunValue, *, own: bool) -> Money:
    """The fee of a place given back, worked out here a second way: by the table of bands, day by day."""
    assert place.ending is not None
    start = min(each.date for each in run.sessions if each.id in place.session_ids)
    today = london_date(place.ending.ended_at)
    days = [today + timedelta(days=number) for number in range(max((start - today).days, 0))]
    notice = sum(each.isoweekday() < 6 and each not in HOLIDAYS for each in days)
    percent = 0 if own else 25 if notice >= 12 else 75 if notice >= 5 else 100
    exact = Decimal(place.price.pence) * percent / 100
    return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
