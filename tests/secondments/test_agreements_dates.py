"""Secondments start on their day unless something is missing, end the day after their last; blocks are told weekly."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.kernel.clock import london_date
from app.kernel.database import session
from app.secondments.actions.agreements import change_terms, end_due, erase_names, start_due
from app.secondments.models import Check, RechargeCharge, Review, Secondment, Signature, SigningInvitation
from app.secondments.queries.secondments import (
    document_of,
    draft_of,
    schedule_document_of,
    secondment_by_reference,
    version_by_id,
    version_in_force,
    versions_of,
)
from app.secondments.rules.agreements import MovedOn
from app.secondments.values import CheckItem, Going, Party, ReviewKind, SecondmentState, VersionState, WhyNot
from tests.secondments.agreements_makers import issue, make_agreed_secondment, make_drafted_secondment
from tests.secondments.makers import ENDS, PERSON, STARTS, World
from tests.services.watching import notices

FIRST_HOURS = datetime.fromisoformat("2027-01-04T03:00:00+00:00")


def check(world: World, reference: str, at: datetime, *, but: CheckItem | None = None) -> None:
    """Home confirms its checks, all or all but one."""
    secondment_id = secondment_by_reference(reference).id
    session().add_all(
        Check(
            secondment_id=secondment_id,
            item=item,
            why_not=WhyNot.NONE_NEEDED,
            confirmed_by=world.home.person_id,
            confirmed_at=at,
        )
        for item in CheckItem
        if item is not but
    )
    session().flush()


def told(world: World, words: str) -> list[int]:
    """How often the HR lead of each trust was told something."""
    return [sum(words in each for each in notices(who.person_id)) for who in (world.home, world.host)]


def test_a_secondment_starts_on_its_day_once_and_not_before(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    check(world, reference, at)
    start_due(at=FIRST_HOURS - timedelta(days=1))
    assert secondment_by_reference(reference).state is SecondmentState.AGREED
    for _ in range(2):
        start_due(at=FIRST_HOURS)
    held = secondment_by_reference(reference)
    assert (held.state, held.started_at) == (SecondmentState.RUNNING, FIRST_HOURS - timedelta(hours=3))
    assert told(world, "has started") == [1, 1]


def test_a_missing_check_blocks_the_start_and_both_are_told_once_a_week(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    check(world, reference, at, but=CheckItem.BARRED_LIST)
    for days in (0, 1, 6, 7, 8):
        start_due(at=FIRST_HOURS + timedelta(days=days))
    assert secondment_by_reference(reference).state is SecondmentState.AGREED
    assert told(world, "is blocked") == [2, 2]
    seen = FIRST_HOURS + timedelta(days=9)
    secondment_id = secondment_by_reference(reference).id
    last = Check(
        secondment_id=secondment_id,
        item=CheckItem.BARRED_LIST,
        done_date=london_date(seen),
        confirmed_by=world.home.person_id,
        confirmed_at=seen,
    )
    session().add(last)
    session().flush()
    start_due(at=seen + timedelta(hours=5))
    held = secondment_by_reference(reference)
    assert (held.state, held.started_at, held.start_date) == (SecondmentState.RUNNING, seen, STARTS)


def test_an_unsigned_agreement_blocks_the_start_for_four_weeks_of_telling(world: World, at: datetime) -> None:
    reference = make_drafted_secondment(world)
    issue(world, reference)
    check(world, reference, at)
    start_due(at=FIRST_HOURS)
    start_due(at=FIRST_HOURS + timedelta(days=27))
    start_due(at=FIRST_HOURS + timedelta(days=28))
    assert secondment_by_reference(reference).state is SecondmentState.SIGNING
    assert told(world, "is blocked") == [2, 2]


def test_a_secondment_ends_the_day_after_its_last_and_what_was_due_by_then_is_charged(
    world: World, at: datetime
) -> None:
    reference = make_agreed_secondment(world)
    check(world, reference, at)
    start_due(at=FIRST_HOURS)
    last = FIRST_HOURS + (ENDS - STARTS)
    end_due(at=last)
    assert secondment_by_reference(reference).state is SecondmentState.RUNNING
    for _ in range(2):
        end_due(at=last + timedelta(days=1))
    held = secondment_by_reference(reference)
    assert held.state is SecondmentState.ENDED
    assert told(world, "has ended") == [1, 1]
    charged = session().scalars(select(RechargeCharge.month_date).where(RechargeCharge.secondment_id == held.id)).all()
    assert len(charged) == len(set(charged)) == 6


def test_what_never_began_comes_to_nothing_after_its_last_day_and_is_not_charged(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    last = FIRST_HOURS + (ENDS - STARTS)
    end_due(at=last)
    assert secondment_by_reference(reference).state is SecondmentState.AGREED
    for _ in range(2):
        end_due(at=last + timedelta(days=1))
    held = secondment_by_reference(reference)
    assert (held.state, held.started_at) == (SecondmentState.ABANDONED, None)
    assert told(world, "never began") == [1, 1]
    assert not session().scalars(select(RechargeCharge.id).where(RechargeCharge.secondment_id == held.id)).all()


def test_checks_that_come_after_the_last_day_start_nothing(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    after = FIRST_HOURS + (ENDS - STARTS) + timedelta(days=1)
    check(world, reference, after)
    start_due(at=after)
    end_due(at=after)
    assert secondment_by_reference(reference).state is SecondmentState.ABANDONED


def test_what_could_begin_on_its_last_day_began_though_the_worker_came_later(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    last = FIRST_HOURS + (ENDS - STARTS)
    check(world, reference, last)
    start_due(at=last + timedelta(days=1))
    end_due(at=last + timedelta(days=1))
    held = secondment_by_reference(reference)
    assert (held.state, held.started_at) == (SecondmentState.ENDED, last)


def test_an_early_last_day_is_the_one_that_counts(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    check(world, reference, at)
    start_due(at=FIRST_HOURS)
    early = STARTS + timedelta(days=40)
    session().execute(update(Secondment).where(Secondment.reference == reference).values(last_date=early))
    end_due(at=FIRST_HOURS + timedelta(days=40))
    assert secondment_by_reference(reference).state is SecondmentState.RUNNING
    end_due(at=FIRST_HOURS + timedelta(days=41))
    assert secondment_by_reference(reference).state is SecondmentState.ENDED


def test_a_version_that_waits_when_it_ends_is_no_longer_to_be_signed(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world)
    check(world, reference, at)
    start_due(at=FIRST_HOURS)
    held = secondment_by_reference(reference)
    draft = draft_of(held.id)
    shorter = replace(draft.terms, end_date=ENDS - timedelta(days=1))
    change_terms(reference=reference, terms=shorter, draft_number=draft.number, actor=world.home, at=FIRST_HOURS)
    waiting = issue(world, reference, at=FIRST_HOURS)
    end_due(at=FIRST_HOURS + (ENDS - STARTS) + timedelta(days=1))
    assert version_by_id(waiting.id).state is VersionState.WITHDRAWN
    assert secondment_by_reference(reference).state is SecondmentState.ENDED
    with pytest.raises(MovedOn):
        change_terms(reference=reference, terms=shorter, draft_number=draft.number, actor=world.home, at=FIRST_HOURS)


def test_erased_an_agreement_keeps_figures_and_fingerprints_and_no_name(world: World, at: datetime) -> None:
    reference = make_agreed_secondment(world, duties=f"Shadow {PERSON}", home_manager="Ada Manager")
    held = secondment_by_reference(reference)
    before = version_in_force(held.id)
    assert before is not None
    review = {"kind": ReviewKind.MIDPOINT, "party": Party.HOST, "going": Going.WELL, "given_at": at}
    session().add(Review(secondment_id=held.id, text=f"{PERSON} settled in", **review))
    session().flush()
    for _ in range(2):
        erase_names(world.secondee, at)
    after = version_in_force(held.id)
    assert after is not None
    assert document_of(after.id) is None
    assert schedule_document_of(after.id) is None
    assert (after.sha256, after.schedule_sha256, after.commitments) == (
        before.sha256,
        before.schedule_sha256,
        before.commitments,
    )
    assert (after.terms.duties, after.terms.home_manager, after.terms.start_date) == ("", "", STARTS)
    for column in (Signature.name, Signature.address, SigningInvitation.email, Review.text):
        assert set(session().scalars(select(column))) <= {""}
    assert len(versions_of(held.id)[0].signatures) == 3
