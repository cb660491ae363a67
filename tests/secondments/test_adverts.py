"""Adverts through their life: drafted, changed, published, closed and copied."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.kernel.errors import NotFound
from app.listings.rules import Incomplete
from app.listings.values import ClosedAs, ListingState
from app.secondments import actions, queries
from app.secondments.values import AVAILABILITY, OPPORTUNITY, Particulars, Working
from app.trusts.values import Region
from tests.clock import START
from tests.secondments.makers import CLOSES, World, make_availability, make_opportunity, particulars, shared


def test_what_was_typed_of_both_kinds_is_read_back_with_category_and_region_worked_out(world: World) -> None:
    opportunity = queries.get_advert(make_opportunity(world))
    availability = queries.get_own_advert(world.home.trust, make_availability(world))
    assert opportunity.particulars == particulars(school_id=world.host_schools[0], shows_school=True)
    assert availability.particulars == particulars(school_id=world.schools[0], secondee_id=world.secondee, miles=25)
    assert (opportunity.kind, availability.kind) == (OPPORTUNITY, AVAILABILITY)
    for advert in (opportunity, availability):
        assert advert.listing.regions == (Region.SOUTH_WEST,)
        assert advert.listing.category == "secondments-pupils"


def test_a_draft_needs_only_a_title_and_publishing_tells_everything_it_lacks(world: World) -> None:
    reference = actions.draft_advert(
        kind=AVAILABILITY,
        shared=shared(summary="", description=""),
        particulars=Particulars(),
        actor=world.home,
        at=START,
    )
    with pytest.raises(Incomplete) as refused:
        actions.publish_advert(reference=reference, actor=world.home, at=START)
    assert {fault.field for fault in refused.value.faults} == {
        *("summary", "description", "family", "level", "purpose", "pattern", "school", "basis", "closing_date"),
        *("secondee", "start_date", "end_date"),
    }


def test_another_trusts_advert_school_or_person_is_not_ones_own(world: World) -> None:
    reference = make_opportunity(world)
    with pytest.raises(NotFound):
        queries.get_own_advert(world.home.trust, reference)
    with pytest.raises(NotFound):
        actions.close_advert(reference=reference, actor=world.home, at=START)
    typed = particulars(school_id=world.schools[0], secondee_id=world.secondee)
    with pytest.raises(Incomplete) as refused:
        actions.draft_advert(kind=AVAILABILITY, shared=shared(), particulars=typed, actor=world.host, at=START)
    assert [fault.field for fault in refused.value.faults] == ["school", "secondee"]


def test_a_published_advert_is_changed_only_into_a_whole_one(world: World) -> None:
    reference = make_opportunity(world)
    typed = particulars(school_id=world.host_schools[1], working=Working(), weeks=10, end_date=None)
    actions.change_advert(
        reference=reference, shared=shared(), particulars=typed, version=2, actor=world.host, at=START
    )
    changed = queries.get_advert(reference).particulars
    assert (changed.school_id, changed.last_date) == (world.host_schools[1], date(2027, 3, 14))
    with pytest.raises(Incomplete) as refused:
        actions.change_advert(
            reference=reference, shared=shared(), particulars=Particulars(), version=3, actor=world.host, at=START
        )
    assert len(refused.value.faults) == 10


def test_a_copy_is_a_draft_without_the_closing_date(world: World) -> None:
    copied = queries.get_advert(actions.copy_advert(reference=make_availability(world), actor=world.home, at=START))
    assert copied.listing.title == "Copy of Experienced SENDCo available two days a week"
    assert (copied.listing.state, copied.particulars.closing_date) == (ListingState.DRAFT, None)
    assert copied.particulars.secondee_id == world.secondee


def test_an_advert_is_open_through_its_closing_date_and_closed_on_the_day_after(world: World) -> None:
    reference, later = make_opportunity(world), make_opportunity(world, closing_date=CLOSES + timedelta(days=1))
    last_moment = datetime(2026, 12, 11, 23, 59, tzinfo=UTC)
    assert [each.reference for each in queries.list_open(OPPORTUNITY, CLOSES)] == [reference, later]
    assert [each.reference for each in queries.list_open(OPPORTUNITY, CLOSES + timedelta(days=1))] == [later]
    assert actions.close_passed(last_moment) == 0
    assert actions.close_passed(last_moment + timedelta(minutes=1)) == 1
    assert actions.close_passed(last_moment + timedelta(minutes=1)) == 0
    assert queries.get_advert(reference).listing.closed_as is ClosedAs.DATE_PASSED


def test_an_advert_closed_as_filled_says_so(world: World) -> None:
    reference = make_opportunity(world)
    actions.close_advert(reference=reference, actor=world.host, at=START, closed_as=ClosedAs.FILLED)
    assert queries.get_advert(reference).listing.state_label == "Filled"
