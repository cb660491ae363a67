"""The database itself holds no more than the capacity, whatever goes around the actions."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.cpd import queries
from app.cpd.values import BookedBy
from app.extensions import db
from app.kernel import database
from app.kernel.database import session, transaction
from tests.cpd.booking_makers import get, ids, make_booking, make_run_of, taken
from tests.cpd.makers import World, make_world


def waiting_on_a_full_run(world: World) -> tuple[str, int, int]:
    """A run whose one session is full, that session, and a place that waits for it."""
    run = make_run_of(world.provider, 2)
    make_booking(world.buyer, run, 2)
    waits = make_booking(world.other, run, waiting=True)
    return run, queries.get_run(run).sessions[0].id, ids(waits)[0]


def refused(statement: str) -> None:
    """That the database refuses a statement, and holds afterwards what it held before."""
    with pytest.raises(DBAPIError), session().begin_nested():
        session().execute(text(statement))


def test_one_seat_too_many_cannot_be_taken(world: World) -> None:
    run, number, place = waiting_on_a_full_run(world)
    refused(f"UPDATE course_seat SET is_taken = true WHERE place_id = {place} AND session_id = {number}")
    refused("UPDATE course_seat SET is_taken = true")
    assert taken(run) == [2]


def test_one_seat_too_many_cannot_be_put_in(world: World) -> None:
    run, number, place = waiting_on_a_full_run(world)
    session().execute(text(f"DELETE FROM course_seat WHERE place_id = {place}"))
    refused(f"INSERT INTO course_seat (place_id, session_id, is_taken) VALUES ({place}, {number}, true)")
    session().execute(
        text(f"INSERT INTO course_seat (place_id, session_id, is_taken) VALUES ({place}, {number}, false)")
    )
    assert taken(run) == [2]


@pytest.mark.parametrize("count", [-1, 0, 1, 3])
def test_the_count_of_a_session_cannot_be_set_by_hand(world: World, count: int) -> None:
    run, number, _ = waiting_on_a_full_run(world)
    refused(f"UPDATE course_session SET taken = {count} WHERE id = {number}")
    refused(f"UPDATE course_session SET taken = {count}, capacity = 50 WHERE id = {number}")
    assert taken(run) == [2]


def test_a_capacity_cannot_go_below_what_is_taken(world: World) -> None:
    run, number, _ = waiting_on_a_full_run(world)
    refused(f"UPDATE course_session SET capacity = 1 WHERE id = {number}")
    refused(f"UPDATE course_session SET capacity = 0 WHERE id = {number}")
    session().execute(text(f"UPDATE course_session SET capacity = 3 WHERE id = {number}"))
    assert [each.left for each in queries.get_run(run).sessions] == [1]


def test_a_seat_stays_with_its_session_and_its_place(world: World) -> None:
    run = make_run_of(world.provider, 2, count=2, booked_by=BookedBy.SESSION)
    one, two = (each.id for each in queries.get_run(run).sessions)
    place = get(make_booking(world.buyer, run, session_ids=(one,))).places[0].id
    other = get(make_booking(world.buyer, run, session_ids=(two,))).places[0].id
    refused(f"UPDATE course_seat SET session_id = {two} WHERE place_id = {place}")
    refused(f"UPDATE course_seat SET place_id = {other} WHERE place_id = {place}")
    assert taken(run) == [1, 1]


def test_a_seat_that_goes_is_not_counted_any_more(world: World) -> None:
    run, number, place = waiting_on_a_full_run(world)
    booked = queries.list_places_of_run(queries.get_run(run).id)[0].id
    session().execute(text(f"DELETE FROM course_seat WHERE place_id = {booked}"))
    assert taken(run) == [1]
    session().execute(text(f"UPDATE course_seat SET is_taken = true WHERE place_id = {place}"))
    assert taken(run) == [2]
    refused(f"INSERT INTO course_seat (place_id, session_id, is_taken) VALUES ({booked}, {number}, true)")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_two_who_take_the_last_seat_in_open_transactions_one_waits_and_is_refused(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 1)
        first = make_booking(world.buyer, run)
        one, two = (ids(make_booking(world.other, run, waiting=True))[0] for _ in range(2))
        session().execute(text(f"UPDATE course_seat SET is_taken = false WHERE place_id = {ids(first)[0]}"))
    with app.app_context():
        engine = db.engine
    ends: list[str] = []
    begun = threading.Event()

    def take_second() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM course_seat"))
            begun.set()
            try:
                connection.execute(text(f"UPDATE course_seat SET is_taken = true WHERE place_id = {two}"))
                connection.commit()
                ends.append("taken")
            except IntegrityError:
                ends.append("refused")

    with engine.connect() as connection:
        connection.execute(text(f"UPDATE course_seat SET is_taken = true WHERE place_id = {one}"))
        thread = threading.Thread(target=take_second)
        thread.start()
        assert begun.wait(timeout=20)
        thread.join(timeout=0.5)
        assert thread.is_alive()
        connection.commit()
    thread.join(timeout=20)
    assert ends == ["refused"]
    with transaction():
        assert taken(run) == [1]


def test_many_who_go_around_the_actions_at_once_take_no_more_than_there_are(app: Flask) -> None:
    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 3)
        first = make_booking(world.buyer, run, 3)
        places = ids(make_booking(world.other, run, 12, waiting=True))
        free = ", ".join(map(str, ids(first)))
        session().execute(text(f"UPDATE course_seat SET is_taken = false WHERE place_id IN ({free})"))
    ends = _at_once(app, [f"UPDATE course_seat SET is_taken = true WHERE place_id = {each}" for each in places])
    assert ends.count("taken") == 3
    assert len(ends) == 12
    with transaction():
        assert taken(run) == [3]


def _at_once(app: Flask, statements: list[str]) -> list[str]:
    with app.app_context():
        maker = db.sessionmaker
    start, ends = threading.Barrier(len(statements)), list[str]()

    def run(statement: str) -> Callable[[], None]:
        def work() -> None:
            with database.bound(maker):
                start.wait()
                try:
                    with transaction():
                        session().execute(text(statement))
                    ends.append("taken")
                except IntegrityError:
                    ends.append("refused")

        return work

    threads = [threading.Thread(target=run(each)) for each in statements]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=60)
    return ends
