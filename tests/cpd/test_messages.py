"""Each step of a booking tells those it concerns, by name of what happened, and puts no delegate's name in a notice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.cpd import actions, messages, queries
from app.cpd.messages.wording import plain
from app.cpd.values import Prices
from app.kernel.database import session
from app.kernel.money import Money
from app.notifications.models import Notice
from app.trusts import actions as trusts
from app.trusts.values import Role
from tests.clock import START
from tests.cpd.booking_makers import DEAR, get, ids, make_booking, make_run_of, person
from tests.cpd.mails import all_mails, mails_to, notices_to
from tests.cpd.makers import World, make_course_and_run
from tests.cpd.runs_makers import as_typed
from tests.listings.makers import make_member

ASHA = "asha.rao@school.example"
BOOKER, PROVIDER, OTHER = "cpd@westbrook.example", "cpd@northgate.example", "cpd@easton.example"
LATER = START + timedelta(hours=2)
TITLE = "Reading fluency in key stage 2"


def subjects(email: str) -> list[str]:
    return [each.subject for each in notices_to(email)]


def last(email: str) -> Notice:
    return notices_to(email)[-1]


def test_booking_tells_the_booker_the_provider_and_each_person_named(world: World) -> None:
    run = make_run_of(world.provider, 20)
    reference = make_booking(world.buyer, run, 3, people=(person("Asha Rao"),))
    assert subjects(BOOKER) == [f"Booked: 3 places on {TITLE}"]
    assert subjects(PROVIDER) == [f"Westbrook Schools Trust booked 3 places on {TITLE}"]
    assert (last(BOOKER).link, last(PROVIDER).link) == (f"/r/{reference}", f"/runs/{run}/places")
    for said in (
        "Monday 1 February 2027, 9:30am to 3:30pm.",
        "Given by Northgate Learning Trust.",
        "2 places have no name yet. Say who is coming by 25 January 2027",
        "£360.00 without VAT is charged now.",
    ):
        assert said in last(BOOKER).body
    (mail,) = mails_to(ASHA)
    assert mail.subject == f"Your place: {TITLE}, Monday 1 February 2027"
    for said in ("Westbrook Schools Trust booked you a place", "1 Mill Lane, Leeds, LS1 4AP", "Park behind the hall"):
        assert said in mail.body


def test_no_notice_names_anybody_who_goes(world: World) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run, people=(person("Asha Rao"),))
    make_booking(world.other, run, people=(person("Zadie Webb"),), waiting=True)
    actions.name_place(reference=first, place_id=ids(first)[0], new=person("Yusuf Khan"), actor=world.buyer, at=START)
    actions.cancel_places(reference=first, place_ids=ids(first), reason="Ill", actor=world.buyer, at=LATER)
    actions.cancel_run(reference=run, reason="Too few", actor=world.provider, at=LATER)
    told = list(session().scalars(select(Notice).where(Notice.key.startswith("cpd."))))
    assert len(told) > 5
    for notice in told:
        assert not any(name in notice.subject + notice.body for name in ("Asha", "Rao", "Zadie", "Yusuf", "@"))


def test_delegates_of_one_booking_are_not_told_of_each_other(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 20), 2, people=(person("Asha Rao"), person("Ben Cole")))
    (mail,) = mails_to(ASHA)
    assert "Ben" not in mail.body + str(mail.events)


def test_places_held_for_approval_tell_the_booker_until_when(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 20, prices=DEAR))
    assert last(BOOKER).subject == f"Held for you: 1 place on {TITLE}"
    assert "has to approve the booking by Friday 27 November 2026 at 5pm" in last(BOOKER).body
    assert subjects(PROVIDER) == []


def test_a_hold_that_runs_out_is_told(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 20, prices=DEAR))
    actions.lapse_holds(at=datetime(2026, 11, 27, 17, tzinfo=UTC))
    assert last(BOOKER).subject == f"Released: 1 place on {TITLE}"


def test_joining_the_line_says_where_in_it_and_tells_the_provider_once(world: World) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    make_booking(world.buyer, run, 2, waiting=True)
    make_booking(world.other, run, waiting=True, at=LATER)
    assert "Numbers 1 and 2 in line." in last(BOOKER).body
    assert "Number 3 in line." in last(OTHER).body
    assert subjects(PROVIDER).count(f"{TITLE} is full and has a waiting list") == 1


def test_what_comes_free_is_offered_with_the_moment_until_which_it_is_kept(world: World) -> None:
    run = make_run_of(world.provider, 1)
    first = make_booking(world.buyer, run)
    make_booking(world.other, run, waiting=True)
    actions.cancel_places(reference=first, place_ids=ids(first), reason="", actor=world.buyer, at=START)
    assert last(OTHER).subject == f"A place is free: {TITLE}"
    assert "It is kept for you until Monday 23 November 2026 at 10am. Accept it" in last(OTHER).body
    actions.lapse_offers(at=datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert last(OTHER).subject == f"Offer ran out: 1 place on {TITLE}"


def test_cancelling_says_what_it_costs_to_both_sides(world: World) -> None:
    run = make_course_and_run(world.provider, starts_at=START + timedelta(days=10))[1]
    reference = make_booking(world.buyer, run, 2)
    actions.cancel_places(reference=reference, place_ids=ids(reference), reason="", actor=world.buyer, at=LATER)
    cost = "With 6 working days’ notice 50% of the price is charged: £120.00 without VAT."
    assert last(BOOKER).subject == f"Cancelled: 2 places on {TITLE}"
    assert cost in last(BOOKER).body
    assert last(PROVIDER).subject == f"Westbrook Schools Trust gave back 2 places on {TITLE}"
    assert cost in last(PROVIDER).body


def test_leaving_the_line_tells_nobody_anything_was_cancelled(world: World) -> None:
    run = make_run_of(world.provider, 1)
    make_booking(world.buyer, run)
    waits = make_booking(world.other, run, waiting=True, people=(person("Zadie Webb"),))
    before = len(all_mails()), subjects(PROVIDER)
    actions.cancel_places(reference=waits, place_ids=ids(waits), reason="", actor=world.other, at=LATER)
    assert (len(all_mails()), subjects(PROVIDER)) == before


def test_a_cancelled_run_tells_every_booker_why_and_what_is_credited(world: World) -> None:
    run = make_run_of(world.provider, 2)
    make_booking(world.buyer, run, 2)
    make_booking(world.other, run, waiting=True)
    actions.cancel_run(reference=run, reason="The presenter is ill", actor=world.provider, at=LATER)
    for email in (BOOKER, OTHER):
        assert last(email).subject == f"Cancelled by Northgate Learning Trust: {TITLE}"
        assert "Their reason: The presenter is ill" in last(email).body
    assert "the £240.00 without VAT that was charged is credited in full" in last(BOOKER).body
    assert "Nothing is charged." in last(OTHER).body


def test_a_changed_run_says_what_it_was_and_what_it_is_and_a_new_name_says_nothing(world: World) -> None:
    run = make_run_of(world.provider, 20)
    make_booking(world.buyer, run)
    value = queries.get_run(run)
    named = as_typed(value, name="Spring")
    actions.change_run(reference=run, draft=named, version=value.version, actor=world.provider, at=LATER)
    assert subjects(BOOKER) == [f"Booked: 1 place on {TITLE}"]
    value = queries.get_run(run)
    (held,) = as_typed(value).sessions
    moved = replace(held, starts_at=held.starts_at + timedelta(days=1), ends_at=held.ends_at + timedelta(days=1))
    draft = as_typed(value, sessions=(moved,))
    actions.change_run(reference=run, draft=draft, version=value.version, actor=world.provider, at=LATER)
    assert last(BOOKER).subject == f"Changed: {TITLE}"
    assert "It was: Monday 1 February 2027, 9:30am to 3:30pm" in last(BOOKER).body
    assert "It is now: Tuesday 2 February 2027, 9:30am to 3:30pm" in last(BOOKER).body


def test_a_promotion_and_a_waived_fee_come_with_their_reasons(world: World) -> None:
    run = make_course_and_run(world.provider, capacity=1, starts_at=START + timedelta(days=10))[1]
    first = make_booking(world.buyer, run)
    make_booking(world.buyer, run, waiting=True)
    second = make_booking(world.other, run, waiting=True)
    actions.promote(place_id=ids(second)[0], reason="Their only SENCO", add_place=True, actor=world.provider, at=LATER)
    assert "puts you ahead of others on the waiting list. Their reason: Their only SENCO" in last(OTHER).body
    actions.cancel_places(reference=first, place_ids=ids(first), reason="", actor=world.buyer, at=LATER)
    actions.waive_fee(place_id=ids(first)[0], reason="Bereavement", actor=world.provider, at=LATER)
    assert last(BOOKER).subject == f"Fee waived: place 1 on {TITLE}"
    assert "Their reason: Bereavement" in last(BOOKER).body


def test_ones_own_trust_tells_its_other_course_people_and_not_the_booker_twice(world: World) -> None:
    make_member(world.provider.trust, Role.CPD_LEAD, email="second@northgate.example")
    make_booking(world.provider, make_run_of(world.provider, 20), people=(person("Asha Rao"),))
    assert subjects(PROVIDER) == [f"Booked: 1 place on {TITLE}"]
    assert "Nothing is charged." in last(PROVIDER).body
    assert subjects("second@northgate.example") == [f"Northgate Learning Trust booked 1 place on {TITLE}"]


def test_a_free_course_says_that_nothing_is_charged(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 20, prices=Prices(is_free=True), bands=()))
    assert "Nothing is charged." in last(BOOKER).body


def test_a_course_charged_afterwards_says_so(world: World) -> None:
    make_booking(world.buyer, make_run_of(world.provider, 20, charge_on="after"))
    assert f"{Money(120_00)} without VAT is charged after the last session." in last(BOOKER).body


def test_once_the_booker_has_left_those_who_book_courses_are_told(world: World) -> None:
    run = make_run_of(world.provider, 20)
    reference = make_booking(world.buyer, run)
    second = make_member(world.buyer.trust, Role.BUYER, email="second@westbrook.example")
    administrator = make_member(world.buyer.trust, Role.ADMINISTRATOR)
    trusts.end_membership(person_id=world.buyer.person_id, actor=administrator, at=LATER)
    (place,) = get(reference).places
    messages.tell_fee_waived(get(reference), place, "Kindness", at=LATER)
    assert subjects(BOOKER) == [f"Booked: 1 place on {TITLE}"]
    assert last("second@westbrook.example").subject.startswith("Fee waived")
    assert second.trust == world.buyer.trust


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Come to the **main reception** at __8am__", "Come to the main reception at 8am"),
        ("See [the map](https://maps.example/a_b)", "See the map (https://maps.example/a_b)"),
        ("2 * 3 ** 4 and snake_case__name", "2 * 3 ** 4 and snake_case__name"),
        ("- one\n- two", "- one\n- two"),
    ],
)
def test_markdown_reads_as_plain_text_in_a_mail(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_what_was_booked_for_nothing_or_named_too_late_is_not_told_otherwise(world: World) -> None:
    _, run = make_course_and_run(world.provider, prices=Prices(other=Money(100_00), partner=Money(0)))
    actions.set_partners(trust_ids=[world.other.trust], actor=world.provider, at=START)
    make_booking(world.other, run)
    assert "Nothing is charged." in last(OTHER).body
    assert "£0.00" not in last(OTHER).body
    near = queries.get_run(run).starts_at - timedelta(days=1)
    make_booking(world.buyer, run, at=near)
    assert "Say who is coming as soon as you can." in last(BOOKER).body
