"""A list of twenty bookings costs the database what a list of two does, and no page of bookings asks more than 30."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from app.cpd import actions, queries, rules
from app.cpd.values import BookingChoice, NewDelegate
from app.kernel.actor import Actor
from app.kernel.database import transaction
from tests.cpd.makers import FIRST_START, World, make_course_and_run
from tests.police import PoliceClient

CEILING = 30
BUYER, PROVIDER = "cpd@westbrook.example", "cpd@northgate.example"


def take(actor: Actor, run: str, number: int, at: datetime) -> str:
    """Two places on a run, one of them with a name to follow."""
    person = NewDelegate(f"Person {number}", f"p{number}@westbrook.example")
    choice = BookingChoice(queries.get_run(run).id, new_delegates=(person,), to_follow=1)
    token = actions.keep_draft(choice=choice, actor=actor, at=at)
    asked = queries.asking_for(trust_id=actor.trust, choice=choice, at=at)
    return actions.book(token=token, seen=rules.write_seen(asked), waiting=not asked.fits, actor=actor, at=at)


def more(world: World, run: str, numbers: range, at: datetime) -> list[str]:
    """So many bookings on one run, each of another moment, and as many runs of one booking."""
    made = []
    for number in numbers:
        made.append(take(world.buyer, run, number, at + timedelta(minutes=number)))
        other = make_course_and_run(world.provider, starts_at=FIRST_START + timedelta(days=number))[1]
        take(world.buyer, other, 100 + number, at + timedelta(minutes=number))
    return made


def test_no_list_of_bookings_costs_more_for_being_long(
    app: Flask, world: World, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        run = make_course_and_run(world.provider, capacity=6)[1]
        first = more(world, run, range(1, 5), at)[0]
    pages = [
        (BUYER, "/bookings"),
        (BUYER, "/bookings?format=csv"),
        (BUYER, f"/bookings/{first}"),
        (BUYER, f"/bookings/{first}/cancel"),
        (BUYER, f"/runs/{run}/book"),
        (PROVIDER, "/bookings?side=given"),
        (PROVIDER, "/runs"),
        (PROVIDER, "/runs?format=csv"),
        (PROVIDER, f"/runs/{run}/places"),
        (PROVIDER, f"/runs/{run}/places?format=csv"),
        (PROVIDER, f"/runs/{run}/cancel"),
    ]
    browsers = {who: signed_in(who) for who in (BUYER, PROVIDER)}

    def cost(who: str, page: str) -> int:
        with statements() as sent:
            assert browsers[who].get(page).status_code == 200, page
        return len(sent)

    short = {each: cost(*each) for each in pages}
    with transaction():
        more(world, run, range(5, 21), at)
    assert {each: cost(*each) for each in pages} == short
    assert {each: count for each, count in short.items() if count > CEILING} == {}
