"""What is done to a whole run asks the database little for each booking on it: whoever else writes waits meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.cpd import actions, queries
from app.cpd.values import Mark
from tests.cpd.booking_makers import make_booking, make_run_of, person
from tests.cpd.makers import World
from tests.cpd.runs_makers import as_typed


def make_full_run(world: World, bookings: int) -> str:
    run = make_run_of(world.provider, bookings)
    for number in range(bookings):
        make_booking(world.buyer, run, people=(person(f"Person {number}"),))
    return run


def cancel(world: World, run: str, at: datetime) -> None:
    actions.cancel_run(reference=run, reason="Snow", actor=world.provider, at=at)


def change(world: World, run: str, at: datetime) -> None:
    value = queries.get_run(run)
    (held,) = as_typed(value).sessions
    later = replace(held, starts_at=held.starts_at + timedelta(hours=1), ends_at=held.ends_at + timedelta(hours=1))
    draft = as_typed(value, sessions=(later,))
    actions.change_run(reference=run, draft=draft, version=value.version, actor=world.provider, at=at)


def close(world: World, run: str, at: datetime) -> None:
    ends = queries.get_run(run).ends_at
    actions.close_register(run_reference=run, actor=world.provider, at=ends, unmarked=Mark.PRESENT)


@pytest.mark.parametrize(("deed", "most"), [(cancel, 12), (change, 10), (close, 6)])
def test_a_deed_on_a_run_costs_few_statements_for_each_booking(
    world: World,
    at: datetime,
    statements: Callable[[], Any],
    deed: Callable[[World, str, datetime], None],
    most: int,
) -> None:
    def cost(bookings: int) -> int:
        run = make_full_run(world, bookings)
        with statements() as sent:
            deed(world, run, at)
        return len(sent)

    assert (cost(12) - cost(2)) / 10 <= most
