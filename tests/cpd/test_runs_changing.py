"""A run changes under those who are booked on it: only so far, and their calendars follow."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit import queries as audit
from app.cpd import actions, queries, rules
from app.cpd.values import PlaceState, RunValue, SessionDraft, Venue
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.listings.rules import Incomplete
from app.trusts.values import Role
from tests.clock import START
from tests.cpd.runs_makers import FIRST_DAY, add_run, as_typed, make_bare_course, session_draft, take_places
from tests.listings.makers import make_member, make_school, make_trust

NEXT_DAY = timedelta(days=1)


def make_run(*sessions: SessionDraft, **changes: Any) -> tuple[Actor, RunValue]:
    lead = make_member(make_trust("Northgate Learning Trust"), Role.CPD_LEAD, Role.PROVIDER)
    return lead, queries.get_run(add_run(lead, make_bare_course(lead), *sessions, **changes))


def change(lead: Actor, run: RunValue, *sessions: SessionDraft, at: datetime = START, **changes: Any) -> RunValue:
    draft = as_typed(run, **({"sessions": sessions} if sessions else {}), **changes)
    actions.change_run(reference=run.reference, draft=draft, version=run.version, actor=lead, at=at)
    return queries.get_run(run.reference)


def moved(session: SessionDraft, by: timedelta = NEXT_DAY) -> SessionDraft:
    return replace(session, starts_at=session.starts_at + by, ends_at=session.ends_at + by)


def test_the_sequence_rises_where_time_or_place_changed_and_the_uid_stays(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        school = make_school(lead.trust, "Ash Primary")
        first, second = as_typed(run).sessions
        at_school = replace(second, venue=Venue.SCHOOL, school_id=school, address="", postcode="")
        changed = change(lead, run, moved(first), replace(at_school, capacity=9))
        again = change(lead, changed, *(replace(each, capacity=30) for each in as_typed(changed).sessions))
    assert [each.sequence for each in changed.sessions] == [1, 1]
    assert [each.sequence for each in again.sessions] == [1, 1]
    assert [each.uid for each in again.sessions] == [each.uid for each in run.sessions]
    assert changed.sessions[1].place_line == "Ash Primary"
    assert [each.capacity for each in again.sessions] == [30, 30]
    assert (changed.version, again.version) == (2, 3)


def test_a_run_begins_and_ends_with_its_sessions_in_order_of_time(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        first, second = as_typed(run).sessions
        changed = change(lead, run, moved(first, timedelta(days=30)), second)
    assert [each.id for each in changed.sessions] == [second.id, first.id]
    assert [each.position for each in changed.sessions] == [1, 2]
    assert changed.starts_at == second.starts_at


def test_sessions_come_and_go_while_nobody_has_a_place(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        first, second = as_typed(run).sessions
        third = session_draft(FIRST_DAY - NEXT_DAY)
        grown = change(lead, run, first, second, third)
        shrunk = change(lead, grown, as_typed(grown).sessions[1])
    assert [each.id for each in grown.sessions[1:]] == [first.id, second.id]
    assert [each.id for each in shrunk.sessions] == [first.id]
    assert (shrunk.starts_at, shrunk.ends_at) == (first.starts_at, first.ends_at)


@pytest.mark.parametrize("state", [PlaceState.BOOKED, PlaceState.WAITING])
def test_sessions_stay_as_many_once_somebody_has_a_place_or_waits_for_one(app: Flask, state: PlaceState) -> None:
    with transaction():
        lead, run = make_run()
        take_places(run.reference, 1, state=state)
        first, second = as_typed(run).sessions
        for sessions in ((first,), (first, second, session_draft(FIRST_DAY - NEXT_DAY))):
            with pytest.raises(Incomplete, match="stay as many as they are"):
                change(lead, run, *sessions)
        assert change(lead, run, moved(first), second).sessions[0].sequence == 1


def test_a_session_on_which_a_place_ended_stays_on_record(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        take_places(run.reference, 1, state=PlaceState.ENDED)
        with pytest.raises(Incomplete, match="once booked"):
            change(lead, run, as_typed(run).sessions[0])


def test_a_capacity_below_what_is_taken_is_refused_with_the_number(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        take_places(run.reference, 3)
        run = queries.get_run(run.reference)
        with pytest.raises(Incomplete, match="3 places are already taken, so enter 3 or more"):
            change(lead, run, *(replace(each, capacity=2) for each in as_typed(run).sessions))
        full = change(lead, run, *(replace(each, capacity=3) for each in as_typed(run).sessions))
    assert full.places_left == 0


def test_a_run_with_places_can_have_every_session_moved(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        buyer = take_places(run.reference, 2)
        changed = change(lead, run, *(moved(each) for each in as_typed(run).sessions))
        row = audit.list_about(buyer, [run.reference])[0]
    assert [each.taken for each in changed.sessions] == [2, 2]
    assert (row.verb, row.facts["moved"]) == ("cpd.run_changed", 2)


def test_whoever_changes_what_another_changed_meanwhile_is_told(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        change(lead, run, name="Spring")
        with pytest.raises(rules.RunOutdated):
            change(lead, run, name="Summer")
        assert queries.get_run(run.reference).name == "Spring"


def test_a_session_of_another_run_cannot_be_slipped_in(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        _, other = make_run()
        with pytest.raises(rules.RunOutdated):
            change(lead, run, replace(as_typed(run).sessions[0], id=other.sessions[0].id))


def test_nobody_changes_another_trust_s_run(app: Flask) -> None:
    with transaction():
        _, run = make_run()
        stranger, _ = make_run()
        with pytest.raises(NotFound):
            change(stranger, run)


def test_a_later_session_moves_after_the_run_began_and_none_after_it_is_over(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        first, second = as_typed(run).sessions
        during = first.ends_at
        changed = change(lead, run, first, moved(second), at=during)
        assert changed.sessions[1].sequence == 1
        with pytest.raises(Incomplete, match="has begun"):
            change(lead, changed, moved(first, timedelta(days=2)), as_typed(changed).sessions[1], at=during)
        with pytest.raises(rules.RunStopped, match="over"):
            change(lead, changed, at=changed.ends_at)


def test_a_bank_holiday_is_warned_of_and_saved(app: Flask) -> None:
    with transaction():
        lead, run = make_run()
        draft = as_typed(run, sessions=(session_draft(FIRST_DAY.replace(month=5, day=3)),))
        warnings = actions.change_run(reference=run.reference, draft=draft, version=run.version, actor=lead, at=START)
    assert warnings == ["Monday 3 May 2027 is a bank holiday in England"]
