"""Taking and finishing a register: who is on it, what is written, and what follows."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditRow
from app.cpd import actions, queries
from app.cpd.models import Attendance, Certificate, Place
from app.cpd.queries.certificates import certificate_of_place, codes_of_places
from app.cpd.queries.registers import marks_of
from app.cpd.rules import AlreadyComing
from app.cpd.rules.registers import CannotMark, MarksMissing, RegisterFinished
from app.cpd.values import BookedBy, ChargeOn, Mark, NewDelegate, PlaceState
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from tests.cpd.booking_makers import ids, make_booking, person
from tests.cpd.mails import mails_to
from tests.cpd.makers import FIRST_START, World, make_course_and_run, make_world
from tests.cpd.registers_makers import (
    IN_CLASS,
    A,
    L,
    P,
    close,
    last_start,
    make_booked_run,
    place,
    register,
    run_of,
    take,
)
from tests.services.watching import at_once, notices

ANN, BOB = "ann.ash@school.example", "bob.birch@school.example"


def test_a_register_has_everyone_booked_by_name_and_those_without_one_last(world: World) -> None:
    run = make_booked_run(world, "bob Birch", "Ann Ash", unnamed=1)
    waits = make_booking(world.other, run, 1, people=(person("Zed Last"),))
    actions.cancel_places(reference=waits, place_ids=ids(waits), actor=world.other, at=FIRST_START - timedelta(days=9))
    assert [each.called for each in register(run).lines] == ["Ann Ash", "bob Birch", "Name not given"]


def test_a_session_has_those_whose_place_is_for_it(world: World) -> None:
    run = make_course_and_run(world.provider, count=2, booked_by=BookedBy.SESSION)[1]
    first, second = run_of(run).sessions
    make_booking(world.buyer, run, 1, people=(person("Ann Ash"),), session_ids=(first.id,))
    make_booking(world.buyer, run, 1, people=(person("Bob Birch"),), session_ids=(first.id, second.id))
    assert [each.name for each in register(run).of(first)] == ["Ann Ash", "Bob Birch"]
    assert [each.name for each in register(run).of(second)] == ["Bob Birch"]
    ann = place(run, "Ann Ash")
    assert actions.mark(run_reference=run, marks={(ann, second.id): P}, actor=world.provider, at=second.ends_at) == 0


def test_marks_are_written_by_whoever_changes_them_and_audited_without_names(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch")
    held = run_of(run).sessions[0].id
    ann, bob = place(run, "Ann Ash"), place(run, "Bob Birch")
    marks = {(ann, held): P, (bob, held): L}
    assert actions.mark(run_reference=run, marks=marks, actor=world.provider, at=IN_CLASS) == 2
    assert actions.mark(run_reference=run, marks=marks, actor=world.provider, at=IN_CLASS) == 0
    assert actions.mark(run_reference=run, marks={(ann, held): A}, actor=None, at=IN_CLASS) == 1
    assert marks_of([ann, bob]) == {ann: {held: A}, bob: {held: L}}
    rows = session().scalars(select(AuditRow).where(AuditRow.verb == "cpd.register_marked").order_by(AuditRow.id)).all()
    assert [(row.person_id, row.facts) for row in rows] == [
        (world.provider.person_id, {"marks": [[ann, held, "present"], [bob, held, "late"]], "by_link": False}),
        (None, {"marks": [[ann, held, "absent"]], "by_link": True}),
    ]
    by = session().execute(select(Attendance.place_id, Attendance.marked_by).order_by(Attendance.place_id)).all()
    assert [tuple(each) for each in by] == [(ann, None), (bob, world.provider.person_id)]


def test_the_rest_are_marked_and_nobody_elses_mark_is_touched(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch", unnamed=1)
    take(world, run, {"Ann Ash": "A"})
    held = run_of(run).sessions[0].id
    said: dict[str, Any] = {"run_reference": run, "session_id": held, "as_": P, "actor": world.provider}
    assert actions.mark_rest(at=IN_CLASS, **said) == 2
    assert [each.marks[held] for each in register(run).lines] == [A, P, P]
    with pytest.raises(NotFound):
        actions.mark_rest(at=IN_CLASS, **{**said, "session_id": held + 999})


def test_a_register_is_marked_neither_too_early_nor_by_another_trust_nor_for_another_run(world: World) -> None:
    run, other = make_booked_run(world, "Ann Ash"), make_booked_run(world, "Bob Birch")
    held, theirs = run_of(run).sessions[0].id, run_of(other).sessions[0].id
    ann, bob = place(run, "Ann Ash"), place(other, "Bob Birch")
    marks, early = {(ann, held): P}, FIRST_START - timedelta(hours=2, seconds=1)
    with pytest.raises(CannotMark, match="7:30am"):
        actions.mark(run_reference=run, marks=marks, actor=world.provider, at=early)
    for stranger in (world.buyer, world.other):
        with pytest.raises(NotFound):
            actions.mark(run_reference=run, marks=marks, actor=stranger, at=IN_CLASS)
    with pytest.raises(NotFound):
        actions.mark(run_reference=run, marks={(ann, theirs): P}, actor=world.provider, at=IN_CLASS)
    assert actions.mark(run_reference=run, marks={(bob, held): P}, actor=world.provider, at=IN_CLASS) == 0
    assert marks_of([ann, bob]) == {}


def test_finishing_issues_certificates_and_writes_to_those_who_came(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch", "Cyd Cedar", count=2, attendance_percent=100)
    take(world, run, {"Ann Ash": "PL", "Bob Birch": "PA", "Cyd Cedar": "AA"})
    assert close(world, run) == 1
    ann = place(run, "Ann Ash")
    code = codes_of_places([ann])[ann]
    value = certificate_of_place(ann, register(run).line(ann).delegate_id)  # type: ignore[union-attr, arg-type]
    assert value is not None
    assert (value.code, value.delegate_name, value.minutes) == (code, "Ann Ash", 720)
    assert value.provider_name == "Northgate Learning Trust"
    assert (value.first_date.isoformat(), value.last_date.isoformat()) == ("2027-02-01", "2027-02-08")
    assert set(code) <= set("BCDFGHJKMNPQRSTVWXZ-")
    assert len(code) == 14
    assert mails_to(ANN)[-1].subject == "Your certificate: Reading fluency in key stage 2"
    assert "/evaluate/" in mails_to(ANN)[-1].body
    assert mails_to(BOB)[-1].subject == "Thank you for coming: Reading fluency in key stage 2"
    assert not any("came" in each.subject or "coming:" in each.subject for each in mails_to("cyd.cedar@school.example"))
    with pytest.raises(RegisterFinished):
        close(world, run)
    with pytest.raises(RegisterFinished):
        take(world, run, {"Bob Birch": "PP"})


@pytest.mark.parametrize(("percent", "issued"), [(66, 1), (67, 0)])
def test_attendance_exactly_at_the_per_cent_is_enough(world: World, percent: int, issued: int) -> None:
    run = make_booked_run(world, "Ann Ash", count=3, attendance_percent=percent)
    take(world, run, {"Ann Ash": "PLA"})
    assert close(world, run) == issued


def test_a_register_with_somebody_not_marked_asks_how_they_count(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch", unnamed=1)
    take(world, run, {"Ann Ash": "P"})
    with pytest.raises(MarksMissing, match="Bob Birch, Name not given"):
        close(world, run)
    assert close(world, run, unmarked=A) == 1
    held = run_of(run).sessions[0].id
    assert [each.marks[held] for each in register(run).lines] == [P, A, A]


def test_a_place_without_a_name_has_no_certificate(world: World) -> None:
    run = make_booked_run(world, unnamed=1)
    assert close(world, run, unmarked=P) == 0


def test_a_register_is_finished_from_the_start_of_the_last_session_by_its_own_trust(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", count=2)
    start = last_start(run)
    with pytest.raises(CannotMark, match="8 February 2027"):
        close(world, run, unmarked=P, at=start - timedelta(seconds=1))
    with pytest.raises(NotFound):
        actions.close_register(run_reference=run, actor=world.buyer, at=start, unmarked=P)
    assert close(world, run, unmarked=P, at=start) == 1


def test_a_no_show_below_full_price_is_credited(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", "Bob Birch", no_show_percent=40, charge_on=ChargeOn.BOOKING)
    take(world, run, {"Ann Ash": "P", "Bob Birch": "A"})
    ann, bob = place(run, "Ann Ash"), place(run, "Bob Birch")
    close(world, run)
    charged = queries.charges_of_places([ann, bob])
    assert charged[ann].left == Money(120_00)
    assert charged[bob].left == Money(48_00)
    assert charged[bob].credits[0].reason == f"Did not come, by the register of {run}"


def test_finished_twice_at_once_it_is_finished_once(app: Flask) -> None:
    with transaction():
        world = make_world()
    with transaction():
        run = make_booked_run(world, "Ann Ash", "Bob Birch")
    ends = at_once(app, *[lambda: close(world, run, unmarked=P)] * 3)
    assert [each for each in ends if not isinstance(each, RegisterFinished)] == [2]
    with transaction():
        assert len(session().scalars(select(Certificate.code)).all()) == 2


def test_two_who_mark_at_once_both_keep_their_marks(app: Flask) -> None:
    with transaction():
        world = make_world()
    with transaction():
        run = make_booked_run(world, "Ann Ash", "Bob Birch")
        held, ann, bob = run_of(run).sessions[0].id, place(run, "Ann Ash"), place(run, "Bob Birch")

    def mark(place_id: int, value: Mark) -> int:
        marks = {(place_id, held): value}
        return actions.mark(run_reference=run, marks=marks, actor=world.provider, at=IN_CLASS)

    at_once(app, lambda: mark(ann, P), lambda: mark(bob, A))
    with transaction():
        assert marks_of([ann, bob]) == {ann: {held: P}, bob: {held: A}}


def test_hours_on_a_certificate_are_those_of_the_sessions_come_to(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", count=3, attendance_percent=50, learning_minutes=510)
    take(world, run, {"Ann Ash": "PAP"})
    close(world, run)
    row = session().scalars(select(Certificate)).one()
    assert row.minutes == 340
    assert (row.first_date.isoformat(), row.last_date.isoformat()) == ("2027-02-01", "2027-02-15")


def test_whoever_took_a_place_over_has_no_certificate_for_what_another_came_to(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", count=2, attendance_percent=100)
    ann = place(run, "Ann Ash")
    booking = register(run).lines[0].booking_reference
    actions.name_place(
        reference=booking, place_id=ann, new=person("Bob Birch"), actor=world.buyer, at=FIRST_START + timedelta(days=1)
    )
    take(world, run, {"Bob Birch": "PP"})
    assert close(world, run) == 0


def test_who_came_to_a_place_without_a_name_is_named_at_the_register(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", unnamed=1)
    said: dict[str, Any] = {"run_reference": run, "place_id": place(run, ""), "actor": world.provider}
    dai = NewDelegate("Dai Ŵyn", "DAI@school.example")
    with pytest.raises(CannotMark):
        actions.name_at_register(new=dai, at=FIRST_START - timedelta(hours=3), **said)
    with pytest.raises(AlreadyComing), session().begin_nested():
        actions.name_at_register(new=NewDelegate("Ann", ANN), at=IN_CLASS, **said)
    with pytest.raises(NotFound):
        actions.name_at_register(new=dai, at=IN_CLASS, **{**said, "actor": world.other})
    actions.name_at_register(new=dai, at=IN_CLASS, **said)
    line = register(run).line(said["place_id"])
    assert line is not None
    who = queries.get_delegate(world.buyer.trust, line.delegate_id or 0)
    assert (who.name, who.email) == ("Dai Ŵyn", "dai@school.example")
    assert "Somebody was named at the register" in notices(world.buyer.person_id)[-1]
    with pytest.raises(CannotMark, match="has a name already"):
        actions.name_at_register(new=dai, at=IN_CLASS, **said)
    assert close(world, run, unmarked=P) == 2


def test_places_that_are_not_booked_are_not_on_the_register(world: World) -> None:
    run = make_booked_run(world, "Ann Ash", capacity=1)
    make_booking(world.other, run, 1, people=(person("Wes Waits"),), waiting=True)
    states = set(session().scalars(select(Place.state).where(Place.run_id == run_of(run).id)))
    assert states == {PlaceState.BOOKED, PlaceState.WAITING}
    assert [each.name for each in register(run).lines] == ["Ann Ash"]
