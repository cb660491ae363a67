"""Adverts through their life: drafted, changed, published, closed and copied."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.kernel.errors import NotFound
from app.listings import queries as listings
from app.listings.rules import Incomplete
from app.listings.values import ClosedAs, FlagReason, ListingState
from app.secondments import actions, queries
from app.secondments.actions.interests.erasing import erase_secondee
from app.secondments.rules.anonymity import NotChecked
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


def test_a_copy_leaves_out_a_person_who_was_erased(world: World) -> None:
    reference = make_availability(world, published=False)
    erase_secondee(secondee_id=world.secondee, actor=world.home, at=START)
    copied = queries.get_advert(actions.copy_advert(reference=reference, actor=world.home, at=START))
    assert (copied.particulars.secondee_id, copied.particulars.school_id) == (None, world.schools[0])


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


def test_agency_supply_is_published_and_flagged_with_its_words_until_they_are_gone(world: World) -> None:
    reference = make_opportunity(world, title="Supply teacher", gain="£900 a day")
    listing_id = queries.get_advert(reference).listing.id
    (flag,) = listings.flags_of([listing_id])[listing_id]
    assert (flag.reason, flag.words, flag.is_open) == (
        FlagReason.AGENCY_SUPPLY,
        ("Supply teacher", "£900 a day"),
        True,
    )
    typed = particulars(school_id=world.host_schools[0])
    actions.change_advert(
        reference=reference, shared=shared(), particulars=typed, version=2, actor=world.host, at=START
    )
    assert listings.flags_of([listing_id]) == {}


def test_an_availability_is_published_only_without_what_says_who_it_is_about(world: World) -> None:
    reference = make_availability(
        world,
        published=False,
        title="Wren Ashdown is available",
        description="SENDCo at Ash Primary School, Northgate Learning Trust. Write to hr@northgate.example.",
    )
    with pytest.raises(Incomplete) as refused:
        actions.publish_advert(reference=reference, actor=world.home, at=START, checked=True)
    assert [fault.field for fault in refused.value.faults] == ["title", "description"]
    for words in ("Ash Primary School", "Northgate Learning Trust", "hr@northgate.example"):
        assert words in refused.value.faults[1].message


def test_what_is_only_likely_is_published_once_the_author_has_looked_and_looked_at_again_where_it_is_new(
    world: World,
) -> None:
    reference = make_availability(world, published=False, description="Trained by Mrs Okafor near Exeter.")
    with pytest.raises(NotChecked):
        actions.publish_advert(reference=reference, actor=world.home, at=START)
    actions.publish_advert(reference=reference, actor=world.home, at=START, checked=True)
    advert = queries.get_advert(reference)

    def change(description: str, **more: Any) -> None:
        draft = shared(title=advert.listing.title, summary=advert.listing.summary, description=description)
        version = queries.get_advert(reference).listing.version
        actions.change_advert(
            reference=reference,
            shared=draft,
            particulars=advert.particulars,
            version=version,
            actor=world.home,
            at=START,
            **more,
        )

    change("Near Exeter, trained by Mrs Okafor.")
    with pytest.raises(NotChecked):
        change("Trained by Mrs Okafor and Mr Dale.")
    change("Trained by Mrs Okafor and Mr Dale.", checked=True)


def test_a_school_is_named_only_where_the_person_agrees(world: World) -> None:
    text = "SENDCo at Ash Primary School in Exeter."
    with pytest.raises(Incomplete):
        make_availability(world, description=text)
    assert make_availability(world, description=text, shows_school=True)
