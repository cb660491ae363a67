"""What waits for HR leads: counted as the rules of each noun have it, for the right trust, in one statement."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel.clock import london_date
from app.kernel.database import session, transaction
from app.secondments.models import Arrival, Consent, Interest, Secondee, Secondment
from app.secondments.queries.desk import count_own_to_sign, desk_counts
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondments import secondment_by_reference
from app.secondments.rules.interests import awaited
from app.secondments.values import Consenter, Party, SecondmentState, Stage
from app.secondments.values.desk import DeskCounts
from tests.clock import START
from tests.secondments.agreements_makers import (
    issue,
    make_agreed_secondment,
    make_drafted_secondment,
    make_interest_row,
    sign,
)
from tests.secondments.makers import World, make_secondee_row, make_world
from tests.secondments.signing_makers import make_issued
from tests.services.views.sent import SignIn

TODAY = london_date(START)
NOTHING = DeskCounts(0, 0, 0, 0, 0)


@pytest.mark.parametrize("given", [(), (Consenter.EMPLOYER,), (Consenter.PERSON,), tuple(Consenter)])
def test_an_interest_is_to_answer_for_whom_the_rule_awaits(world: World, given: tuple[Consenter, ...]) -> None:
    make_interest_row(world, consents=False)
    row = session().scalars(select(Interest)).one()
    session().add_all(Consent(interest_id=row.id, consenter=each, given_at=START) for each in given)
    withdrawn = {"given_at": START, "withdrawn_at": START, "interest_id": row.id}
    session().add_all(Consent(consenter=each, **withdrawn) for each in Consenter)
    session().flush()
    for stage in Stage:
        session().execute(update(Interest).values(stage=stage, is_open=stage.is_open))
        rule = awaited(interests_by_id([row.id])[row.id])
        waits = {world.home.trust: Party.HOME, world.host.trust: Party.HOST, world.other.trust: None}
        for trust_id, party in waits.items():
            expected = int(rule is not None and rule.party is party)
            assert desk_counts(trust_id, TODAY).to_answer == expected, (stage, party)


def test_an_agreement_and_its_checks_wait_until_they_are_done(world: World, statements: Callable[[], Any]) -> None:
    make_issued(world)
    assert desk_counts(world.home.trust, TODAY) == DeskCounts(0, 1, 1, 0, 0)
    assert desk_counts(world.host.trust, TODAY) == DeskCounts(0, 1, 0, 0, 0)
    with statements() as sent:
        assert desk_counts(world.other.trust, TODAY) == NOTHING
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        (TODAY - timedelta(days=1), 0),
        (TODAY, 1),
        (TODAY + timedelta(weeks=8), 1),
        (TODAY + timedelta(weeks=8, days=1), 0),
    ],
)
def test_what_is_under_way_asks_who_came_and_ends_soon_from_eight_weeks_on(
    world: World, last: date, ending: int
) -> None:
    held = session().get_one(Secondment, secondment_by_reference(make_agreed_secondment(world)).id)
    assert desk_counts(world.home.trust, TODAY) == DeskCounts(0, 0, 1, 0, 0)
    held.state, held.last_date = SecondmentState.RUNNING, last
    assert desk_counts(world.home.trust, TODAY) == DeskCounts(0, 0, 0, 0, ending)
    assert desk_counts(world.host.trust, TODAY) == DeskCounts(0, 0, 0, 1, ending)
    person = world.host.person_id
    session().add(Arrival(secondment_id=held.id, arrived_date=TODAY, confirmed_by=person, confirmed_at=START))
    assert desk_counts(world.host.trust, TODAY) == DeskCounts(0, 0, 0, 0, ending)
    assert desk_counts(world.other.trust, TODAY) == NOTHING


def test_the_desk_shows_an_hr_lead_what_waits_and_nobody_else(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        world = make_world()
        make_issued(world)
        person = make_secondee_row(world.home.trust, name="Sam Second", email="sam@northgate.example")
        make_interest_row(world, stage=Stage.OFFERED, secondee_id=person)
    desk = signed_in("hr@northgate.example").get("/dashboard").text
    for words in ("interest to answer", "agreement to sign", "secondment with checks to confirm"):
        assert words in desk, words
    assert "Sam Second" not in desk
    finance = signed_in("finance@northgate.example").get("/dashboard").text
    assert "agreement to sign" not in finance


def test_an_agreement_to_sign_is_counted_for_the_account_of_whoever_is_lent(world: World, at: datetime) -> None:
    person = world.home_finance.person_id
    session().execute(update(Secondee).where(Secondee.id == world.secondee).values(person_id=person))
    version = issue(world, make_drafted_secondment(world))
    assert count_own_to_sign(person) == 1
    assert count_own_to_sign(world.host.person_id) == 0
    sign(version, Party.SECONDEE, at=at)
    assert count_own_to_sign(person) == 0
