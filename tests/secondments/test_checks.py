"""Confirming checks and who came: what starts with it, who is told, what the record keeps."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings.rules import Incomplete
from app.secondments.actions.agreements import start_due
from app.secondments.actions.checks import confirm_arrival, confirm_checks
from app.secondments.queries.checks import arrivals_of, checks_of, missing_checks
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import CheckItem, Confirmed, SecondmentState
from tests.secondments.agreements_makers import make_agreed_secondment, make_drafted_secondment
from tests.secondments.along_makers import (
    ALL_DONE,
    HOME_HR,
    HOST_HR,
    confirm_all,
    make_running_secondment,
    morning,
    notices_to,
)
from tests.secondments.makers import STARTS, World


def test_each_answer_keeps_who_gave_it_and_when_until_it_is_another_one(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    held = secondment_by_reference(reference)
    assert missing_checks(held.id) == tuple(CheckItem)
    assert confirm_checks(reference=reference, given=ALL_DONE[:2], actor=world.home, at=at) == 2
    assert missing_checks(held.id) == tuple(CheckItem)[2:]
    later, other = at + timedelta(days=1), replace(ALL_DONE[1], done_date=date(2026, 11, 2))
    assert confirm_checks(reference=reference, given=[ALL_DONE[0], other], actor=world.home, at=later) == 1
    identity, right = checks_of([held.id])[held.id]
    assert (identity.confirmed_at, identity.confirmed_by) == (at, world.home.person_id)
    assert (right.confirmed_at, right.done_date) == (later, date(2026, 11, 2))
    assert confirm_checks(reference=reference, given=[other], actor=world.home, at=later) == 0
    rows = session().scalars(select(AuditRow).where(AuditRow.verb == "secondments.checks_confirmed")).all()
    assert [row.facts for row in rows] == [{"items": ["identity", "right_to_work"]}, {"items": ["right_to_work"]}]


def test_only_the_home_employer_confirms_and_all_that_is_wrong_is_said_at_once(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    with pytest.raises(NotThisParty):
        confirm_checks(reference=reference, given=ALL_DONE, actor=world.host, at=at)
    with pytest.raises(NotFound):
        confirm_checks(reference=reference, given=ALL_DONE, actor=world.other, at=at)
    tomorrow = date(2026, 11, 21)
    wrong = [Confirmed(CheckItem.IDENTITY, tomorrow, None), Confirmed(CheckItem.OVERSEAS, None, None)]
    with pytest.raises(Incomplete) as refused:
        confirm_checks(reference=reference, given=wrong, actor=world.home, at=at)
    assert [each.field for each in refused.value.faults] == ["identity_date", "overseas"]


def test_the_last_check_starts_what_waited_for_it_and_the_host_is_told(world: World) -> None:
    reference = make_agreed_secondment(world)
    start_due(at=morning(STARTS))
    assert secondment_by_reference(reference).state is SecondmentState.AGREED
    confirm_checks(reference=reference, given=ALL_DONE[1:], actor=world.home, at=morning(STARTS))
    assert notices_to(HOST_HR) == []
    confirm_checks(reference=reference, given=ALL_DONE[:1], actor=world.home, at=morning(STARTS + timedelta(days=1)))
    assert secondment_by_reference(reference).state is SecondmentState.RUNNING
    assert notices_to(HOST_HR) == [f"The checks of {reference} are confirmed"]


def test_the_host_confirms_once_who_came(world: World) -> None:
    reference = make_agreed_secondment(world)
    confirm_all(world, reference)
    day, when = STARTS + timedelta(days=1), morning(STARTS + timedelta(days=1))
    with pytest.raises(MovedOn, match="under way"):
        confirm_arrival(reference=reference, day=day, actor=world.host, at=when)
    start_due(at=when)
    with pytest.raises(NotThisParty):
        confirm_arrival(reference=reference, day=day, actor=world.home, at=when)
    confirm_arrival(reference=reference, day=day, actor=world.host, at=when)
    held = secondment_by_reference(reference)
    arrival = arrivals_of([held.id])[held.id]
    assert (arrival.arrived_date, arrival.confirmed_by) == (day, world.host.person_id)
    assert notices_to(HOME_HR) == [f"{reference}: the person has arrived"]
    with pytest.raises(MovedOn, match="already"):
        confirm_arrival(reference=reference, day=day, actor=world.host, at=when)


def test_a_correction_while_it_runs_leaves_it_running(world: World) -> None:
    reference = make_running_secondment(world)
    other = replace(ALL_DONE[0], done_date=date(2026, 10, 1))
    assert confirm_checks(reference=reference, given=[other], actor=world.home, at=morning(date(2027, 2, 1))) == 1
    assert secondment_by_reference(reference).state is SecondmentState.RUNNING
