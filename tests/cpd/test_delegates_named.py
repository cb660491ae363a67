"""Naming and substituting: always free, always allowed until the course is over, each written down."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.cpd import actions, queries, rules
from app.cpd.models import Substitution
from app.cpd.values import NewDelegate, Prices
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, make_run_of, person, states
from tests.cpd.makers import World
from tests.listings.makers import make_school


def substitutions() -> list[tuple[int | None, int]]:
    rows = session().execute(select(Substitution.from_id, Substitution.to_id).order_by(Substitution.id))
    return [(row[0], row[1]) for row in rows]


def name(world: World, reference: str, at: datetime, who: NewDelegate | int, place: int = 0) -> int:
    given = {"delegate_id": who} if isinstance(who, int) else {"new": who}
    actions.name_place(
        reference=reference,
        place_id=ids(reference)[place],
        actor=world.buyer,
        at=at,
        **given,
    )
    found = get(reference).places[place].delegate
    assert found is not None
    return found.id


def test_a_place_is_named_and_given_to_somebody_else_at_no_charge(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5))
    before = queries.charges_of_places(ids(reference))
    ann = name(world, reference, at, person("Ann"))
    bo = name(world, reference, at, person("Bo"))
    assert name(world, reference, at, bo) == bo
    assert name(world, reference, at, ann) == ann
    assert substitutions() == [(None, ann), (ann, bo), (bo, ann)]
    assert queries.charges_of_places(ids(reference)) == before


def test_a_place_is_named_until_the_last_session_ends(world: World) -> None:
    run = make_run_of(world.provider, 5, count=2)
    reference, ends = make_booking(world.buyer, run), queries.get_run(run).ends_at
    name(world, reference, ends - timedelta(microseconds=1), person("Ann"))
    with pytest.raises(rules.CannotBook, match="is over"):
        name(world, reference, ends, person("Bo"))


def test_places_that_wait_or_are_held_are_named_too(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 1, prices=DEAR)
    held, waits = make_booking(world.buyer, run), make_booking(world.buyer, run, waiting=True)
    name(world, held, at, person("Ann"))
    with pytest.raises(rules.AlreadyComing, match="Ann already has a place"):
        name(world, waits, at, person("Ann"))
    name(world, waits, at, person("Bo"))
    assert (states(held), states(waits)) == (["held"], ["waiting"])


def test_a_place_that_ended_is_not_named(world: World, at: datetime) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5))
    place = ids(reference)[0]
    actions.cancel_places(reference=reference, place_ids=[place], actor=world.buyer, at=at)
    with pytest.raises(NotFound):
        name(world, reference, at, person("Ann"))


def test_only_people_and_places_of_one_s_own_trust_are_named(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    reference = make_booking(world.buyer, run)
    stranger = get(make_booking(world.other, run, people=(person("Eve"),))).places[0].delegate
    assert stranger is not None
    with pytest.raises(NotFound):
        name(world, reference, at, stranger.id)
    with pytest.raises(NotFound):
        name(world, reference, at, person("Ann", make_school(world.other.trust, "Elder Primary")))
    with pytest.raises(NotFound):
        actions.name_place(reference=reference, place_id=ids(reference)[0], new=person("Eve"), actor=world.other, at=at)


@pytest.mark.parametrize(
    ("who", "field"),
    [(None, "delegate"), (NewDelegate("", "a@b.example"), "name"), (NewDelegate("Ann", "ann"), "email")],
)
def test_whoever_is_named_has_a_name_and_an_address(
    world: World, at: datetime, who: NewDelegate | None, field: str
) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5))
    with pytest.raises(rules.CannotBook) as refused:
        actions.name_place(reference=reference, place_id=ids(reference)[0], new=who, actor=world.buyer, at=at)
    assert refused.value.field == field


def test_a_whole_school_place_stays_with_its_school(world: World, at: datetime) -> None:
    prices = Prices(other=Money(120_00), whole_school=Money(200_00), whole_school_places=3)
    ash, birch = world.schools[:2]
    reference = make_booking(world.buyer, make_run_of(world.provider, 5, prices=prices), 2, whole_school_id=ash)
    with pytest.raises(rules.CannotBook, match="Bo is not at Ash Primary"):
        name(world, reference, at, person("Bo", birch))
    ann = name(world, reference, at, person("Ann"))
    assert queries.get_delegate(world.buyer.trust, ann).school_id == ash


def test_the_people_of_a_trust_are_listed_by_name_and_found_by_a_part_of_it(world: World) -> None:
    run = make_run_of(world.provider, 9)
    make_booking(world.buyer, run, people=(person("Cy Ash"), person("ann Elm"), person("Bo Oak")))
    make_booking(world.other, run, people=(person("Eve"),))
    mine = world.buyer.trust
    assert [each.name for each in queries.list_delegates(mine)] == ["ann Elm", "Bo Oak", "Cy Ash"]
    assert [each.name for each in queries.list_delegates(mine, "ELM ann")] == ["ann Elm"]
    assert [each.name for each in queries.list_delegates(mine, skip=1, most=1)] == ["Bo Oak"]
    assert [each.name for each in queries.list_delegates(mine, "50%")] == []
    assert (queries.count_delegates(mine), queries.count_delegates(mine, "oak")) == (3, 1)
