"""Booking: once, at the price that was seen, under the trust's own rules, for people of the trust alone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.audit import queries as audit
from app.cpd import actions, queries, rules
from app.cpd.jobs import places as jobs
from app.cpd.models import BookingDraft
from app.cpd.values import BookedBy, BookingFilter, BookingSide, BookingSort, PlaceState, Prices, Tier
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.trusts.models import Trust
from app.trusts.values import Role
from tests.cpd.booking_makers import (
    DEAR,
    get,
    ids,
    make_booking,
    make_choice,
    make_draft,
    make_run_of,
    person,
    states,
    taken,
)
from tests.cpd.makers import World, make_course, make_course_and_run, make_run, particulars, shared
from tests.listings.makers import make_member, make_school
from tests.services.watching import notices


def test_places_within_the_booker_s_limit_are_booked_at_once(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    reference = make_booking(world.buyer, run, 2, people=(person("Ann"),), po_number="PO-1")
    booking = queries.get_booking(world.buyer.trust, reference)
    assert reference.startswith("BKG-")
    assert [each.state for each in booking.places] == [PlaceState.BOOKED] * 2
    assert [each.delegate.name if each.delegate else None for each in booking.places] == ["Ann", None]
    assert all(each.booked_at == at and each.price == Money(120_00) for each in booking.places)
    assert (booking.tier, booking.po_number, booking.run_reference) == (Tier.OTHER, "PO-1", run)
    assert taken(run) == [2]
    assert queries.get_booking(world.provider.trust, reference) == booking
    verbs = [each.verb for each in audit.list_about(world.provider.trust, [reference])]
    assert "cpd.places_booked" in verbs


def test_a_second_try_gives_the_same_booking(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    token, seen = make_draft(world.buyer, make_choice(run, 2))
    first = actions.book(token=token, seen=seen, actor=world.buyer, at=at)
    assert actions.book(token=token, seen=seen, actor=world.buyer, at=at) == first
    assert actions.book(token=token, seen="", waiting=True, actor=world.buyer, at=at) == first
    assert taken(run) == [2]


def test_a_draft_is_its_maker_s_alone(world: World, at: datetime) -> None:
    token, seen = make_draft(world.buyer, make_choice(make_run_of(world.provider, 5)))
    colleague = make_member(world.buyer.trust, Role.CPD_LEAD)
    for actor in (world.other, colleague):
        with pytest.raises(NotFound):
            actions.book(token=token, seen=seen, actor=actor, at=at)


def test_what_changed_since_it_was_seen_is_told_and_nothing_is_booked(world: World, at: datetime) -> None:
    course, run = make_course_and_run(world.provider)
    token, seen = make_draft(world.buyer, make_choice(run, 2))
    dearer = particulars(prices=Prices(other=Money(150_00)), no_show_percent=50)
    version = queries.get_course(course).listing.version
    actions.change_course(
        reference=course, shared=shared(), particulars=dearer, version=version, actor=world.provider, at=at
    )
    with pytest.raises(rules.PriceChanged) as changed:
        actions.book(token=token, seen=seen, actor=world.buyer, at=at)
    assert changed.value.changes == (
        "The places were £240.00 without VAT and are now £300.00.",
        "Not coming cost 100% and now costs 50%.",
    )
    with pytest.raises(rules.PriceChanged, match="Nothing has been booked"):
        actions.book(token=token, seen="[1", actor=world.buyer, at=at)
    assert taken(run) == [0]


def test_places_beyond_the_booker_s_limit_are_held_for_whoever_approves(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 3, prices=DEAR)
    reference = make_booking(world.buyer, run, 2)
    until = datetime.fromisoformat("2026-11-27T17:00:00+00:00")
    place = get(reference).places[0]
    assert (place.state, place.held_until) == (PlaceState.HELD, until)
    assert place.approval_reference is not None
    asked = approvals.get_approval(place.approval_reference)
    assert (asked.subject, asked.value, asked.decide_by) == (reference, Money(7_000_00), until)
    assert taken(run) == [2]


def test_own_staff_come_without_a_charge_or_an_approval(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5, prices=DEAR)
    booking = get(make_booking(world.provider, run, 2))
    assert [each.state for each in booking.places] == [PlaceState.BOOKED] * 2
    assert (booking.tier, booking.is_charged, booking.places[0].price) == (Tier.OWN, False, Money(0))
    assert queries.charges_of_places(each.id for each in booking.places) == {}


def test_a_free_course_asks_nobody_and_charges_nothing(world: World) -> None:
    booking = get(make_booking(world.other, make_run_of(world.provider, 50, prices=Prices(is_free=True)), 50))
    assert {each.state for each in booking.places} == {PlaceState.BOOKED}
    assert booking.tier is Tier.FREE


def test_nothing_is_booked_where_nobody_may_approve(app: Flask, at: datetime) -> None:
    from tests.cpd.makers import make_world

    with transaction():
        world = make_world()
        run = make_run_of(world.provider, 3, prices=DEAR)
        token, seen = make_draft(world.other, make_choice(run))
    with pytest.raises(NobodyMayApprove), transaction():
        actions.book(token=token, seen=seen, actor=world.other, at=at)
    with transaction():
        assert taken(run) == [0]


def test_more_places_than_are_left_are_refused_with_how_many_there_are(world: World) -> None:
    run = make_run_of(world.provider, 3)
    make_booking(world.other, run, 2)
    with pytest.raises(rules.Full, match="Only 1 place is left, and you asked for 2") as full:
        make_booking(world.buyer, run, 2)
    assert full.value.left == 1
    assert taken(run) == [2]


def test_another_trust_s_people_schools_and_sessions_are_not_found(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    stranger = get(make_booking(world.other, run, people=(person("Eve"),))).places[0].delegate
    school = make_school(world.other.trust, "Elder Primary")
    elsewhere = queries.get_run(make_run_of(world.provider, 5)).sessions[0].id
    assert stranger is not None
    for changes in (
        {"delegate_ids": (stranger.id,)},
        {"people": (person("Bo", school),)},
        {"whole_school_id": school},
        {"session_ids": (elsewhere,)},
    ):
        with pytest.raises(NotFound):
            make_draft(world.buyer, make_choice(run, 1, **changes))


def test_an_e_mail_address_that_is_known_is_the_person_who_has_it(world: World) -> None:
    first, second = (make_run_of(world.provider, 5) for _ in range(2))
    known = get(make_booking(world.buyer, first, people=(person("Ann"),))).places[0].delegate
    again = get(make_booking(world.buyer, second, people=(person("ANN"),))).places[0].delegate
    elsewhere = get(make_booking(world.other, second, people=(person("Ann"),))).places[0].delegate
    assert known == again
    assert elsewhere is not None
    assert known is not None
    assert elsewhere.id != known.id


def test_nobody_has_two_places_in_one_session(world: World) -> None:
    run = make_run_of(world.provider, 5)
    known = get(make_booking(world.buyer, run, people=(person("Ann Archer"),))).places[0].delegate
    assert known is not None
    for changes in ({"delegate_ids": (known.id,)}, {"people": (person("Ann Archer"),)}):
        with pytest.raises(rules.AlreadyComing, match="Ann Archer already has a place"):
            make_booking(world.buyer, run, 1, **changes)
    with pytest.raises(rules.CannotBook, match="in this booking twice"):
        make_booking(
            world.buyer, make_run_of(world.provider, 5), 2, delegate_ids=(known.id,), people=(person("Ann Archer"),)
        )


def test_whoever_s_place_ended_may_come_again(world: World, at: datetime) -> None:
    run = make_run_of(world.provider, 5)
    first = make_booking(world.buyer, run, people=(person("Ann"),))
    actions.cancel_places(reference=first, place_ids=ids(first), actor=world.buyer, at=at)
    assert states(make_booking(world.buyer, run, people=(person("Ann"),))) == ["booked"]


def test_sessions_are_booked_one_at_a_time_where_the_course_says_so(world: World) -> None:
    run = make_run_of(world.provider, 2, booked_by=BookedBy.SESSION, count=3)
    sessions = [each.id for each in queries.get_run(run).sessions]
    booking = get(make_booking(world.buyer, run, 2, session_ids=(sessions[1],), people=(person("Ann"),)))
    assert booking.places[0].session_ids == (sessions[1],)
    assert booking.places[0].price == Money(120_00)
    assert taken(run) == [0, 2, 0]
    with pytest.raises(rules.Full):
        make_booking(world.buyer, run, 1)
    ann = booking.places[0].delegate
    assert ann is not None
    other_days = get(make_booking(world.buyer, run, 1, session_ids=(sessions[0], sessions[2]), delegate_ids=(ann.id,)))
    assert other_days.places[0].price == Money(240_00)
    assert taken(run) == [1, 2, 1]


def test_the_whole_school_price_is_shared_out_among_people_of_one_school(world: World) -> None:
    prices = Prices(other=Money(120_00), whole_school=Money(200_00), whole_school_places=3)
    run = make_run_of(world.provider, 20, prices=prices)
    ash, birch = world.schools[:2]
    booking = get(make_booking(world.buyer, run, 3, whole_school_id=ash, people=(person("Ann"), person("Bo", ash))))
    assert [each.price.pence for each in booking.places] == [66_67, 66_67, 66_66]
    assert [each.delegate.school_id for each in booking.places if each.delegate] == [ash, ash]
    assert booking.tier is Tier.WHOLE_SCHOOL
    with pytest.raises(rules.CannotBook, match="Cy is not at Ash Primary"):
        make_booking(world.buyer, run, 1, whole_school_id=ash, people=(person("Cy", birch),))
    with pytest.raises(rules.NoPrice, match="3 places or fewer"):
        make_booking(world.buyer, run, 4, whole_school_id=ash)


def test_names_that_follow_are_wanted_some_working_days_before(world: World) -> None:
    run = make_run_of(world.provider, 5)
    assert str(get(make_booking(world.buyer, run)).name_by_date) == "2027-01-25"
    assert get(make_booking(world.buyer, run, people=(person("Ann"),))).name_by_date is None
    late = datetime.fromisoformat("2027-01-29T10:00:00+00:00")
    assert str(get(make_booking(world.buyer, run, at=late)).name_by_date) == "2027-01-29"


def test_a_draft_course_is_not_found_and_a_closed_cancelled_or_begun_one_refused(world: World, at: datetime) -> None:
    hidden = make_course(world.provider, published=False, run=False)
    with pytest.raises(NotFound):
        make_booking(world.buyer, make_run(world.provider, hidden))
    course, run = make_course_and_run(world.provider)
    begins = queries.get_run(run).starts_at
    with pytest.raises(rules.CannotBook, match="has begun"):
        make_booking(world.buyer, run, at=begins)
    assert states(make_booking(world.buyer, run, at=begins - timedelta(seconds=1))) == ["booked"]
    other = make_run(world.provider, course)
    actions.cancel_run(reference=other, reason="Snow", actor=world.provider, at=at)
    with pytest.raises(rules.CannotBook, match="was cancelled"):
        make_booking(world.buyer, other)
    actions.close_course(reference=course, actor=world.provider, at=at)
    with pytest.raises(rules.CourseClosed):
        make_booking(world.buyer, run)


def test_a_trust_that_closed_on_the_register_cannot_book(world: World) -> None:
    run = make_run_of(world.provider, 5)
    session().get_one(Trust, world.buyer.trust).is_open = False
    session().flush()
    with pytest.raises(rules.CannotBook, match="Your trust is closed"):
        make_booking(world.buyer, run)


def test_a_booking_is_found_by_its_two_trusts_alone(world: World) -> None:
    reference = make_booking(world.buyer, make_run_of(world.provider, 5))
    with pytest.raises(NotFound):
        queries.get_booking(world.other.trust, reference)
    with pytest.raises(NotFound):
        queries.get_own_booking(world.provider.trust, reference)


def test_bookings_are_listed_narrowed_and_counted(world: World, at: datetime) -> None:
    early = make_run_of(world.provider, 5, title="Phonics")
    late = make_run_of(world.provider, 5, title="Algebra", prices=DEAR)
    first = make_booking(world.buyer, early, 2, po_number="PO-9")
    second = make_booking(world.buyer, late, at=at + timedelta(hours=1))
    mine = world.buyer.trust

    def listed(**narrowed: object) -> list[str]:
        chosen = BookingFilter(**narrowed)  # type: ignore[arg-type]
        lines = queries.list_bookings(mine, chosen)
        assert queries.count_bookings(mine, chosen) == len(lines)
        return [each.reference for each in lines]

    assert listed() == [second, first]
    assert listed(state=PlaceState.HELD) == [second]
    assert listed(text="po-9") == [first]
    assert listed(text="northgate") == [second, first]
    assert listed(text="phon") == [first]
    assert listed(year=2026) == [second, first]
    assert listed(year=2025) == []
    by_title = queries.list_bookings(mine, BookingFilter(), sort=BookingSort.TITLE, descending=False)
    assert [each.title for each in by_title] == ["Algebra", "Phonics"]
    given = queries.list_bookings(world.provider.trust, BookingFilter(BookingSide.GIVEN), most=1)
    assert [(each.reference, each.other_trust) for each in given] == [(second, "Westbrook Schools Trust")]
    assert (by_title[1].places, by_title[1].net) == (2, Money(240_00))
    assert by_title[0].answer_by == datetime.fromisoformat("2026-11-27T17:00:00+00:00")
    assert queries.list_bookings(world.other.trust, BookingFilter()) == []


def test_what_was_chosen_is_erased_thirty_days_later(world: World, at: datetime) -> None:
    make_draft(world.buyer, make_choice(make_run_of(world.provider, 5), people=(person("Ann"),)))
    month = timedelta(days=30)
    assert jobs.erase_drafts(at + month - timedelta(seconds=1)) == 0
    assert jobs.erase_drafts(at + month) == 1
    assert session().query(BookingDraft).count() == 0


def test_whoever_books_and_whoever_gives_the_course_are_told(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 5), 2)
    assert "Booked: 2 places on Reading fluency in key stage 2" in notices(world.buyer.person_id)
    told = [each for each in notices(world.provider.person_id) if each.startswith("Westbrook Schools Trust booked")]
    assert len(told) == 1
