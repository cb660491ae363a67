"""Courses are drafted, published, changed, closed and copied."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions, queries
from app.cpd.values import Npq, Particulars, Prices, StaffRole, Subject
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.rules import Incomplete, Outdated, WrongState
from app.listings.values import ListingDraft, ListingState
from app.trusts.values import Role
from tests.cpd.makers import FIRST_START, World, make_course, make_run, make_world, particulars, shared
from tests.databases import Stage
from tests.listings.makers import make_listing, make_member


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    made = stage.set(make_world)
    with transaction():
        yield made


def test_a_course_is_published_once_it_lacks_nothing_and_all_it_lacks_is_said_at_once(
    world: World, at: datetime
) -> None:
    provider = world.provider
    reference = actions.draft_course(shared=ListingDraft("Reading"), particulars=Particulars(), actor=provider, at=at)
    with pytest.raises(Incomplete) as refused:
        actions.publish_course(reference=reference, actor=provider, at=at)
    assert [fault.field for fault in refused.value.faults] == [
        *("summary", "description", "category", "phases", "regions"),
        *("format", "outcomes", "career_stages", "learning", "other", "vat_treatment", "vat_reason", "bands", "runs"),
    ]
    actions.change_course(
        reference=reference, shared=shared(), particulars=particulars(), version=1, actor=provider, at=at
    )
    make_run(provider, reference)
    actions.publish_course(reference=reference, actor=provider, at=at)
    course = queries.get_course(reference)
    assert course.listing.state is ListingState.PUBLISHED
    assert course.vat_decided_by == provider.person_id


def test_everything_of_a_course_is_kept_as_it_was_typed(world: World, at: datetime) -> None:
    whole = particulars(
        roles=frozenset({StaffRole.SENCO, StaffRole.CLASS_TEACHER}),
        subjects=frozenset({Subject.MATHS}),
        presenter="Dr Ŵyn Llŷr",
        prerequisites="None",
        npq=Npq("npq-headship", "Teach First", "Autumn 2027", True),
        prices=Prices(False, Money(200_00), Money(150_00), Money(180_00), 30, Money(1_000_00), 8),
        no_show_percent=80,
        hold_days=3,
        naming_days=7,
        offer_hours=4,
        attendance_percent=80,
    )
    reference = actions.draft_course(shared=shared(), particulars=whole, actor=world.provider, at=at)
    course = queries.get_own_course(world.provider.trust, reference)
    assert course.particulars == whole
    assert queries.courses_by_reference([reference, "LST-22222"]) == {reference: course}
    assert queries.courses_by_id([course.listing.id, -1]) == {course.listing.id: course}


def test_a_course_is_not_published_before_it_has_a_run_to_come(world: World, at: datetime) -> None:
    reference = make_course(world.provider, run=False)
    with pytest.raises(Incomplete, match="Add a run"):
        actions.publish_course(reference=reference, actor=world.provider, at=at)
    make_run(world.provider, reference)
    with pytest.raises(Incomplete, match="Add a run"):
        actions.publish_course(reference=reference, actor=world.provider, at=FIRST_START)
    actions.publish_course(reference=reference, actor=world.provider, at=at)


def test_whoever_changes_the_treatment_of_vat_is_who_decided_it(world: World, at: datetime) -> None:
    reference, colleague = make_course(world.provider), make_member(world.provider.trust, Role.CPD_LEAD)

    def change(version: int, **of: Any) -> int | None:
        actions.change_course(
            reference=reference,
            shared=shared(),
            particulars=particulars(**of),
            version=version,
            actor=colleague,
            at=at,
        )
        return queries.get_course(reference).vat_decided_by

    assert change(2, presenter="Someone") == world.provider.person_id
    assert change(3, vat_reason="Advice of our accountants") == colleague.person_id


@pytest.mark.parametrize("treatment", [VatTreatment.STANDARD, VatTreatment.EXEMPT])
def test_a_trust_not_registered_for_vat_publishes_only_what_carries_none(
    app: Flask, at: datetime, treatment: VatTreatment
) -> None:
    with transaction():
        world = make_world(vat_number=None)
        reference = make_course(world.provider, published=False, vat_treatment=treatment)
        if treatment is VatTreatment.EXEMPT:
            actions.publish_course(reference=reference, actor=world.provider, at=at)
            return
        with pytest.raises(Incomplete, match="not registered for VAT"):
            actions.publish_course(reference=reference, actor=world.provider, at=at)


def test_a_published_course_cannot_be_made_incomplete_and_an_old_edit_is_told(world: World, at: datetime) -> None:
    reference = make_course(world.provider)
    asked: dict[str, Any] = {"reference": reference, "shared": shared(), "actor": world.provider, "at": at}
    with pytest.raises(Incomplete):
        actions.change_course(particulars=particulars(format=None), version=2, **asked)
    actions.change_course(particulars=particulars(learning_minutes=30), version=2, **asked)
    with pytest.raises(Outdated):
        actions.change_course(particulars=particulars(), version=2, **asked)
    assert queries.get_course(reference).particulars.learning_minutes == 30


def test_a_published_course_is_still_changed_once_all_its_runs_are_over(world: World) -> None:
    reference, asked = make_course(world.provider), particulars(presenter="Someone else")
    actions.change_course(
        reference=reference, shared=shared(), particulars=asked, version=2, actor=world.provider, at=FIRST_START
    )
    assert queries.get_course(reference).particulars.presenter == "Someone else"


def test_a_copy_is_a_new_draft_with_everything_in_it_but_its_runs(world: World, at: datetime) -> None:
    reference = make_course(world.provider, title="T" * 100)
    actions.close_course(reference=reference, actor=world.provider, at=at)
    with pytest.raises(WrongState):
        actions.close_course(reference=reference, actor=world.provider, at=at)
    copied = queries.get_course(actions.copy_course(reference=reference, actor=world.provider, at=at))
    original = queries.get_course(reference)
    assert copied.listing.state is ListingState.DRAFT
    assert copied.listing.title == "Copy of " + "T" * 92
    assert copied.particulars == original.particulars
    assert not queries.has_run_to_come(copied.listing.id, at)


def test_a_closed_course_is_neither_changed_nor_published(world: World, at: datetime) -> None:
    reference = make_course(world.provider)
    actions.close_course(reference=reference, actor=world.provider, at=at)
    with pytest.raises(WrongState):
        actions.publish_course(reference=reference, actor=world.provider, at=at)
    with pytest.raises(WrongState):
        actions.change_course(
            reference=reference, shared=shared(), particulars=particulars(), version=3, actor=world.provider, at=at
        )


def test_another_trusts_course_is_not_there_to_change(world: World, at: datetime) -> None:
    reference = make_course(world.provider, published=False)
    for do in (actions.publish_course, actions.close_course, actions.copy_course):
        with pytest.raises(NotFound):
            do(reference=reference, actor=world.buyer, at=at)
    with pytest.raises(NotFound):
        actions.change_course(
            reference=reference, shared=shared(), particulars=particulars(), version=1, actor=world.buyer, at=at
        )


def test_a_listing_of_another_kind_is_no_course(world: World) -> None:
    listing = make_listing(world.provider)
    with pytest.raises(NotFound):
        queries.get_course(listing.reference)
    with pytest.raises(NotFound):
        queries.get_own_course(world.provider.trust, listing.reference)
    assert queries.courses_by_reference([listing.reference]) == {}
    assert queries.courses_by_id([listing.id]) == {}


def test_a_draft_may_be_half_finished_but_not_contradict_itself(world: World, at: datetime) -> None:
    half = Particulars(npq=Npq("", "Teach First"), prices=Prices(early=Money(5_00), whole_school_places=4))
    reference = actions.draft_course(shared=ListingDraft("Half"), particulars=half, actor=world.provider, at=at)
    assert queries.get_course(reference).particulars == replace(half)
    with pytest.raises(Incomplete, match="5 to 9 working days"):
        actions.draft_course(
            shared=ListingDraft("Gap"),
            particulars=replace(half, bands=(particulars().bands[0], particulars().bands[2])),
            actor=world.provider,
            at=at,
        )
